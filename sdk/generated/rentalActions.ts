// Written by `npm run generate`. Do not edit.

import type { Chain, Wallet } from "../core/port.ts"
import { prepareCollectFees } from "../core/rental/collectFees.ts"
import { deposit } from "../core/rental/deposit.ts"
import type { DepositResult } from "../core/rental/deposit.ts"
import type { DepositParameters } from "../core/rental/depositCall.ts"
import { prepareDispute } from "../core/rental/dispute.ts"
import type { DisputeParameters } from "../core/rental/dispute.ts"
import type { RentalParameters, TokenParameters } from "../core/rental/escrowCall.ts"
import type {
  HostReadParameters,
  MachineReadParameters,
  RentalIdParameters,
  RentalReadParameters,
  TokenReadParameters,
} from "../core/rental/escrowRead.ts"
import { estimateFees } from "../core/rental/estimateFees.ts"
import type { Fees } from "../core/rental/estimateFees.ts"
import { explainTransaction } from "../core/rental/explainTransaction.ts"
import type { ExplainTransactionParameters, TransactionExplanation } from "../core/rental/explainTransaction.ts"
import { prepareExtend } from "../core/rental/extend.ts"
import type { ExtendParameters } from "../core/rental/extend.ts"
import { prepareFundBond } from "../core/rental/fundBond.ts"
import type { FundBondParameters } from "../core/rental/fundBond.ts"
import { getAccrued } from "../core/rental/getAccrued.ts"
import { getBond } from "../core/rental/getBond.ts"
import { getCredit } from "../core/rental/getCredit.ts"
import type { CreditReadParameters } from "../core/rental/getCredit.ts"
import { getDue } from "../core/rental/getDue.ts"
import { getExitAt } from "../core/rental/getExitAt.ts"
import { getFees } from "../core/rental/getFees.ts"
import { getHost } from "../core/rental/getHost.ts"
import { getMachine } from "../core/rental/getMachine.ts"
import { getMarket } from "../core/rental/getMarket.ts"
import { getRental } from "../core/rental/getRental.ts"
import type { RentalDetails } from "../core/rental/getRental.ts"
import { getStake } from "../core/rental/getStake.ts"
import { getState } from "../core/rental/getState.ts"
import { prepareInterrupt } from "../core/rental/interrupt.ts"
import type { InterruptParameters } from "../core/rental/interrupt.ts"
import { prepareRefund } from "../core/rental/refund.ts"
import type { RefundParameters } from "../core/rental/refund.ts"
import { prepareResolve } from "../core/rental/resolve.ts"
import type { ResolveParameters } from "../core/rental/resolve.ts"
import { prepareRevokeOffers } from "../core/rental/revokeOffers.ts"
import type { RevokeOffersParameters } from "../core/rental/revokeOffers.ts"
import { sendVerb } from "../core/rental/send.ts"
import type { TransactionResult } from "../core/rental/send.ts"
import { prepareSetSigner } from "../core/rental/setSigner.ts"
import type { SetSignerParameters } from "../core/rental/setSigner.ts"
import { prepareSettle } from "../core/rental/settle.ts"
import { prepareStart } from "../core/rental/start.ts"
import { prepareStop } from "../core/rental/stop.ts"
import type { StopParameters } from "../core/rental/stop.ts"
import { prepareSubmitEvidence } from "../core/rental/submitEvidence.ts"
import type { SubmitEvidenceParameters } from "../core/rental/submitEvidence.ts"
import { waitForTransaction } from "../core/rental/waitForTransaction.ts"
import type {
  TransactionOutcome,
  WaitForTransactionParameters,
  WaitOptions,
} from "../core/rental/waitForTransaction.ts"
import { prepareWithdraw } from "../core/rental/withdraw.ts"
import type { WithdrawParameters } from "../core/rental/withdraw.ts"
import { prepareWithdrawBond } from "../core/rental/withdrawBond.ts"
import type { WithdrawBondParameters } from "../core/rental/withdrawBond.ts"
import type { due } from "../math.ts"
import type { Host, Machine, Market, RentalState } from "../types.ts"

