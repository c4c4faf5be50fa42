// What `deposit` demands of an offer whatever the state of the chain is.
import {
  MAX_CHALLENGE_WINDOW,
  MAX_RENTAL_DURATION,
  MAX_START_WINDOW,
  MIN_CHALLENGE_WINDOW,
  MIN_FEE_BPS,
  NATIVE,
  NATIVE_ERC20_FACE,
} from "../../generated/constants.ts"
import {
  ChallengeWindowOutOfBoundsError,
  DurationOutOfBoundsError,
  FeeAboveMaximumError,
  InvalidArbiterError,
  InvalidHostError,
  InvalidOperatorError,
  InvalidPayeeError,
  InvalidRenterError,
  MarketNotOpenError,
  MaxDurationTooLongError,
  MinDurationZeroError,
  OfferExpiredError,
  StartWindowTooLongError,
  WrongRenterError,
  ZeroAmountError,
} from "../../generated/revertErrors.ts"
import { cost } from "../../math.ts"
import type { Address, Offer } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { EscrowError, type RevertError } from "../escrowError.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"

/** The field of an offer that a problem is about, or what is passed beside the offer. */
export type OfferField = keyof Offer | "duration" | "hostSignature"

/** A reason for which `deposit` refuses an offer. */
export type OfferProblem = {
  /** The field to change, or whose counterpart on the chain does not fit. */
  readonly field: OfferField
  /** Whether no later state of the chain can make up for it. */
  readonly permanent: boolean
  /** The error that `deposit` fails with. */
  readonly error: RevertError
}

/** No deposit on the offer can ever succeed. */
export class InvalidOfferError extends EscrowError<
  "InvalidOffer",
  { readonly field: OfferField; readonly problems: readonly OfferProblem[] }
> {
  constructor(args: InvalidOfferError["args"], options?: ErrorOptions) {
    const reason = args.problems[0]?.error.message ?? "The contract refuses it."
    super(
      "InvalidOffer",
      `No deposit on this offer can succeed, because of \`${args.field}\`. ${reason}`,
      args,
      options,
    )
  }
}

/** Parameters of `termProblems`. */
export type TermProblemsParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The offer. */
  readonly offer: Offer
  /** The account that would rent. Default: the offer's renter, or any that is not excluded. */
  readonly renter?: Address | undefined
  /** Seconds that would be paid for. Default: the offer's longest. */
  readonly duration?: bigint | undefined
}

/**
 * Finds what `deposit` refuses of an offer's terms, whatever the state of the chain is. It reads nothing. `checkOffer`
 * also checks the state and the signature.
 *
 * @example
 * import { type Offer, termProblems } from "@gpuflow/escrow/offer"
 *
 * const isPossible = (offer: Offer) => termProblems({ escrow: "0x…", offer }).length === 0
 *
 * @returns Every problem with its field
 */
export function termProblems({ escrow, offer, ...deposit }: TermProblemsParameters): OfferProblem[] {
  return [
    ...roleProblems({ escrow, offer, renter: deposit.renter }),
    ...timeProblems({ offer, duration: deposit.duration }),
    ...moneyProblems({ escrow, offer, duration: deposit.duration }),
  ]
}

function isOneOf(account: Address, others: readonly Address[]): boolean {
  return others.some((other) => isSameAddress(account, other))
}

type RoleParameters = Pick<TermProblemsParameters, "escrow" | "offer" | "renter">

function roleProblems({ escrow, offer, renter: given }: RoleParameters): OfferProblem[] {
  const { host, operator, arbiter, payee, token } = offer
  const isOpen = isSameAddress(offer.renter, NATIVE)
  const renter = given ?? offer.renter
  // Without a renter in mind, an offer to anyone has none to compare with.
  const isRenter = (account: Address) => (given !== undefined || !isOpen) && isSameAddress(renter, account)
  const problems: OfferProblem[] = []
  const refuse = (field: OfferField, error: RevertError) => problems.push({ field, permanent: true, error })

  if (isSameAddress(host, NATIVE)) refuse("host", new InvalidHostError({ host }))
  if (isRenter(NATIVE) || isRenter(host) || isRenter(escrow) || isRenter(token)) {
    refuse("renter", new InvalidRenterError({ renter }))
  }
  if (given !== undefined && !isOpen && !isSameAddress(given, offer.renter)) {
    refuse("renter", new WrongRenterError({ renter: given, expected: offer.renter }))
  }
  if (isSameAddress(arbiter, NATIVE) || isSameAddress(arbiter, host)) {
    refuse("arbiter", new InvalidArbiterError({ arbiter }))
  } else if (isRenter(arbiter)) {
    // The market sets the arbiter, so the renter is what can change.
    refuse("renter", new InvalidArbiterError({ arbiter }))
  }
  if (isSameAddress(operator, arbiter) || isRenter(operator)) {
    refuse("operator", new InvalidOperatorError({ operator }))
  }
  if (isOneOf(payee, [NATIVE, escrow, arbiter, token])) {
    refuse("payee", new InvalidPayeeError({ payee }))
  }
  return problems
}

