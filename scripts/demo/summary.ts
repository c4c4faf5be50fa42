import { grouped } from "../support/numbers.ts"
import { amounts, type Column, draw, text } from "./columns.ts"
import type { DemoResult } from "./demo.ts"
import { formatAmount, plural } from "./formatting.ts"
import { sum } from "./ledger.ts"
import type { Proof } from "./markets.ts"
import type { Outcome } from "./outcome.ts"
import type { Colours } from "./view.ts"

/** All rentals in one table, and what is left in the escrow. */
export function summary({ outcomes, proofs, audits, meterReadings }: DemoResult, colours: Colours): string {
  const { bold, dim, green } = colours
  const rentals: Column<Outcome>[] = [
    text("rental", ({ plan }) => plan.short),
    text("token", ({ listing }) => listing.symbol),
    amounts("locked", ({ locked }) => locked),
    amounts("host got", ({ hostGot }) => hostGot, green),
    amounts("platform\nfee", ({ platformFee }) => platformFee),
    amounts("renter\ngot back", ({ renterGotBack }) => renterGotBack),
    { name: "gas", align: "right", cells: (rows) => rows.map((row) => grouped(gasOf(row))), paint: dim },
  ]
  const books: Column<Proof>[] = [
    text("token", ({ listing }) => listing.symbol),
    amounts("balance", ({ before }) => before.balance),
    amounts("= held", ({ before }) => before.held),
    amounts("+ bonds", ({ before }) => before.bonds),
    amounts("+ credits", ({ before }) => before.credits),
    amounts("+ fees", ({ before }) => before.fees),
    amounts("left when\npaid out", ({ left }) => left, green),
  ]
  const fromStakes = outcomes.filter(({ stakeToHost }) => stakeToHost > 0n)
  const withFees = outcomes.filter(({ toSenders }) => toSenders > 0n)
  const fromBonds = outcomes.filter(({ bondToRenter }) => bondToRenter > 0n)

  return [
    ...section(bold("What each party received"), draw(outcomes, rentals, colours)),
    "",
    ...fromBonds.map(({ plan, listing, bondToRenter }) =>
      indented(dim(`${plan.short}: ${formatAmount(bondToRenter, listing)} of the host's bond to the renter, on top`)),
    ),
    ...fromStakes.map(({ plan, listing, stakeToHost }) =>
      indented(dim(`${plan.short}: ${formatAmount(stakeToHost, listing)} of the renter's stake to the host, on top`)),
    ),
    ...withFees.map(({ plan, listing, toSenders }) => {
      const sender = plan.course.kind === "relayed" ? "relayer" : "keeper"
      return indented(
        dim(`${plan.short}: ${formatAmount(toSenders, listing)} from the renter to the ${sender}, on top`),
      )
    }),
    ...section(bold("The contract holds exactly what it owes"), draw(proofs, books, colours)),
    "",
    indented(dim(`The books balanced after each of ${plural(audits, "transaction")},`)),
    indented(dim(`and the SDK's meter matched the contract's in ${plural(meterReadings, "reading")}.`)),
  ].join("\n")
}

export function gasOf({ transactions }: Outcome): bigint {
  return sum(transactions.map(({ gas }) => gas))
}

function section(title: string, lines: readonly string[]): string[] {
  return ["", title, ...lines.map(indented)]
}

function indented(line: string): string {
  return `  ${line}`.trimEnd()
}
