// The sentences of the command line for the errors of the SDK and of the contract. They name options and commands,
// where the SDK's own name parameters.
import { type AnyEscrowError, RESERVED } from "@gpuflow/escrow"
import type { ServerUnavailableError } from "@gpuflow/escrow/server"
import { formatLocal, formatSeconds } from "./times.ts"

type Args = Readonly<Record<string, unknown>>
type Sentences = Readonly<Record<AnyEscrowError["code"], string | ((args: Args) => string)>>

/** What happened and what to do, in the words of the command line. */
export function describeError(error: AnyEscrowError): string {
  const sentence = sentences[error.code]
  return typeof sentence === "string" ? sentence : sentence({ ...error.args })
}

const NEW_OFFER = "Ask the host for a new offer."
const SETTLE = "Run `gpuflow-escrow claim` with its id to settle it."
const OTHER_ACCOUNT = "Set GPUFLOW_KEYSTORE or GPUFLOW_PRIVATE_KEY to another account."
const OTHER_NODE = "Set GPUFLOW_RPC_URL to another node."
const DO_NOT_REPEAT = "Do not send it again before you have looked it up."
const REPORT = "Please report this."

const serverFailures = {
  timeout: "does not answer in time",
  connection: "cannot be reached",
  overloaded: "answers too many requests at present",
  failing: "reports a failure of its own",
} as const satisfies Readonly<Record<ServerUnavailableError["args"]["failure"], string>>

/** Why a machine's door refuses a request. */
const refusals: Readonly<Record<string, string>> = {
  RequestInvalid: "The machine's door cannot read the request. Check that it is of this version.",
  BodyTooLarge: "The request is too long for the machine's door. Pass a shorter key with --identity.",
  InvalidKey: "The machine does not accept this SSH key. Leave out --identity to use a new Ed25519 key.",
  RentalUnknown: "The machine's door does not know this rental. Check its id and the machine's document.",
  NotTheRenter: `Your account did not rent this machine. ${OTHER_ACCOUNT}`,
  RentalNotLive: "The rental has ended. Rent the machine again to get into it.",
  NotReady: "The machine is not ready yet. Run the command again, or wait longer with --wait.",
  RequestExpired: "The request has expired. Run the command again.",
  ExpiryTooFar: "The request is valid for too long. Run the command again.",
  RequestReplayed: "The request was used before. Run the command again, which signs a new one.",
  TooManyRequests: "The machine's door gets too many requests. Run the command again in a minute.",
  MachineFailed:
    "The machine did not accept the key. Run the command again. If it stays so, stop or dispute the rental.",
  ChainUnavailable: "The machine's door cannot read the chain at present. Run the command again in a minute.",
}

