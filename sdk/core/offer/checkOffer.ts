import { depositFunction } from "../../generated/abiItems.ts"
import { NATIVE } from "../../generated/constants.ts"
import {
  FeeAboveMaximumError,
  InsufficientBondError,
  InvalidSignatureError,
  MachineBusyError,
  MarketNotOpenError,
  TransferRefusedError,
  WrongArbiterError,
  WrongEpochError,
  WrongNonceError,
} from "../../generated/revertErrors.ts"
import { bondOf } from "../../math.ts"
import type { Address, Hex, Host, Machine, Market, Offer, Rental } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { assertArgs } from "../codec.ts"
import { RevertError } from "../escrowError.ts"
import type { Chain } from "../port.ts"
import { isRevert } from "../readContract.ts"
import { prepareDeposit } from "../rental/depositCall.ts"
import { getBond } from "../rental/getBond.ts"
import { getHost } from "../rental/getHost.ts"
import { getMarket } from "../rental/getMarket.ts"
import { toEscrowError } from "../revert.ts"
import { hashOffer } from "./hashOffer.ts"
import { findUnsettledNoShow } from "./noShow.ts"
import { earliestDeposit, expiryProblems, type OfferField, type OfferProblem, termProblems } from "./offerTerms.ts"
import { verifyOffer } from "./verifyOffer.ts"

/** Parameters of `checkOffer`. */
export type CheckOfferParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The offer. */
  readonly offer: Offer
  /** The host's signature. Default: none; the offer is not signed yet, and only the rest of it is checked. */
  readonly hostSignature?: Hex | undefined
  /** The account that would rent. Default: the offer's renter, or any. */
  readonly renter?: Address | undefined
  /** Seconds that would be paid for. Default: the offer's longest, whose bond is the highest. */
  readonly duration?: bigint | undefined
}

/** What `deposit` would say to an offer, and the state that it depends on. */
export type OfferCheck = {
  /**
   * `takeable`: a deposit in the next block succeeds, if the payer has the price. `blocked`: it is refused, but a later
   * state of the chain may allow it. `invalid`: no deposit can ever succeed.
   */
  readonly status: "takeable" | "blocked" | "invalid"
  /** Why it is refused: every reason, those of the terms first. */
  readonly problems: readonly OfferProblem[]
  /** The timestamp of the earliest block that a deposit can be in. */
  readonly earliest: bigint
  /** The market of the offer's token. */
  readonly market: Market
  /** The host's signer, epoch and own fee. */
  readonly host: Host
  /** The machine's slot. */
  readonly machine: Machine
  /** The platform fee of a deposit made now, basis points. */
  readonly feeBps: bigint
  /** The host's free bond in the offer's token, base units. */
  readonly freeBond: bigint
  /** The bond that the deposit locks, base units. */
  readonly lockedBond: bigint
  /** A rental that its host did not start in time. Settle it before the deposit, as `planDeposit` does. */
  readonly noShow?: Rental
}

/**
 * Checks what `deposit` would say to an offer in the next block: its terms, its signature, and the state of market,
 * host, machine and bond. It tells apart what can never succeed and what cannot succeed now. With a signature and
 * without a problem so far, it also simulates the deposit, up to the transfer of the price.
 *
 * @example
 * import { checkOffer, type Offer } from "@gpuflow/escrow/offer"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const offer: Offer // from the host, with its signature
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { status, problems } = await checkOffer(client, { escrow: "0x…", offer, hostSignature: "0x…" })
 * if (status !== "takeable") for (const { field, error } of problems) console.log(field, error.message)
 *
 * @returns The status, every problem with its field, and the state that was read
 * @throws {InvalidInputError} for a field that its type cannot hold
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function checkOffer(chain: Chain, parameters: CheckOfferParameters): Promise<OfferCheck> {
  const { escrow, offer, hostSignature } = parameters
  const { token, machine: id } = offer
  const duration = parameters.duration ?? offer.maxDuration
  assertDeposit(chain, { ...parameters, duration })
  const [earliest, market, host, [machine, noShow], freeBond, signature] = await Promise.all([
    earliestDeposit(chain),
    getMarket(chain, { escrow, token }),
    getHost(chain, { escrow, host: offer.host }),
    findUnsettledNoShow(chain, { escrow, host: offer.host, machine: id }),
    getBond(chain, { escrow, host: offer.host, token }),
    hostSignature === undefined ? [] : signatureProblems(chain, { escrow, offer, hostSignature }),
  ])
  const feeBps = host.feeBps || market.feeBps
  const lockedBond = bondOf(offer, duration)
  const isStale = noShow !== undefined
  const state = { earliest, market, host, machine, feeBps, freeBond, lockedBond }
  const found = [
    ...termProblems(parameters),
    ...expiryProblems(offer, earliest),
    ...stateProblems(offer, { ...state, isStale }),
    ...signature,
  ]
  const isSimulated = hostSignature !== undefined && found.length === 0
  const problems = isSimulated
    ? await simulatedProblems(chain, { ...parameters, hostSignature, duration, isStale })
    : distinct(found)
  const status = problems.some(({ permanent }) => permanent) ? "invalid" : problems.length > 0 ? "blocked" : "takeable"
  return { status, problems, ...state, ...(noShow ? { noShow: noShow.rental } : {}) }
}

function assertDeposit(
  { codec }: Chain,
  { offer, renter, duration, hostSignature = "0x" }: CheckOfferParameters,
): void {
  const rental = { offer, renter: renter ?? NATIVE, salt: ZERO_SALT }
  assertArgs(codec, depositFunction, [rental, duration ?? offer.maxDuration, hostSignature, "0x"])
}

const ZERO_SALT: Hex = `0x${"0".repeat(64)}`

type State = Pick<OfferCheck, "earliest" | "market" | "host" | "machine" | "feeBps" | "freeBond" | "lockedBond"> & {
  /** Whether the machine is only kept by a rental that can be settled. */
  readonly isStale: boolean
}

