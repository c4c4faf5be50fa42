import { extendFunction } from "../../generated/abiItems.ts"
import {
  InsufficientMandateAllowanceError,
  InsufficientRenterBalanceError,
  InvalidMandateSignatureError,
  MandateExpiredError,
  MandateSignatureRefusedError,
  UndeployedRenterError,
} from "../../generated/mandateErrors.ts"
import { TransferRefusedError } from "../../generated/revertErrors.ts"
import type { Address, Hex } from "../../types.ts"
import { isAcceptedByContract, isSignedByKey } from "../accountSignature.ts"
import type { EscrowError } from "../escrowError.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import { WrongChainError } from "../portErrors.ts"
import { isRevert } from "../readContract.ts"
import { escrowCall } from "../rental/escrowCall.ts"
import { hasEscrowBrand } from "../revert.ts"
import { isForUndeployed } from "../signature.ts"
import { allowanceOf, balanceOf } from "../tokenReads.ts"
import { prepareExecuteMandate } from "./executeMandate.ts"
import { getNextExtension, type NextExtension } from "./getNextExtension.ts"
import { hashMandate, type SignedMandate } from "./mandate.ts"
import { requireEscrowOfMandates, toMandateError } from "./mandateContract.ts"

/** Parameters of `checkMandate`. */
export type CheckMandateParameters = {
  /** The mandate with its signature. */
  readonly signed: SignedMandate
  /** Tip for the account that executes, base units. Default: 0. */
  readonly tip?: bigint | undefined
  /** The account that would execute it. Default: the host. */
  readonly keeper?: Address | undefined
}

/**
 * Why a mandate cannot be executed. `terms`: it names another rental, renter, chain, contract, or impossible values.
 * `tip`: the tip exceeds `maxTip`. `rental`: the rental is not running. `extended`: it already has the offer's longest
 * duration. `market` and `bond`: the escrow would refuse the extension. `token`: the token refuses the transfer.
 */
export type MandateReason =
  | "terms"
  | "signature"
  | "expired"
  | "revoked"
  | "exhausted"
  | "tip"
  | "rental"
  | "extended"
  | "market"
  | "bond"
  | "allowance"
  | "balance"
  | "token"
  | "other"

/** One reason why a mandate cannot be executed, with the error that it would fail with. */
export type MandateProblem = {
  readonly reason: MandateReason
  /** It never passes: the renter has to sign again, or the rental is over. */
  readonly permanent: boolean
  readonly error: EscrowError
}

/**
 * What would become of an execution. `due`: it would succeed now. `waiting`: nothing stands against it, and it is due at
 * `next.dueAt`. `blocked`: something stands against it that can pass. `invalid`: it can never be executed again.
 */
export type MandateCheck = {
  readonly status: "due" | "waiting" | "blocked" | "invalid"
  readonly problems: readonly MandateProblem[]
  /** The next extension, unless the mandate buys none. */
  readonly next: NextExtension | undefined
  /** The mandate's digest. */
  readonly digest: Hex
  /** What the mandate contract may take from the renter, base units. */
  readonly allowance: bigint
  /** What the renter has, base units. */
  readonly balance: bigint
}

