// Amounts in dollars, by the prices that the index knows. Decimals are those of the SDK's tokens; of another token no
// dollars are known.
import { tokens } from "@gpuflow/escrow/plan"
import { type RawBuilder, sql } from "kysely"

/** Decimals of a price in the table of prices. */
export const PRICE_DECIMALS = 8

/** Decimals of the token in a column; null for one that the SDK does not know. */
export function decimalsOf(chainId: number, column: RawBuilder<unknown>): RawBuilder<number | null> {
  const known = tokens.filter((token) => token.chainId === chainId)
  if (known.length === 0) return sql`null::integer`
  const cases = known.map(({ address, decimals }) => sql`when ${address.toLowerCase()} then ${decimals}::integer`)
  return sql`case ${column} ${sql.join(cases, sql` `)} end`
}

/** Places of dollars in answers. */
export const DOLLAR_PLACES = 6

/** Dollars of an amount; null without a price. */
export function dollarsOf(
  amount: RawBuilder<unknown>,
  price: RawBuilder<unknown>,
  decimals: RawBuilder<unknown>,
): RawBuilder<string | null> {
  return sql`(${amount}) * (${price}) / power(10::numeric, ${decimals} + ${PRICE_DECIMALS}::integer)`
}

/** Dollars as text. */
export const asDollars = (dollars: RawBuilder<unknown>): RawBuilder<string | null> =>
  sql`trim_scale(round(${dollars}, ${DOLLAR_PLACES}::integer))::text`
