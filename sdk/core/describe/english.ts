// The errors by what to do about them, with their texts in English.
import type { AnyEscrowError } from "../../generated/anyEscrowError.ts"
import type { ErrorKind, ErrorText, ErrorTexts, FailureName } from "./texts.ts"

type Row = ErrorText & { readonly kind: ErrorKind }
type Written = readonly [title: string, sentence: string, action: string]

/** The rows of a kind, from a few words, what happened, and what to do. */
function ofKind<name extends string>(kind: ErrorKind, rows: Readonly<Record<name, Written>>): Record<name, Row> {
  const entries = Object.entries<Written>(rows)
  const made = entries.map(([name, [title, sentence, action]]) => [name, { kind, title, sentence, action }])
  return Object.fromEntries(made)
}

/** By the error's `code`. */
export const errors: Readonly<Record<AnyEscrowError["code"], Row>> = {
  ...ofKind("rejected", {
    Cancelled: [
      "Stopped",
      "It was stopped before it was done.",
      "Try again. If your wallet had already asked you, look there first.",
    ],
    TransactionReplaced: [
      "Replaced in the wallet",
      "Another transaction of your account replaced it.",
      "Look in your wallet what was sent instead.",
    ],
  }),
  ...ofKind("funds", {
    InsufficientAllowance: [
      "Permission missing",
      "The escrow may not take the amount[ of {required, amount}] from your account yet.",
      "Try again, and confirm the permission in your wallet.",
    ],
    InsufficientBalance: [
      "Not enough money",
      "Your account holds too little[: it has {balance, amount} and needs {required, amount}].",
      "Add money to your account, then try again.",
    ],
    InsufficientBond: [
      "The host's deposit is too low",
      "The host's deposit does not cover this rental[: it needs {required, amount}].",
      "Choose a shorter time or another machine. As the host, add to your bond.",
    ],
    InsufficientMandateAllowance: [
      "Allowance too small",
      "The automatic extension may not take enough from your account[: {required, amount} is needed].",
      "Allow the mandate contract to take it.",
    ],
    InsufficientPermit2Allowance: [
      "Allowance too small",
      "Permit2 may not take enough from your account[: {required, amount} is needed].",
      "Allow Permit2 to take it, or pay directly.",
    ],
    InsufficientRenterBalance: [
      "Balance too low",
      "Your account does not have enough for the next extension[: {required, amount} is needed].",
      "Add money to your account.",
    ],
    NoFees: ["Nothing to collect", "There are no fees to collect in this token.", "Wait until a rental has paid some."],
    NothingAtRisk: [
      "Nothing to dispute",
      "Neither price nor bond of the rental is left to dispute.",
      "Stop or settle the rental.",
    ],
    NothingCredited: [
      "Nothing to withdraw",
      "This account has no credit in this token.",
      "You need to do nothing: payments that arrived need no withdrawal.",
    ],
    PermitMissing: ["Allowance too small", "Permit2 may not take the tokens yet.", "Sign a permit for Permit2."],
  }),
  ...ofKind("gas", {
    InsufficientCoins: [
      "No coins for the network fee",
      "Your account has too few of the network's coins for this transaction[: at least {required, coin} are needed].",
      "Add some of the network's coins to your account, then try again.",
    ],
    InsufficientGas: [
      "Too little gas",
      "The transaction had too little gas to pay everyone.",
      "Try again with the gas that your wallet suggests.",
    ],
  }),
  ...ofKind("network", {
    BatchStalled: [
      "Still waiting",
      "The wallet reports no progress of the transactions.",
      "Wait, or look in your wallet. Do not send them again before that.",
    ],
    DepositNotFound: [
      "Data is missing",
      "The node does not have the record of an earlier payment.",
      "Choose another node, or try again later.",
    ],
    DoorUnavailable: [
      "Machine does not answer",
      "The machine does not answer.",
      "Try again later. If it stays so, end the rental: the time that is left is not billed.",
    ],
    PriceFeed: [
      "No exchange rate",
      "The token's exchange rate cannot be used now.",
      "Try again later, or pay a price in tokens.",
    ],
    ReadFailed: [
      "The network does not answer",
      "The connection to the network keeps failing.",
      "Check your connection, and look at your rental before you pay again.",
    ],
    ReorgTooDeep: [
      "The network changed its history",
      "More blocks were replaced than are remembered.",
      "Load the page again.",
    ],
    TermsMismatch: ["Node not reliable", "The node returned the terms of another rental.", "Choose another node."],
    TermsNotFound: [
      "Data is missing",
      "The node does not have the terms of this rental.",
      "Choose another node, or try again later.",
    ],
    TransactionDropped: [
      "Transaction lost",
      "The network does not know the transaction any more.",
      "Look in your wallet whether it was cancelled, then try again.",
    ],
    TransactionRefused: ["Not sent", "The network did not take the transaction. Nothing was paid.", "Try again."],
    TransactionStalled: [
      "Still waiting",
      "The transaction was sent but makes no progress.",
      "Wait, or look in your wallet. Do not send it again before that.",
    ],
  }),
  ...ofKind("chain", {
    ContractNotFound: [
      "Contract not found",
      "There is no such contract at this address on this network.",
      "Switch your wallet to the network of the rental.",
    ],
    DeploymentUnknown: [
      "Wrong network",
      "No escrow is known on this network.",
      "Switch your wallet to the network of the rental.",
    ],
    EscrowNotFound: [
      "Escrow not found",
      "There is no escrow at this address on this network.",
      "Switch your wallet to the network of the rental.",
    ],
    RentalNotFound: [
      "Rental not found",
      "There is no rental with this number on this network.",
      "Check the link, and the network of your wallet.",
    ],
    TokenMismatch: [
      "Token not as expected",
      "The token at this address is not the known one.",
      "Check the network of your wallet, and the token.",
    ],
    WrongChain: [
      "Wrong network",
      "Your wallet is on another network.",
      "Switch the network in your wallet, then try again.",
    ],
    WrongCursor: [
      "Data of another network",
      "What was stored belongs to another network or escrow.",
      "Load the page again.",
    ],
  }),
  ...ofKind("termsChanged", {
    FeeAboveMaximum: [
      "The fee has changed",
      "The platform's fee[ of {feeBps, percent}] is above what the offer accepts[, {maxFeeBps, percent}].",
      "Ask the host for a new offer.",
    ],
    FeeTooLow: [
      "Fee too low",
      "The fee[ of {relayFee, amount}] does not pay for the transaction[: it takes at least {minimum, amount}].",
      "Sign again with a higher fee.",
    ],
    MandateExhausted: [
      "Total is used up",
      "The next extension costs more than is left of the mandate[: {left, amount}].",
      "Sign a new mandate with a higher total.",
    ],
    MarketNotOpen: [
      "Token not accepted now",
      "The escrow takes no new payments in this token.",
      "Choose an offer in another token.",
    ],
    OrderRefused: [
      "One rental cannot be paid",
      "One of the rentals cannot be paid, so none is paid.",
      "Leave this rental out, or choose another machine.",
    ],
    PaymentRefused: [
      "Payment refused",
      "The token refused the signed payment.",
      "Check your balance, then sign again.",
    ],
    PurchaseChanged: ["The purchase has changed", "The purchase was changed after it was prepared.", "Start again."],
    QuoteExceeded: [
      "The price has changed",
      "The offer costs more than was quoted.",
      "Look at the new price, then confirm again.",
    ],
    RiskyTerms: [
      "Unusual terms",
      "The offer has a term that can cost you money[: {term, name}].",
      "Accept the terms only if you agree.",
    ],
    SaltRevoked: ["Mandate was revoked", "This mandate was revoked.", "Sign a new mandate."],
    SimulationRefused: ["Payment would fail", "The purchase would fail.", "Sign again later, or pay directly."],
    TooMuch: [
      "The amount has changed",
      "By now, more would be paid than you allowed.",
      "Look at the new amount, then confirm again.",
    ],
    TransactionReverted: [
      "The rental has changed",
      "The transaction failed, because something had changed. Only the network fee was paid.",
      "Look at the rental, then try again.",
    ],
    ValueTooSmall: [
      "Signed for too little",
      "The signed value[ of {value, amount}] does not cover price and fee.",
      "Sign again for the present price.",
    ],
    WrongArbiter: [
      "The terms have changed",
      "The offer names another arbiter than the market has now.",
      "Ask the host for a new offer.",
    ],
    WrongEpoch: [
      "The offer was withdrawn",
      "The host has withdrawn all earlier offers.",
      "Ask the host for a new offer.",
    ],
    WrongMandateEpoch: ["Mandate was revoked", "All mandates of that time were revoked.", "Sign a new mandate."],
    WrongNonce: [
      "The offer was withdrawn",
      "The host withdrew the offer, or the machine was rented since.",
      "Ask the host for a new offer.",
    ],
    WrongStatus: [
      "The rental has changed",
      "The rental's state does not allow this any more.",
      "Look at the rental, then decide again.",
    ],
    WrongValue: [
      "The amount has changed",
      "Another amount[, {expected, coin} of the network's coins,] is due by now.",
      "Try again.",
    ],
  }),
  ...ofKind("busy", {
    AccessRefused: [
      "Not let into the machine",
      "The machine does not let you in[: {reason, name}].",
      "Check the account, the rental, and the key. Then try again.",
    ],
    MachineBusy: [
      "The machine is taken",
      "The machine is rented[ until {busyUntil, time}].",
      "Choose another machine, or try again later.",
    ],
    WalletUnanswered: [
      "The wallet did not answer",
      "The wait for the wallet was ended.",
      "Look in your wallet whether it still asks, then try again.",
    ],
  }),
  ...ofKind("tooEarly", {
    EvidenceWindowOpen: [
      "Too early to rule",
      "Evidence can be submitted[ until {until, time}].",
      "Rule on the dispute after that.",
    ],
    NotDue: ["Too early", "Nothing is due yet[: it is on {dueAt, time}].", "Try again after that."],
    TooEarly: ["Too early to extend", "The rental can be extended[ from {dueAt, time}] on.", "Try again after that."],
  }),
  ...ofKind("tooLate", {
    ArbitrationOver: [
      "Ruling is over",
      "The time to rule on the dispute ended[ on {deadline, time}].",
      "Settle the rental.",
    ],
    ChallengeWindowOver: [
      "Too late to dispute",
      "The time to dispute the rental ended[ on {deadline, time}].",
      "Settle the rental.",
    ],
    FullyExtended: [
      "Longest time reached",
      "The rental lasts as long as the host allows[, {maxDuration, duration}].",
      "Rent again when it ends.",
    ],
    MandateExpired: [
      "Mandate has ended",
      "The mandate ends[ on {expiry, time}], before it can be used again.",
      "Sign a new mandate.",
    ],
    OfferExpired: ["The offer has expired", "The offer expired[ on {expiry, time}].", "Ask the host for a new offer."],
    PurchaseExpired: [
      "Signature has expired",
      "The purchase could be sent[ until {validBefore, time}].",
      "Sign again.",
    ],
    PurchaseUsed: [
      "Already paid",
      "This purchase was already paid, or cancelled.",
      "Look at your rentals before you sign again.",
    ],
    QuoteExpired: ["The quote has expired", "The exchange rate is too old.", "Ask for a new quote."],
    RentalExists: [
      "Already paid",
      "This rental is already paid.",
      "Open the rental. To rent again, start a new order.",
    ],
    RentalOver: [
      "The rental is over",
      "The rented time ended[ on {end, time}].",
      "Settle the rental once its time to dispute is over.",
    ],
    SettlementDue: [
      "Already due",
      "The rental has been due for settlement[ since {dueAt, time}].",
      "Settle the rental.",
    ],
    ShorterRentalExists: [
      "Paid for less time",
      "This rental is already paid[, for {paidDuration, duration} instead of {duration, duration}].",
      "Open the rental, and extend it while it runs. To rent again, start a new order.",
    ],
    StartWindowOver: [
      "Too late to start",
      "The time to start the rental ended[ on {deadline, time}].",
      "Settle the rental. The renter gets the money back.",
    ],
  }),
  ...ofKind("unsupportedWallet", {
    AccountCannotSign: [
      "Account cannot sign",
      "Your account's code does not check signatures.",
      "Pay directly, or use another account.",
    ],
    AccountMissing: ["No account", "No account is connected.", "Connect a wallet and choose an account."],
    AuthorizationUnsupported: [
      "Token cannot be signed for",
      "The token has no authorizations that can be signed.",
      "Sign with Permit2 instead, or pay directly.",
    ],
    BatchFailed: [
      "The wallet did not pay",
      "The wallet did not carry out the transactions.",
      "Try again. If it fails again, use another wallet.",
    ],
    ForeignPayer: [
      "Another account",
      "The purchase was prepared for another account[, {payer, account}].",
      "Switch to that account in your wallet, or start again.",
    ],
    ForeignRenter: [
      "Another account",
      "The mandate is for another account[, {renter, account}].",
      "Switch to the renter's account.",
    ],
    MandateSignatureRefused: [
      "Signature refused",
      "Your account does not accept the mandate's signature.",
      "Sign with an owner of the account.",
    ],
    PermitUnsupported: ["No permit", "The token does not take permits.", "Allow the payment by a transaction instead."],
    UndeployedPayer: [
      "Account not deployed",
      "Your account has no code yet, so its signature cannot be checked.",
      "Deploy your account first.",
    ],
    UndeployedRenter: [
      "Account not deployed",
      "Your account has no code yet, so its signature cannot be checked.",
      "Deploy your account first.",
    ],
    UnusableSignature: [
      "Signature not usable",
      "The escrow does not accept the wallet's signature.",
      "Choose this account and network in the wallet, or use another wallet.",
    ],
  }),
  // Mistakes of the program that asked for it, or of the offer.
  ...ofKind("bug", {
    AccessNotOffered: [
      "No way into the machine",
      "The host's description does not say how to get into the machine.",
      "Ask the host how to reach it.",
    ],
    AccessRequestUnreadable: [
      "Not a request for access",
      "This text is not a signed request for access, or was cut off.",
      "Sign a new request.",
    ],
    ChallengeWindowOutOfBounds: [
      "Offer cannot be rented",
      "The offer's time to dispute is not allowed[: {minimum, duration} to {maximum, duration} are allowed].",
      "Ask the host for a new offer.",
    ],
    DoorAnswerInvalid: [
      "Wrong answer of the machine",
      "The machine's answer is not one that can be used.",
      "Do not connect. Ask the host, or dispute the rental if it stays so.",
    ],
    DuplicateOrder: ["Ordered twice", "One machine is ordered twice.", "Order each machine once."],
    DurationOutOfBounds: [
      "Rental time not offered",
      "The rental time is not offered[: choose from {minimum, duration} to {maximum, duration}].",
      "Choose another rental time.",
    ],
    EventNotFound: [
      "Unexpected result",
      "The transaction did not do what was expected.",
      "Report this to the makers of this page.",
    ],
    ExtendBeforeTooShort: [
      "Extension never possible",
      "No extension would ever be possible[: it must begin at least {minimum, duration} before the end].",
      "Let extensions begin earlier.",
    ],
    FailedCall: ["Payment refused", "The receiver does not accept the network's coin.", "Choose another address."],
    FeeOutOfBounds: [
      "Fee not allowed",
      "The fee is not allowed[: choose from {minimum, percent} to {maximum, percent}].",
      "Choose another fee.",
    ],
    ForeignContract: [
      "Wrong contract",
      "The contract is not the one that was expected.",
      "Do not sign. Report this to the makers of this page.",
    ],
    ForeignDocument: [
      "Another description",
      "This is not the description that the host signed for the rental.",
      "Get the description from a board or from the host again.",
    ],
    ForeignHostKey: [
      "Another machine",
      "The answer names another machine than the one that the host signed for.",
      "Do not connect. Ask the host, or dispute the rental if it stays so.",
    ],
    ForeignPlan: [
      "Account changed",
      "The payment was prepared for another account[, {payer, account}].",
      "Switch to that account in your wallet, or start again.",
    ],
    ForeignSigner: [
      "Wrong account",
      "This account does not sign the host's offers[: {signer, account} does].",
      "Switch to that account in your wallet.",
    ],
    InvalidArbiter: [
      "Offer cannot be rented",
      "The offer's arbiter is missing, or is one of its parties.",
      "Ask the host for a new offer.",
    ],
    InvalidDocument: [
      "Description not valid",
      "The machine's description is not valid.",
      "Correct the fields that the error names.",
    ],
    InvalidHost: ["Offer cannot be rented", "The offer does not name its host.", "Ask the host for a new offer."],
    InvalidInput: [
      "Something is not valid",
      "A value is not valid[: {field, name}][ ({expected, text})].",
      "Correct it, then try again.",
    ],
    InvalidMandateSignature: ["Mandate not signed", "The renter did not sign this mandate.", "Sign a new mandate."],
    InvalidOffer: [
      "Offer cannot be rented",
      "This offer can never be rented[, because of its {field, name}].",
      "Ask the host for a new offer.",
    ],
    InvalidOperator: [
      "Offer cannot be rented",
      "The offer's operator is its renter or its arbiter.",
      "Ask the host for a new offer.",
    ],
    InvalidPayee: [
      "Offer cannot be rented",
      "The offer would pay an address that cannot be paid.",
      "Ask the host for a new offer.",
    ],
    InvalidPurchaseSignature: [
      "Signature does not fit",
      "What was signed is not what would be paid.",
      "Sign the purchase again.",
    ],
    InvalidReceiver: ["Address not allowed", "Money cannot be sent to this address.", "Choose another address."],
    InvalidRenter: ["Renter not allowed", "This account cannot be the renter.", "Choose another account."],
    InvalidShortString: [
      "Internal error",
      "The contract's name is too long.",
      "Report this to the makers of this page.",
    ],
    InvalidSignature: [
      "Offer not signed",
      "The host did not sign this offer for this escrow and network.",
      "Ask the host for a new offer.",
    ],
    InvalidSshKey: [
      "Not an SSH key",
      "This is not a public SSH key that machines accept.",
      "Pass the one line of a file such as id_ed25519.pub.",
    ],
    InvalidToken: ["Token not accepted", "The escrow does not accept this token.", "Choose another token."],
    InvalidTreasury: ["Address not allowed", "The treasury cannot be this address.", "Choose another address."],
    MandateTooSmall: [
      "Total too small",
      "The mandate does not pay for that time[: it takes {required, amount}].",
      "Raise the total, or choose less time.",
    ],
    MandateUnreadable: ["Not a mandate", "The text is not a signed mandate.", "Sign a new mandate."],
    MaxDurationTooLong: [
      "Offer cannot be rented",
      "The offer's longest rental time is too long[: at most {maximum, duration} are allowed].",
      "Ask the host for a new offer.",
    ],
    MinDurationZero: [
      "Offer cannot be rented",
      "The offer's shortest rental time is zero.",
      "Ask the host for a new offer.",
    ],
    MixedTokens: [
      "Different tokens",
      "The offers are paid in different tokens.",
      "Pay for the rentals of each token apart.",
    ],
    NativeCoin: [
      "Not with this coin",
      "A payment in the network's coin cannot be signed for.",
      "Pay directly, or choose an offer in another token.",
    ],
    NotAccount: [
      "Wrong account",
      "Only the owner of a credit can send it to another address.",
      "Send it to the owner's own address.",
    ],
    NotArbiter: [
      "Wrong account",
      "Only the rental's arbiter[ {arbiter, account}] can do this.",
      "Switch to that account in your wallet.",
    ],
    NotContract: ["Contract not found", "There is no contract at the address.", "Check the address."],
    NotGuardian: [
      "Wrong account",
      "Only the escrow's guardian[ {guardian, account}] can do this.",
      "Switch to that account in your wallet.",
    ],
    NotHost: [
      "Wrong account",
      "Only the rental's host[ {host, account}] can do this.",
      "Switch to that account in your wallet.",
    ],
    NotHostOrOperator: [
      "Wrong account",
      "Only the rental's host or its operator can do this.",
      "Switch to one of these accounts in your wallet.",
    ],
    NotParty: [
      "Wrong account",
      "Only the rental's renter, host or operator can do this.",
      "Switch to one of these accounts in your wallet.",
    ],
    NotRelayer: [
      "Another sender was chosen",
      "The payer chose another account to send this purchase[, {relayer, account}].",
      "Let that account send it, or sign again.",
    ],
    NotRentalsRenter: [
      "Another renter",
      "The mandate is not for the renter of this rental.",
      "Sign with the renter's account.",
    ],
    NotRenter: [
      "Wrong account",
      "Only the renter[ {renter, account}] can do this.",
      "Switch to that account in your wallet.",
    ],
    NotSelf: ["Internal error", "Only the escrow itself can do this.", "Report this to the makers of this page."],
    NotSettled: [
      "Token cannot be used",
      "The token moved other amounts than it was asked to.",
      "Pay directly, or choose an offer in another token.",
    ],
    OfferUnreadable: [
      "Not an offer",
      "This text or link is not a signed offer, or was cut off.",
      "Copy it again, or ask the host for a new offer.",
    ],
    OrderCountOutOfBounds: [
      "Too many or no rentals",
      "A purchase has[ from {minimum, text} to {maximum, text}] rentals.",
      "Split the purchase, or choose a rental.",
    ],
    OwnableInvalidOwner: ["Address not allowed", "The owner cannot be this address.", "Choose another address."],
    OwnableUnauthorizedAccount: [
      "Wrong account",
      "Only the escrow's owner can do this.",
      "Switch to that account in your wallet.",
    ],
    PlanPartMissing: [
      "Incomplete plan",
      "The page lost a part of the plan[: its {part, text}]. Nothing was signed or sent.",
      "Plan again.",
    ],
    PriceUnknown: ["No exchange rate", "No exchange rate of the token is known.", "Pay a price in tokens."],
    ProviderMissing: [
      "Internal error",
      "The account is not connected to a node.",
      "Report this to the makers of this page.",
    ],
    PurchaseUnreadable: ["Not a purchase", "The text is not a signed purchase.", "Sign again."],
    ReentrancyGuardReentrantCall: [
      "Internal error",
      "The escrow was called from within its own call.",
      "Report this to the makers of this page.",
    ],
    RefundOutOfBounds: [
      "Refund not possible",
      "This time cannot be refunded[: at most {maximum, duration} in all].",
      "Choose another time.",
    ],
    SafeERC20FailedOperation: [
      "Payment refused",
      "The token refused the transfer.",
      "Choose another receiver, or look up the rules of the token.",
    ],
    ServerAnswerInvalid: ["Server is wrong", "The server's answer is not valid.", "Choose another server."],
    ServerBehind: ["Server is behind", "The server has not read the chain this far yet.", "Try again later."],
    ServerMismatch: ["Server is wrong", "The server says something else than the contract.", "Choose another server."],
    ServerRefused: ["Server refused", "The server refused the request.", "Choose another server."],
    ServerUnavailable: ["Server does not answer", "The server does not answer.", "Try again later."],
    ShareOutOfBounds: ["Share not allowed", "The share is above the whole.", "Choose a share from none to all."],
    StartWindowTooLong: [
      "Offer cannot be rented",
      "The offer gives the host too long to start[: at most {maximum, duration} are allowed].",
      "Ask the host for a new offer.",
    ],
    StringTooLong: ["Internal error", "The contract's name is too long.", "Report this to the makers of this page."],
    TipAboveMaximum: [
      "Tip too high",
      "The tip is above what the mandate allows[, {maxTip, amount}].",
      "Ask for a lower tip.",
    ],
    TokenNotRelayed: [
      "Fee in another token",
      "The relayer does not take its fee in this token.",
      "Use another relayer, or pay directly.",
    ],
    TokenUnknown: ["Token not known", "The token is not known.", "Choose another token."],
    TokenUnprobed: [
      "Internal error",
      "The token was not checked before it was used.",
      "Report this to the makers of this page.",
    ],
    TransferRefused: [
      "Payment refused",
      "The token refused the transfer, although there is enough of it.",
      "Look up the rules of the token, or pay from another account.",
    ],
    UnequalLengths: [
      "Incomplete purchase",
      "A rental lacks its duration or its signature.",
      "Report this to the makers of this page.",
    ],
    WrongAmountReceived: [
      "Token not suitable",
      "The token delivers another amount than was sent.",
      "Choose a token without transfer fees.",
    ],
    WrongBalance: [
      "Token cannot be used",
      "The token moved other amounts than it was asked to.",
      "Extend the rental directly.",
    ],
    WrongRental: ["Another rental", "The mandate is for another rental.", "Choose the rental that it names."],
    WrongRenter: [
      "Offer for another renter",
      "The offer is for another account[, {expected, account}].",
      "Switch to that account in your wallet, or ask the host for a new offer.",
    ],
    ZeroAmount: ["Amount is zero", "The amount is zero.", "Choose a higher amount or a longer time."],
    ZeroStep: [
      "Extension of nothing",
      "The mandate would extend the rental by nothing.",
      "Choose how long one extension lasts.",
    ],
  }),
}

