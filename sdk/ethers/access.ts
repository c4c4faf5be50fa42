export type { Access, AccessFault, AccessRequest, AccessTypedDataParameters } from "../core/access/accessRequest.ts"
export type { SshKey } from "../core/access/sshKey.ts"
export type { AccessMethods } from "../generated/accessActions.ts"
export {
  accessTypedData,
  parseAccessRequest,
  parseSshKey,
  serializeAccessRequest,
  sshFingerprint,
} from "../generated/ethers/ethersAccess.ts"
export { accessActions } from "./ethersAccessActions.ts"

// Written by `npm run generate` from here on.

export type { AccessRefusal } from "../core/access/accessErrors.ts"
export {
  AccessNotOfferedError,
  AccessRefusedError,
  DoorAnswerInvalidError,
  DoorUnavailableError,
  ForeignDocumentError,
  ForeignHostKeyError,
} from "../core/access/accessErrors.ts"
export { AccessRequestUnreadableError } from "../core/access/accessRequest.ts"
export type { DoorFetch, MachineAccess } from "../core/access/askDoor.ts"
export type { AccessProgress, RequestAccessParameters } from "../core/access/requestAccess.ts"
export type { SignAccessParameters } from "../core/access/signAccess.ts"
export { InvalidSshKeyError } from "../core/access/sshKey.ts"
export type { VerifiedAccess, VerifyAccessParameters } from "../core/access/verifyAccess.ts"
export { InvalidInputError } from "../core/codec.ts"
export type { DocumentAccess, MachineDocument } from "../core/machine/machineDocument.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "../core/portErrors.ts"
export type { CheckedSubject, Progress, ProgressOptions, StepKind, WalletMethod } from "../core/progress.ts"
export { CancelledError } from "../core/progress.ts"
export type { RentalDetails } from "../core/rental/getRental.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "../core/rental/rentalErrors.ts"
export { ReadFailedError } from "../core/retry.ts"
export { UnusableSignatureError } from "../core/signature.ts"
export { ProviderMissingError } from "./ethersErrors.ts"