/** The verbs and reads of rentals, hosts and markets. `account` is how a library names the account that acts. */
export interface RentalMethods<account extends object> {
  /**
   * Sends the platform's fees to the treasury. Anyone may call it.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {NoFeesError} if there are no fees
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly collectFees: (parameters: TokenParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Pays for a rental and reserves the machine. With a `startWindow` of 0 the rental starts at once. Anyone may pay for a
   * renter. Only the renter has rights afterwards. `minDuration` is a commitment: it is billed even if the renter stops
   * earlier.
   *
   * @returns The id, confirmed by the transaction's own `Deposited`, and the hash, receipt and events
   * @throws {RentalExistsError} if the rental was paid already
   * @throws {ShorterRentalExistsError} if the rental was paid already, for less time
   * @throws {InvalidSignatureError} for a signature by another key, or for another escrow, chain or offer
   * @throws {MachineBusyError} while the machine is rented
   * @throws {OfferExpiredError} after the offer's expiry
   * @throws {WrongNonceError} for an offer that was revoked
   * @throws {WrongEpochError} for an offer that was revoked with its signer
   * @throws {InsufficientAllowanceError} if the escrow may not take that much
   * @throws {InsufficientBalanceError} if the sender does not have it
   * @throws {WrongValueError} if another value is sent than is due
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly deposit: (parameters: DepositParameters & WaitOptions & account) => Promise<DepositResult>

  /**
   * Disputes a rental as its renter, until the challenge window ends. Payments due are made first. A running rental ends,
   * and the unbilled part of the price comes back, less the stake of 5 % of what is at risk (`getStake`). If that refund
   * does not cover the stake, the sender pays the difference. A token is taken by allowance or permit. The native coin is
   * sent with the transaction, with a margin whose excess comes back.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {WrongStatusError} if the rental is not in a status that allows it
   * @throws {NotRenterError} for any other account
   * @throws {ChallengeWindowOverError} once the closing settlement is due
   * @throws {NothingAtRiskError} if neither price nor bond is left
   * @throws {InsufficientAllowanceError} if the escrow may not take what the stake lacks
   * @throws {InsufficientBalanceError} if the sender does not have it
   * @throws {WrongValueError} if less native coin is sent than the stake lacks, or any for a token
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly dispute: (parameters: DisputeParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Estimates the fees that every verb of a local key offers: the library's, on Polygon with the least priority fee that its
   * nodes accept, 25 gwei, although they may suggest less.
   *
   * @returns The highest fee in all, and the priority fee in it
   * @throws {WrongChainError} if the client is configured for another chain
   */
  readonly estimateFees: () => Promise<Fees>

  /**
   * Finds out why a transaction reverted. It runs the transaction again on the state of its block and decodes the error.
   *
   * @returns `success`, `pending`, `unknown`, or `reverted` with the cause: the contract's error, or the client's
   */
  readonly explainTransaction: (parameters: ExplainTransactionParameters) => Promise<TransactionExplanation>