/** Of wallets, nodes and libraries. */
export const failures: Readonly<Record<FailureName, Row>> = {
  ...ofKind("rejected", {
    rejected: ["Not confirmed", "You did not confirm it in your wallet.", "Try again if you want to go on."],
    aborted: [
      "Stopped",
      "It was stopped before it was done.",
      "Try again. If your wallet had already asked you, look there first.",
    ],
  }),
  ...ofKind("funds", {
    balance: [
      "Not enough money",
      "Your account holds too little of the token, or has not allowed the payment.",
      "Add money to your account, then try again.",
    ],
  }),
  ...ofKind("gas", {
    coins: [
      "No coins for the network fee",
      "Your account has too few of the network's coins for this transaction.",
      "Add some of the network's coins to your account, then try again.",
    ],
    fees: [
      "Network fee not accepted",
      "The network does not accept the fee of this transaction.",
      "Try again with the fee that your wallet suggests.",
    ],
  }),
  ...ofKind("network", {
    network: [
      "No connection",
      "The network does not answer.",
      "Check your connection, then try again. If your wallet had already asked you, look there first.",
    ],
    rate: ["Too many requests", "The node takes no more requests now.", "Wait a minute, then try again."],
  }),
  ...ofKind("chain", {
    chain: [
      "Wrong network",
      "Your wallet is on another network, or does not know this one.",
      "Switch the network in your wallet, then try again.",
    ],
  }),
  ...ofKind("termsChanged", {
    reverted: ["Not possible now", "The contract refuses this now.", "Look at the rental, then try again."],
  }),
  ...ofKind("busy", {
    pending: [
      "The wallet is waiting",
      "Your wallet already has an open question.",
      "Open your wallet and answer it, then try again.",
    ],
    nonce: [
      "Another transaction is under way",
      "Another transaction of your account is under way.",
      "Wait until it is done, then try again.",
    ],
  }),
  ...ofKind("unsupportedWallet", {
    unsupported: [
      "The wallet cannot do this",
      "Your wallet does not support what is needed.",
      "Update your wallet, or use another one.",
    ],
    notConnected: [
      "Wallet not connected",
      "Your wallet is locked, or is not connected with this page.",
      "Connect your wallet, then try again.",
    ],
  }),
  ...ofKind("bug", {
    unknown: [
      "Something went wrong",
      "An unexpected error occurred.",
      "Try again. If it happens again, report it to the makers of this page.",
    ],
  }),
}

