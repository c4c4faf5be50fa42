import type { ErrorArgs, ErrorName } from "./solidity.ts"
import type { Address, EventCursor, Hex, RentalsCursor } from "./types.ts"

/** Marks this SDK's errors, also those of another copy of it in the same program. */
export const errorBrand: unique symbol = Symbol.for("RentalEscrow.EscrowError")

/**
 * What every error of this SDK is: `code` says which, `args` holds what was given and expected, `cause` what led to it.
 * Tell them apart by `code`, after `isEscrowError`.
 */
export abstract class EscrowError<code extends string = string, args extends object = object> extends Error {
  readonly [errorBrand] = true
  /** Stable: a contract error's name in Solidity, or this SDK's own word. */
  readonly code: code
  readonly args: args

  constructor(code: code, sentence: string, args: args, options?: ErrorOptions) {
    const given = Object.entries(args).map(([name, value]) => `${name}: ${print(value)}`)
    super(given.length > 0 ? `${sentence} (${given.join(", ")})` : sentence, options)
    this.code = code
    this.args = args
  }
}

function print(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object" : String(value)
}

/** What is wrong and what to do next, for every error of the contract. */
const sentences: { readonly [name in ErrorName]: string } = {
  ArbitrationOver: "The time for a ruling is over. Settle the rental: the clock decides.",
  ChallengeWindowOutOfBounds: "The offer's challenge window is out of bounds. Ask the host for one within them.",
  ChallengeWindowOver: "The renter may no longer dispute. Settle the rental.",
  DurationOutOfBounds: "The offer does not allow this duration. Choose one within its bounds.",
  EvidenceWindowOpen: "It is too early for a ruling. Wait until the evidence window is over.",
  FailedCall: "The receiver refused the coins. Send them to another address.",
  FeeAboveMaximum: "The platform fee is above what the offer accepts. Ask the host for an offer with a higher maximum.",
  FeeOutOfBounds: "The fee is out of bounds. Choose one within them.",
  InsufficientAllowance: "The escrow may not take that much of the token. Approve it, or pass a permit.",
  InsufficientBalance: "The balance does not cover the amount. Add funds first.",
  InsufficientBond: "The host's free bond does not cover this. Fund the bond first.",
  InsufficientGas: "Too little gas to pay or credit. Send the transaction with more.",
  InvalidArbiter: "The arbiter is zero, the host or the renter. Use an offer with the market's arbiter.",
  InvalidHost: "The host is the zero address. Name the host in the offer.",
  InvalidOperator: "The operator is the renter or the arbiter. Ask the host for an offer with another.",
  InvalidPayee: "The payee is zero, the escrow, the arbiter or the token. Ask the host for an offer with another.",
  InvalidReceiver: "Coins cannot be sent to the zero address or the escrow. Choose another receiver.",
  InvalidRenter: "The renter is zero, the host or the escrow. Name another renter.",
  InvalidShortString: "The contract's name is too long. Report this: it cannot happen in a sound deployment.",
  InvalidSignature: "The host's signer did not sign this offer for this escrow and chain. Ask the host for a new one.",
  InvalidToken: "The token has no code, is the escrow or the native coin's ERC-20 face. Choose another token.",
  InvalidTreasury: "The treasury is zero or the escrow. Choose another address.",
  MachineBusy: "The machine is rented. Wait until it is free, or take another.",
  MarketNotOpen: "Rentals in this token are not accepted. Choose a token with an open market.",
  MaxDurationTooLong: "The offer's longest duration is above the protocol's. Ask the host for a shorter one.",
  MinDurationZero: "The offer's shortest duration is zero. Ask the host for one of at least a second.",
  NoFees: "There are no fees to collect in this token. Wait until a rental has paid some.",
  NotAccount: "Only the credit's owner may send it elsewhere. Send it to the account itself.",
  NotArbiter: "Only the offer's arbiter may do this. Use the arbiter's account.",
  NotDue: "Nothing is due yet. Settle from the given time on.",
  NotGuardian: "Only the guardian may do this. Use the guardian's account.",
  NotHost: "Only the host may do this. Use the host's account.",
  NotHostOrOperator: "Only the host or its operator may do this. Use one of their accounts.",
  NotParty: "Only the rental's renter, host or operator may do this. Use one of their accounts.",
  NotRenter: "Only the renter may do this. Use the renter's account.",
  NotSelf: "Only the escrow calls this. Use `withdraw` for a credit.",
  NothingAtRisk: "Neither price nor bond is left to dispute. Stop or settle the rental.",
  NothingCredited: "Nothing waits for this account in this token. Payouts that arrived need no withdrawal.",
  OfferExpired: "The offer has expired. Ask the host for a fresh one.",
  OwnableInvalidOwner: "The owner is the zero address. Name another.",
  OwnableUnauthorizedAccount: "Only the owner may do this. Use the owner's account.",
  ReentrancyGuardReentrantCall: "The escrow was called from within its own call. Call it in a transaction of its own.",
  RefundOutOfBounds: "The refund is zero or more than is billed and unpaid. Refund at most the maximum.",
  RentalExists: "This rental was paid already. Choose another salt to rent again.",
  RentalOver: "The promised time has run out. Settle the rental once its challenge window is over.",
  SafeERC20FailedOperation:
    "The token refused the transfer. Look at the token's own rules, or choose another receiver.",
  SettlementDue: "The closing settlement is due. Settle instead.",
  ShareOutOfBounds: "The share is above the maximum. Choose one from 0 to it, in basis points.",
  StartWindowOver: "The host did not start in time. Settle the no-show.",
  StartWindowTooLong: "The offer's start window is above the protocol's. Ask the host for a shorter one.",
  StringTooLong: "The contract's name is too long. Report this: it cannot happen in a sound deployment.",
  TransferRefused:
    "The token refused the transfer although allowance and balance suffice. Look at the token's own rules.",
  WrongAmountReceived: "The token delivered another amount than was sent. Choose a token without transfer fees.",
  WrongArbiter: "The offer names another arbiter than the market. Ask the host for a new offer.",
  WrongEpoch: "The host has revoked this offer by changing its signer. Ask for a new offer.",
  WrongNonce: "The host has revoked this machine's offers. Ask for a new offer.",
  WrongRenter: "The offer is for another renter. Ask the host for one of your own.",
  WrongStatus:
    "The rental's status does not allow this; `None` means that there is no such rental. Read its state first.",
  WrongValue: "The native coin sent is not what is due. Send exactly the expected value.",
  ZeroAmount: "The amount is zero. Choose one above it, or a longer duration.",
}

