// Asks Sourcify whether the sources that it holds are exactly those of the contracts (API version 2).
// docs.sourcify.dev: GET /v2/contract/{chainId}/{address} answers 200, or 404 with `match: null` for a contract that it does not know.
import type { Address } from "viem"
import { z } from "zod"

import type { Row } from "./inspect.ts"

const SOURCIFY = "https://sourcify.dev/server"

/** Milliseconds. */
const TIMEOUT = 15_000

const match = z.enum(["exact_match", "match"]).nullable()
const schema = z.object({
  match,
  creationMatch: match,
  runtimeMatch: match,
  chainId: z.string(),
  address: z.string(),
})

type Question = {
  readonly chainId: number
  /** By their names. */
  readonly contracts: Readonly<Record<string, Address>>
  readonly url?: string | undefined
}

export type Answer = {
  /** One for each contract that Sourcify answered for. */
  readonly rows: readonly Row[]
  /** Why a contract could not be asked for. */
  readonly notAsked: readonly string[]
}

/** Without a network there are no rows, and no difference is claimed. */
export async function askSourcify({ chainId, contracts, url = SOURCIFY }: Question): Promise<Answer> {
  const answers = await Promise.all(
    Object.entries(contracts).map(async ([name, address]) => {
      const what = `Sourcify's match of the ${name}`
      try {
        return {
          what,
          expected: EXACT,
          found: await matchOf(`${url}/v2/contract/${chainId}/${address}`, chainId, address),
        }
      } catch (error) {
        return `${name}: ${reasonOf(error)}`
      }
    }),
  )
  return {
    rows: answers.filter((answer) => typeof answer !== "string"),
    notAsked: answers.filter((answer) => typeof answer === "string"),
  }
}

const EXACT = "exact"

async function matchOf(url: string, chainId: number, address: Address): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT), headers: { accept: "application/json" } })
  if (response.status !== 200 && response.status !== 404) throw new Error(`it answers with HTTP ${response.status}`)
  const { success, data } = schema.safeParse(await response.json().catch(() => undefined))
  if (!success) throw new Error("its answer is not that of Sourcify's API, version 2")
  if (data.chainId !== String(chainId) || data.address.toLowerCase() !== address.toLowerCase()) {
    throw new Error(`it answers for ${data.address} on chain ${data.chainId}`)
  }
  const { runtimeMatch, creationMatch } = data
  if (data.match === null) return "none: publish the source"
  // Without the creation's transaction, only the runtime code was compared: that is the code that runs.
  const isExact = runtimeMatch === "exact_match" && (creationMatch === "exact_match" || creationMatch === null)
  return isExact ? EXACT : `runtime ${runtimeMatch ?? "none"}, creation ${creationMatch ?? "none"}`
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === "TimeoutError") return `no answer in ${TIMEOUT / 1_000} s`
  // fetch itself says only that it failed.
  return error.cause instanceof Error ? error.cause.message : error.message
}