/** English. Pass a table of the same form as `texts` for another language. */
export const english: ErrorTexts = {
  errors,
  failures,
  names: {
    host: "host",
    payee: "payee",
    operator: "operator",
    renter: "renter",
    token: "token",
    arbiter: "arbiter",
    pricePerHour: "price per hour",
    bond: "bond",
    minDuration: "shortest rental time",
    maxDuration: "longest rental time",
    startWindow: "time to start",
    challengeWindow: "time to dispute",
    nonce: "number",
    epoch: "generation",
    expiry: "expiry",
    maxFeeBps: "highest fee",
    rolling: "way of billing",
    machine: "machine",
    spec: "machine's document",
    duration: "rental time",
    hostSignature: "signature",
    commitment: "a shortest rental time that is billed in any case",
    payer: "the payment belongs to another account",
    amount: "amount",
    evidenceURI: "link to the evidence",
    salt: "order number",
    NotTheRenter: "another account rented it",
    RentalNotLive: "the rental has ended",
    RentalUnknown: "it does not know the rental",
    NotReady: "it is not ready yet",
    InvalidKey: "it does not accept this key",
    RequestExpired: "the request has expired",
    RequestReplayed: "the request was used before",
    TooManyRequests: "it gets too many requests",
    MachineFailed: "it failed to accept the key",
    ChainUnavailable: "it cannot read the chain at present",
  },
}
