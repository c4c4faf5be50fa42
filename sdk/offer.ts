export type { OfferFault, SerializeOfferOptions, SignedOffer } from "./core/offer/signedOffer.ts"
export type { Offer } from "./types.ts"
export { offerLink, offerQrText, parseOffer, parseOfferLink, serializeOffer } from "./viem/viemSignedOffer.ts"

// Written by `npm run generate` from here on.

export { InvalidInputError } from "./core/codec.ts"
export { OfferUnreadableError } from "./core/offer/signedOffer.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "./core/portErrors.ts"
export { CancelledError } from "./core/progress.ts"
export { ReadFailedError } from "./core/retry.ts"
export { UnusableSignatureError } from "./core/signature.ts"
