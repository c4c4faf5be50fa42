import type { ErrorArgs, ErrorName } from "./abiTypes.ts"
import type { Address, EventCursor, Hex, RentalsCursor, Risk, RiskyTerm } from "./types.ts"

/** Marks this SDK's errors, also those of another copy of it in the same program. */
export const errorBrand: unique symbol = /* @__PURE__ */ Symbol.for("RentalEscrow.EscrowError")

/**
 * What every error of this SDK is: `code` says which, `args` holds what was given and expected, `cause` what led to it.
 * Tell them apart by `code`, after `isEscrowError`.
 */
export abstract class EscrowError<code extends string = string, args extends object = object> extends Error {
  readonly [errorBrand] = true
  override readonly name: `${code}Error`
  /** Stable: a contract error's name in Solidity, or this SDK's own word. */
  readonly code: code
  readonly args: args

  constructor(code: code, sentence: string, args: args, options?: ErrorOptions) {
    const given = Object.entries(args).map(([name, value]) => `${name}: ${print(value)}`)
    super(given.length > 0 ? `${sentence} (${given.join(", ")})` : sentence, options)
    this.name = `${code}Error`
    this.code = code
    this.args = args
  }
}

function print(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object" : String(value)
}

/** What a revert of the contract becomes: `code` is the error's name in Solidity, `args` its arguments by name. */
export abstract class RevertError<name extends ErrorName = ErrorName> extends EscrowError<name, ErrorArgs<name>> {}

/** No account to act for. */
export class AccountMissingError extends EscrowError<"AccountMissing", Record<never, never>> {
  constructor(options?: ErrorOptions) {
    super("AccountMissing", "No account to act for. Give the client one, or pass `account`.", {}, options)
  }
}

/** The wallet could not carry out a batch of calls; `status` is EIP-5792's. */
export class BatchFailedError extends EscrowError<"BatchFailed", { readonly id: string; readonly status: number }> {
  constructor(args: BatchFailedError["args"], options?: ErrorOptions) {
    super(
      "BatchFailed",
      "The wallet could not carry out the batch. Plan the deposit anew, without batches if it fails again.",
      args,
      options,
    )
  }
}

/** The wallet has a batch of calls and says nothing new of it; without an `id`, it never named it. */
export class BatchStalledError extends EscrowError<"BatchStalled", { readonly id?: string }> {
  constructor(args: BatchStalledError["args"], options?: ErrorOptions) {
    super(
      "BatchStalled",
      "The wallet has the batch, but nothing moves. Do not send it again: see in the wallet what became of it.",
      args,
      options,
    )
  }
}

/** No contract at the escrow's address. */
export class EscrowNotFoundError extends EscrowError<"EscrowNotFound", { readonly escrow: Address }> {
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
  constructor(args: EventNotFoundError["args"], options?: ErrorOptions) {
    super("EventNotFound", "The transaction lacks its event. Check that the address is a rental escrow.", args, options)
  }
}

/** The SDK knows no deployment on this chain. */
export class DeploymentUnknownError extends EscrowError<"DeploymentUnknown", { readonly chainId: number }> {
  constructor(args: DeploymentUnknownError["args"], options?: ErrorOptions) {
    super("DeploymentUnknown", "This SDK knows no escrow on this chain. Pass its address yourself.", args, options)
  }
}

/** A plan was about to be carried out by another account than it was made for. */
export class ForeignPlanError extends EscrowError<
  "ForeignPlan",
  { readonly account: Address; readonly payer: Address }
> {
  constructor(args: ForeignPlanError["args"], options?: ErrorOptions) {
    super("ForeignPlan", "The plan was made for another account. Plan the deposit for this one.", args, options)
  }
}

/** An account that is not the host's signer was about to sign for it. */
export class ForeignSignerError extends EscrowError<
  "ForeignSigner",
  { readonly account: Address; readonly signer: Address }
