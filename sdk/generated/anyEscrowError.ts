// Written by `npm run generate`. Do not edit.

import type { InvalidInputError } from "../core/codec.ts"
import type { InvalidOfferError } from "../core/offer/offerTerms.ts"
import type { ForeignSignerError } from "../core/offer/signOffer.ts"
import type { OfferUnreadableError } from "../core/offer/signedOffer.ts"
import type { InsufficientCoinsError } from "../core/plan/blockers.ts"
import type { PriceFeedError, PriceUnknownError } from "../core/plan/exchangeRate.ts"
import type { PermitUnsupportedError } from "../core/plan/permitDomain.ts"
import type { TokenMismatchError, TokenUnknownError } from "../core/plan/probeToken.ts"
import type { QuoteExceededError, QuoteExpiredError, TokenUnprobedError } from "../core/plan/quote.ts"
import type { RiskyTermsError } from "../core/plan/risks.ts"
import type { ForeignPlanError } from "../core/plan/runDeposit.ts"
import type { BatchFailedError, BatchStalledError } from "../core/plan/walletBatch.ts"
import type { AccountMissingError, WalletUnansweredError, WrongChainError } from "../core/portErrors.ts"
import type { CancelledError } from "../core/progress.ts"
import type { TransactionRefusedError } from "../core/rental/deliver.ts"
import type {
  EscrowNotFoundError,
  RentalNotFoundError,
  TermsMismatchError,
  TermsNotFoundError,
} from "../core/rental/rentalErrors.ts"
import type { EventNotFoundError, TransactionRevertedError } from "../core/rental/send.ts"
import type {
  TransactionDroppedError,
  TransactionReplacedError,
  TransactionStalledError,
} from "../core/rental/waitForTransaction.ts"
import type { ReadFailedError } from "../core/retry.ts"
import type { UnusableSignatureError } from "../core/signature.ts"
import type { ReorgTooDeepError, WrongCursorError } from "../core/watch/eventCursor.ts"
import type { DepositNotFoundError } from "../core/watch/getMachineHistory.ts"
import type { DeploymentUnknownError } from "../deployments.ts"
import type { ProviderMissingError } from "../ethers/ethersErrors.ts"
import type { revertErrors } from "./revertErrors.ts"

/** Every error of this SDK; `code` tells them apart. */
export type AnyEscrowError =
  | InstanceType<(typeof revertErrors)[number]>
  | AccountMissingError
  | BatchFailedError
  | BatchStalledError
  | CancelledError
  | DeploymentUnknownError
  | DepositNotFoundError
  | EscrowNotFoundError
  | EventNotFoundError
  | ForeignPlanError
  | ForeignSignerError
  | InsufficientCoinsError
  | InvalidInputError
  | InvalidOfferError
  | OfferUnreadableError
  | PermitUnsupportedError
  | PriceFeedError
  | PriceUnknownError
  | ProviderMissingError
  | QuoteExceededError
  | QuoteExpiredError
  | ReadFailedError
  | RentalNotFoundError
  | ReorgTooDeepError
  | RiskyTermsError
  | TermsMismatchError
  | TermsNotFoundError
  | TokenMismatchError
  | TokenUnknownError
  | TokenUnprobedError
  | TransactionDroppedError
  | TransactionRefusedError
  | TransactionReplacedError
  | TransactionRevertedError
  | TransactionStalledError
  | UnusableSignatureError
  | WalletUnansweredError
  | WrongChainError
  | WrongCursorError