/** What a revert of the contract becomes: `code` is the error's name in Solidity, `args` its arguments by name. */
export abstract class RevertError<name extends ErrorName = ErrorName> extends EscrowError<name, ErrorArgs<name>> {
  constructor(code: name, args: ErrorArgs<name>, options?: ErrorOptions) {
    super(code, sentences[code], args, options)
  }
}

/** No account to act for. */
export class AccountMissingError extends EscrowError<"AccountMissing", Record<never, never>> {
  override readonly name = "AccountMissingError"
  constructor(options?: ErrorOptions) {
    super("AccountMissing", "No account to act for. Give the client one, or pass `account`.", {}, options)
  }
}

/** No contract at the escrow's address. */
export class EscrowNotFoundError extends EscrowError<"EscrowNotFound", { readonly escrow: Address }> {
  override readonly name = "EscrowNotFoundError"
  constructor(args: EscrowNotFoundError["args"], options?: ErrorOptions) {
    super(
      "EscrowNotFound",
      "There is no escrow at this address. Check the address and the client's chain.",
      args,
      options,
    )
  }
}

/** The transaction succeeded without the event that it must have. */
export class EventNotFoundError extends EscrowError<
  "EventNotFound",
  { readonly hash: Hex; readonly eventName: string }
> {
  override readonly name = "EventNotFoundError"
  constructor(args: EventNotFoundError["args"], options?: ErrorOptions) {
    super("EventNotFound", "The transaction lacks its event. Check that the address is a rental escrow.", args, options)
  }
}

