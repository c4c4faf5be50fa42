// The shortest way from a wallet to a paid rental, as data that a page can show before anything is signed.

import { WrongNonceError } from "../../generated/revertErrors.ts"
import { bondOf, cost, exitAt, fee, stakeOf } from "../../math.ts"
import type { Address, Hex, RentalState, Risk, RiskyTerm } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { begun } from "../begun.ts"
import { findUnsettledNoShow } from "../offer/noShow.ts"
import type { Chain, Wallet } from "../port.ts"
import { beginCheck, cancellable, type ProgressOptions } from "../progress.ts"
import { readBatch } from "../readBatch.ts"
import { type DepositParameters, prepareDeposit } from "../rental/depositCall.ts"
import { depositing } from "../rental/existingRental.ts"
import { getHost } from "../rental/getHost.ts"
import { getMarket } from "../rental/getMarket.ts"
import { idOf } from "../rental/rentalId.ts"
import { prepareSettle } from "../rental/settle.ts"
import { balanceOf } from "../tokenReads.ts"
import type { PaymentWay } from "./allowances.ts"
import { blockersOf, type PlanBlocker, withRefusal } from "./blockers.ts"
import type { DepositStep } from "./depositSteps.ts"
import type { PlannedMandate } from "./mandated.ts"
import { coinsOf, type Payment, type PaymentStep, payingSteps, preflight, preflightPayment } from "./payment.ts"
import { withJson } from "./planJson.ts"
import { type Quote, requireWithinQuote } from "./quote.ts"
import { type Relay, relaySteps } from "./relay.ts"
import { notesOf, readNoted, requireAccepted, risksOf } from "./risks.ts"

type PlannedDeposit = Omit<DepositParameters, "permit" | "value">

/** Parameters of `planDeposit`. */
export type PlanDepositParameters = PlannedDeposit & {
  /**
   * Risky terms to accept: `commitment` (a shortest duration above a second), `challengeWindow` (under 6 hours),
   * `startWindow` (under 30 minutes), `payer` (the renter is another account), `token` (under 6 decimals).
   */
  readonly accept?: readonly RiskyTerm[] | undefined
  /** Quote from `getQuote`. An offer that costs more than it allows is refused. */
  readonly quote?: Quote | undefined
  /** Ways of payment to avoid: `batch` (EIP-5792) or `permit` (EIP-2612). */
  readonly without?: readonly PaymentWay[] | undefined
  /** Whether another account pays for the gas, such as a paymaster. Then too few coins are not a blocker. */
  readonly sponsored?: boolean | undefined
  /** Lets a relayer send the payment if the account has too few coins, or always. From `relayThrough`. */
  readonly relay?: Relay | undefined
  /** A mandate to sign for the rental once it is paid. From `extendUpTo`. */
  readonly mandate?: PlannedMandate | undefined
}

/** The terms of a deposit before it is made. Amounts are base units of the token. */
export type DepositSummary = {
  /** The rental's id. */
  readonly id: Hex
  readonly payer: Address
  readonly renter: Address
  readonly token: Address
  /** The amount that is locked. */
  readonly price: bigint
  readonly feeBps: bigint
  /** The platform's part of the price if all of it is earned. The host pays it. */
  readonly fee: bigint
  /** The amount that is billed even if the renter stops at once. */
  readonly commitment: bigint
  /** The host's collateral that the deposit locks: the offer's bond, at most 20 times the price. */
  readonly bond: bigint
  /** The renter's stake in a dispute right after the promised end. */
  readonly stake: bigint
  /** Latest time by which the money can be released, if the deposit is made in the latest block. */
  readonly exitAt: bigint
}

/** The steps to confirm one after the other, and what they lead to. */
export type DepositPlan = {
  readonly chainId: number
  /** The account that the plan is for. */
  readonly payer: Address
  readonly steps: readonly DepositStep[]
  readonly summary: DepositSummary
  /** The risks that were accepted, and further notes. */
  readonly warnings: readonly Risk<RiskyTerm | "arbiter" | "extension" | "gas" | "mandate" | "stake" | "symbol">[]
  /** What keeps the plan from being carried out. `runDeposit` refuses it until this is mended. */
  readonly blockers: readonly PlanBlocker[]
  /** The deposit that the plan pays for. */
  readonly deposit: PlannedDeposit
  /** Ways of payment that were to be avoided. */
  readonly without: readonly PaymentWay[]
}

