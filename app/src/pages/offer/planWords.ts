// The steps of a plan, as the reader will meet them in the wallet.
import type { DepositStep, PlannedStep } from "@gpuflow/escrow/plan"

import type { Formats } from "../../format/formats.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import type { Texts } from "../../texts/texts.ts"
import type { NetworkFee } from "../../transactions/useNetworkFees.ts"

type Step = DepositStep | PlannedStep
type Words = { readonly texts: Texts; readonly formats: Formats; readonly token: TokenInfo }

/** "Sign: 12.00 USDC, to this escrow only" */
export function stepWords(step: Step, { texts, formats, token }: Words): string {
  const words = texts.offer.step[step.kind]
  if (typeof words === "string") return words
  const amount = step.kind === "relay" ? step.fee : "amount" in step ? step.amount : 0n
  return words(`${formats.amount(amount, token.decimals)} ${token.symbol}`)
}

/** "1 free signature, 1 transaction" */
export function planInShort(steps: readonly Step[], { texts: { offer }, formats }: Omit<Words, "token">): string {
  const signed = steps.filter(({ kind }) => kind === "permit" || kind === "sign" || kind === "mandate").length
  const sent = steps.filter(({ kind }) => !["permit", "sign", "mandate", "relay"].includes(kind)).length
  return [
    signed > 0 && offer.signatures(signed, formats.count(signed)),
    sent > 0 && offer.transactions(sent, formats.count(sent)),
  ]
    .filter(Boolean)
    .join(", ")
}

type FeeWords = Pick<Words, "texts" | "formats"> & { readonly coin: string }

/** "0.0021 POL" where the node has estimated it, and "about 0.0021 POL" where it is as measured. */
export function feeWords({ amount, isEstimated }: NetworkFee, { texts: { offer }, formats, coin }: FeeWords): string {
  const written = `${formats.amount(amount, 18)} ${coin}`
  return isEstimated ? written : offer.about(written)
}

/** That of a whole plan: "0.0021 POL, estimated by the node". */
export function feeInAllWords(fee: NetworkFee | undefined, words: FeeWords): string {
  if (fee === undefined) return "–"
  return fee.isEstimated ? words.texts.offer.estimated(feeWords(fee, words)) : feeWords(fee, words)
}