> {
  constructor(args: ForeignSignerError["args"], options?: ErrorOptions) {
    super("ForeignSigner", "This account does not sign for the host. Use the signer's account.", args, options)
  }
}

/** The bond is far above the price, which makes disputing dear. */
export class HighBondError extends EscrowError<"HighBond", { readonly bond: bigint; readonly limit: bigint }> {
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
  constructor(args: InvalidInputError["args"], options?: ErrorOptions) {
    super("InvalidInput", "A parameter does not fit. Pass what is expected.", args, options)
  }
}

/** The node kept failing, or kept giving answers that do not fit together; `cause` is the last failure. */
export class ReadFailedError extends EscrowError<
  "ReadFailed",
  { readonly tries: number; readonly cursor?: EventCursor | RentalsCursor }
> {
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
  constructor(args: DepositNotFoundError["args"], options?: ErrorOptions) {
    super("DepositNotFound", "The node has no logs of the deposit's block. Use one that keeps them.", args, options)
  }
}

/** The token's permits cannot be signed safely. */
export class PermitUnsupportedError extends EscrowError<"PermitUnsupported", { readonly token: Address }> {
  constructor(args: PermitUnsupportedError["args"], options?: ErrorOptions) {
    super(
      "PermitUnsupported",
      "The token has no EIP-2612 permit of the usual kind. Approve the escrow instead.",
      args,
      options,
    )
  }
}

/** A price feed gave an answer that cannot be relied on; `field` says which part. */
export class PriceFeedError extends EscrowError<
  "PriceFeed",
  {
    readonly feed: Address
    readonly field: "description" | "decimals" | "answer" | "answeredInRound" | "updatedAt"
    readonly value: unknown
    readonly expected: unknown
  }
> {
  constructor(args: PriceFeedError["args"], options?: ErrorOptions) {
    super(
      "PriceFeed",
      "The price feed's answer is not usable. Try again later, or pass the token with another feed.",
      args,
      options,
    )
  }
}

/** No feed tells the token's price in dollars. */
export class PriceUnknownError extends EscrowError<
  "PriceUnknown",
  { readonly token: Address; readonly stable: boolean }
> {
  constructor(args: PriceUnknownError["args"], options?: ErrorOptions) {
    super(
      "PriceUnknown",
      "No price feed of the token is known. Pass the token with one or, for a stablecoin, `assumePeg`.",
      args,
      options,
    )
  }
}

/** A signer without a chain behind it. */
export class ProviderMissingError extends EscrowError<"ProviderMissing", Record<never, never>> {
  constructor(options?: ErrorOptions) {
    super("ProviderMissing", "The signer has no provider. Connect it to one first.", {}, options)
  }
}

/** An offer costs more than a quote allows. */
export class QuoteExceededError extends EscrowError<
  "QuoteExceeded",
  { readonly pricePerHour: bigint; readonly maxPricePerHour: bigint }
> {
  constructor(args: QuoteExceededError["args"], options?: ErrorOptions) {
    super(
      "QuoteExceeded",
      "The offer costs more than the quote allows. Ask the host for a new offer, or allow more slippage.",
      args,
      options,
    )
  }
}

/** A quote's time is over. */
export class QuoteExpiredError extends EscrowError<
  "QuoteExpired",
  { readonly validUntil: bigint; readonly now: bigint }
> {
  constructor(args: QuoteExpiredError["args"], options?: ErrorOptions) {
    super("QuoteExpired", "The quote is over. Get a new one.", args, options)
  }
}

/** There is no rental with this id. */
export class RentalNotFoundError extends EscrowError<"RentalNotFound", { readonly id: Hex }> {
  constructor(args: RentalNotFoundError["args"], options?: ErrorOptions) {
    super("RentalNotFound", "There is no rental with this id. Check the id, the escrow and the chain.", args, options)
  }
}

/** Terms that the protocol's page warns of, and that were not accepted; `term` is the first of them. */
export class RiskyTermsError extends EscrowError<
  "RiskyTerms",
  { readonly term: RiskyTerm; readonly risks: readonly Risk[] }
