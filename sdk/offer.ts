export type { MachineDocument } from "./core/machine/machineDocument.ts"
export type { DocumentHashes } from "./core/offer/hashDocument.ts"
export type { OfferJson } from "./core/offer/offerJson.ts"
export type { TermProblemsParameters } from "./core/offer/offerTerms.ts"
export { termProblems } from "./core/offer/offerTerms.ts"
export type { IsSignedByParameters, OfferTypedDataParameters } from "./core/offer/offerTypedData.ts"
export type { OfferFault, SerializeOfferOptions, SignedOffer } from "./core/offer/signedOffer.ts"
export type { Offer } from "./types.ts"
export { hashMachineDocument, hashMachineName } from "./viem/viemDocument.ts"
export { hashDocument, hashOffer, isSignedBy, offerFromJson, offerToJson, offerTypedData } from "./viem/viemOffer.ts"
export { offerLink, offerQrText, parseOffer, parseOfferLink, serializeOffer } from "./viem/viemSignedOffer.ts"

// Written by `npm run generate` from here on.

export { InvalidInputError } from "./core/codec.ts"
export type { RevertError } from "./core/escrowError.ts"
export type { BuildOfferParameters } from "./core/offer/buildOffer.ts"
export type { CheckOfferParameters, OfferCheck } from "./core/offer/checkOffer.ts"
export type { OfferField, OfferProblem } from "./core/offer/offerTerms.ts"
export { InvalidOfferError } from "./core/offer/offerTerms.ts"
export { OfferUnreadableError } from "./core/offer/signedOffer.ts"
export type { SignOfferParameters } from "./core/offer/signOffer.ts"
export { ForeignSignerError } from "./core/offer/signOffer.ts"
export type { VerifyOfferParameters } from "./core/offer/verifyOffer.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "./core/portErrors.ts"
export type { CheckedSubject, Progress, ProgressOptions, StepKind, WalletMethod } from "./core/progress.ts"
export { CancelledError } from "./core/progress.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "./core/rental/rentalErrors.ts"
export { ReadFailedError } from "./core/retry.ts"
export { UnusableSignatureError } from "./core/signature.ts"
export { buildOffer } from "./generated/viem/buildOffer.ts"
export { checkOffer } from "./generated/viem/checkOffer.ts"
export { signOffer } from "./generated/viem/signOffer.ts"
export { verifyOffer } from "./generated/viem/verifyOffer.ts"
