// Parsers of arguments. Each throws a `UsageError` that says what was expected.
import { InvalidArgumentError } from "@commander-js/extra-typings"
import { BPS, type RiskyTerm } from "@gpuflow/escrow"
import { type Address, getAddress, type Hash, isAddress, isHex } from "viem"
import { UsageError } from "../errors.ts"
import { numberFault } from "./numberFaults.ts"

/** Makes a parser for commander, whose message then names the option or argument. */
export function as<value>(parse: (text: string) => value): (text: string) => value {
  return (text) => {
    try {
      return parse(text)
    } catch (error) {
      throw error instanceof UsageError ? new InvalidArgumentError(error.message) : error
    }
  }
}

const UNITS = { d: 86_400n, h: 3_600n, m: 60n, s: 1n } as const
/** The contract stores durations in 32 bits. */
const MAX_SECONDS = 2n ** 32n - 1n

/** A time such as `8h`, `1h30m`, `45m`, `90s` or `30d`, in seconds. */
export function toSeconds(text: string): bigint {
  const parts = /^(?:(\d+) ?d)? ?(?:(\d+) ?h)? ?(?:(\d+) ?m)? ?(?:(\d+) ?s)?$/.exec(text.trim())
  const units = [UNITS.d, UNITS.h, UNITS.m, UNITS.s]
  if (!parts || text.trim() === "") {
    const fault = numberFault(text) || (/^\d+\.\d/.test(text.trim()) ? "It contains decimals. " : "")
    throw new UsageError(`${fault}Expected a time such as 8h, 1h30m, 45m, 90s or 30d.`)
  }
  const seconds = units.reduce((sum, unit, index) => sum + BigInt(parts[index + 1] ?? 0) * unit, 0n)
  if (seconds > MAX_SECONDS) throw new UsageError("Expected a time of at most 49710d, which is the contract's limit.")
  return seconds
}

export function toPositiveSeconds(text: string): bigint {
  const seconds = toSeconds(text)
  if (seconds === 0n) throw new UsageError("Expected a time longer than 0s.")
  return seconds
}

export function toAddress(text: string): Address {
  if (!isAddress(text))
    throw new UsageError(
      "Expected an address: 0x and 40 hexadecimal digits, with a correct checksum if they are in mixed case.",
    )
  return getAddress(text)
}

export function toHash(text: string): Hash {
  if (!isHex(text) || text.length !== 66) throw new UsageError("Expected 32 bytes: 0x and 64 hexadecimal digits.")
  return `0x${text.slice(2).toLowerCase()}`
}

export function toBlock(text: string): bigint {
  if (!/^\d{1,18}$/.test(text)) throw new UsageError(`${numberFault(text)}Expected a block number such as 81200300.`)
  return BigInt(text)
}

/** The number of a Safe's transaction. */
export function toNonce(text: string): bigint {
  if (!/^\d{1,18}$/.test(text)) throw new UsageError(`${numberFault(text)}Expected a nonce such as 12.`)
  return BigInt(text)
}

export function toCount(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count))
    throw new UsageError(`${numberFault(text)}Expected a whole number such as 8.`)
  return count
}

/** A share such as `62.5%` or `6250bps`, in basis points. */
export function toShare(text: string): bigint {
  const percent = /^(\d{1,3})(?:\.(\d{1,2}))?%$/.exec(text)
  const bps = /^(\d{1,5})bps$/.exec(text)
  const share = percent ? BigInt(`${percent[1]}${(percent[2] ?? "").padEnd(2, "0")}`) : bps && BigInt(bps[1] ?? "")
  if (share === null || share > BPS) {
    throw new UsageError(`${numberFault(text)}Expected a share from 0% to 100%, such as 62.5% or 6250bps.`)
  }
  return share
}

const chains = new Map([
  ["polygon", 137],
  ["amoy", 80_002],
])

/** `polygon`, `amoy` or a chain id. */
export function toChainId(text: string): number {
  const id = chains.get(text.toLowerCase()) ?? (/^\d+$/.test(text) ? Number(text) : 0)
  if (Number.isSafeInteger(id) && id > 0) return id
  throw new UsageError(`${numberFault(text)}Expected polygon, amoy or a chain id such as 137.`)
}

/** Risky terms of an offer, which a renter has to accept by name. */
export const riskyTerms = [
  "challengeWindow",
  "commitment",
  "payer",
  "startWindow",
  "token",
] as const satisfies RiskyTerm[]

/** Risky terms, separated by commas. */
export function toTerms(text: string): RiskyTerm[] {
  return text.split(",").map((word) => {
    const term = riskyTerms.find((known) => known === word.trim())
    if (!term) throw new UsageError(`Expected one or more of ${riskyTerms.join(", ")}, separated by commas.`)
    return term
  })
}

/** How many blocks must confirm a transaction. */
export type Depth = { readonly confirmations: number } | { readonly finalized: true }

export function toDepth(text: string): Depth {
  if (text === "finalized") return { finalized: true }
  const confirmations = toCount(text)
  if (confirmations < 1) throw new UsageError("Expected a number of blocks, at least 1, or `finalized`.")
  return { confirmations }
}

/** Dollars above zero with at most six decimals, such as `1.50`. */
export function toDollars(text: string): string {
  if (/^\d{1,12}(?:\.\d{1,6})?$/.test(text) && Number(text) > 0) return text
  throw new UsageError(`${numberFault(text)}Expected dollars above 0 with at most six decimals, such as 1.50.`)
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?)?$/i

/** A day, which stands for its first second, or an ISO 8601 time; in UTC unless it names another zone. In seconds. */
export function toMoment(text: string): bigint {
  const [, day, time = "00:00", zone = "Z"] = MOMENT.exec(text.trim()) ?? []
  const start = Date.parse(`${day}T00:00Z`)
  // The system counts 30 February as 2 March.
  if (!Number.isNaN(start) && new Date(start).toISOString().startsWith(String(day))) {
    const moment = Date.parse(`${day}T${time}${zone.toUpperCase()}`)
    if (!Number.isNaN(moment) && !time.startsWith("24")) return BigInt(Math.floor(moment / 1_000))
  }
  const problem = day === undefined ? "" : "There is no such day or time. "
  throw new UsageError(
    `${problem}Expected a day such as 2026-01-31, or a time such as 2026-01-31T12:00:00Z; both are in UTC unless a zone such as +01:00 follows.`,
  )
}
