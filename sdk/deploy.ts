export type { DeployEscrowParameters, DeployResult } from "./core/deploy/deployEscrow.ts"
export { escrowBytecode } from "./generated/escrowBytecode.ts"
export { deployEscrow } from "./viem/viemDeploy.ts"

// Written by `npm run generate` from here on.

export { InvalidInputError } from "./core/codec.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "./core/portErrors.ts"
export { CancelledError } from "./core/progress.ts"
export { TransactionRefusedError } from "./core/rental/deliver.ts"
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