> {
  constructor(args: RiskyTermsError["args"], options?: ErrorOptions) {
    const first = args.risks.find(({ term }) => term === args.term)
    super(
      "RiskyTerms",
      `${first?.sentence ?? "The terms are risky."} Pass the term in \`accept\` to take it.`,
      args,
      options,
    )
  }
}

/** The node gave terms that do not belong to the id. */
export class TermsMismatchError extends EscrowError<"TermsMismatch", { readonly id: Hex; readonly actual: Hex }> {
  constructor(args: TermsMismatchError["args"], options?: ErrorOptions) {
    super("TermsMismatch", "The node gave terms of another rental. Use a node that you trust.", args, options)
  }
}

/** The node does not have the block that holds the terms. */
export class TermsNotFoundError extends EscrowError<
  "TermsNotFound",
  { readonly id: Hex; readonly depositBlock: bigint }
> {
  constructor(args: TermsNotFoundError["args"], options?: ErrorOptions) {
    super("TermsNotFound", "The node has no logs of the deposit's block. Use one that keeps them.", args, options)
  }
}

/** A token is not what is known of it; `field` says in what. */
export class TokenMismatchError extends EscrowError<
  "TokenMismatch",
  {
    readonly token: Address
    readonly field: "chainId" | "code" | "decimals" | "symbol"
    readonly value: unknown
    readonly expected: unknown
  }
> {
  constructor(args: TokenMismatchError["args"], options?: ErrorOptions) {
    super(
      "TokenMismatch",
      "The token is not what is known of it. Check chain and address, or pass an entry of your own.",
      args,
      options,
    )
  }
}

/** The SDK does not know the token. */
export class TokenUnknownError extends EscrowError<
  "TokenUnknown",
  { readonly token: Address; readonly chainId: number }
> {
  constructor(args: TokenUnknownError["args"], options?: ErrorOptions) {
    super(
      "TokenUnknown",
      "This SDK knows no token at this address. Check it, or pass an entry of your own.",
      args,
      options,
    )
  }
}

/** What is known of a token was to be used before the chain was asked. */
export class TokenUnprobedError extends EscrowError<"TokenUnprobed", { readonly token: Address }> {
  constructor(args: TokenUnprobedError["args"], options?: ErrorOptions) {
    super("TokenUnprobed", "The token was not probed. Use `probeToken` first, or `getQuote`.", args, options)
  }
}

/** No node knows the transaction any more, and nothing has taken its place. */
export class TransactionDroppedError extends EscrowError<"TransactionDropped", { readonly hash: Hex }> {
  constructor(args: TransactionDroppedError["args"], options?: ErrorOptions) {
    super("TransactionDropped", "The transaction has vanished from the chain's nodes. Send it again.", args, options)
  }
}

/** Nothing has moved for a while; `where` says what is waited for. */
export class TransactionStalledError extends EscrowError<
  "TransactionStalled",
  { readonly hash: Hex; readonly where: "mempool" | "chain" | "finality" }
> {
  constructor(args: TransactionStalledError["args"], options?: ErrorOptions) {
    super(
      "TransactionStalled",
      "The transaction is sent, but nothing moves. Do not send it again: wait for its hash.",
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
  constructor(args: TransactionReplacedError["args"], options?: ErrorOptions) {
    super("TransactionReplaced", "The wallet replaced the transaction. Look at the replacement.", args, options)
  }
}

/** The transaction was included and reverted; `cause` is the contract's error, if it still shows. */
export class TransactionRevertedError extends EscrowError<"TransactionReverted", { readonly hash: Hex }> {
  constructor(args: TransactionRevertedError["args"], options?: ErrorOptions) {
    super(
      "TransactionReverted",
      "The transaction reverted: the chain had changed. See the cause, then retry.",
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
  constructor(args: WrongChainError["args"], options?: ErrorOptions) {
    super("WrongChain", "The wallet is on another chain. Switch it to the expected one.", args, options)
  }
}