/**
 * Checks whether a mandate would be executed now, or when, and everything that stands against it: the mandate's own terms,
 * the signature, the rental, the renter's allowance and balance, the token, the market, and the host's free bond. The
 * problems are in the contract's order, so the first is what an execution would fail with. Ask before the extension is
 * due, and warn the renter of what will refuse it.
 *
 * @example
 * import { checkMandate, parseMandate } from "@gpuflow/escrow/mandate"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const text: string // what the renter's page has sent
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { status, problems } = await checkMandate(client, { signed: parseMandate(text) })
 * console.log(status, ...problems.map(({ error }) => error.message))
 *
 * @returns The status, every problem with its reason and error, and the next extension
 * @throws {WrongChainError} if the mandate is for another chain, or the client is configured for another
 * @throws {ForeignContractError} if the contract extends the rentals of another escrow
 * @throws {ContractNotFoundError} if there is no mandate contract at the address
 * @throws {EscrowNotFoundError} if there is no escrow at the address
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function checkMandate(
  chain: Chain,
  { signed, tip = 0n, keeper = signed.rental.offer.host }: CheckMandateParameters,
): Promise<MandateCheck> {
  const { chainId, mandateContract: to, mandate, rental } = signed
  // Refuses what the types cannot hold, before anything is asked.
  const request = prepareExecuteMandate(chain, { signed, tip })
  const current = await chain.chainId()
  if (current !== chainId) throw new WrongChainError({ chainId: current, expected: chainId })
  await requireEscrowOfMandates(chain, signed)
  const digest = hashMandate(chain.codec, { mandateContract: to, chainId, mandate })
  const { token } = rental.offer
  const { renter: owner } = mandate
  const [next, signature, allowance, balance, { timestamp }] = await Promise.all([
    getNextExtension(chain, { mandateContract: to, mandate, rental, tip }).catch(ownError),
    signatureErrors(chain, signed, digest),
    allowanceOf(chain, { token, spender: to, owner }),
    balanceOf(chain, { token, account: owner }),
    latestBlock(chain),
  ])
  const known = { digest, allowance, balance }
  if ("code" in next) {
    // The contract reads the rental after the signature, and all else before it.
    const isOfRental = /^(WrongStatus|RentalOver|FullyExtended|MandateExhausted)$/.test(next.code)
    return checkOf({ next: undefined, ...known }, isOfRental ? [...signature, next] : [next, ...signature], timestamp)
  }

  const required = next.amount + tip
  const given = (await permittedBy(chain, signed)) ?? allowance
  const isPaid = allowance >= required && balance >= required
  const errors = [
    ...(next.dueAt >= mandate.expiry ? [new MandateExpiredError({ expiry: mandate.expiry })] : []),
    ...signature,
    ...(given < required ? [new InsufficientMandateAllowanceError({ allowance: given, required })] : []),
    ...(balance < required ? [new InsufficientRenterBalanceError({ balance, required })] : []),
    // A token that is paused, or that blocks one of the two, refuses before the escrow is asked.
    ...(isPaid ? await refusalsOfToken(chain, signed, TRANSFER_SELECTOR, required.toString(16).padStart(64, "0")) : []),
    ...(await refusalsOfEscrow(chain, signed, next.duration)),
  ]
  const isDue = timestamp >= next.dueAt
  if (isDue && errors.length === 0)
    errors.push(...(await refusals(chain, signed, () => chain.call(request, { from: keeper }))))
  return checkOf({ next, ...known }, errors, timestamp)
}

function checkOf(
  known: Omit<MandateCheck, "status" | "problems">,
  errors: readonly EscrowError[],
  timestamp: bigint,
): MandateCheck {
  const problems = errors.map(problemOf)
  const isDue = known.next !== undefined && timestamp >= known.next.dueAt
  const open = isDue ? "due" : "waiting"
  const blocked = problems.some(({ permanent }) => permanent) ? "invalid" : "blocked"
  return { status: problems.length > 0 ? blocked : open, problems, ...known }
}

const REASONS: { readonly [code: string]: readonly [MandateReason, permanent?: true] } = {
  WrongRental: ["terms", true],
  NotRentalsRenter: ["terms", true],
  NativeCoin: ["terms", true],
  ZeroStep: ["terms", true],
  ExtendBeforeTooShort: ["terms", true],
  TipAboveMaximum: ["tip"],
  MandateExpired: ["expired", true],
  WrongMandateEpoch: ["revoked", true],
  SaltRevoked: ["revoked", true],
  InvalidMandateSignature: ["signature", true],
  // A contract may change its mind, and an account may be deployed.
  MandateSignatureRefused: ["signature"],
  UndeployedRenter: ["signature", true],
  WrongStatus: ["rental"],
  RentalOver: ["rental", true],
  FullyExtended: ["extended", true],
  MandateExhausted: ["exhausted"],
  InsufficientMandateAllowance: ["allowance"],
  InsufficientRenterBalance: ["balance"],
  InsufficientBond: ["bond"],
  MarketNotOpen: ["market"],
  TransferRefused: ["token"],
  WrongBalance: ["token"],
}

function problemOf(error: EscrowError): MandateProblem {
  const [reason, permanent = false] = REASONS[error.code] ?? ["other"]
  // A rental that has not begun yet can still be extended later. All others are over.
  const isOver = error.code === "WrongStatus" && !/^(None|Funded)$/.test(String(Reflect.get(error.args, "status")))
  return { reason, permanent: permanent || isOver, error }
}

function ownError(error: unknown): EscrowError {
  // A wrong address, or a failure of the node, is not the mandate's.
  if (!hasEscrowBrand(error) || !(error.code in REASONS)) throw error
  return error
}

async function signatureErrors(
  chain: Chain,
  { mandate: { renter }, signature }: SignedMandate,
  digest: Hex,
): Promise<EscrowError[]> {
  const signed = { account: renter, digest, signature }
  if (await isSignedByKey(chain, signed)) return []
  if (isForUndeployed(signature)) return [new UndeployedRenterError({ renter })]
  if (!(await chain.code(renter))) return [new InvalidMandateSignatureError({ renter })]
  return (await isAcceptedByContract(chain, signed)) ? [] : [new MandateSignatureRefusedError({ renter })]
}

/** `permit(address,address,uint256,uint256,uint8,bytes32,bytes32)` */
const PERMIT_SELECTOR = "0xd505accf"
/** `transferFrom(address,address,uint256)` */
const TRANSFER_SELECTOR = "0x23b872dd"
/** The contract ignores a permit of another length: five words. */
const PERMIT_LENGTH = 2 + 64 * 5

