// Written by `npm run generate`. Do not edit.

import type {
  AccessNotOfferedError,
  AccessRefusedError,
  DoorAnswerInvalidError,
  DoorUnavailableError,
  ForeignDocumentError,
  ForeignHostKeyError,
} from "../core/access/accessErrors.ts"
import type { AccessRequestUnreadableError } from "../core/access/accessRequest.ts"
import type { InvalidSshKeyError } from "../core/access/sshKey.ts"
import type { InvalidInputError } from "../core/codec.ts"
import type { ContractNotFoundError, ForeignContractError } from "../core/foreignContract.ts"
import type { InvalidDocumentError } from "../core/machine/machineDocument.ts"
import type { ForeignRenterError, MandateTooSmallError } from "../core/mandate/signMandate.ts"
import type { MandateUnreadableError } from "../core/mandate/signedMandate.ts"
import type { InvalidOfferError } from "../core/offer/offerTerms.ts"
import type { ForeignSignerError } from "../core/offer/signOffer.ts"
import type { OfferUnreadableError } from "../core/offer/signedOffer.ts"
import type { InsufficientCoinsError } from "../core/plan/blockers.ts"
import type { PriceFeedError, PriceUnknownError } from "../core/plan/exchangeRate.ts"
import type { PermitUnsupportedError } from "../core/plan/permitDomain.ts"
import type { TokenMismatchError, TokenUnknownError } from "../core/plan/probeToken.ts"
import type { QuoteExceededError, QuoteExpiredError, TokenUnprobedError } from "../core/plan/quote.ts"
import type { PlanPartMissingError } from "../core/plan/relay.ts"
import type { RiskyTermsError } from "../core/plan/risks.ts"
import type { ForeignPlanError } from "../core/plan/runDeposit.ts"
import type { BatchFailedError, BatchStalledError } from "../core/plan/walletBatch.ts"
import type { AccountMissingError, WalletUnansweredError, WrongChainError } from "../core/portErrors.ts"
import type { CancelledError } from "../core/progress.ts"
import type { TransactionRefusedError } from "../core/rental/deliver.ts"
import type { ShorterRentalExistsError } from "../core/rental/existingRental.ts"
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
import type { OrderRefusedError } from "../core/router/preparePurchase.ts"
import type { DuplicateOrderError } from "../core/router/purchase.ts"
import type { AccountCannotSignError } from "../core/router/purchaseWays.ts"
import type { ForeignPayerError, PurchaseChangedError } from "../core/router/signPurchase.ts"
import type { PurchaseUnreadableError } from "../core/router/signedPurchase.ts"
import type { AuthorizationUnsupportedError } from "../core/router/tokenDomain.ts"
import type {
  FeeTooLowError,
  InvalidPurchaseSignatureError,
  PermitMissingError,
  SimulationRefusedError,
  TokenNotRelayedError,
} from "../core/router/verifyPurchase.ts"
import type {
  ServerAnswerInvalidError,
  ServerBehindError,
  ServerMismatchError,
  ServerRefusedError,
  ServerUnavailableError,
} from "../core/server/serverErrors.ts"
import type { UnusableSignatureError } from "../core/signature.ts"
import type { ReorgTooDeepError, WrongCursorError } from "../core/watch/eventCursor.ts"
import type { DepositNotFoundError } from "../core/watch/getMachineHistory.ts"
import type { DeploymentUnknownError } from "../deployments.ts"
import type { ProviderMissingError } from "../ethers/ethersErrors.ts"
import type { mandateErrors } from "./mandateErrors.ts"
import type { revertErrors } from "./revertErrors.ts"
import type { routerErrors } from "./routerErrors.ts"

/** Every error of this SDK; `code` tells them apart. */
export type AnyEscrowError =
  | InstanceType<(typeof mandateErrors)[number]>
  | InstanceType<(typeof revertErrors)[number]>
  | InstanceType<(typeof routerErrors)[number]>
  | AccessNotOfferedError
  | AccessRefusedError
  | AccessRequestUnreadableError
  | AccountCannotSignError
  | AccountMissingError
  | AuthorizationUnsupportedError
  | BatchFailedError
  | BatchStalledError
  | CancelledError
  | ContractNotFoundError
  | DeploymentUnknownError
  | DepositNotFoundError
  | DoorAnswerInvalidError
  | DoorUnavailableError
  | DuplicateOrderError
  | EscrowNotFoundError
  | EventNotFoundError
  | FeeTooLowError
  | ForeignContractError
  | ForeignDocumentError
  | ForeignHostKeyError
  | ForeignPayerError
  | ForeignPlanError
  | ForeignRenterError
  | ForeignSignerError
  | InsufficientCoinsError
  | InvalidDocumentError
  | InvalidInputError
  | InvalidOfferError
  | InvalidPurchaseSignatureError
  | InvalidSshKeyError
  | MandateTooSmallError
  | MandateUnreadableError
  | OfferUnreadableError
  | OrderRefusedError
  | PermitMissingError
  | PermitUnsupportedError
  | PlanPartMissingError
  | PriceFeedError
  | PriceUnknownError
  | ProviderMissingError
  | PurchaseChangedError
  | PurchaseUnreadableError
  | QuoteExceededError
  | QuoteExpiredError
  | ReadFailedError
  | RentalNotFoundError
  | ReorgTooDeepError
  | RiskyTermsError
  | ServerAnswerInvalidError
  | ServerBehindError
  | ServerMismatchError
  | ServerRefusedError
  | ServerUnavailableError
  | ShorterRentalExistsError
  | SimulationRefusedError
  | TermsMismatchError
  | TermsNotFoundError
  | TokenMismatchError
  | TokenNotRelayedError
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
