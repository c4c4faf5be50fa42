import { cost } from "../../math.ts"
import type { Rental } from "../../types.ts"
import { latestBlock } from "../latestBlock.ts"
import { getTokenMetadata } from "../plan/getTokenMetadata.ts"
import type { Chain } from "../port.ts"
import type { EscrowParameters } from "../rental/escrowCall.ts"
import { extensionPrice } from "../rental/extensionPrice.ts"
import { getState } from "../rental/getState.ts"
import { writtenAmount } from "../writtenAmount.ts"
import { extendable, longerBy } from "./buildMandate.ts"
import { getMandateSpent } from "./getMandateSpent.ts"
import { assertMandate, type Mandate } from "./mandate.ts"
import type { MandateContractParameters } from "./mandateContract.ts"

/** Parameters of `summarizeMandate`. */
export type SummarizeMandateParameters = EscrowParameters &
  MandateContractParameters & {
    /** The mandate. */
    readonly mandate: Mandate
    /** The rental that it names. */
    readonly rental: Rental
    /** Seconds that the rental lasts at first, if it is not paid yet. Default: those that are paid. */
    readonly duration?: bigint | undefined
  }

/** What a mandate allows, in words and figures. Amounts are base units of the token. */
export type MandateSummary = {
  /** Plain sentences to show before the renter signs. */
  readonly sentences: readonly string[]
  /** What speaks against these terms, in sentences. */
  readonly warnings: readonly string[]
  /** What is left of the total. */
  readonly left: bigint
  /** What mandates of this renter with this salt have spent so far. */
  readonly spent: bigint
  /** The price of the next extension, without a tip. */
  readonly nextAmount: bigint
  /** Seconds of the rental in all after the next extension. */
  readonly nextDuration: bigint
  /** Seconds that the rental can last in all with this mandate, if no tip is paid. */
  readonly longest: bigint
  /** The most extensions that are possible. Each can cost one tip. */
  readonly extensions: bigint
  /** Timestamp from which the next extension is possible, if the rental is running. */
  readonly dueAt: bigint
}

/**
 * Reads what a mandate allows, in words and figures, to be shown before the renter signs.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { type Mandate, summarizeMandate } from "@gpuflow/escrow/mandate"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const mandate: Mandate // from `buildMandate`
 * declare const rental: Rental // from `getRental`
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { sentences } = await summarizeMandate(client, { escrow: "0x…", mandateContract: "0x…", mandate, rental })
 * for (const sentence of sentences) console.log(sentence)
 *
 * @returns Sentences, and the figures that they are made of
 * @throws {WrongStatusError} if the rental has ended, or is not paid and `duration` is missing
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {EscrowNotFoundError} if there is no escrow at the address
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export async function summarizeMandate(
  chain: Chain,
  { escrow, mandateContract, mandate, rental, duration }: SummarizeMandateParameters,
): Promise<MandateSummary> {
  assertMandate(chain.codec, mandate)
  const { offer } = rental
  const { renter, salt, rentalId: id, maxTotal, step, maxTip, extendBefore, expiry } = mandate
  const [known, spent, token, { timestamp }] = await Promise.all([
    getState(chain, { escrow, id }),
    getMandateSpent(chain, { mandateContract, renter, salt }),
    getTokenMetadata(chain, { token: offer.token }),
    latestBlock(chain),
  ])
  const state = extendable(known, { id, duration, timestamp })
  const left = maxTotal > spent ? maxTotal - spent : 0n
  const stepped = (count: bigint) => longerBy({ offer, state, seconds: count * step })
  const priceOf = (count: bigint) => extensionPrice(offer, state, stepped(count))
  const missing = offer.maxDuration - state.duration
  const most = step > 0n && missing > 0n ? (missing + step - 1n) / step : 0n
  const extensions = mostThat(most, (count) => priceOf(count) <= left)
  const longest = stepped(extensions)
  const nextDuration = stepped(1n)
  const nextAmount = priceOf(1n)
  const end = state.since + state.duration + 1n
  const dueAt = end > extendBefore ? end - extendBefore : 0n
  const amount = (value: bigint) => writtenAmount(value, token)
  const sentences = [
    `The mandate contract may take up to ${amount(left)} in all from your account for this one rental.`,
    `While less than ${writtenDuration(extendBefore)} are left, anyone can extend it by ${writtenDuration(step)}, for ${amount(nextAmount)}.`,
    maxTip > 0n
      ? `Whoever extends it receives a tip of up to ${amount(maxTip)} each time, out of the total.`
      : "No tip is paid.",
    `The rental now lasts ${writtenDuration(state.duration)}. It can last up to ${writtenDuration(longest)}, at ${amount(cost(offer.pricePerHour, 3_600n))} an hour.`,
    `The mandate ends on ${writtenTime(expiry)}. You can revoke it, and end the rental, at any time: what is not served comes back.`,
  ]
  // After one extension, the next one is due at once.
  const warnings =
    step < extendBefore
      ? [
          `An extension of ${writtenDuration(step)} can leave less than ${writtenDuration(extendBefore)}, so another can follow at once${maxTip > 0n ? ", with its own tip" : ""}. Choose a longer step, or a shorter time before the end.`,
        ]
      : []
  return { sentences, warnings, left, spent, nextAmount, nextDuration, longest, extensions, dueAt }
}

/** The highest number from 0 to `most` that fits. Smaller ones fit as well. */
function mostThat(most: bigint, fits: (count: bigint) => boolean): bigint {
  let [low, high] = [0n, most]
  while (low < high) {
    const middle = (low + high + 1n) / 2n
    if (fits(middle)) low = middle
    else high = middle - 1n
  }
  return low
}

const UNITS = [
  ["day", 86_400n],
  ["hour", 3_600n],
  ["minute", 60n],
  ["second", 1n],
] as const

/** Exact: `1 day 6 hours`. */
function writtenDuration(seconds: bigint): string {
  let left = seconds
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = left / size
    left %= size
    return count > 0n ? [`${count} ${unit}${count === 1n ? "" : "s"}`] : []
  })
  return parts.join(" ") || "0 seconds"
}

/** In UTC, to the minute. */
function writtenTime(timestamp: bigint): string {
  return `${new Date(Number(timestamp) * 1_000).toISOString().slice(0, 16).replace("T", " ")} UTC`
}
