// Written by `npm run generate`. Do not edit.

"use client"

import type { GetQuoteParameters } from "../../core/plan/getQuote.ts"
import type { Quote } from "../../core/plan/quote.ts"
import { type UseReadParameters, type UseReadResult, useRead } from "../../react/useRead.ts"
import { getQuoteQuery } from "./getQuote.ts"

/**
 * Converts a price in dollars into a price in a token, by the token's Chainlink feed. The quote holds the price per
 * hour, the total, the worst acceptable price, and the time until which it is valid. The token's code and decimals and
 * the feed are checked on the chain first. The token's symbol is not checked: if the contract has another one,
 * `token.symbolOnChain` says which. The price per hour is rounded up, by less than one base unit, so that the host
 * never
 * gets less than the given price.
 *
 * @example
 * import { useQuote } from "@gpuflow/escrow/react"
 *
 * export function useShown() {
 *   const { data, error } = useQuote({ token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", dollarsPerHour: "1.50", hours: 8n, slippageBps: 50n, validFor: 600n })
 *   return { data, error }
 * }
 *
 * @param parameters The parameters of `getQuote`, which may be undefined yet, `chainId`, and TanStack Query's options in `query`
 * @returns TanStack Query's result
 */
export function useQuote<selected = useQuote.Data>(
  parameters: useQuote.Parameters<selected>,
): UseReadResult<selected> {
  return useRead(getQuoteQuery, parameters)
}

export declare namespace useQuote {
  type Parameters<selected = Data> = UseReadParameters<GetQuoteParameters, Quote, selected>
  type Data = Quote
}
