// How prices are written: dollars lead for coins that are meant to be worth a dollar, the token for all others.

import type { TokenInfo } from "../server/tokensOf.ts"
import type { Formats } from "./formats.ts"
import { fromMicroDollars } from "./microDollars.ts"

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
