import { amounts, type Column, draw, words } from "./columns.ts"
import type { Day } from "./demo.ts"
import { amount, grouped, plural } from "./formatting.ts"
import { sum } from "./ledger.ts"
import type { Proof } from "./markets.ts"
import type { Outcome } from "./outcome.ts"
import type { Colours } from "./view.ts"

/** The day in one table, and the proof that nothing stayed behind. */
export function report({ outcomes, proofs, audits, meterReadings }: Day, colours: Colours): string {
  const { bold, dim, green } = colours
  const rentals: Column<Outcome>[] = [
    words("rental", ({ plan }) => plan.short),
    words("token", ({ listing }) => listing.symbol),
    amounts("locked", ({ locked }) => locked),
    amounts("host got", ({ hostGot }) => hostGot, green),
    amounts("platform\nfee", ({ platformFee }) => platformFee),
    amounts("renter\ngot back", ({ renterGotBack }) => renterGotBack),
    { name: "gas", align: "right", cells: (rows) => rows.map((row) => grouped(gasOf(row))), paint: dim },
  ]
  const books: Column<Proof>[] = [
    words("token", ({ listing }) => listing.symbol),
    amounts("balance", ({ before }) => before.balance),
    amounts("= held", ({ before }) => before.held),
    amounts("+ bonds", ({ before }) => before.bonds),
    amounts("+ credits", ({ before }) => before.credits),
    amounts("+ fees", ({ before }) => before.fees),
    amounts("left when\npaid out", ({ left }) => left, green),
  ]
  const fromStakes = outcomes.filter(({ stakeToHost }) => stakeToHost > 0n)
  const fromBonds = outcomes.filter(({ bondToRenter }) => bondToRenter > 0n)

  return [
    ...section(bold("What everybody got"), draw(outcomes, rentals, colours)),
    "",
    ...fromBonds.map(({ plan, listing, bondToRenter }) =>
      indented(dim(`${plan.short}: ${amount(bondToRenter, listing)} of the host's bond to the renter, on top`)),
    ),
    ...fromStakes.map(({ plan, listing, stakeToHost }) =>
      indented(dim(`${plan.short}: ${amount(stakeToHost, listing)} of the renter's stake to the host, on top`)),
    ),
    ...section(bold("Nothing stays in the contract that is not owed to somebody"), draw(proofs, books, colours)),
    "",
    indented(dim(`The books balanced after each of ${plural(audits, "transaction")},`)),
    indented(dim(`and the SDK's meter showed what the contract's did in ${plural(meterReadings, "reading")}.`)),
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
