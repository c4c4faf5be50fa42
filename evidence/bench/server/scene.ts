// What the chain, the offers, and the requests of the server's bench have in common.
import { tokens } from "@gpuflow/escrow/plan"
import type { Address } from "viem"

export const ESCROW: Address = "0xe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5"
export const CHAIN_ID = 137
/** Rentals that happen while the pages are measured. */
export const GOING_ON = 500

/** The tokens of the rentals and offers, of which the SDK knows a price feed. */
export const paidIn: readonly Address[] = tokens
  .filter(({ chainId, feed, stable }) => chainId === CHAIN_ID && feed && stable)
  .map(({ address }) => address)
  .slice(0, 2)