  /**
   * Pays for more time on a running rental. Anyone may call it. The host's signature on `maxDuration` covers it. Until 20
   * prices cover the offer's bond (`durationCoveringBond`), an extension also raises the rental's bond, which needs the
   * host's free bond.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {WrongStatusError} if the rental is not in a status that allows it
   * @throws {RentalOverError} once the promised time has ended
   * @throws {DurationOutOfBoundsError} if the rental already lasts as long, or beyond `maxDuration`
   * @throws {InsufficientBondError} if the host's free bond does not cover what the extension raises
   * @throws {MarketNotOpenError} if the market was closed
   * @throws {InsufficientAllowanceError} if the escrow may not take that much
   * @throws {InsufficientBalanceError} if the sender does not have it
   * @throws {WrongValueError} if another value is sent than is due
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly extend: (parameters: ExtendParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Adds to the sender's free bond. The escrow must be allowed to take the amount of an ERC-20 token.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {MarketNotOpenError} if the token is not accepted
   * @throws {InsufficientAllowanceError} if the escrow may not take that much
   * @throws {InsufficientBalanceError} if the sender does not have it
   * @throws {WrongValueError} if another value is sent than is due
   * @throws {ZeroAmountError} for a zero amount
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly fundBond: (parameters: FundBondParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Reads the gross price earned so far, at the time of the block.
   *
   * @returns Base units
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getAccrued: (parameters: RentalReadParameters) => Promise<bigint>

  /**
   * Reads the free part of a host's bond.
   *
   * @returns Base units
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getBond: (parameters: TokenReadParameters & HostReadParameters) => Promise<bigint>

  /**
   * Reads the payouts to an account that wait for `withdraw`.
   *
   * @returns Base units
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getCredit: (parameters: CreditReadParameters) => Promise<bigint>

  /**
   * Reads the principal that `settle` would move at the time of the block.
   *
   * @returns Base units to the host, to the platform and to the renter. All zeros: nothing is due
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getDue: (parameters: RentalReadParameters) => Promise<due.ReturnType>

  /**
   * Reads the latest time by which the money can be released without the other party's cooperation, even if there is a
   * dispute.
   *
   * @returns Timestamp. 0: nothing is held
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getExitAt: (parameters: RentalReadParameters) => Promise<bigint>

  /**
   * Reads the platform fees that wait for `collectFees`.
   *
   * @returns Base units
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getFees: (parameters: TokenReadParameters) => Promise<bigint>

  /**
   * Reads a host: the key that signs for it, and the epoch that its offers must have.
   *
   * @returns The host. All zeros: nothing was set
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getHost: (parameters: HostReadParameters) => Promise<Host>

  /**
   * Reads a host's machine: when it is free, and the nonce that its offers must have.
   *
   * @returns The machine. All zeros: it was never rented, and its offers were never revoked
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getMachine: (parameters: MachineReadParameters) => Promise<Machine>

  /**
   * Reads a token's market: arbiter, fee, and whether it is open.
   *
   * @returns The market. All zeros: it was never set
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getMarket: (parameters: TokenReadParameters) => Promise<Market>

  /**
   * Reads a rental by its id: the state from storage, the terms from the block of its deposit. The contract's own
   * `getRental` returns the state alone. The terms are checked against the id, so you need not trust the node for them.
   *
   * @returns The id, the state and the rental that every verb takes
   * @throws {RentalNotFoundError} if there is no such rental
   * @throws {TermsNotFoundError} if the node has no logs of the deposit's block
   * @throws {TermsMismatchError} if the node returns the terms of another rental
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getRental: (parameters: RentalIdParameters) => Promise<RentalDetails>

  /**
   * Reads the renter's stake in a dispute, or the stake of a dispute at the time of the block.
   *
   * @returns Base units. 0: nothing can be disputed
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getStake: (parameters: RentalReadParameters) => Promise<bigint>

  /**
   * Reads the state of a rental by its id.
   *
   * @returns The state. Status `None` and zeros: there is no such rental
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly getState: (parameters: RentalIdParameters) => Promise<RentalState>

  /**
   * Ends a rental as its host or operator. Before the start this declines the rental, later it interrupts it. The bond
   * compensates the renter. `maxFromBond` keeps a transaction that lands in front, such as your own start or an extension,
   * from making the call dearer.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {TooMuchError} if the renter would get more of the bond than `maxFromBond`
   * @throws {WrongStatusError} if the rental is not in a status that allows it
   * @throws {NotHostOrOperatorError} for any other account
   * @throws {StartWindowOverError} before the start, once the host is late
   * @throws {RentalOverError} once the promised time has ended
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly interrupt: (parameters: InterruptParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Gives served seconds back as the host, as compensation for a downtime. Payments due are made first. The stake of a
   * disputed rental shrinks with the contested amount, and for a day the renter can concede for free: a refund in a dispute
   * is your offer to settle. Leave a second contested, because a host that gives back everything keeps its bond at stake
   * for up to 14 days for nothing.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {WrongStatusError} if the rental is not in a status that allows it
   * @throws {NotHostError} for any other account, the operator included
   * @throws {RefundOutOfBoundsError} for no more than the present total, or more than the maximum, which it names
   * @throws {SettlementDueError} once the closing settlement is due
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly refund: (parameters: RefundParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Rules on a dispute as the offer's arbiter: the host's share of the contested amount, of the stake and of the bond.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {WrongStatusError} unless the rental is disputed
   * @throws {NotArbiterError} for any other account
   * @throws {EvidenceWindowOpenError} before the evidence window ends, with the time from which a ruling is possible
   * @throws {ArbitrationOverError} after the arbitration window: settle instead
   * @throws {ShareOutOfBoundsError} above 10 000
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly resolve: (parameters: ResolveParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Revokes every offer of the sender for one machine. Open rentals continue.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly revokeOffers: (parameters: RevokeOffersParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Sets the key that signs the sender's offers from now on, and revokes every offer signed before.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly setSigner: (parameters: SetSignerParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Pays what is due by a deadline: a no-show, or a rental whose challenge window has ended. Anyone may call it.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {WrongStatusError} if the rental is not in a status that allows it
   * @throws {NotDueError} with the time from which it is due
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly settle: (parameters: RentalParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Starts a funded rental as its host or operator. The price accrues from now on.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {WrongStatusError} if the rental is not in a status that allows it
   * @throws {NotHostOrOperatorError} for any other account
   * @throws {StartWindowOverError} if the host is too late
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly start: (parameters: RentalParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Ends a rental as its renter. Before the start, the whole price comes back. Later, the host gets the billed part. In a
   * dispute the renter concedes: the host gets the contested amount, and the longer the dispute has lasted, the more of
   * the stake (`forfeitedStake`). For a day after a refund in the dispute, conceding costs nothing of the stake.
   * `maxToHost` keeps a transaction that lands in front, such as the host's start, from making the call dearer.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {TooMuchError} if the host's payee would get more than `maxToHost`
   * @throws {WrongStatusError} if the rental is not in a status that allows it
   * @throws {NotRenterError} for any other account
   * @throws {StartWindowOverError} before the start, once the host is late: settle instead
   * @throws {ArbitrationOverError} in a dispute, once the arbiter's time is over: settle instead
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly stop: (parameters: StopParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Adds evidence to a dispute as its renter, host or operator. It is an event that the arbiter reads.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {WrongStatusError} unless the rental is disputed
   * @throws {NotPartyError} for any other account
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly submitEvidence: (parameters: SubmitEvidenceParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Waits until a transaction has enough confirmations, or returns another outcome. The receipt and its block are read
   * again at each poll: Polygon can reorganise blocks, and has reverted one that was reported as final. A node that fails
   * or lags is asked again. A transaction that no node has shown is never reported as dropped, because it may be on its
   * way through a private node.
   *
   * @returns `included` with the receipt and how often its block changed, `replaced`, `dropped` or `stalled`
   * @throws {InvalidInputError} for a value that is not a hash
   * @throws {ReadFailedError} if the node failed for that whole time
   */
  readonly waitForTransaction: (parameters: WaitForTransactionParameters) => Promise<TransactionOutcome>

