// Written by `npm run generate` from here on.

export type { Administration } from "./core/admin/getAdministration.ts"
export type { AdministrationParameters, AdministrationVerb } from "./core/admin/prepareAdministration.ts"
export type { SetGuardianParameters } from "./core/admin/setGuardian.ts"
export type { SetHostFeeParameters } from "./core/admin/setHostFee.ts"
export type { SetMarketParameters } from "./core/admin/setMarket.ts"
export type { SetTreasuryParameters } from "./core/admin/setTreasury.ts"
export type { TransferOwnershipParameters } from "./core/admin/transferOwnership.ts"
export { InvalidInputError } from "./core/codec.ts"
export type { EscrowEvent } from "./core/escrowEvents.ts"
export { ContractNotFoundError, ForeignContractError } from "./core/foreignContract.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "./core/portErrors.ts"
export { CancelledError } from "./core/progress.ts"
export { TransactionRefusedError } from "./core/rental/deliver.ts"
export type { EscrowParameters, TokenParameters } from "./core/rental/escrowCall.ts"
export type { ReadParameters } from "./core/rental/escrowRead.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "./core/rental/rentalErrors.ts"
export type { PreparedRequest, TransactionResult } from "./core/rental/send.ts"
export { EventNotFoundError, TransactionRevertedError } from "./core/rental/send.ts"
export {
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionStalledError,
} from "./core/rental/waitForTransaction.ts"
export { ReadFailedError } from "./core/retry.ts"
export { acceptOwnership } from "./generated/viem/acceptOwnership.ts"
export { closeMarket } from "./generated/viem/closeMarket.ts"
export { getAdministration } from "./generated/viem/getAdministration.ts"
export { prepareAdministration } from "./generated/viem/prepareAdministration.ts"
export { renounceOwnership } from "./generated/viem/renounceOwnership.ts"
export { setGuardian } from "./generated/viem/setGuardian.ts"
export { setHostFee } from "./generated/viem/setHostFee.ts"
export { setMarket } from "./generated/viem/setMarket.ts"
export { setTreasury } from "./generated/viem/setTreasury.ts"
export { transferOwnership } from "./generated/viem/transferOwnership.ts"
