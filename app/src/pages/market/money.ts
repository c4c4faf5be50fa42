// How the market writes prices: dollars lead for coins that are meant to be worth a dollar, the token for all others.
import type { Formats } from "../../format/formats.ts"
import { fromMicroDollars } from "../../format/microDollars.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"

type Money = { readonly amount: bigint; readonly micro: bigint | undefined; readonly token: TokenInfo }

/** The figure that leads, and the one below it. */
export function written(
  formats: Formats,
  { amount, micro, token }: Money,
): { lead: string; below: string | undefined } {
  const dollars = micro === undefined ? undefined : formats.dollars(fromMicroDollars(micro))
  const inToken = `${formats.amount(amount, token.decimals)} ${token.symbol}`
  return token.isDollar && dollars !== undefined
    ? { lead: dollars, below: token.symbol }
    : { lead: inToken, below: dollars }
}