  /**
   * Withdraws a payout that could not be delivered. Its owner may send it to any address. Anyone may send it to the
   * owner.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {NothingCreditedError} if there is no credit
   * @throws {NotAccountError} if the credit of another account should go to an address other than its own
   * @throws {InvalidReceiverError} for zero and the escrow
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly withdraw: (parameters: WithdrawParameters & WaitOptions & account) => Promise<TransactionResult>

  /**
   * Withdraws from the free part of the sender's bond.
   *
   * @returns The hash, the receipt and the escrow's events of the transaction
   * @throws {InsufficientBondError} if the free bond is smaller
   * @throws {InvalidReceiverError} for zero and the escrow
   * @throws {ZeroAmountError} for a zero amount
   * @throws {InvalidInputError} for a parameter that its type cannot hold
   * @throws {WrongChainError} if the wallet is on another chain than its client
   * @throws {EscrowNotFoundError} if there is no contract at the address
   */
  readonly withdrawBond: (parameters: WithdrawBondParameters & WaitOptions & account) => Promise<TransactionResult>
}

/** Binds them to a chain and its account. */
export function rentalMethods<account extends object>(
  chain: Chain,
  walletFor: (account: account) => Wallet | Promise<Wallet>,
): RentalMethods<account> {
  return {
    collectFees: async (parameters) => sendVerb(await walletFor(parameters), prepareCollectFees, parameters),
    deposit: async (parameters) => deposit(await walletFor(parameters), parameters),
    dispute: async (parameters) => sendVerb(await walletFor(parameters), prepareDispute, parameters),
    estimateFees: () => estimateFees(chain),
    explainTransaction: (parameters) => explainTransaction(chain, parameters),
    extend: async (parameters) => sendVerb(await walletFor(parameters), prepareExtend, parameters),
    fundBond: async (parameters) => sendVerb(await walletFor(parameters), prepareFundBond, parameters),
    getAccrued: (parameters) => getAccrued(chain, parameters),
    getBond: (parameters) => getBond(chain, parameters),
    getCredit: (parameters) => getCredit(chain, parameters),
    getDue: (parameters) => getDue(chain, parameters),
    getExitAt: (parameters) => getExitAt(chain, parameters),
    getFees: (parameters) => getFees(chain, parameters),
    getHost: (parameters) => getHost(chain, parameters),
    getMachine: (parameters) => getMachine(chain, parameters),
    getMarket: (parameters) => getMarket(chain, parameters),
    getRental: (parameters) => getRental(chain, parameters),
    getStake: (parameters) => getStake(chain, parameters),
    getState: (parameters) => getState(chain, parameters),
    interrupt: async (parameters) => sendVerb(await walletFor(parameters), prepareInterrupt, parameters),
    refund: async (parameters) => sendVerb(await walletFor(parameters), prepareRefund, parameters),
    resolve: async (parameters) => sendVerb(await walletFor(parameters), prepareResolve, parameters),
    revokeOffers: async (parameters) => sendVerb(await walletFor(parameters), prepareRevokeOffers, parameters),
    setSigner: async (parameters) => sendVerb(await walletFor(parameters), prepareSetSigner, parameters),
    settle: async (parameters) => sendVerb(await walletFor(parameters), prepareSettle, parameters),
    start: async (parameters) => sendVerb(await walletFor(parameters), prepareStart, parameters),
    stop: async (parameters) => sendVerb(await walletFor(parameters), prepareStop, parameters),
    submitEvidence: async (parameters) => sendVerb(await walletFor(parameters), prepareSubmitEvidence, parameters),
    waitForTransaction: (parameters) => waitForTransaction(chain, parameters),
    withdraw: async (parameters) => sendVerb(await walletFor(parameters), prepareWithdraw, parameters),
    withdrawBond: async (parameters) => sendVerb(await walletFor(parameters), prepareWithdrawBond, parameters),
  }
}