const sentences: Sentences = {
  AccessNotOffered: "The machine's document does not say how to get into the machine. Ask the host.",
  AccessRefused: ({ reason }) => refusals[String(reason)] ?? "The machine's door refuses the request.",
  AccessRequestUnreadable: "This is not a request for access. Run `gpuflow-escrow access` to make one.",
  AccountCannotSign:
    "Your account has code that does not check signatures, so no token accepts its signature. Rent without --gasless, or use another account.",
  AccountMissing: "No account is configured. Set GPUFLOW_KEYSTORE or GPUFLOW_PRIVATE_KEY.",
  ArbitrationOver: ({ deadline }) => `The time to resolve the dispute ended${at(deadline)}. ${SETTLE}`,
  AuthorizationUnsupported:
    "The token has no authorizations (ERC-3009) that can be signed. Sign with Permit2, or rent without --gasless.",
  BatchFailed: "The transactions were not carried out. Run the command again.",
  BatchStalled: `The transactions were sent but make no progress. ${DO_NOT_REPEAT}`,
  Cancelled: ({ sent }) =>
    `The command was ended. ${Array.isArray(sent) ? `Sent before that: ${sent.join(", ")}` : "Nothing was sent"}.`,
  ChallengeWindowOutOfBounds: ({ minimum, maximum }) =>
    `The challenge window of an offer is from ${time(minimum)} to ${time(maximum)}. As the host, pass --challenge-window within these bounds. As the renter, ask the host for a new offer.`,
  ChallengeWindowOver: ({ deadline }) => `The time to dispute the rental ended${at(deadline)}. ${SETTLE}`,
  ContractNotFound: "There is no such contract at this address on this chain. Check its address and --chain.",
  DeploymentUnknown: "No escrow is known on this chain. Pass --escrow, or set GPUFLOW_ESCROW.",
  DepositNotFound: `The node does not have the events of an earlier block. ${OTHER_NODE}`,
  DoorAnswerInvalid: ({ endpoint, field, problem }) =>
    `The machine's door at ${endpoint} gave an answer that cannot be used: ${field ? `${field} ` : "it "}${problem}. Do not connect. Run \`gpuflow-escrow dispute\` if it stays so.`,
  DoorUnavailable: ({ endpoint }) =>
    `The machine's door at ${endpoint} does not answer. Try again later. If it stays so, run \`gpuflow-escrow stop\`: the time that is left is not billed.`,
  DuplicateOrder: "One machine is ordered twice. Order each machine once.",
  DurationOutOfBounds: ({ minimum, maximum }) =>
    `The offer allows rentals from ${time(minimum)} to ${time(maximum)}. Pass a time within these bounds.`,
  EscrowNotFound: "There is no contract at this address on this chain. Check --escrow and --chain.",
  EventNotFound: "The transaction did not do what was expected. Check that --escrow is the address of a rental escrow.",
  EvidenceWindowOpen: ({ until }) =>
    `The parties can submit evidence${at(until, "until")}. Resolve the dispute after that.`,
  ExtendBeforeTooShort: "With this mandate no extension would ever be possible. Let extensions begin earlier.",
  FailedCall: "The receiver refuses the chain's coin. Pass another address with --to.",
  FeeAboveMaximum: ({ feeBps, maxFeeBps }) =>
    `The platform fee is ${percent(feeBps)}, and the offer accepts at most ${percent(maxFeeBps)}. As the host, sign an offer with a higher --max-fee. As the renter, ask the host for a new offer.`,
  FeeOutOfBounds: ({ minimum, maximum }) =>
    `A fee is from ${percent(minimum)} to ${percent(maximum)}. Pass one within these bounds.`,
  FeeTooLow: "The fee does not pay for the transaction. Sign again with a higher fee.",
  ForeignContract:
    "The contract is not the one that was named. Check its address, --escrow and --chain before you sign anything.",
  ForeignDocument:
    "This is not the document that the rental's offer names. Pass the right one with --document, or a board that has it with --server.",
  ForeignHostKey: ({ expected, actual }) =>
    `The machine's door names the SSH host key ${actual}, and the host signed for ${expected}. Do not connect: this is another machine, or someone is between.`,
  ForeignPayer: "The purchase was prepared for another account. Run the command again with the account that pays.",
  ForeignPlan: "The plan is for another account. Run the command again with the account that pays.",
  ForeignRenter: "The mandate is for another account. Run the command with the renter's account.",
  ForeignSigner: ({ account, signer }) =>
    `Account ${account} does not sign the host's offers; ${signer} does. Use that account, or make yours the signer with \`gpuflow-escrow revoke --all --signer\`.`,
  FullyExtended: "The rental already lasts as long as the host allows. Rent again when it ends.",
  InsufficientAllowance:
    "The escrow may not take this amount from your account. Run the command again, which approves it first.",
  InsufficientBalance: "Your account holds too little of the token. Add funds, then run the command again.",
  InsufficientBond:
    "The host's free bond is too small for this. As the host, run `gpuflow-escrow bond` to see it and `gpuflow-escrow bond fund` to add to it.",
  InsufficientCoins:
    "The account has too little of the chain's coin for a transaction fee. Add coins to it, then run the command again.",
  InsufficientGas: "The transaction had too little gas to pay everyone. Run the command again.",
  InsufficientMandateAllowance:
    "The mandate contract may not take enough from the renter's account. The renter has to approve it.",
  InsufficientPermit2Allowance:
    "Permit2 may not take enough from your account, and the token has no permits. Approve Permit2, or rent without --gasless.",
  InsufficientRenterBalance:
    "The renter does not have enough for the next extension. Add funds to the renter's account.",
  InvalidArbiter: `The offer's arbiter is one of its parties or missing. ${NEW_OFFER}`,
  InvalidDocument: "This is not a machine document. Run gpuflow-escrow machine to make one.",
  InvalidHost: `The offer does not name its host. ${NEW_OFFER}`,
  InvalidInput: ({ field, value, expected }) => describeInput(String(field), value, String(expected)),
  InvalidMandateSignature: "The renter did not sign this mandate. Sign a new mandate.",
  InvalidOffer: ({ field, problems }) => describeProblem(String(field), problems),
  InvalidOperator:
    "The operator may be neither the renter nor the arbiter. As the host, pass another --operator. As the renter, ask the host for a new offer.",
  InvalidPayee:
    "The payee may not be the escrow, the arbiter or the token. As the host, pass another --payee. As the renter, ask the host for a new offer.",
  InvalidPurchaseSignature: "What was signed is not what would be paid. Sign the purchase again.",
  InvalidReceiver: "The receiver may be neither the zero address nor the escrow. Pass another address with --to.",
  InvalidRenter: "The renter may not be the zero address, the host, the escrow or the token. Pass another --renter.",
  InvalidShortString: `The escrow's name is too long. ${REPORT}`,
  InvalidSignature: `The host's signer did not sign this offer for this escrow and chain. ${NEW_OFFER}`,
  InvalidSshKey: ({ problem }) =>
    `This is not a usable public SSH key: it ${problem}. Pass the file of a key with --identity.`,
  InvalidToken: "This is not a token that the escrow accepts. Pass another token.",
  InvalidTreasury: "The treasury may be neither the zero address nor the escrow. Pass another address.",
  MachineBusy: ({ busyUntil }) =>
    `${busyUntil === RESERVED ? "The machine is reserved by a paid rental that has not started yet." : `The machine is rented${at(busyUntil, "until")}.`} Try again later, or choose another machine.`,
  MandateExhausted:
    "The next extension costs more than is left of the mandate. Sign a new mandate with a higher total.",
  MandateExpired: "The mandate ends before it can be used again. Sign a new mandate that ends later.",
  MandateSignatureRefused:
    "Your account's contract does not accept the signature of the mandate. Sign with an owner of the account.",
  MandateTooSmall: "The mandate does not pay for the time that you want. Raise the total, or choose less time.",
  MandateUnreadable: "The text is not a signed mandate. Sign a new mandate.",
  MarketNotOpen: "The escrow does not take new payments in this token. Choose an offer in another token.",
  MaxDurationTooLong: ({ maximum }) =>
    `An offer allows rentals of at most ${time(maximum)}. As the host, pass a shorter --max-duration. As the renter, ask the host for a new offer.`,
  MinDurationZero: `The offer's shortest rental time is zero. ${NEW_OFFER}`,
  MixedTokens: "The offers are paid in different tokens. Pay for the rentals of each token apart.",
  NativeCoin:
    "A rental that is paid in the network's coin cannot be signed for. Pay directly, or choose an offer in another token.",
  NoFees: "There are no fees to collect in this token.",
  NotAccount: "Only the owner of a credit can choose its receiver. Omit --to.",
  NotArbiter: ({ arbiter }) => `Only the rental's arbiter ${arbiter} can do this. ${OTHER_ACCOUNT}`,
  NotContract: "There is no contract at the address. Check the address.",
  NotDue: ({ dueAt }) => `Nothing is due${at(dueAt, "before")}. Run the command again then.`,
  NotGuardian: ({ guardian }) => `Only the escrow's guardian ${guardian} can do this. ${OTHER_ACCOUNT}`,
  NotHost: ({ host }) => `Only the rental's host ${host} can do this. ${OTHER_ACCOUNT}`,
  NotHostOrOperator: `Only the rental's host or its operator can do this. ${OTHER_ACCOUNT}`,
  NotParty: `Only the rental's renter, host or operator can do this. ${OTHER_ACCOUNT}`,
  NotRelayer: "The payer chose another account to send this purchase. Let that account send it, or sign again.",
  NotRentalsRenter: "The mandate is not for the renter of this rental. Sign with the renter's account.",
  NotRenter: ({ renter }) => `Only the rental's renter ${renter} can do this. ${OTHER_ACCOUNT}`,
  NotSelf: `Only the escrow itself can do this. ${REPORT}`,
  NotSettled: "The token moved other amounts than it was asked to. Pay directly, or choose an offer in another token.",
  NothingAtRisk:
    "Neither price nor bond of the rental is left to dispute. Run `gpuflow-escrow stop` with its id to close it.",
  NothingCredited: "The account has no credit in this token. Payouts that arrived need no withdrawal.",
  OfferExpired: ({ expiry }) => `The offer expired${at(expiry)}. ${NEW_OFFER}`,
  OfferUnreadable: `This is not a signed offer. ${NEW_OFFER}`,
  OrderCountOutOfBounds: "A purchase has rentals. Split the purchase, or choose a rental.",
  OrderRefused: ({ id, code }) =>
    `Rental ${id} cannot be paid (${code}), so none of the purchase is. Leave it out, or choose another machine.`,
  OwnableInvalidOwner: "The owner may not be the zero address. Pass another address.",
  OwnableUnauthorizedAccount: `Only the escrow's owner can do this. ${OTHER_ACCOUNT}`,
  PaymentRefused: "The token refused the signed payment. Check your balance, then sign again.",
  PermitMissing: "Permit2 may not take the payer's tokens yet. The payer has to sign a permit for Permit2.",
  PermitUnsupported: "The token does not take permits. Run the command again, which approves the amount instead.",
  PlanPartMissing: "The plan's relayer or mandate is missing. Run the command again.",
  PriceFeed:
    "The price feed of the token gives no usable price now. Try again later, or pass the price in tokens with --price.",
  PriceUnknown: ({ stable }) =>
    `No price feed of the token is known. Pass the price in tokens with --price${stable === true ? ", or count the token as one dollar with --assume-peg" : ""}.`,
  ProviderMissing: `The account is not connected to a node. ${REPORT}`,
  PurchaseChanged: "The purchase was changed after it was prepared. Begin again.",
  PurchaseExpired: "The purchase could be sent. Sign again.",
  PurchaseUnreadable: "The text is not a signed purchase. Sign again.",
  PurchaseUsed:
    "This purchase was already paid, or its payer cancelled it. Look at your rentals before you sign another one.",
  QuoteExceeded: `The offer costs more than was quoted. ${NEW_OFFER}`,
  QuoteExpired: "The price in dollars is out of date. Run the command again.",
  ReadFailed: "The node keeps failing. Check GPUFLOW_RPC_URL, or try again later.",
  ReentrancyGuardReentrantCall: `The escrow was called from within its own call. ${REPORT}`,
  RefundOutOfBounds: ({ maximum }) =>
    `At most ${time(maximum)} can be refunded in all now, and more than before. Pass another time.`,
  RentalExists: "This order was already paid. Pass another name with --order to rent again, or omit it.",
  RentalNotFound: "There is no rental with this id. Check the id, --escrow and --chain.",
  RentalOver: ({ end }) => `The rented time ended${at(end)}. ${SETTLE}`,
  ReorgTooDeep: ({ resyncFrom }) =>
    `The chain replaced more blocks than the cursor remembers. Discard what you stored from block ${resyncFrom} on, then delete the cursor's file and pass --from-block ${resyncFrom}.`,
  RiskyTerms: ({ term, risks }) => `${riskOf(risks, term)} Pass --accept ${term} to accept it.`,
  SafeERC20FailedOperation: "The token refuses the transfer. Pass another receiver, or look up the rules of the token.",
  SaltRevoked: "This mandate was revoked. Sign a new mandate.",
  ServerAnswerInvalid: ({ server, field, problem }) =>
    `The answer of the server at ${server} ${field ? `has a field, ${field}, that ${problem}` : problem}. Pass another --server.`,
  ServerBehind: ({ server, block }) =>
    `The server at ${server} has read the chain only to block ${block}. Try again later.`,
  ServerMismatch: ({ server, id, field }) =>
    `The server at ${server} says something else of rental ${id} than the escrow: ${field}. Pass another --server.`,
  ServerRefused: ({ server, detail }) => `The server at ${server} refuses. ${detail}`,
  ServerUnavailable: ({ server, failure }) =>
    `The server at ${server} ${serverFailures[failure as keyof typeof serverFailures]}. Try again later, or pass another --server.`,
  SettlementDue: ({ dueAt }) => `The rental has been due for settlement${at(dueAt, "since")}. ${SETTLE}`,
  ShareOutOfBounds: "A share is from 0% to 100%. Pass one such as 62.5%.",
  ShorterRentalExists: ({ id, duration, paidDuration }) =>
    `This order was already paid, for ${time(paidDuration)} instead of ${time(duration)}. Run \`gpuflow-escrow extend ${id} --total ${duration}s\` while it runs, or pass another name with --order to rent again.`,
  SimulationRefused: "The purchase would fail, so it was not sent. Run the command again later.",
  StartWindowOver: ({ deadline }) => `The time to start the rental ended${at(deadline)}. ${SETTLE}`,
  StartWindowTooLong: ({ maximum }) =>
    `The start window of an offer is at most ${time(maximum)}. As the host, pass a shorter --start-window. As the renter, ask the host for a new offer.`,
  StringTooLong: `The escrow's name is too long. ${REPORT}`,
  TermsMismatch: `The node gave the terms of another rental. ${OTHER_NODE}`,
  TermsNotFound: `The node does not have the events of the rental's first block. ${OTHER_NODE}`,
  TipAboveMaximum: "The tip is above what the mandate allows. Ask for a lower tip.",
  TokenMismatch: ({ token, field, value, expected }) => {
    if (field === "code") return `There is no contract at ${token}. Check --chain and the token.`
    return `The token at ${token} is not the known one: its ${field} is ${value ?? "missing"}, not ${expected}. Check --chain and the token.`
  },
  TokenNotRelayed: "The relayer does not take its fee in this token. Use another relayer, or pay directly.",
  TokenUnknown: "The token is not known. Pass its address with --token, and check --chain.",
  TokenUnprobed: `The token was not checked on the chain. ${REPORT}`,
  TooEarly: "The rental can be extended on. Try again then.",
  TooMuch:
    "By now, more would be paid than you allow. Run the command again to see the amount, or allow more with --max-to-host (`gpuflow-escrow stop`) or --max-from-bond (`gpuflow-escrow interrupt`).",
  TransactionDropped: "No node knows the transaction any more. Look up its hash, then run the command again.",
  TransactionRefused: "The node refused the transaction. Nothing was sent. Run the command again.",
  TransactionReplaced: ({ replacement }) =>
    `Another transaction of the account took its place${replacement === undefined ? "" : `: ${replacement}`}. Look at that one before you send again.`,
  TransactionReverted: "The contract rejected the transaction, because the chain had changed since it was simulated.",
  TransactionStalled: ({ where }) =>
    where === "co-signers"
      ? `The wallet's proposal is waiting for co-signers. ${DO_NOT_REPEAT}`
      : `The transaction was sent but makes no progress. ${DO_NOT_REPEAT}`,
  TransferRefused:
    "The token refuses the transfer although allowance and balance suffice. Look up the rules of the token.",
  UndeployedPayer: "Your account has no code yet, so its signature cannot be checked. Deploy your account first.",
  UndeployedRenter: "Your account has no code yet, so its signature cannot be checked. Deploy your account first.",
  UnequalLengths:
    "The purchase does not have a duration and a signature for each rental. Report this to the makers of this program.",
  UnusableSignature: "The contract would refuse this account's signature. Use the signer's key, and check --chain.",
  ValueTooSmall: "The signed value does not cover price and fee. Sign again for the present price.",
  WalletUnanswered: "The account did not answer. Run the command again.",
  WrongAmountReceived: "The token delivers another amount than was sent. Choose a token without transfer fees.",
  WrongArbiter: `The escrow has another arbiter for this token by now. ${NEW_OFFER}`,
  WrongBalance: "The token moved other amounts than it was asked to. Extend the rental directly.",
  WrongChain: ({ chainId, expected }) =>
    `The node is on chain ${chainId}, not on chain ${expected}. Check GPUFLOW_RPC_URL and --chain.`,
  WrongCursor: "The file of --cursor belongs to another chain or escrow. Pass the one stored for this escrow.",
  WrongEpoch: `The host has revoked all offers that were signed before. ${NEW_OFFER}`,
  WrongMandateEpoch: "All mandates of that time were revoked. Sign a new mandate.",
  WrongNonce: `The host has revoked the offer, or the machine was rented since. ${NEW_OFFER}`,
  WrongRental: "The mandate is for another rental. Choose the rental that it names.",
  WrongRenter: ({ expected }) => `The offer is for renter ${expected} only. Ask the host for an offer to your account.`,
  WrongStatus: "The rental's status does not allow this. Run `gpuflow-escrow show` with its id.",
  WrongValue: "Another amount of the chain's coin is due by now. Run the command again.",
  ZeroAmount: "The amount is zero. Pass a higher amount or a longer time.",
  ZeroStep: "The mandate would extend the rental by nothing. Choose how long one extension lasts.",
}

