// Written by `npm run generate` from here on.

export type { Books, BooksProgress, GetBooksParameters, TokenBooks } from "./core/audit/getBooks.ts"
export type { KnownBlockRange } from "./core/blockRange.ts"
export { InvalidInputError } from "./core/codec.ts"
export { AccountMissingError, WalletUnansweredError, WrongChainError } from "./core/portErrors.ts"
export {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "./core/rental/rentalErrors.ts"
export type { RetryOptions } from "./core/retry.ts"
export { ReadFailedError } from "./core/retry.ts"
export { getBooks } from "./generated/viem/getBooks.ts"
