import { ZeroStepError } from "../../generated/mandateErrors.ts"
import { DurationOutOfBoundsError, WrongStatusError } from "../../generated/revertErrors.ts"
import type { Hex, Offer, Rental, RentalState } from "../../types.ts"
import { InvalidInputError } from "../codec.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import type { EscrowParameters } from "../rental/escrowCall.ts"
import { extensionPrice } from "../rental/extensionPrice.ts"
import { getState } from "../rental/getState.ts"
import { idOf } from "../rental/rentalId.ts"
import { assertMandate, type Mandate, MIN_EXTEND_BEFORE } from "./mandate.ts"
import { type MandateContractParameters, readEpoch } from "./mandateContract.ts"

const HOUR = 3_600n
const DEFAULT_STEP = 6n * HOUR
/** A mandate outlasts what it is for, in case the rental starts late. */
const EXPIRY_ROOM = 24n * HOUR

/** Parameters of `buildMandate`. */
export type BuildMandateParameters = EscrowParameters &
  MandateContractParameters & {
    /** The rental to extend. */
    readonly rental: Rental
    /**
     * Seconds that the rental may last in all, at most the offer's `maxDuration`. Default: with `maxTotal`, the offer's
     * `maxDuration`; then the total alone decides.
     */
    readonly until?: bigint | undefined
    /** The most that may be spent in all, tips included, base units. Default: what `until` costs with every tip. */
    readonly maxTotal?: bigint | undefined
    /** Seconds that the rental lasts at first, if it is not paid yet. Default: those that are paid. */
    readonly duration?: bigint | undefined
    /** Seconds that one extension adds. Default: 6 hours, or what is left if that is less. */
    readonly step?: bigint | undefined
    /**
     * Seconds before the end from which an extension is possible. Default: a quarter of the step or of the rental's
     * duration, whichever is less, and at most 1 hour. So an extension is not due at once.
     */
    readonly extendBefore?: bigint | undefined
    /** Highest tip for one extension, base units. Default: 0. Then only a keeper that you run or pay executes it. */
    readonly maxTip?: bigint | undefined
    /** Timestamp until which the mandate can be executed. Default: a day after the end of the longest rental. */
    readonly expiry?: bigint | undefined
    /** Value that makes the mandate unique. Default: the rental's salt. */
    readonly salt?: Hex | undefined
  }

/**
 * Builds a mandate that extends a rental up to a number of seconds. Its total is the price of these seconds, and as many
 * tips as there can be extensions, unless you pass another one.
 *
 * @example
 * import type { Rental } from "@gpuflow/escrow"
 * import { buildMandate, signMandate } from "@gpuflow/escrow/mandate"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const contracts = { escrow: "0x…", mandateContract: "0x…" } as const
 * const mandate = await buildMandate(client, { ...contracts, rental, until: 24n * 3_600n })
 * const signed = await signMandate(client, { ...contracts, rental, mandate })
 *
 * @returns The mandate, unsigned
 * @throws {DurationOutOfBoundsError} if the rental already lasts as long, or beyond the offer's `maxDuration`
 * @throws {WrongStatusError} if the rental has ended
 * @throws {ZeroStepError} for a step of zero
 * @throws {InvalidInputError} for a field that its type cannot hold
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {EscrowNotFoundError} if there is no escrow at the address
 */
export async function buildMandate(
  chain: Chain,
  { escrow, mandateContract, rental, ...terms }: BuildMandateParameters,
): Promise<Mandate> {
  const { codec } = chain
  const { offer, renter } = rental
  const { maxTotal } = terms
  const until = terms.until ?? (maxTotal === undefined ? undefined : offer.maxDuration)
  if (until === undefined)
    throw new InvalidInputError({ field: "until", value: until, expected: "seconds, or a `maxTotal`" })
  const rentalId = idOf(codec, rental)
  const [known, epoch, { timestamp }] = await Promise.all([
    getState(chain, { escrow, id: rentalId }),
    readEpoch(chain, { mandateContract, renter }),
    latestBlock(chain),
  ])
  const state = extendable(known, { id: rentalId, duration: terms.duration, timestamp })
  if (until <= state.duration || until > offer.maxDuration)
    throw new DurationOutOfBoundsError({
      duration: until,
      minimum: state.duration + 1n,
      maximum: offer.maxDuration,
    })

  const missing = until - state.duration
  const step = terms.step ?? (missing < DEFAULT_STEP ? missing : DEFAULT_STEP)
  if (step <= 0n) throw new ZeroStepError({})
  const extensions = (missing + step - 1n) / step
  // The last extension may end after `until`. Its price counts in full.
  const end = longerBy({ offer, state, seconds: extensions * step })
  const maxTip = terms.maxTip ?? 0n
  const mandate: Mandate = {
    renter,
    rentalId,
    // A refund in between moves the price of an extension by one unit either way.
    maxTotal: maxTotal ?? extensionPrice(offer, state, end) + extensions * (maxTip + 1n),
    step,
    extendBefore: terms.extendBefore ?? defaultExtendBefore(step < state.duration ? step : state.duration),
    maxTip,
    expiry: terms.expiry ?? state.since + offer.startWindow + end + EXPIRY_ROOM,
    epoch,
    salt: terms.salt ?? rental.salt,
  }
  assertMandate(codec, mandate)
  return mandate
}

/** Late enough not to be due at once, and early enough for a keeper. */
function defaultExtendBefore(seconds: bigint): bigint {
  const quarter = seconds / 4n
  if (quarter < MIN_EXTEND_BEFORE) return MIN_EXTEND_BEFORE
  return quarter < HOUR ? quarter : HOUR
}

type Wanted = { readonly id: Hex; readonly duration?: bigint | undefined; readonly timestamp: bigint }

type Longer = { readonly offer: Offer; readonly state: RentalState; readonly seconds: bigint }

/** The rental's total of seconds if it gets so many more, at most the offer's longest. */
export function longerBy({ offer: { maxDuration }, state, seconds }: Longer): bigint {
  const wanted = state.duration + seconds
  return wanted < maxDuration ? wanted : maxDuration
}

/** The state as it will be when the first extension is due. A rental that is not paid yet starts now. */
export function extendable(state: RentalState, { id, duration, timestamp }: Wanted): RentalState {
  if (state.status === "Active" || state.status === "Funded") return state
  if (state.status !== "None" || duration === undefined) throw new WrongStatusError({ id, status: state.status })
  return { ...state, status: "Active", since: timestamp, duration }
}
