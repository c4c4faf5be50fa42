export { settlementBatches } from "./core/requests/settleMany.ts"

// Written by `npm run generate` from here on.

export { InvalidInputError } from "./core/codec.ts"
export type { EscrowEvent } from "./core/escrowEvents.ts"
export { ContractNotFoundError, ForeignContractError } from "./core/foreignContract.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "./core/portErrors.ts"
export type { CheckedSubject, Progress, ProgressOptions, StepKind, WalletMethod } from "./core/progress.ts"
export { CancelledError } from "./core/progress.ts"
export { TransactionRefusedError } from "./core/rental/deliver.ts"
export type { EscrowParameters } from "./core/rental/escrowCall.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "./core/rental/rentalErrors.ts"
export type { PreparedRequest, RequestParameters, TransactionResult } from "./core/rental/send.ts"
export { EventNotFoundError, TransactionRevertedError } from "./core/rental/send.ts"
export type { WaitForTransactionParameters, WaitOptions } from "./core/rental/waitForTransaction.ts"
export {
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionStalledError,
} from "./core/rental/waitForTransaction.ts"
export type { PrepareRequestOptions, Verb, VerbParameters } from "./core/requests/prepareRequest.ts"
export type { SendRequestParameters } from "./core/requests/sendRequest.ts"
export type { SettleManyParameters, SettleManyResult } from "./core/requests/settleMany.ts"
export type { WaitForRequestParameters } from "./core/requests/waitForRequest.ts"
export { ReadFailedError } from "./core/retry.ts"
export { estimateRequest } from "./generated/viem/estimateRequest.ts"
export { prepareRequest } from "./generated/viem/prepareRequest.ts"
export { sendRequest } from "./generated/viem/sendRequest.ts"
export { settleMany } from "./generated/viem/settleMany.ts"
export { simulateRequest } from "./generated/viem/simulateRequest.ts"
export { waitForRequest } from "./generated/viem/waitForRequest.ts"