/**
 * Plans a deposit: the shortest list of steps that this wallet and this token allow, a summary of the deposit, and its
 * risks. Nothing is signed or sent. Pass the plan to `runDeposit` to carry it out. An approval never exceeds the price.
 * Terms that the protocol warns of are refused unless you accept them by name.
 *
 * @example
 * import { type Offer } from "@gpuflow/escrow"
 * import { planDeposit, runDeposit } from "@gpuflow/escrow/plan"
 * import { createWalletClient, custom, keccak256, toHex } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const ethereum: Parameters<typeof custom>[0] // the browser's wallet
 * declare const offer: Offer // from the host, with its signature
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: custom(ethereum) })
 * const plan = await planDeposit(client, {
 *   escrow: "0x…",
 *   rental: { offer, renter: "0x…", salt: keccak256(toHex("order 17")) },
 *   duration: 3_600n,
 *   hostSignature: "0x…",
 *   accept: ["commitment"],
 * })
 * for (const { sentence } of [...plan.warnings, ...plan.steps]) console.log(sentence)
 * const { id } = await runDeposit(client, { plan })
 *
 * @param client A viem client with the payer's account
 * @returns The steps, the summary, the warnings, and the deposit that `runDeposit` makes
 * @throws {CancelledError} if the signal was aborted
 * @throws {RiskyTermsError} for a term that the protocol warns of and that was not accepted
 * @throws {QuoteExceededError} if the offer costs more than the quote allows
 * @throws {QuoteExpiredError} if the quote has expired
 * @throws {RentalExistsError} if the rental was paid already
 * @throws {ShorterRentalExistsError} if the rental was paid already, for less time
 * @throws {WrongNonceError} for an offer that was revoked, or that settling a no-show would revoke
 * @throws {MachineBusyError} while the machine is rented
 * @throws {InvalidSignatureError} for a signature by another key, or for another escrow, chain or offer
 * @throws {OfferExpiredError} after the offer's expiry
 * @throws {InsufficientBalanceError} if the payer does not have the price
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function planDeposit(
  wallet: Wallet,
  {
    accept = [],
    quote,
    without = [],
    sponsored = false,
    relay,
    mandate,
    escrow,
    rental,
    duration,
    hostSignature,
    ...options
  }: PlanDepositParameters & ProgressOptions,
): Promise<DepositPlan> {
  beginCheck(options, "plan")
  const deposit: PlannedDeposit = { escrow, rental, duration, hostSignature }
  const planning = plan(wallet, deposit, { accept, quote, without, sponsored, relay, mandate })
  return cancellable(depositing(wallet, deposit, planning), options)
}

type Wishes = Required<Pick<PlanDepositParameters, "accept" | "quote" | "without" | "sponsored" | "relay" | "mandate">>

/** Everything is asked at once, and judged in order. */
async function plan(
  wallet: Wallet,
  deposit: PlannedDeposit,
  { accept = [], quote, without = [], sponsored = false, relay, mandate }: Wishes,
): Promise<DepositPlan> {
  const { account: payer } = wallet
  const { escrow, rental } = deposit
  const { offer } = rental
  const payment = paymentOf(wallet, deposit)
  const reads = readBatch(wallet)
  const [identifying, timing] = [begun(wallet.chainId()), begun(reads.timestamp())]
  const weighing = begun(risksOf(reads, { rental, payer }))
  const occupying = begun(findUnsettledNoShow(reads, { escrow, host: offer.host, machine: offer.machine }))
  const rehearsing = begun(preflightPayment(wallet, payment, reads))
  const choosing = begun(payingSteps(wallet, payment, without, reads))
  const summing = begun(summaryOf(wallet, reads, deposit))
  const counting = begun(balanceOf(reads, { token: offer.token, account: rental.renter }))
  const funding = begun(reads.balance(payer))
  const describing = begun(readNoted(reads, offer))
  const coding = begun(wallet.code(payer))

  const [chainId, timestamp] = await Promise.all([identifying, timing])
  if (quote) requireWithinQuote({ quote, offer, now: timestamp })
  // On a wrong chain there is no escrow, and a token without code seems to be a risk.
  const [machine, noShow] = await occupying
  const risks = await weighing
  requireAccepted(risks, accept)

  if (noShow) {
    // Settling adds one to the nonce, and so invalidates every offer that was signed for the old nonce.
    const current = machine.nonce + 1n
    if (offer.nonce !== current) throw new WrongNonceError({ nonce: offer.nonce, current })
    // The contract checks nonce and machine last, after everything else in the offer.
    await preflight(wallet, { ...prepareDeposit(wallet, deposit), value: 0n }, ["WrongNonce", "MachineBusy"])
  } else {
    await rehearsing
  }

  const settling: DepositStep[] = noShow
    ? [
        {
          kind: "settle",
          sentence: "Settle the no-show that keeps the machine reserved. Its renter gets the money back.",
          request: prepareSettle(wallet, { escrow, rental: noShow.rental }),
        },
      ]
    : []
  const direct = [...settling, ...(await choosing).map(asDepositStep)]
  const summary = (await summing)(timestamp)
  const price = isSameAddress(rental.renter, payer) ? summary.price : 0n
  const left = (await counting) - price
  const coins = (await funding) - coinsOf(payment)
  const { duration, hostSignature } = deposit
  const notes = notesOf(await describing, { chainId, offer, duration, stake: summary.stake, left, coins })
  // A settlement may bring the price back to the payer.
  const coinsForGas = noShow ? await funding : coins
  const spending = { code: await coding, coins: coinsForGas, sponsored }
  const orders = { escrow, verb: "rent", orders: [{ rental, duration, hostSignature }] } as const
  // A no-show has to be settled by a transaction of its own.
  const { steps: relayed, refusal } = noShow
    ? {}
    : await relaySteps(wallet, relay, { orders, blockers: blockersOf(payer, { ...spending, steps: direct }) })
  const paying = relayed ?? direct
  const mandated = await mandate?.plan(wallet, { ...deposit, steps: paying, without })
  const steps = mandated?.steps ?? paying
  const blockers = withRefusal(blockersOf(payer, { ...spending, steps }), refusal)
  const warnings = [...risks, ...notes, ...(mandated?.warnings ?? [])]
  return withJson({ chainId, payer, steps, summary, warnings, blockers, deposit, without })
}

