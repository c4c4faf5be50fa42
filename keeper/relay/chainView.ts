import type { LatestBlock } from "../keeperContext.ts"
import type { Endpoints } from "../rpc/endpoints.ts"
import type { GasFees } from "../send/gasFees.ts"

/** What the latest poll found out about the chain. Between polls, requests are answered with it. */
export type ChainView = {
  readonly endpoints: Endpoints
  readonly block: LatestBlock
  /** Wei per gas that a transaction costs now. */
  readonly gasPrice: bigint
  /** Wei in the relayer's account. */
  readonly balance: bigint
}

/** The price of gas in the next block: the base fee and the tip. */
export const gasPriceOf = (block: LatestBlock, { maxPriorityFeePerGas }: GasFees): bigint =>
  block.baseFee + maxPriorityFeePerGas
