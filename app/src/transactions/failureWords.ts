// Each failure as a sentence, what it means for the money, and the way on.
import type { Formats } from "../format/formats.ts"
import type { Texts } from "../texts/texts.ts"
import { networkNames } from "../wallet/networkNames.ts"
import type { Failure } from "./failure.ts"
import type { TransactionKind } from "./transactionKinds.ts"
import type { Figure } from "./transactionStore.ts"

/** What a reader can do next. The page offers those that it has. */
export type Way =
  | "again"
  | "switch"
  | "similar"
  | "newOffer"
  | "shorter"
  | "relay"
  | "settings"
  | "look"
  | "connect"
  | "wait"

type FailureWords = { readonly fact: string; readonly meaning: string; readonly way: Way }

type Context = {
  readonly texts: Texts
  readonly formats: Formats
  /** What was to be done. The same error says something else to a host than to a renter. */
  readonly attempt?: TransactionKind | undefined
  /** The token that amounts are in. */
  readonly token?: Pick<Figure, "decimals" | "symbol"> | undefined
  readonly chainName: string
  readonly coin: string
  /** The chain's time. */
  readonly now: bigint
  /** Whether a transaction has been sent, so that it may have cost a network fee. */
  readonly wasSent: boolean
}

export function failureWords({ code, kind, args }: Failure, context: Context): FailureWords {
  const { texts, formats, attempt, token, chainName, coin, now, wasSent } = context
  const { failures } = texts.transactions
  const nothing = wasSent ? failures.nothingButFee : failures.nothingPaid
  const words = (fact: string, way: Way, meaning = nothing): FailureWords => ({ fact, meaning, way })
  const number = (name: string) => (typeof args[name] === "bigint" ? args[name] : undefined)
  const amount = (name: string) => {
    const value = number(name)
    return value === undefined || !token ? undefined : `${formats.amount(value, token.decimals)} ${token.symbol}`
  }
  const time = (...names: string[]) => {
    const at = names.map(number).find((one) => one !== undefined)
    return at === undefined ? undefined : formats.moment(at, now)
  }

  switch (code) {
    case "MachineBusy":
    case "RentalExists":
    case "PurchaseUsed":
      return words(failures.taken, "similar")
    case "OfferExpired":
    case "WrongNonce":
    case "WrongEpoch":
    case "InvalidSignature":
      if (attempt === "signOffer") return words(failures.changed, "again", failures.nothingDone)
      return words(failures.replaced, "newOffer")
    case "InvalidRenter":
      return words(failures.ownOffer, "similar", failures.ownOfferMeaning)
    case "WrongArbiter":
    case "FeeAboveMaximum":
      return words(failures.otherTerms, "newOffer")
    case "InsufficientBond":
      if (attempt === "withdrawBond") return words(failures.bondInUse, "look", failures.nothingDone)
      return words(failures.bond, "similar")
    case "NothingCredited":
      return words(failures.withdrawn, "look", failures.nothingDone)
    case "MarketNotOpen":
      return words(failures.closedMarket(token?.symbol ?? ""), "similar", failures.runningSafe)
    case "InsufficientBalance":
      return words(failures.balance(amount("balance"), amount("required")), "shorter")
    case "InsufficientCoins":
    case "InsufficientGas":
      return words(failures.coins(coin), "relay")
    case "TooMuch":
      return words(failures.tooMuch(amount("amount"), amount("maximum")), "look", failures.nothingDone)
    case "StartWindowOver":
    case "RentalOver":
    case "ChallengeWindowOver":
    case "ArbitrationOver":
    case "SettlementDue":
      return words(failures.tooLate(time("deadline", "dueAt", "end")), "look", failures.nothingDone)
    case "NotDue":
    case "EvidenceWindowOpen":
      return words(failures.tooEarly(time("dueAt", "until")), "look", failures.nothingDone)
    case "NothingAtRisk":
      return words(failures.nothingAtRisk, "look", failures.nothingDone)
    case "RefundOutOfBounds": {
      const most = number("maximum")
      return words(failures.refundBounds(most === undefined ? undefined : formats.duration(most)), "again")
    }
    case "WrongStatus":
      return words(failures.changed, "look", failures.nothingDone)
    case "TransactionReplaced":
      return words(failures.replacedInWallet, "again", failures.replacedMeaning)
    case "TransactionDropped":
      return words(failures.dropped, "again", failures.droppedMeaning)
    case "TransactionStalled":
    case "BatchStalled":
    case "WalletUnanswered":
      return args["where"] === "co-signers"
        ? words(failures.coSigners, "wait", failures.coSignersMeaning)
        : words(failures.stalled, "wait", failures.stalledMeaning)
    case "Relayer.unreachable":
      return words(failures.relayerSilent, "again", failures.relayerSilentMeaning(coin))
    case "Relayer.refused":
      return words(failures.relayerRefused, "again", failures.relayerRefusedMeaning(String(args["detail"])))
    case "Relayer.late":
      return words(failures.relayerLate, "wait", failures.stalledMeaning)
    case "WrongChain": {
      const there = Number(args["chainId"])
      return words(failures.wrongChain(networkNames[there] ?? texts.account.otherNetwork, chainName), "switch")
    }
    case "WalletNotConnected":
    case "AccountMissing":
      return words(failures.notConnected, "connect")
    case undefined:
      break
    default:
  }
  switch (kind) {
    case "rejected":
      return words(failures.rejected, "again", wasSent ? failures.nothingMore : failures.nothingPaid)
    case "chain":
      return words(failures.otherChain(chainName), "switch")
    case "funds":
      return words(failures.funds, "shorter")
    case "gas":
      return words(failures.coins(coin), "relay")
    case "network":
      return words(failures.node, "settings", wasSent ? failures.nodeAfter : failures.nodeMeaning)
    case "busy":
      return words(failures.busy, "again", failures.busyMeaning)
    case "tooLate":
      return words(failures.tooLate(undefined), "look", failures.nothingDone)
    case "tooEarly":
      return words(failures.tooEarly(undefined), "look", failures.nothingDone)
    case "unsupportedWallet":
      return words(failures.unsupported, "again")
    case "termsChanged":
      return words(failures.changed, "look", failures.nothingDone)
    case "bug":
      return words(failures.unknown, "again")
  }
}
