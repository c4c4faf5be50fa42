export { type RentalRecord, recordOf } from "./core/watch/hostRecord.ts"

// Written by `npm run generate` from here on.

export type { KnownBlockRange } from "./core/blockRange.ts"
export { InvalidInputError } from "./core/codec.ts"
export type { EscrowEvent } from "./core/escrowEvents.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "./core/portErrors.ts"
export type { ReadParameters } from "./core/rental/escrowRead.ts"
export type { RentalDetails } from "./core/rental/getRental.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "./core/rental/rentalErrors.ts"
export type { RetryOptions } from "./core/retry.ts"
export { ReadFailedError } from "./core/retry.ts"
export type { DepositedEvent } from "./core/watch/depositHistory.ts"
export { ReorgTooDeepError, WrongCursorError } from "./core/watch/eventCursor.ts"
export type { EventFilter } from "./core/watch/eventFilter.ts"
export type { Claim, GetClaimsParameters } from "./core/watch/getClaims.ts"
export type { CountedHostRecord, GetHostRecordParameters } from "./core/watch/getHostRecord.ts"
export type { GetMachineHistoryParameters, MachineHistory } from "./core/watch/getMachineHistory.ts"
export { DepositNotFoundError } from "./core/watch/getMachineHistory.ts"
export type { GetRentalsOfParameters, RentalsPage } from "./core/watch/getRentalsOf.ts"
export type { RentalIdsParameters } from "./core/watch/getStates.ts"
export type { HostRecord } from "./core/watch/hostRecord.ts"
export type { EventBatch, WatchEventsParameters } from "./core/watch/watchEvents.ts"
export { getClaims } from "./generated/viem/getClaims.ts"
export { getHostRecord } from "./generated/viem/getHostRecord.ts"
export { getMachineHistory } from "./generated/viem/getMachineHistory.ts"
export { getRentals } from "./generated/viem/getRentals.ts"
export { getRentalsOf } from "./generated/viem/getRentalsOf.ts"
export { getStates } from "./generated/viem/getStates.ts"
export { watchEvents } from "./generated/viem/watchEvents.ts"