const time = (seconds: unknown): string => (typeof seconds === "bigint" ? formatSeconds(seconds) : String(seconds))
const percent = (bps: unknown): string => `${Number(bps) / 100} %`
const at = (moment: unknown, word = "at"): string =>
  typeof moment === "bigint" ? ` ${word} ${formatLocal(moment)}` : ""

/** Options that set a parameter of the SDK. The other fields come from an offer. */
const optionOf: Readonly<Record<string, string>> = {
  cursor: "The file of --cursor",
  confirmations: "The number of --confirmations",
  dollarsPerHour: "The price of --usd",
  duration: "The rental time",
  events: "The list of --events",
  evidenceURI: "The URI of the evidence",
  expiry: "The time of --expires-in",
  fromBlock: "The block of --from-block",
  hostBps: "The share",
  refundedSeconds: "The time to refund",
  rentals: "The list of rentals",
}

function describeInput(field: string, value: unknown, expected: string): string {
  const name = field.split(".").at(-1) ?? field
  const isOffers = /^(rental\.)?offer\./.test(field)
  const subject = isOffers ? `The offer's ${inWords(name)}` : (optionOf[name] ?? `The ${inWords(name)}`)
  const given = typeof value === "object" ? "" : ` and not ${String(value)}`
  const advice = isOffers
    ? `Check the offer's terms, or ask the host for a new offer.`
    : "Correct it, then run the command again."
  return `${subject} is not valid: expected ${expected.replaceAll("a bigint", "a whole number")}${given}. ${advice}`
}

function describeProblem(field: string, problems: unknown): string {
  const first: unknown = Array.isArray(problems) ? problems[0]?.error : undefined
  const reason = isError(first) ? describeError(first) : "The contract refuses it."
  return `Nobody can ever rent on this offer, because of its ${inWords(field)}. ${reason}`
}

const isError = (value: unknown): value is AnyEscrowError =>
  typeof value === "object" && value !== null && "code" in value && String(value.code) in sentences

/** `challengeWindow` as `challenge window` */
const inWords = (name: string): string => name.replace(/[A-Z]+/g, (capitals) => ` ${capitals.toLowerCase()}`)

function riskOf(risks: unknown, term: unknown): string {
  const found = Array.isArray(risks) ? risks.find((risk) => risk?.term === term) : undefined
  return typeof found?.sentence === "string" ? found.sentence : "The offer has a risky term."
}
