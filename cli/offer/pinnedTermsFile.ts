// Where a heartbeat remembers the arbiter and the fee that it signs for, so that a restart does not accept new ones.
import { mkdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { PinnedTerms } from "@gpuflow/host/offers"
import { type Address, type Hash, isAddress, keccak256, toHex } from "viem"
import { z } from "zod"
import { UsageError } from "../errors.ts"
import { readOwnFile, writeOutput } from "../files.ts"
import type { Runtime } from "../session.ts"
import { toJson } from "../text/json.ts"

/** Whose offers, of what, and where. */
export type OfferSubject = {
  readonly chainId: number
  readonly escrow: Address
  readonly host: Address
  readonly machine: Hash
  readonly token: Address
}

const bps = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform((text) => BigInt(text))
const schema = z.object({
  arbiter: z.custom<Address>((text) => typeof text === "string" && isAddress(text)),
  feeBps: bps,
  maxFeeBps: bps,
})

/** systemd's state folder of the unit, or that of the user. Undefined if the environment names neither. */
export function pinnedTermsPath({ env }: Runtime, subject: OfferSubject): string | undefined {
  const { STATE_DIRECTORY, XDG_STATE_HOME, HOME } = env
  const folder =
    STATE_DIRECTORY?.split(":")[0] ||
    (XDG_STATE_HOME && join(XDG_STATE_HOME, "gpuflow-escrow")) ||
    (HOME && join(HOME, ".local", "state", "gpuflow-escrow"))
  if (!folder) return undefined
  const { chainId, escrow, host, machine, token } = subject
  const name = keccak256(toHex([chainId, escrow, host, machine, token].join(" ").toLowerCase())).slice(2, 18)
  return join(folder, `heartbeat-${name}.json`)
}

export async function readPinnedTerms(path: string): Promise<PinnedTerms | undefined> {
  const text = await readOwnFile(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  if (text === undefined) return undefined
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw unreadable(path, error)
  }
}

function unreadable(path: string, cause: unknown): UsageError {
  const message = `Cannot read ${path}, in which the heartbeat remembers the arbiter and the fee that it signs for. Correct its permissions, or remove it and pass --arbiter and --max-fee.`
  return new UsageError(message, { path }, { cause })
}

export async function writePinnedTerms(path: string, subject: OfferSubject, pinned: PinnedTerms): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeOutput(path, `${toJson({ ...subject, ...pinned }, 2)}\n`)
}