/** The SDK knows no deployment on this chain. */
export class DeploymentUnknownError extends EscrowError<"DeploymentUnknown", { readonly chainId: number }> {
  override readonly name = "DeploymentUnknownError"
  constructor(args: DeploymentUnknownError["args"], options?: ErrorOptions) {
    super("DeploymentUnknown", "This SDK knows no escrow on this chain. Pass its address yourself.", args, options)
  }
}

/** An account that is not the host's signer was about to sign for it. */
export class ForeignSignerError extends EscrowError<
  "ForeignSigner",
  { readonly account: Address; readonly signer: Address }
> {
  override readonly name = "ForeignSignerError"
  constructor(args: ForeignSignerError["args"], options?: ErrorOptions) {
    super("ForeignSigner", "This account does not sign for the host. Use the signer's account.", args, options)
  }
}

/** The bond is far above the price, which makes disputing dear. */
export class HighBondError extends EscrowError<"HighBond", { readonly bond: bigint; readonly limit: bigint }> {
  override readonly name = "HighBondError"
  constructor(args: HighBondError["args"], options?: ErrorOptions) {
    super(
      "HighBond",
      "The bond makes a dispute dear: its stake is 5 % of bond and price. Pass `acceptHighBond` to take it.",
      args,
      options,
    )
  }
}

/** A parameter that its Solidity type cannot hold. */
export class InvalidInputError extends EscrowError<
  "InvalidInput",
  { readonly field: string; readonly value: unknown; readonly expected: string }
> {
  override readonly name = "InvalidInputError"
  constructor(args: InvalidInputError["args"], options?: ErrorOptions) {
    super("InvalidInput", "A parameter does not fit. Pass what is expected.", args, options)
  }
}

/** The node kept failing, or kept giving answers that do not fit together; `cause` is the last failure. */
export class ReadFailedError extends EscrowError<
  "ReadFailed",
  { readonly tries: number; readonly cursor?: EventCursor | RentalsCursor }
> {
  override readonly name = "ReadFailedError"
  constructor(args: ReadFailedError["args"], options?: ErrorOptions) {
    super(
      "ReadFailed",
      "The node keeps failing. Go on from the last cursor, later or with another node.",
      args,
      options,
    )
  }
}

/** More blocks were replaced than were remembered. */
export class ReorgTooDeepError extends EscrowError<
  "ReorgTooDeep",
  { readonly rememberedFrom: bigint; readonly resyncFrom: bigint }
> {
  override readonly name = "ReorgTooDeepError"
  constructor(args: ReorgTooDeepError["args"], options?: ErrorOptions) {
    super(
      "ReorgTooDeep",
      "The chain replaced more blocks than are remembered. Forget the events from `resyncFrom` on and follow from there.",
      args,
      options,
    )
  }
}

/** The cursor belongs to another chain or escrow. */
export class WrongCursorError extends EscrowError<
  "WrongCursor",
  {
    readonly chainId: number
    readonly escrow: Address
    readonly expectedChainId: number
    readonly expectedEscrow: Address
  }
> {
  override readonly name = "WrongCursorError"
  constructor(args: WrongCursorError["args"], options?: ErrorOptions) {
    super(
      "WrongCursor",
      "The cursor is of another chain or escrow. Pass the one that was stored for it.",
      args,
      options,
    )
  }
}

/** The node does not have the deposit that another one points at. */
export class DepositNotFoundError extends EscrowError<
  "DepositNotFound",
  { readonly machine: Hex; readonly depositBlock: bigint }
> {
  override readonly name = "DepositNotFoundError"
  constructor(args: DepositNotFoundError["args"], options?: ErrorOptions) {
    super("DepositNotFound", "The node has no logs of the deposit's block. Use one that keeps them.", args, options)
  }
}

