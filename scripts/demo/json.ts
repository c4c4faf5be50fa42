import { formatUnits } from "viem"
import { listings, rateDecimals } from "./coins.ts"
import type { DemoResult } from "./demo.ts"
import type { Coin } from "./formatting.ts"
import type { Proof } from "./markets.ts"
import type { Outcome } from "./outcome.ts"
import { gasOf } from "./summary.ts"

/** The result for programs. Amounts are decimal strings, in base units and formatted; other whole numbers are strings. */
export function asJson(result: DemoResult): string {
  const { chainId, escrow, audits, meterReadings } = result
  const data = {
    chainId,
    escrow,
    tokens: listings.map(({ symbol, name, decimals, usd }) => ({
      symbol,
      name,
      decimals,
      demoDollars: formatUnits(usd, rateDecimals),
      address: result.proofs.find(({ listing }) => listing.symbol === symbol)?.token,
    })),
    rentals: result.outcomes.map(rental),
    proof: result.proofs.map(proof),
    checks: { booksAfterTransactions: audits, meterReadings },
  }
  return JSON.stringify(data, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value), 2)
}

function rental(outcome: Outcome) {
  const { plan, listing, ids, reason, promised, billed } = outcome
  return {
    key: plan.key,
    title: plan.title,
    ids,
    gpu: plan.gpu,
    dollarsPerHour: plan.dollarsPerHour,
    token: listing.symbol,
    ending: reason,
    feeBps: outcome.feeBps,
    promisedSeconds: promised,
    billedSeconds: billed,
    pricePerHour: money(outcome.pricePerHour, listing),
    locked: money(outcome.locked, listing),
    hostGot: money(outcome.hostGot, listing),
    platformFee: money(outcome.platformFee, listing),
    renterGotBack: money(outcome.renterGotBack, listing),
    bondToRenter: money(outcome.bondToRenter, listing),
    stakeToHost: money(outcome.stakeToHost, listing),
    toSenders: money(outcome.toSenders, listing),
    gas: gasOf(outcome),
    transactions: outcome.transactions,
  }
}

function proof({ listing, before, ...after }: Proof) {
  return {
    token: listing.symbol,
    balance: money(before.balance, listing),
    held: money(before.held, listing),
    bonds: money(before.bonds, listing),
    credits: money(before.credits, listing),
    fees: money(before.fees, listing),
    feesCollected: money(after.feesCollected, listing),
    bondsWithdrawn: money(after.bondsWithdrawn, listing),
    left: money(after.left, listing),
  }
}

function money(units: bigint, { decimals }: Coin) {
  return { units, formatted: formatUnits(units, decimals) }
}
