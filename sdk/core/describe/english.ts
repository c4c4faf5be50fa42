// The texts in English.
import type { ErrorTexts } from "./texts.ts"

/** English. Pass a table of the same form as `texts` for another language. */
export const english: ErrorTexts = {
  errors: {
    AccessNotOffered: {
      title: "No way into the machine",
      sentence: "The host's description does not say how to get into the machine.",
      action: "Ask the host how to reach it.",
    },
    AccessRefused: {
      title: "Not let into the machine",
      sentence: "The machine does not let you in[: {reason, name}].",
      action: "Check the account, the rental, and the key. Then try again.",
    },
    AccessRequestUnreadable: {
      title: "Not a request for access",
      sentence: "This text is not a signed request for access, or was cut off.",
      action: "Sign a new request.",
    },
    AccountCannotSign: {
      title: "Account cannot sign",
      sentence: "Your account's code does not check signatures.",
      action: "Pay directly, or use another account.",
    },
    AccountMissing: {
      title: "No account",
      sentence: "No account is connected.",
      action: "Connect a wallet and choose an account.",
    },
    ArbitrationOver: {
      title: "Ruling is over",
      sentence: "The time to rule on the dispute ended[ on {deadline, time}].",
      action: "Settle the rental.",
    },
    AuthorizationUnsupported: {
      title: "Token cannot be signed for",
      sentence: "The token has no authorizations that can be signed.",
      action: "Sign with Permit2 instead, or pay directly.",
    },
    BatchFailed: {
      title: "The wallet did not pay",
      sentence: "The wallet did not carry out the transactions.",
      action: "Try again. If it fails again, use another wallet.",
    },
    BatchStalled: {
      title: "Still waiting",
      sentence: "The wallet reports no progress of the transactions.",
      action: "Wait, or look in your wallet. Do not send them again before that.",
    },
    Cancelled: {
      title: "Stopped",
      sentence: "It was stopped before it was done.",
      action: "Try again. If your wallet had already asked you, look there first.",
    },
    ChallengeWindowOutOfBounds: {
      title: "Offer cannot be rented",
      sentence: "The offer's time to dispute is not allowed[: {minimum, duration} to {maximum, duration} are allowed].",
      action: "Ask the host for a new offer.",
    },
    ChallengeWindowOver: {
      title: "Too late to dispute",
      sentence: "The time to dispute the rental ended[ on {deadline, time}].",
      action: "Settle the rental.",
    },
    ContractNotFound: {
      title: "Contract not found",
      sentence: "There is no such contract at this address on this network.",
      action: "Switch your wallet to the network of the rental.",
    },
    DeploymentUnknown: {
      title: "Wrong network",
      sentence: "No escrow is known on this network.",
      action: "Switch your wallet to the network of the rental.",
    },
    DepositNotFound: {
      title: "Data is missing",
      sentence: "The node does not have the record of an earlier payment.",
      action: "Choose another node, or try again later.",
    },
    DoorAnswerInvalid: {
      title: "Wrong answer of the machine",
      sentence: "The machine's answer is not one that can be used.",
      action: "Do not connect. Ask the host, or dispute the rental if it stays so.",
    },
    DoorUnavailable: {
      title: "Machine does not answer",
      sentence: "The machine does not answer.",
      action: "Try again later. If it stays so, end the rental: the time that is left is not billed.",
    },
    DuplicateOrder: {
      title: "Ordered twice",
      sentence: "One machine is ordered twice.",
      action: "Order each machine once.",
    },
    DurationOutOfBounds: {
      title: "Rental time not offered",
      sentence: "The rental time is not offered[: choose from {minimum, duration} to {maximum, duration}].",
      action: "Choose another rental time.",
    },
    EscrowNotFound: {
      title: "Escrow not found",
      sentence: "There is no escrow at this address on this network.",
      action: "Switch your wallet to the network of the rental.",
    },
    EventNotFound: {
      title: "Unexpected result",
      sentence: "The transaction did not do what was expected.",
      action: "Report this to the makers of this page.",
    },
    EvidenceWindowOpen: {
      title: "Too early to rule",
      sentence: "Evidence can be submitted[ until {until, time}].",
      action: "Rule on the dispute after that.",
    },
    ExtendBeforeTooShort: {
      title: "Extension never possible",
      sentence: "No extension would ever be possible[: it must begin at least {minimum, duration} before the end].",
      action: "Let extensions begin earlier.",
    },
    FailedCall: {
      title: "Payment refused",
      sentence: "The receiver does not accept the network's coin.",
      action: "Choose another address.",
    },
    FeeAboveMaximum: {
      title: "The fee has changed",
      sentence: "The platform's fee[ of {feeBps, percent}] is above what the offer accepts[, {maxFeeBps, percent}].",
      action: "Ask the host for a new offer.",
    },
    FeeOutOfBounds: {
      title: "Fee not allowed",
      sentence: "The fee is not allowed[: choose from {minimum, percent} to {maximum, percent}].",
      action: "Choose another fee.",
    },
    FeeTooLow: {
      title: "Fee too low",
      sentence:
        "The fee[ of {relayFee, amount}] does not pay for the transaction[: it takes at least {minimum, amount}].",
      action: "Sign again with a higher fee.",
    },
    ForeignContract: {
      title: "Wrong contract",
      sentence: "The contract is not the one that was expected.",
      action: "Do not sign. Report this to the makers of this page.",
    },
    ForeignDocument: {
      title: "Another description",
      sentence: "This is not the description that the host signed for the rental.",
      action: "Get the description from a board or from the host again.",
    },
    ForeignHostKey: {
      title: "Another machine",
      sentence: "The answer names another machine than the one that the host signed for.",
      action: "Do not connect. Ask the host, or dispute the rental if it stays so.",
    },
    ForeignPayer: {
      title: "Another account",
      sentence: "The purchase was prepared for another account[, {payer, account}].",
      action: "Switch to that account in your wallet, or start again.",
    },
    ForeignPlan: {
      title: "Account changed",
      sentence: "The payment was prepared for another account[, {payer, account}].",
      action: "Switch to that account in your wallet, or start again.",
    },
    ForeignRenter: {
      title: "Another account",
      sentence: "The mandate is for another account[, {renter, account}].",
      action: "Switch to the renter's account.",
    },
    ForeignSigner: {
      title: "Wrong account",
      sentence: "This account does not sign the host's offers[: {signer, account} does].",
      action: "Switch to that account in your wallet.",
    },
    FullyExtended: {
      title: "Longest time reached",
      sentence: "The rental lasts as long as the host allows[, {maxDuration, duration}].",
      action: "Rent again when it ends.",
    },
    InsufficientAllowance: {
      title: "Permission missing",
      sentence: "The escrow may not take the amount[ of {required, amount}] from your account yet.",
      action: "Try again, and confirm the permission in your wallet.",
    },
    InsufficientBalance: {
      title: "Not enough money",
      sentence: "Your account holds too little[: it has {balance, amount} and needs {required, amount}].",
      action: "Add money to your account, then try again.",
    },
    InsufficientBond: {
      title: "The host's deposit is too low",
      sentence: "The host's deposit does not cover this rental[: it needs {required, amount}].",
      action: "Choose a shorter time or another machine. As the host, add to your bond.",
    },
    InsufficientCoins: {
      title: "No coins for the network fee",
      sentence:
        "Your account has too few of the network's coins for this transaction[: at least {required, coin} are needed].",
      action: "Add some of the network's coins to your account, then try again.",
    },
    InsufficientGas: {
      title: "Too little gas",
      sentence: "The transaction had too little gas to pay everyone.",
      action: "Try again with the gas that your wallet suggests.",
    },
    InsufficientMandateAllowance: {
      title: "Allowance too small",
      sentence: "The automatic extension may not take enough from your account[: {required, amount} is needed].",
      action: "Allow the mandate contract to take it.",
    },
    InsufficientPermit2Allowance: {
      title: "Allowance too small",
      sentence: "Permit2 may not take enough from your account[: {required, amount} is needed].",
      action: "Allow Permit2 to take it, or pay directly.",
    },
    InsufficientRenterBalance: {
      title: "Balance too low",
      sentence: "Your account does not have enough for the next extension[: {required, amount} is needed].",
      action: "Add money to your account.",
    },
    InvalidArbiter: {
      title: "Offer cannot be rented",
      sentence: "The offer's arbiter is missing, or is one of its parties.",
      action: "Ask the host for a new offer.",
    },
    InvalidDocument: {
      title: "Description not valid",
      sentence: "The machine's description is not valid.",
      action: "Correct the fields that the error names.",
    },
    InvalidHost: {
      title: "Offer cannot be rented",
      sentence: "The offer does not name its host.",
      action: "Ask the host for a new offer.",
    },
    InvalidInput: {
      title: "Something is not valid",
      sentence: "A value is not valid[: {field, name}][ ({expected, text})].",
      action: "Correct it, then try again.",
    },
    InvalidMandateSignature: {
      title: "Mandate not signed",
      sentence: "The renter did not sign this mandate.",
      action: "Sign a new mandate.",
    },
    InvalidOffer: {
      title: "Offer cannot be rented",
      sentence: "This offer can never be rented[, because of its {field, name}].",
      action: "Ask the host for a new offer.",
    },
    InvalidOperator: {
      title: "Offer cannot be rented",
      sentence: "The offer's operator is its renter or its arbiter.",
      action: "Ask the host for a new offer.",
    },
    InvalidPayee: {
      title: "Offer cannot be rented",
      sentence: "The offer would pay an address that cannot be paid.",
      action: "Ask the host for a new offer.",
    },
    InvalidPurchaseSignature: {
      title: "Signature does not fit",
      sentence: "What was signed is not what would be paid.",
      action: "Sign the purchase again.",
    },
    InvalidReceiver: {
      title: "Address not allowed",
      sentence: "Money cannot be sent to this address.",
      action: "Choose another address.",
    },
    InvalidRenter: {
      title: "Renter not allowed",
      sentence: "This account cannot be the renter.",
      action: "Choose another account.",
    },
    InvalidShortString: {
      title: "Internal error",
      sentence: "The contract's name is too long.",
      action: "Report this to the makers of this page.",
    },
    InvalidSignature: {
      title: "Offer not signed",
      sentence: "The host did not sign this offer for this escrow and network.",
      action: "Ask the host for a new offer.",
    },
    InvalidSshKey: {
      title: "Not an SSH key",
      sentence: "This is not a public SSH key that machines accept.",
      action: "Pass the one line of a file such as id_ed25519.pub.",
    },
    InvalidToken: {
      title: "Token not accepted",
      sentence: "The escrow does not accept this token.",
      action: "Choose another token.",
    },
    InvalidTreasury: {
      title: "Address not allowed",
      sentence: "The treasury cannot be this address.",
      action: "Choose another address.",
    },
    MachineBusy: {
      title: "The machine is taken",
      sentence: "The machine is rented[ until {busyUntil, time}].",
      action: "Choose another machine, or try again later.",
    },
    MandateExhausted: {
      title: "Total is used up",
      sentence: "The next extension costs more than is left of the mandate[: {left, amount}].",
      action: "Sign a new mandate with a higher total.",
    },
    MandateExpired: {
      title: "Mandate has ended",
      sentence: "The mandate ends[ on {expiry, time}], before it can be used again.",
      action: "Sign a new mandate.",
    },
    MandateSignatureRefused: {
      title: "Signature refused",
      sentence: "Your account does not accept the mandate's signature.",
      action: "Sign with an owner of the account.",
    },
    MandateTooSmall: {
      title: "Total too small",
      sentence: "The mandate does not pay for that time[: it takes {required, amount}].",
      action: "Raise the total, or choose less time.",
    },
    MandateUnreadable: {
      title: "Not a mandate",
      sentence: "The text is not a signed mandate.",
      action: "Sign a new mandate.",
    },
    MarketNotOpen: {
      title: "Token not accepted now",
      sentence: "The escrow takes no new payments in this token.",
      action: "Choose an offer in another token.",
    },
    MaxDurationTooLong: {
      title: "Offer cannot be rented",
      sentence: "The offer's longest rental time is too long[: at most {maximum, duration} are allowed].",
      action: "Ask the host for a new offer.",
    },
    MinDurationZero: {
      title: "Offer cannot be rented",
      sentence: "The offer's shortest rental time is zero.",
      action: "Ask the host for a new offer.",
    },
    MixedTokens: {
      title: "Different tokens",
      sentence: "The offers are paid in different tokens.",
      action: "Pay for the rentals of each token apart.",
    },
    NativeCoin: {
      title: "Not with this coin",
      sentence: "A payment in the network's coin cannot be signed for.",
      action: "Pay directly, or choose an offer in another token.",
    },
    NoFees: {
      title: "Nothing to collect",
      sentence: "There are no fees to collect in this token.",
      action: "Wait until a rental has paid some.",
    },
    NotAccount: {
      title: "Wrong account",
      sentence: "Only the owner of a credit can send it to another address.",
      action: "Send it to the owner's own address.",
    },
    NotArbiter: {
      title: "Wrong account",
      sentence: "Only the rental's arbiter[ {arbiter, account}] can do this.",
      action: "Switch to that account in your wallet.",
    },
    NotContract: {
      title: "Contract not found",
      sentence: "There is no contract at the address.",
      action: "Check the address.",
    },
    NotDue: {
      title: "Too early",
      sentence: "Nothing is due yet[: it is on {dueAt, time}].",
      action: "Try again after that.",
    },
    NotGuardian: {
      title: "Wrong account",
      sentence: "Only the escrow's guardian[ {guardian, account}] can do this.",
      action: "Switch to that account in your wallet.",
    },
    NotHost: {
      title: "Wrong account",
      sentence: "Only the rental's host[ {host, account}] can do this.",
      action: "Switch to that account in your wallet.",
    },
    NotHostOrOperator: {
      title: "Wrong account",
      sentence: "Only the rental's host or its operator can do this.",
      action: "Switch to one of these accounts in your wallet.",
    },
    NotParty: {
      title: "Wrong account",
      sentence: "Only the rental's renter, host or operator can do this.",
      action: "Switch to one of these accounts in your wallet.",
    },
    NotRelayer: {
      title: "Another sender was chosen",
      sentence: "The payer chose another account to send this purchase[, {relayer, account}].",
      action: "Let that account send it, or sign again.",
    },
    NotRentalsRenter: {
      title: "Another renter",
      sentence: "The mandate is not for the renter of this rental.",
      action: "Sign with the renter's account.",
    },
    NotRenter: {
      title: "Wrong account",
      sentence: "Only the renter[ {renter, account}] can do this.",
      action: "Switch to that account in your wallet.",
    },
    NotSelf: {
      title: "Internal error",
      sentence: "Only the escrow itself can do this.",
      action: "Report this to the makers of this page.",
    },
    NotSettled: {
      title: "Token cannot be used",
      sentence: "The token moved other amounts than it was asked to.",
      action: "Pay directly, or choose an offer in another token.",
    },
    NothingAtRisk: {
      title: "Nothing to dispute",
      sentence: "Neither price nor bond of the rental is left to dispute.",
      action: "Stop or settle the rental.",
    },
    NothingCredited: {
      title: "Nothing to withdraw",
      sentence: "This account has no credit in this token.",
      action: "You need to do nothing: payments that arrived need no withdrawal.",
    },
    OfferExpired: {
      title: "The offer has expired",
      sentence: "The offer expired[ on {expiry, time}].",
      action: "Ask the host for a new offer.",
    },
    OfferUnreadable: {
      title: "Not an offer",
      sentence: "This text or link is not a signed offer, or was cut off.",
      action: "Copy it again, or ask the host for a new offer.",
    },
    OrderCountOutOfBounds: {
      title: "Too many or no rentals",
      sentence: "A purchase has[ from {minimum, text} to {maximum, text}] rentals.",
      action: "Split the purchase, or choose a rental.",
    },
    OrderRefused: {
      title: "One rental cannot be paid",
      sentence: "One of the rentals cannot be paid, so none is paid.",
      action: "Leave this rental out, or choose another machine.",
    },
    OwnableInvalidOwner: {
      title: "Address not allowed",
      sentence: "The owner cannot be this address.",
      action: "Choose another address.",
    },
    OwnableUnauthorizedAccount: {
      title: "Wrong account",
      sentence: "Only the escrow's owner can do this.",
      action: "Switch to that account in your wallet.",
    },
    PaymentRefused: {
      title: "Payment refused",
      sentence: "The token refused the signed payment.",
      action: "Check your balance, then sign again.",
    },
    PermitMissing: {
      title: "Allowance too small",
      sentence: "Permit2 may not take the tokens yet.",
      action: "Sign a permit for Permit2.",
    },
    PermitUnsupported: {
      title: "No permit",
      sentence: "The token does not take permits.",
      action: "Allow the payment by a transaction instead.",
    },
    PlanPartMissing: {
      title: "Incomplete plan",
      sentence: "The page lost a part of the plan[: its {part, text}]. Nothing was signed or sent.",
      action: "Plan again.",
    },
    PriceFeed: {
      title: "No exchange rate",
      sentence: "The token's exchange rate cannot be used now.",
      action: "Try again later, or pay a price in tokens.",
    },
    PriceUnknown: {
      title: "No exchange rate",
      sentence: "No exchange rate of the token is known.",
      action: "Pay a price in tokens.",
    },
    ProviderMissing: {
      title: "Internal error",
      sentence: "The account is not connected to a node.",
      action: "Report this to the makers of this page.",
    },
    PurchaseChanged: {
      title: "The purchase has changed",
      sentence: "The purchase was changed after it was prepared.",
      action: "Start again.",
    },
    PurchaseExpired: {
      title: "Signature has expired",
      sentence: "The purchase could be sent[ until {validBefore, time}].",
      action: "Sign again.",
    },
    PurchaseUnreadable: {
      title: "Not a purchase",
      sentence: "The text is not a signed purchase.",
      action: "Sign again.",
    },
    PurchaseUsed: {
      title: "Already paid",
      sentence: "This purchase was already paid, or cancelled.",
      action: "Look at your rentals before you sign again.",
    },
    QuoteExceeded: {
      title: "The price has changed",
      sentence: "The offer costs more than was quoted.",
      action: "Look at the new price, then confirm again.",
    },
    QuoteExpired: {
      title: "The quote has expired",
      sentence: "The exchange rate is too old.",
      action: "Ask for a new quote.",
    },
    ReadFailed: {
      title: "The network does not answer",
      sentence: "The connection to the network keeps failing.",
      action: "Check your connection, and look at your rental before you pay again.",
    },
    ReentrancyGuardReentrantCall: {
      title: "Internal error",
      sentence: "The escrow was called from within its own call.",
      action: "Report this to the makers of this page.",
    },
    RefundOutOfBounds: {
      title: "Refund not possible",
      sentence: "This time cannot be refunded[: at most {maximum, duration} in all].",
      action: "Choose another time.",
    },
    RentalExists: {
      title: "Already paid",
      sentence: "This rental is already paid.",
      action: "Open the rental. To rent again, start a new order.",
    },
    RentalNotFound: {
      title: "Rental not found",
      sentence: "There is no rental with this number on this network.",
      action: "Check the link, and the network of your wallet.",
    },
    RentalOver: {
      title: "The rental is over",
      sentence: "The rented time ended[ on {end, time}].",
      action: "Settle the rental once its time to dispute is over.",
    },
    ReorgTooDeep: {
      title: "The network changed its history",
      sentence: "More blocks were replaced than are remembered.",
      action: "Load the page again.",
    },
    RiskyTerms: {
      title: "Unusual terms",
      sentence: "The offer has a term that can cost you money[: {term, name}].",
      action: "Accept the terms only if you agree.",
    },
    SafeERC20FailedOperation: {
      title: "Payment refused",
      sentence: "The token refused the transfer.",
      action: "Choose another receiver, or look up the rules of the token.",
    },
    SaltRevoked: {
      title: "Mandate was revoked",
      sentence: "This mandate was revoked.",
      action: "Sign a new mandate.",
    },
    ServerAnswerInvalid: {
      title: "Server is wrong",
      sentence: "The server's answer is not valid.",
      action: "Choose another server.",
    },
    ServerBehind: {
      title: "Server is behind",
      sentence: "The server has not read the chain this far yet.",
      action: "Try again later.",
    },
    ServerMismatch: {
      title: "Server is wrong",
      sentence: "The server says something else than the contract.",
      action: "Choose another server.",
    },
    ServerRefused: {
      title: "Server refused",
      sentence: "The server refused the request.",
      action: "Choose another server.",
    },
    ServerUnavailable: {
      title: "Server does not answer",
      sentence: "The server does not answer.",
      action: "Try again later.",
    },
    SettlementDue: {
      title: "Already due",
      sentence: "The rental has been due for settlement[ since {dueAt, time}].",
      action: "Settle the rental.",
    },
    ShareOutOfBounds: {
      title: "Share not allowed",
      sentence: "The share is above the whole.",
      action: "Choose a share from none to all.",
    },
    ShorterRentalExists: {
      title: "Paid for less time",
      sentence: "This rental is already paid[, for {paidDuration, duration} instead of {duration, duration}].",
      action: "Open the rental, and extend it while it runs. To rent again, start a new order.",
    },
    SimulationRefused: {
      title: "Payment would fail",
      sentence: "The purchase would fail.",
      action: "Sign again later, or pay directly.",
    },
    StartWindowOver: {
      title: "Too late to start",
      sentence: "The time to start the rental ended[ on {deadline, time}].",
      action: "Settle the rental. The renter gets the money back.",
    },
    StartWindowTooLong: {
      title: "Offer cannot be rented",
      sentence: "The offer gives the host too long to start[: at most {maximum, duration} are allowed].",
      action: "Ask the host for a new offer.",
    },
    StringTooLong: {
      title: "Internal error",
      sentence: "The contract's name is too long.",
      action: "Report this to the makers of this page.",
    },
    TermsMismatch: {
      title: "Node not reliable",
      sentence: "The node returned the terms of another rental.",
      action: "Choose another node.",
    },
    TermsNotFound: {
      title: "Data is missing",
      sentence: "The node does not have the terms of this rental.",
      action: "Choose another node, or try again later.",
    },
    TipAboveMaximum: {
      title: "Tip too high",
      sentence: "The tip is above what the mandate allows[, {maxTip, amount}].",
      action: "Ask for a lower tip.",
    },
    TokenMismatch: {
      title: "Token not as expected",
      sentence: "The token at this address is not the known one.",
      action: "Check the network of your wallet, and the token.",
    },
    TokenNotRelayed: {
      title: "Fee in another token",
      sentence: "The relayer does not take its fee in this token.",
      action: "Use another relayer, or pay directly.",
    },
    TokenUnknown: { title: "Token not known", sentence: "The token is not known.", action: "Choose another token." },
    TokenUnprobed: {
      title: "Internal error",
      sentence: "The token was not checked before it was used.",
      action: "Report this to the makers of this page.",
    },
    TooEarly: {
      title: "Too early to extend",
      sentence: "The rental can be extended[ from {dueAt, time}] on.",
      action: "Try again after that.",
    },
    TooMuch: {
      title: "The amount has changed",
      sentence: "By now, more would be paid than you allowed.",
      action: "Look at the new amount, then confirm again.",
    },
    TransactionDropped: {
      title: "Transaction lost",
      sentence: "The network does not know the transaction any more.",
      action: "Look in your wallet whether it was cancelled, then try again.",
    },
    TransactionRefused: {
      title: "Not sent",
      sentence: "The network did not take the transaction. Nothing was paid.",
      action: "Try again.",
    },
    TransactionReplaced: {
      title: "Replaced in the wallet",
      sentence: "Another transaction of your account replaced it.",
      action: "Look in your wallet what was sent instead.",
    },
    TransactionReverted: {
      title: "The rental has changed",
      sentence: "The transaction failed, because something had changed. Only the network fee was paid.",
      action: "Look at the rental, then try again.",
    },
    TransactionStalled: {
      title: "Still waiting",
      sentence: "The transaction was sent but makes no progress.",
      action: "Wait, or look in your wallet. Do not send it again before that.",
    },
    TransferRefused: {
      title: "Payment refused",
      sentence: "The token refused the transfer, although there is enough of it.",
      action: "Look up the rules of the token, or pay from another account.",
    },
    UndeployedPayer: {
      title: "Account not deployed",
      sentence: "Your account has no code yet, so its signature cannot be checked.",
      action: "Deploy your account first.",
    },
    UndeployedRenter: {
      title: "Account not deployed",
      sentence: "Your account has no code yet, so its signature cannot be checked.",
      action: "Deploy your account first.",
    },
    UnequalLengths: {
      title: "Incomplete purchase",
      sentence: "A rental lacks its duration or its signature.",
      action: "Report this to the makers of this page.",
    },
    UnusableSignature: {
      title: "Signature not usable",
      sentence: "The escrow does not accept the wallet's signature.",
      action: "Choose this account and network in the wallet, or use another wallet.",
    },
    ValueTooSmall: {
      title: "Signed for too little",
      sentence: "The signed value[ of {value, amount}] does not cover price and fee.",
      action: "Sign again for the present price.",
    },
    WalletUnanswered: {
      title: "The wallet did not answer",
      sentence: "The wait for the wallet was ended.",
      action: "Look in your wallet whether it still asks, then try again.",
    },
    WrongAmountReceived: {
      title: "Token not suitable",
      sentence: "The token delivers another amount than was sent.",
      action: "Choose a token without transfer fees.",
    },
    WrongArbiter: {
      title: "The terms have changed",
      sentence: "The offer names another arbiter than the market has now.",
      action: "Ask the host for a new offer.",
    },
    WrongBalance: {
      title: "Token cannot be used",
      sentence: "The token moved other amounts than it was asked to.",
      action: "Extend the rental directly.",
    },
    WrongChain: {
      title: "Wrong network",
      sentence: "Your wallet is on another network.",
      action: "Switch the network in your wallet, then try again.",
    },
    WrongCursor: {
      title: "Data of another network",
      sentence: "What was stored belongs to another network or escrow.",
      action: "Load the page again.",
    },
    WrongEpoch: {
      title: "The offer was withdrawn",
      sentence: "The host has withdrawn all earlier offers.",
      action: "Ask the host for a new offer.",
    },
    WrongMandateEpoch: {
      title: "Mandate was revoked",
      sentence: "All mandates of that time were revoked.",
      action: "Sign a new mandate.",
    },
    WrongNonce: {
      title: "The offer was withdrawn",
      sentence: "The host withdrew the offer, or the machine was rented since.",
      action: "Ask the host for a new offer.",
    },
    WrongRental: {
      title: "Another rental",
      sentence: "The mandate is for another rental.",
      action: "Choose the rental that it names.",
    },
    WrongRenter: {
      title: "Offer for another renter",
      sentence: "The offer is for another account[, {expected, account}].",
      action: "Switch to that account in your wallet, or ask the host for a new offer.",
    },
    WrongStatus: {
      title: "The rental has changed",
      sentence: "The rental's state does not allow this any more.",
      action: "Look at the rental, then decide again.",
    },
    WrongValue: {
      title: "The amount has changed",
      sentence: "Another amount[, {expected, coin} of the network's coins,] is due by now.",
      action: "Try again.",
    },
    ZeroAmount: {
      title: "Amount is zero",
      sentence: "The amount is zero.",
      action: "Choose a higher amount or a longer time.",
    },
    ZeroStep: {
      title: "Extension of nothing",
      sentence: "The mandate would extend the rental by nothing.",
      action: "Choose how long one extension lasts.",
    },
  },
  failures: {
    rejected: {
      title: "Not confirmed",
      sentence: "You did not confirm it in your wallet.",
      action: "Try again if you want to go on.",
    },
    aborted: {
      title: "Stopped",
      sentence: "It was stopped before it was done.",
      action: "Try again. If your wallet had already asked you, look there first.",
    },
    pending: {
      title: "The wallet is waiting",
      sentence: "Your wallet already has an open question.",
      action: "Open your wallet and answer it, then try again.",
    },
    balance: {
      title: "Not enough money",
      sentence: "Your account holds too little of the token, or has not allowed the payment.",
      action: "Add money to your account, then try again.",
    },
    coins: {
      title: "No coins for the network fee",
      sentence: "Your account has too few of the network's coins for this transaction.",
      action: "Add some of the network's coins to your account, then try again.",
    },
    fees: {
      title: "Network fee not accepted",
      sentence: "The network does not accept the fee of this transaction.",
      action: "Try again with the fee that your wallet suggests.",
    },
    nonce: {
      title: "Another transaction is under way",
      sentence: "Another transaction of your account is under way.",
      action: "Wait until it is done, then try again.",
    },
    network: {
      title: "No connection",
      sentence: "The network does not answer.",
      action: "Check your connection, then try again. If your wallet had already asked you, look there first.",
    },
    rate: {
      title: "Too many requests",
      sentence: "The node takes no more requests now.",
      action: "Wait a minute, then try again.",
    },
    chain: {
      title: "Wrong network",
      sentence: "Your wallet is on another network, or does not know this one.",
      action: "Switch the network in your wallet, then try again.",
    },
    unsupported: {
      title: "The wallet cannot do this",
      sentence: "Your wallet does not support what is needed.",
      action: "Update your wallet, or use another one.",
    },
    notConnected: {
      title: "Wallet not connected",
      sentence: "Your wallet is locked, or is not connected with this page.",
      action: "Connect your wallet, then try again.",
    },
    reverted: {
      title: "Not possible now",
      sentence: "The contract refuses this now.",
      action: "Look at the rental, then try again.",
    },
    unknown: {
      title: "Something went wrong",
      sentence: "An unexpected error occurred.",
      action: "Try again. If it happens again, report it to the makers of this page.",
    },
  },
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