function stateProblems(offer: Offer, state: State): OfferProblem[] {
  const { earliest, market, host, machine, feeBps, freeBond, lockedBond, isStale } = state
  const { token, arbiter, epoch, nonce, maxFeeBps } = offer
  const problems: OfferProblem[] = []
  const refuse = (field: OfferField, error: RevertError, permanent = false) => {
    problems.push({ field, permanent, error })
  }

  // Epochs and nonces only grow.
  if (epoch !== host.epoch) refuse("epoch", new WrongEpochError({ epoch, current: host.epoch }), epoch < host.epoch)
  if (!market.open) refuse("token", new MarketNotOpenError({ token }))
  const isSet = !isSameAddress(market.arbiter, NATIVE)
  if (isSet && !isSameAddress(arbiter, market.arbiter)) {
    refuse("arbiter", new WrongArbiterError({ arbiter, marketArbiter: market.arbiter }))
  }
  if (isSet && feeBps > maxFeeBps) refuse("maxFeeBps", new FeeAboveMaximumError({ feeBps, maxFeeBps }))
  // Only a settlement can follow a no-show, and it adds one to the nonce.
  const current = isStale ? machine.nonce + 1n : machine.nonce
  if (nonce !== current) refuse("nonce", new WrongNonceError({ nonce, current }), nonce < current)
  const { busyUntil } = machine
  if (!isStale && earliest < busyUntil) refuse("machine", new MachineBusyError({ busyUntil }))
  if (freeBond < lockedBond) refuse("bond", new InsufficientBondError({ free: freeBond, required: lockedBond }))
  return problems
}

/** An account without code never accepts another signature. A contract may. */
async function signatureProblems(
  chain: Chain,
  { escrow, offer, hostSignature }: { readonly escrow: Address; readonly offer: Offer; readonly hostSignature: Hex },
): Promise<OfferProblem[]> {
  if (await verifyOffer(chain, { escrow, offer, hostSignature })) return []
  const host = await getHost(chain, { escrow, host: offer.host })
  const signer = isSameAddress(host.signer, NATIVE) ? offer.host : host.signer
  const permanent = !(await chain.code(signer))
  return [{ field: "hostSignature", permanent, error: new InvalidSignatureError({ signer }) }]
}

/** One problem for each field and error: what the terms rule out for ever comes first, and stays. */
function distinct(problems: readonly OfferProblem[]): OfferProblem[] {
  return problems.filter(({ field, error }, index) => {
    return index === problems.findIndex((other) => other.field === field && other.error.code === error.code)
  })
}

type Simulated = Omit<CheckOfferParameters, "hostSignature" | "duration"> & {
  readonly hostSignature: Hex
  readonly duration: bigint
  readonly isStale: boolean
}

/** The fields that the errors of a deposit are about, as far as reads cannot rule them out. */
const FIELDS: { readonly [code: string]: OfferField } = {
  InvalidSignature: "hostSignature",
  WrongArbiter: "arbiter",
  FeeAboveMaximum: "maxFeeBps",
  WrongEpoch: "epoch",
  WrongNonce: "nonce",
  MachineBusy: "machine",
  InsufficientBond: "bond",
  OfferExpired: "expiry",
}

/**
 * Runs the deposit for an account that has neither coins nor tokens. The contract takes the price last, so a refusal to
 * pay shows that everything else was accepted. No node has to override a state for this.
 */
async function simulatedProblems(chain: Chain, { isStale, ...deposit }: Simulated): Promise<OfferProblem[]> {
  const { escrow, offer, hostSignature, duration } = deposit
  const { codec } = chain
  const seed = hashOffer(codec, offer)
  const stranger = accountFrom(codec.keccak256(seed))
  const renter = deposit.renter ?? (isSameAddress(offer.renter, NATIVE) ? stranger : offer.renter)
  const request = prepareDeposit(chain, { escrow, rental: { offer, renter, salt: seed }, duration, hostSignature })
  try {
    await chain.call({ ...request, value: 0n }, { from: stranger })
    return []
  } catch (failure) {
    if (!isRevert(failure)) throw failure
    const error = toEscrowError(codec, failure)
    // A revert in other words is the token's own: it is the only other contract that takes part.
    if (!(error instanceof RevertError)) {
      const refused = new TransferRefusedError({ token: offer.token }, { cause: failure })
      return [{ field: "token", permanent: false, error: refused }]
    }
    const expected = ["InsufficientAllowance", "WrongValue", ...(isStale ? ["WrongNonce", "MachineBusy"] : [])]
    if (expected.includes(error.code) || isOver(error, await earliestDeposit(chain))) return []
    return [{ field: FIELDS[error.code] ?? "token", permanent: false, error }]
  }
}

/** Nodes run a call at the time of the latest block, in which a machine may be busy for one more second. */
function isOver(error: RevertError, earliest: bigint): boolean {
  return error instanceof MachineBusyError && error.args.busyUntil <= earliest
}

function accountFrom(hash: Hex): Address {
  return `0x${hash.slice(-40)}`
}