function timeProblems({ offer, duration }: Pick<TermProblemsParameters, "offer" | "duration">): OfferProblem[] {
  const { startWindow, challengeWindow, minDuration, maxDuration } = offer
  const problems: OfferProblem[] = []
  const refuse = (field: OfferField, error: RevertError) => problems.push({ field, permanent: true, error })

  if (startWindow > MAX_START_WINDOW) {
    refuse("startWindow", new StartWindowTooLongError({ startWindow, maximum: MAX_START_WINDOW }))
  }
  if (challengeWindow < MIN_CHALLENGE_WINDOW || challengeWindow > MAX_CHALLENGE_WINDOW) {
    const bounds = { minimum: MIN_CHALLENGE_WINDOW, maximum: MAX_CHALLENGE_WINDOW }
    refuse("challengeWindow", new ChallengeWindowOutOfBoundsError({ challengeWindow, ...bounds }))
  }
  if (minDuration === 0n) refuse("minDuration", new MinDurationZeroError({}))
  if (maxDuration > MAX_RENTAL_DURATION) {
    refuse("maxDuration", new MaxDurationTooLongError({ maxDuration, maximum: MAX_RENTAL_DURATION }))
  }
  const chosen = duration ?? maxDuration
  if (chosen < minDuration || chosen > maxDuration) {
    const isEmpty = minDuration > maxDuration
    const field = isEmpty ? "minDuration" : "duration"
    refuse(field, new DurationOutOfBoundsError({ duration: chosen, minimum: minDuration, maximum: maxDuration }))
  }
  return problems
}

function moneyProblems({ escrow, offer, duration }: Omit<TermProblemsParameters, "renter">): OfferProblem[] {
  const { pricePerHour, maxDuration, maxFeeBps, token } = offer
  const problems: OfferProblem[] = []
  const refuse = (field: OfferField, error: RevertError) => problems.push({ field, permanent: true, error })

  // The owner can open no market for these two tokens, and set no fee below the least one.
  if (isOneOf(token, [escrow, NATIVE_ERC20_FACE])) {
    refuse("token", new MarketNotOpenError({ token }))
  }
  if (cost(pricePerHour, duration ?? maxDuration) === 0n) {
    refuse(priceField({ pricePerHour, maxDuration }), new ZeroAmountError({}))
  }
  if (maxFeeBps < MIN_FEE_BPS) refuse("maxFeeBps", new FeeAboveMaximumError({ feeBps: MIN_FEE_BPS, maxFeeBps }))
  return problems
}

/** What makes the price zero: a longer rental costs something, unless no price per hour or no time is offered. */
function priceField({ pricePerHour, maxDuration }: Pick<Offer, "pricePerHour" | "maxDuration">): OfferField {
  if (cost(pricePerHour, maxDuration) > 0n) return "duration"
  return pricePerHour > 0n && maxDuration === 0n ? "maxDuration" : "pricePerHour"
}

/** The problem of an offer that no block can take any more. The next block is later than the latest one. */
export function expiryProblems({ expiry }: Offer, earliest: bigint): OfferProblem[] {
  return earliest < expiry ? [] : [{ field: "expiry", permanent: true, error: new OfferExpiredError({ expiry }) }]
}

/** The timestamp of the earliest block that a deposit can be in. */
export async function earliestDeposit(chain: Chain): Promise<bigint> {
  return (await latestBlock(chain)).timestamp + 1n
}

/**
 * Refuses an offer that can never be taken.
 *
 * @throws {InvalidOfferError} naming the first field to change, and all problems
 */
export function requireValid(problems: readonly OfferProblem[]): void {
  const final = problems.filter(({ permanent }) => permanent)
  const [first] = final
  if (first) throw new InvalidOfferError({ field: first.field, problems: final }, { cause: first.error })
}
