// What went wrong, in a form that a page keeps: the words follow the reader's language.
import { isEscrowError } from "@gpuflow/escrow"
import type { ErrorKind } from "@gpuflow/escrow/describe"

import { preferences } from "../settings/preferences.ts"
import { deviceLanguage } from "../texts/languages.ts"
import { RelayerError } from "./relayer.ts"

export type Failure = {
  /** The code of an error of the SDK, or `Relayer.` and its problem. Undefined: a failure of a wallet or a node. */
  readonly code: string | undefined
  readonly kind: ErrorKind
  /** What the error says beside its code. */
  readonly args: Readonly<Record<string, unknown>>
  /** The cause in the language that the reader had, to copy. It holds no address of a node and no key. */
  readonly cause: string
}

/** The words for errors are long, so they are loaded with the first one. */
export async function failureOf(error: unknown): Promise<Failure> {
  const relayer = relayerErrorIn(error)
  if (relayer) {
    const { problem, message: detail } = relayer
    return { code: `Relayer.${problem}`, kind: "network", args: { detail }, cause: `Relayer, ${problem}: ${detail}` }
  }
  const [{ describeError }, { errorTexts }] = await Promise.all([
    import("@gpuflow/escrow/describe"),
    import("../texts/errorTexts.ts"),
  ])
  const texts = await errorTexts(preferences().language ?? deviceLanguage())
  const { sentence, action, kind } = describeError(error, { texts })
  const inner = innermost(error)
  const known = isEscrowError(inner) ? inner : undefined
  const args = known ? { ...Object(known.args) } : {}
  return { code: known?.code, kind, args, cause: `${known?.code ?? kind}: ${sentence} ${action}` }
}

/** What the chain has answered. A node that is silent has refused nothing: that is thrown, and what asked it asks again. */
export async function refusalOf(error: unknown): Promise<Failure> {
  const failure = await failureOf(error)
  if (failure.kind === "network") throw error
  return failure
}

function relayerErrorIn(error: unknown): RelayerError | undefined {
  if (error instanceof RelayerError) return error
  return error instanceof Error ? relayerErrorIn(error.cause) : undefined
}

/** A transaction that failed in its block has the contract's own error as its cause. */
function innermost(error: unknown): unknown {
  if (!isEscrowError(error) || error.code !== "TransactionReverted") return error
  return isEscrowError(error.cause) ? error.cause : error
}
