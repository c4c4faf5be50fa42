import { stripVTControlCharacters } from "node:util"
import Table from "cli-table3"
import type { Day } from "./day.ts"
import type { Outcome } from "./desk.ts"
import { sum } from "./ledger.ts"
import type { Proof } from "./markets.ts"
import type { Colours } from "./view.ts"
import { alignPoints, amount, grouped, number, plural } from "./words.ts"

/** The day in one table, and the proof that nothing stayed behind. */
export function report(day: Day, colours: Colours): string {
  const compensated = day.outcomes.filter(({ bondToRenter }) => bondToRenter > 0n)
  return [
    `\n${colours.bold("What everybody got")}`,
    ...rentalTable(day.outcomes, colours),
    "",
    ...compensated.map(({ plan, listing, bondToRenter }) =>
      indented(colours.dim(`${plan.short}: ${amount(bondToRenter, listing)} of the host's bond to the renter, on top`)),
    ),
    `\n${colours.bold("Nothing stays in the contract that is not owed to somebody")}`,
    ...proofTable(day.proofs, colours),
    "",
    indented(colours.dim(`The books balanced after each of ${plural(day.audits, "transaction")},`)),
    indented(
      colours.dim(`and the SDK's meter showed what the contract's did in ${plural(day.meterReadings, "reading")}.`),
    ),
  ].join("\n")
}

function indented(line: string): string {
  return `  ${line}`.trimEnd()
}

export function gasOf({ transactions }: Outcome): bigint {
  return sum(transactions.map(({ gas }) => gas))
}

function rentalTable(outcomes: readonly Outcome[], colours: Colours): string[] {
  const amounts = (name: string, pick: (outcome: Outcome) => bigint) =>
    numbers(
      name,
      outcomes.map((outcome) => number(pick(outcome), outcome.listing.decimals)),
    )
  const gas = outcomes.map((outcome) => grouped(gasOf(outcome)))
  return draw(
    [
      words(
        "rental",
        outcomes.map(({ plan }) => plan.short),
      ),
      words(
        "token",
        outcomes.map(({ listing }) => listing.symbol),
      ),
      amounts("locked", ({ locked }) => locked),
      amounts("host got", ({ hostGot }) => hostGot),
      amounts("platform\nfee", ({ platformFee }) => platformFee),
      amounts("renter\ngot back", ({ renterGotBack }) => renterGotBack),
      { name: "gas", cells: gas, align: "right" },
    ],
    colours,
  )
}

function proofTable(proofs: readonly Proof[], colours: Colours): string[] {
  const amounts = (name: string, pick: (proof: Proof) => bigint) =>
    numbers(
      name,
      proofs.map((proof) => number(pick(proof), proof.listing.decimals)),
    )
  return draw(
    [
      words(
        "token",
        proofs.map(({ listing }) => listing.symbol),
      ),
      amounts("balance", ({ before }) => before.balance),
      amounts("= held", ({ before }) => before.held),
      amounts("+ bonds", ({ before }) => before.bonds),
      amounts("+ credits", ({ before }) => before.credits),
      amounts("+ fees", ({ before }) => before.fees),
      amounts("left when\npaid out", ({ left }) => left),
    ],
    colours,
  )
}

interface Column {
  readonly name: string
  readonly cells: readonly string[]
  readonly align: "left" | "right"
}

function words(name: string, cells: readonly string[]): Column {
  return { name, cells, align: "left" }
}

function numbers(name: string, cells: readonly string[]): Column {
  return { name, cells: alignPoints(cells), align: "right" }
}

const edges = ["top", "bottom", "left", "right", "mid", "middle"]
const corners = ["top-mid", "top-left", "top-right", "bottom-mid", "bottom-left", "bottom-right"]
const joints = ["left-mid", "mid-mid", "right-mid"]

/** Columns with one line below their names, and no grid. */
function draw(columns: readonly Column[], colours: Colours): string[] {
  const table = new Table({
    colAligns: columns.map(({ align }) => align),
    chars: Object.fromEntries([...edges, ...corners, ...joints].map((name) => [name, ""])),
    style: { "padding-left": 0, "padding-right": 2 },
  })
  table.push(columns.map(({ name }) => ({ content: colours.dim(name), vAlign: "bottom" })))
  for (const row of columns[0]?.cells.keys() ?? []) table.push(columns.map(({ cells }) => cells[row] ?? ""))

  const lines = table.toString().split("\n")
  const headings = Math.max(...columns.map(({ name }) => name.split("\n").length))
  const width = Math.max(...lines.map((line) => stripVTControlCharacters(line).trimEnd().length))
  const rule = colours.dim("─".repeat(width))
  return [...lines.slice(0, headings), rule, ...lines.slice(headings)].map(indented)
}
