export { type RentalActions, rentalActions } from "./viem/viemActions.ts"

// Written by `npm run generate` from here on.

export { InvalidInputError } from "./core/codec.ts"
export { ContractNotFoundError, ForeignContractError } from "./core/foreignContract.ts"
export { ForeignRenterError, MandateTooSmallError } from "./core/mandate/signMandate.ts"
export { InvalidOfferError } from "./core/offer/offerTerms.ts"
export { ForeignSignerError } from "./core/offer/signOffer.ts"
export { InsufficientCoinsError } from "./core/plan/blockers.ts"
export { PriceFeedError, PriceUnknownError } from "./core/plan/exchangeRate.ts"
export { PermitUnsupportedError } from "./core/plan/permitDomain.ts"
export { TokenMismatchError, TokenUnknownError } from "./core/plan/probeToken.ts"
export { QuoteExceededError, QuoteExpiredError, TokenUnprobedError } from "./core/plan/quote.ts"
export { PlanPartMissingError } from "./core/plan/relay.ts"
export { RiskyTermsError } from "./core/plan/risks.ts"
export { ForeignPlanError } from "./core/plan/runDeposit.ts"
export { BatchFailedError, BatchStalledError } from "./core/plan/walletBatch.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "./core/portErrors.ts"
export { CancelledError } from "./core/progress.ts"
export { TransactionRefusedError } from "./core/rental/deliver.ts"
export { ShorterRentalExistsError } from "./core/rental/existingRental.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "./core/rental/rentalErrors.ts"
export { EventNotFoundError, TransactionRevertedError } from "./core/rental/send.ts"
export {
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionStalledError,
} from "./core/rental/waitForTransaction.ts"
export { ReadFailedError } from "./core/retry.ts"
export { OrderRefusedError } from "./core/router/preparePurchase.ts"
export { DuplicateOrderError } from "./core/router/purchase.ts"
export { AccountCannotSignError } from "./core/router/purchaseWays.ts"
export { ForeignPayerError, PurchaseChangedError } from "./core/router/signPurchase.ts"
export { AuthorizationUnsupportedError } from "./core/router/tokenDomain.ts"
export {
  FeeTooLowError,
  InvalidPurchaseSignatureError,
  PermitMissingError,
  SimulationRefusedError,
  TokenNotRelayedError,
} from "./core/router/verifyPurchase.ts"
export { UnusableSignatureError } from "./core/signature.ts"
export { ReorgTooDeepError, WrongCursorError } from "./core/watch/eventCursor.ts"
export { DepositNotFoundError } from "./core/watch/getMachineHistory.ts"