/** What the contract may take after the permit. Undefined if the token refuses it, for example because it was used. */
async function permittedBy(chain: Chain, signed: SignedMandate): Promise<bigint | undefined> {
  const { permit = "0x" } = signed
  if (permit.length !== PERMIT_LENGTH) return undefined
  const [refusal] = await refusalsOfToken(chain, signed, PERMIT_SELECTOR, permit.slice(2))
  return refusal ? undefined : BigInt(permit.slice(0, 66))
}

/** Tries what begins with the renter and the mandate contract, as the contract would call the token. */
function refusalsOfToken(chain: Chain, signed: SignedMandate, selector: Hex, words: string): Promise<EscrowError[]> {
  const { mandateContract: from, mandate, rental } = signed
  const accounts = [mandate.renter, from].map((account) => account.slice(2).padStart(64, "0"))
  const data: Hex = `${selector}${accounts.join("")}${words}`
  return refusals(chain, signed, () => chain.call({ to: rental.offer.token, data }, { from }))
}

/**
 * Runs the extension for an account that has no tokens. The escrow takes the price last, so a refusal to pay shows that
 * everything else was accepted.
 */
async function refusalsOfEscrow(chain: Chain, signed: SignedMandate, duration: bigint): Promise<EscrowError[]> {
  const { escrow, rental, mandate } = signed
  const request = escrowCall(chain, escrow, extendFunction, [rental, duration, "0x"])
  const stranger: Address = `0x${mandate.rentalId.slice(-40)}`
  const found = await refusals(chain, signed, () => chain.call(request, { from: stranger }))
  return found.filter(({ code }) => code !== "InsufficientAllowance")
}

async function refusals(chain: Chain, { rental }: SignedMandate, call: () => Promise<Hex>): Promise<EscrowError[]> {
  try {
    await call()
    return []
  } catch (failure) {
    if (!isRevert(failure)) throw failure
    const error = toMandateError(chain.codec, failure)
    if (hasEscrowBrand(error)) return [error]
    // A revert in other words is the token's own: it is the only other contract that takes part.
    return [new TransferRefusedError({ token: rental.offer.token }, { cause: failure })]
  }
}
