import type { AnyEscrowError } from "../../generated/anyEscrowError.ts"
import type { ErrorKind, FailureName } from "./texts.ts"

type Code = AnyEscrowError["code"]

const codes = {
  rejected: ["Cancelled", "TransactionReplaced"],
  funds: [
    "InsufficientAllowance",
    "InsufficientBalance",
    "InsufficientBond",
    "InsufficientMandateAllowance",
    "InsufficientPermit2Allowance",
    "InsufficientRenterBalance",
    "NoFees",
    "NothingAtRisk",
    "NothingCredited",
    "PermitMissing",
  ],
  gas: ["InsufficientCoins", "InsufficientGas"],
  network: [
    "BatchStalled",
    "DepositNotFound",
    "DoorUnavailable",
    "PriceFeed",
    "ReadFailed",
    "ReorgTooDeep",
    "TermsMismatch",
    "TermsNotFound",
    "TransactionDropped",
    "TransactionRefused",
    "TransactionStalled",
  ],
  chain: [
    "ContractNotFound",
    "DeploymentUnknown",
    "EscrowNotFound",
    "RentalNotFound",
    "TokenMismatch",
    "WrongChain",
    "WrongCursor",
  ],
  termsChanged: [
    "FeeAboveMaximum",
    "FeeTooLow",
    "MandateExhausted",
    "MarketNotOpen",
    "OrderRefused",
    "PaymentRefused",
    "PurchaseChanged",
    "QuoteExceeded",
    "RiskyTerms",
    "SaltRevoked",
    "SimulationRefused",
    "TooMuch",
    "TransactionReverted",
    "ValueTooSmall",
    "WrongArbiter",
    "WrongEpoch",
    "WrongMandateEpoch",
    "WrongNonce",
    "WrongStatus",
    "WrongValue",
  ],
  busy: ["AccessRefused", "MachineBusy", "WalletUnanswered"],
  tooEarly: ["EvidenceWindowOpen", "NotDue", "TooEarly"],
  tooLate: [
    "ArbitrationOver",
    "ChallengeWindowOver",
    "FullyExtended",
    "MandateExpired",
    "OfferExpired",
    "PurchaseExpired",
    "PurchaseUsed",
    "QuoteExpired",
    "RentalExists",
    "RentalOver",
    "SettlementDue",
    "ShorterRentalExists",
    "StartWindowOver",
  ],
  unsupportedWallet: [
    "AccountCannotSign",
    "AccountMissing",
    "AuthorizationUnsupported",
    "BatchFailed",
    "ForeignPayer",
    "ForeignRenter",
    "MandateSignatureRefused",
    "PermitUnsupported",
    "UndeployedPayer",
    "UndeployedRenter",
    "UnusableSignature",
  ],
} as const satisfies Readonly<Partial<Record<ErrorKind, readonly Code[]>>>

const failures: Readonly<Record<FailureName, ErrorKind>> = {
  rejected: "rejected",
  aborted: "rejected",
  pending: "busy",
  balance: "funds",
  coins: "gas",
  fees: "gas",
  nonce: "busy",
  network: "network",
  rate: "network",
  chain: "chain",
  unsupported: "unsupportedWallet",
  notConnected: "unsupportedWallet",
  reverted: "termsChanged",
  unknown: "bug",
}

/** All others are mistakes of the program that asked for it, or of the offer. */
export function kindOfCode(code: Code): ErrorKind {
  for (const [kind, members] of Object.entries(codes)) {
    const list: readonly string[] = members
    if (list.includes(code)) return kind as keyof typeof codes
  }
  return "bug"
}

export function kindOfFailure(name: FailureName): ErrorKind {
  return failures[name]
}
