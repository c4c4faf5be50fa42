import { formatUnits } from "viem"
import { listings, rateDecimals } from "./coins.ts"
import type { Day } from "./demo.ts"
import type { Coin } from "./formatting.ts"
import type { Proof } from "./markets.ts"
import type { Outcome } from "./outcome.ts"
import { gasOf } from "./summary.ts"

/** The day for programs: amounts as decimal strings of base units, and formatted; other whole numbers as strings. */
export function asJson(day: Day): string {
  const { chainId, escrow, audits, meterReadings } = day
  const data = {
    chainId,
    escrow,
    tokens: listings.map(({ symbol, name, decimals, usd }) => ({
      symbol,
      name,
      decimals,
      demoDollars: formatUnits(usd, rateDecimals),
      address: day.proofs.find(({ listing }) => listing.symbol === symbol)?.token,
    })),
    rentals: day.outcomes.map(rental),
    proof: day.proofs.map(proof),
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
