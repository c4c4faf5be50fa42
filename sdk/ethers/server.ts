export type { SignedOffer } from "../core/offer/signedOffer.ts"
export type { OfferRemoval, OfferRemovalTypedDataParameters } from "../core/server/offerRemoval.ts"
export { offerRemovalTypedData } from "../generated/ethers/ethersOfferRemoval.ts"
export type { ServerMethods } from "../generated/serverActions.ts"
export type {
  IndexedAccount,
  IndexedBook,
  IndexedBooks,
  IndexedDispute,
  IndexedDisputes,
  IndexedEarning,
  IndexedEarnings,
  IndexedFinding,
  IndexedFindings,
  IndexedHistoryEvent,
  IndexedHistoryEvents,
  IndexedHistoryTransaction,
  IndexedHostDetails,
  IndexedHostRecord,
  IndexedMachine,
  IndexedMachineDetails,
  IndexedMachines,
  IndexedMandateUse,
  IndexedMandateUses,
  IndexedMarket,
  IndexedMarkets,
  IndexedRankedHost,
  IndexedRankedHosts,
  IndexedRentals,
  IndexedRole,
  IndexedRoles,
  IndexedSpending,
  IndexedSpendings,
  IndexedTokenAmount,
  ServerMeta,
} from "../generated/serverTypes.ts"
export { serverActions } from "./ethersServerActions.ts"

// Written by `npm run generate` from here on.

export { InvalidInputError } from "../core/codec.ts"
export type { EscrowError, RevertError } from "../core/escrowError.ts"
export type { OfferCheck } from "../core/offer/checkOffer.ts"
export type { OfferField, OfferProblem } from "../core/offer/offerTerms.ts"
export { InvalidOfferError } from "../core/offer/offerTerms.ts"
export { OfferUnreadableError } from "../core/offer/signedOffer.ts"
export { PriceFeedError, PriceUnknownError } from "../core/plan/exchangeRate.ts"
export { TokenMismatchError, TokenUnknownError } from "../core/plan/probeToken.ts"
export { QuoteExceededError, QuoteExpiredError, TokenUnprobedError } from "../core/plan/quote.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "../core/portErrors.ts"
export { CancelledError } from "../core/progress.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "../core/rental/rentalErrors.ts"
export { ReadFailedError } from "../core/retry.ts"
export type { ServerOptions } from "../core/server/askServer.ts"
export type { CheckOffersParameters, OfferToCheck } from "../core/server/checkOffers.ts"
export type {
  BoardReport,
  FindOffersParameters,
  FoundOffer,
  FoundOffers,
  HiddenOffers,
} from "../core/server/findOffers.ts"
export type { OfferFilters } from "../core/server/offerFilters.ts"
export type { OfferSort } from "../core/server/offerOrder.ts"
export type { ReadServerParameters, ServerOperation } from "../core/server/readServer.ts"
export type { ListOperation, ReadServerItemsParameters } from "../core/server/readServerItems.ts"
export type { ReportedRecord } from "../core/server/reportedRecord.ts"
export {
  ServerAnswerInvalidError,
  ServerBehindError,
  ServerMismatchError,
  ServerRefusedError,
  ServerUnavailableError,
} from "../core/server/serverErrors.ts"
export type { WaitForServerParameters } from "../core/server/waitForServer.ts"
export type { ServerChange, WatchServerParameters } from "../core/server/watchServer.ts"
export { UnusableSignatureError } from "../core/signature.ts"
export { ProviderMissingError } from "./ethersErrors.ts"
