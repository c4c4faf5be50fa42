export type { TypedData } from "./core/port.ts"
export { PERMIT2 } from "./core/router/permit2.ts"
export type {
  Order,
  PreparedPurchase,
  Purchase,
  PurchaseDigestParameters,
  PurchaseOrder,
  PurchaseVerb,
  PurchaseWay,
  SignedPayment,
  SignedPurchase,
} from "./core/router/purchase.ts"
export { type RelayThroughParameters, relayThrough } from "./core/router/relayThrough.ts"
export type { DecodeRouterEventsParameters, RouterEvent, RouterEventName } from "./core/router/routerContract.ts"
export type { PurchaseFault, SerializePurchaseOptions } from "./core/router/signedPurchase.ts"
export {
  decodeRouterEvents,
  hashPurchase,
  parsePurchase,
  purchaseDigest,
  serializePurchase,
  toRouterError,
} from "./viem/viemRouter.ts"

// Written by `npm run generate` from here on.

export { InvalidInputError } from "./core/codec.ts"
export type { EscrowError } from "./core/escrowError.ts"
export type { EscrowEvent } from "./core/escrowEvents.ts"
export type { EventOf } from "./core/foreignContract.ts"
export { ContractNotFoundError, ForeignContractError } from "./core/foreignContract.ts"
export { PermitUnsupportedError } from "./core/plan/permitDomain.ts"
export { PlanPartMissingError } from "./core/plan/relay.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "./core/portErrors.ts"
export type { CheckedSubject, Progress, ProgressOptions, StepKind, WalletMethod } from "./core/progress.ts"
export { CancelledError } from "./core/progress.ts"
export { TransactionRefusedError } from "./core/rental/deliver.ts"
export { ShorterRentalExistsError } from "./core/rental/existingRental.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "./core/rental/rentalErrors.ts"
export type { PreparedRequest } from "./core/rental/send.ts"
export { EventNotFoundError, TransactionRevertedError } from "./core/rental/send.ts"
export type { WaitOptions } from "./core/rental/waitForTransaction.ts"
export {
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionStalledError,
} from "./core/rental/waitForTransaction.ts"
export { ReadFailedError } from "./core/retry.ts"
export type { GetPurchaseWaysParameters } from "./core/router/getPurchaseWays.ts"
export type { PreparePurchaseParameters } from "./core/router/preparePurchase.ts"
export { OrderRefusedError } from "./core/router/preparePurchase.ts"
export type { PreparePurchaseCallParameters } from "./core/router/preparePurchaseCall.ts"
export type { RouterParameters } from "./core/router/purchase.ts"
export { DuplicateOrderError } from "./core/router/purchase.ts"
export type { PurchaseWayOption } from "./core/router/purchaseWays.ts"
export { AccountCannotSignError } from "./core/router/purchaseWays.ts"
export type { PurchaseResult, SendPurchaseParameters } from "./core/router/sendPurchase.ts"
export { PurchaseUnreadableError } from "./core/router/signedPurchase.ts"
export type { SignPurchaseParameters } from "./core/router/signPurchase.ts"
export { ForeignPayerError, PurchaseChangedError } from "./core/router/signPurchase.ts"
export type { SimulatePurchaseParameters } from "./core/router/simulatePurchase.ts"
export { AuthorizationUnsupportedError } from "./core/router/tokenDomain.ts"
export type {
  PurchaseCheck,
  PurchaseRefusal,
  PurchaseRefusalReason,
  VerifyPurchaseParameters,
} from "./core/router/verifyPurchase.ts"
export {
  FeeTooLowError,
  InvalidPurchaseSignatureError,
  PermitMissingError,
  SimulationRefusedError,
  TokenNotRelayedError,
} from "./core/router/verifyPurchase.ts"
export { UnusableSignatureError } from "./core/signature.ts"
export {
  InsufficientPermit2AllowanceError,
  MixedTokensError,
  NativeCoinError,
  NotContractError,
  NotRelayerError,
  NotSettledError,
  OrderCountOutOfBoundsError,
  PaymentRefusedError,
  PurchaseExpiredError,
  PurchaseUsedError,
  UndeployedPayerError,
  UnequalLengthsError,
  ValueTooSmallError,
} from "./generated/routerErrors.ts"
export { getPurchaseWays } from "./generated/viem/getPurchaseWays.ts"
export { preparePurchase } from "./generated/viem/preparePurchase.ts"
export { preparePurchaseCall } from "./generated/viem/preparePurchaseCall.ts"
export { sendPurchase } from "./generated/viem/sendPurchase.ts"
export { signPurchase } from "./generated/viem/signPurchase.ts"
export { simulatePurchase } from "./generated/viem/simulatePurchase.ts"
export { verifyPurchase } from "./generated/viem/verifyPurchase.ts"