/** How the price of a deposit is paid. */
export function paymentOf(wallet: Wallet, deposit: PlannedDeposit): Payment {
  const { escrow, rental } = deposit
  const { token, startWindow } = rental.offer
  return {
    escrow,
    token,
    amount: priceOf(deposit),
    prepare: (permit) => prepareDeposit(wallet, { ...deposit, permit }),
    takesPermit: true,
    what: "the price",
    act: `Pay for the rental, which ${startWindow === 0n ? "starts at once" : "the host then starts"}`,
  }
}

export function asDepositStep(step: PaymentStep): DepositStep {
  return step.kind === "pay" ? { ...step, kind: "deposit" } : step
}

/** The summary of a deposit that is made at a time. */
async function summaryOf(
  { account, codec }: Wallet,
  reads: Chain,
  deposit: PlannedDeposit,
): Promise<(timestamp: bigint) => DepositSummary> {
  const { escrow, rental } = deposit
  const { offer } = rental
  const [market, host] = await Promise.all([
    getMarket(reads, { escrow, token: offer.token }),
    getHost(reads, { escrow, host: offer.host }),
  ])
  const known = { id: idOf(codec, rental), payer: account, feeBps: host.feeBps || market.feeBps }
  return (timestamp) => summaryAt(deposit, timestamp, known)
}

function summaryAt(
  deposit: PlannedDeposit,
  timestamp: bigint,
  { feeBps, ...parties }: Pick<DepositSummary, "id" | "payer" | "feeBps">,
): DepositSummary {
  const { rental, duration } = deposit
  const { offer, renter } = rental
  const running: RentalState = {
    status: "Active",
    feeBps,
    depositBlock: 0n,
    since: timestamp,
    duration,
    billedSeconds: 0n,
    paidSeconds: 0n,
    refundedSeconds: 0n,
    interrupted: false,
    settlingUntil: 0n,
  }
  const price = priceOf(deposit)
  return {
    ...parties,
    renter,
    token: offer.token,
    price,
    feeBps,
    fee: fee(price, feeBps),
    commitment: cost(offer.pricePerHour, offer.minDuration),
    bond: bondOf(offer, duration),
    stake: stakeOf(offer, running, timestamp + duration),
    exitAt: exitAt(offer, offer.startWindow === 0n ? running : { ...running, status: "Funded" }),
  }
}

function priceOf({ rental: { offer }, duration }: PlannedDeposit): bigint {
  return cost(offer.pricePerHour, duration)
}