/** The token's permits cannot be signed safely. */
export class PermitUnsupportedError extends EscrowError<"PermitUnsupported", { readonly token: Address }> {
  override readonly name = "PermitUnsupportedError"
  constructor(args: PermitUnsupportedError["args"], options?: ErrorOptions) {
    super(
      "PermitUnsupported",
      "The token has no EIP-2612 permit of the usual kind. Approve the escrow instead.",
      args,
      options,
    )
  }
}

/** A signer without a chain behind it. */
export class ProviderMissingError extends EscrowError<"ProviderMissing", Record<never, never>> {
  override readonly name = "ProviderMissingError"
  constructor(options?: ErrorOptions) {
    super("ProviderMissing", "The signer has no provider. Connect it to one first.", {}, options)
  }
}

/** There is no rental with this id. */
export class RentalNotFoundError extends EscrowError<"RentalNotFound", { readonly id: Hex }> {
  override readonly name = "RentalNotFoundError"
  constructor(args: RentalNotFoundError["args"], options?: ErrorOptions) {
    super("RentalNotFound", "There is no rental with this id. Check the id, the escrow and the chain.", args, options)
  }
}

/** The node gave terms that do not belong to the id. */
export class TermsMismatchError extends EscrowError<"TermsMismatch", { readonly id: Hex; readonly actual: Hex }> {
  override readonly name = "TermsMismatchError"
  constructor(args: TermsMismatchError["args"], options?: ErrorOptions) {
    super("TermsMismatch", "The node gave terms of another rental. Use a node that you trust.", args, options)
  }
}

/** The node does not have the block that holds the terms. */
export class TermsNotFoundError extends EscrowError<
  "TermsNotFound",
  { readonly id: Hex; readonly depositBlock: bigint }
> {
  override readonly name = "TermsNotFoundError"
  constructor(args: TermsNotFoundError["args"], options?: ErrorOptions) {
    super("TermsNotFound", "The node has no logs of the deposit's block. Use one that keeps them.", args, options)
  }
}

/** No node knows the transaction any more, and nothing has taken its place. */
export class TransactionDroppedError extends EscrowError<"TransactionDropped", { readonly hash: Hex }> {
  override readonly name = "TransactionDroppedError"
  constructor(args: TransactionDroppedError["args"], options?: ErrorOptions) {
    super("TransactionDropped", "The transaction has vanished from the chain's nodes. Send it again.", args, options)
  }
}

/** Nothing has moved for a while; `where` says what is waited for. */
export class TransactionStalledError extends EscrowError<
  "TransactionStalled",
  { readonly hash: Hex; readonly where: "mempool" | "chain" | "finality" }
> {
  override readonly name = "TransactionStalledError"
  constructor(args: TransactionStalledError["args"], options?: ErrorOptions) {
    super(
      "TransactionStalled",
      "The transaction is sent, but the chain does not move on. Do not send it again: wait for its hash.",
      args,
      options,
    )
  }
}

/** The wallet sent another transaction in this one's place. */
export class TransactionReplacedError extends EscrowError<
  "TransactionReplaced",
  { readonly hash: Hex; readonly replacement: Hex | undefined }
> {
  override readonly name = "TransactionReplacedError"
  constructor(args: TransactionReplacedError["args"], options?: ErrorOptions) {
    super("TransactionReplaced", "The wallet replaced the transaction. Look at the replacement.", args, options)
  }
}

/** The transaction was included and reverted; `cause` is the contract's error, if it still shows. */
export class TransactionRevertedError extends EscrowError<"TransactionReverted", { readonly hash: Hex }> {
  override readonly name = "TransactionRevertedError"
  constructor(args: TransactionRevertedError["args"], options?: ErrorOptions) {
    super(
      "TransactionReverted",
      "The transaction reverted: the chain changed after the check. See the cause, then retry.",
      args,
      options,
    )
  }
}

/** The wallet is on another chain than its client. */
export class WrongChainError extends EscrowError<
  "WrongChain",
  { readonly chainId: number; readonly expected: number }
> {
  override readonly name = "WrongChainError"
  constructor(args: WrongChainError["args"], options?: ErrorOptions) {
    super("WrongChain", "The wallet is on another chain. Switch it to the expected one.", args, options)
  }
}
