// What attacks cost and what they do, in dollars, and the tables of docs/threats.md.
import { markdownTable } from "../../scripts/support/pages.ts"
import { type Griefing, griefings } from "./griefing.ts"
import { type Books, type Machine, openStage } from "./stage.ts"

/** Prices that turn gas, capital and idle time into dollars. */
interface Prices {
  readonly gwei: bigint
  /** Cents for one POL. */
  readonly polCents: bigint
  /** What a year without the money costs, in percent of it. */
  readonly capitalPercent: bigint
}

/** Base units of a dollar: six decimals. */
interface Sum {
  readonly spent: bigint
  readonly lost: bigint
}

/** Hourly prices as hosts of this market ask for them. */
export const MACHINES = {
  rtx4090: { name: "RTX 4090", pricePerHour: 650_000n },
  a100: { name: "A100 80 GB", pricePerHour: 1_500_000n },
  h100: { name: "H100 80 GB", pricePerHour: 2_500_000n },
} as const satisfies Record<string, Machine>

const CHEAP: Prices = { gwei: 30n, polCents: 25n, capitalPercent: 10n }
const POINTS: readonly (readonly [name: string, Machine, Prices])[] = [
  ["RTX 4090, 30 gwei", MACHINES.rtx4090, CHEAP],
  ["A100, 30 gwei", MACHINES.a100, CHEAP],
  ["H100, 30 gwei", MACHINES.h100, CHEAP],
  ["A100, 100 gwei", MACHINES.a100, { ...CHEAP, gwei: 100n }],
  ["A100, 300 gwei", MACHINES.a100, { ...CHEAP, gwei: 300n }],
]
const YEAR = 365n * 86_400n
const FEE_BPS = 1_000n

/** What both sides lose, in dollars. Idle time counts as what the host would have earned in it. */
function sumOf(books: Books, { pricePerHour }: Machine, { gwei, polCents, capitalPercent }: Prices): Sum {
  const gas = (amount: bigint) => (amount * gwei * polCents) / 100_000n
  const capital = (tiedUp: bigint) => (tiedUp * capitalPercent) / (100n * YEAR)
  const earned = (pricePerHour * (10_000n - FEE_BPS)) / 10_000n
  return {
    spent: books.spent + gas(books.gas.attackers) + capital(books.tiedUp.attackers),
    lost:
      books.lost +
      gas(books.gas.victims) +
      capital(books.tiedUp.victims) +
      (books.idleSeconds * earned) / 3_600n +
      books.extra,
  }
}

/** The victim's loss for each dollar that the attacker spends. */
function ratioOf({ spent, lost }: Sum): string {
  if (lost <= 0n) return "no loss"
  if (spent <= 0n) return "gains"
  const ratio = Number(lost) / Number(spent)
  return ratio >= 100 ? String(Number(ratio.toPrecision(2))) : ratio.toPrecision(2)
}

/** The table of all attacks on an A100, at the lowest price of gas. */
export function economicTable(played: readonly Played[]): string[] {
  const head = ["kind", "attack", "attacker spends", "victim loses", "ratio", "what bounds it", "tests"]
  const rows = played.map(({ griefing, sumAt }) => {
    const { kind, name, bound, tests } = griefing
    const sum = sumAt(MACHINES.a100, CHEAP)
    const names = tests.map((test) => `\`${test}\``).join(" ")
    return [kind, name, dollars(sum.spent), dollars(sum.lost), ratioOf(sum), bound, names]
  })
  return markdownTable(head, rows, ["attacker spends", "victim loses", "ratio"])
}

/** The ratios at other prices of machines and gas. */
export function sensitivityTable(played: readonly Played[]): string[] {
  const points = POINTS.map(([name]) => name)
  const rows = played.map(({ griefing: { kind, name }, sumAt }) => {
    return [kind, name, ...POINTS.map(([, machine, prices]) => ratioOf(sumAt(machine, prices)))]
  })
  return markdownTable(["kind", "attack", ...points], rows, points)
}

export interface Played {
  readonly griefing: Griefing
  /** What both sides lose on one of the machines on which it was played. */
  readonly sumAt: (machine: Machine, prices: Prices) => Sum
}

/** Plays every attack on each machine. */
export async function playAll(machines: readonly Machine[]): Promise<readonly Played[]> {
  const stage = await openStage()
  try {
    const all: Played[] = []
    for (const griefing of griefings) {
      const books = new Map<Machine, Books>()
      for (const machine of machines) {
        books.set(machine, await stage.play(machine, griefing.sides, () => griefing.play(stage)))
      }
      const sumAt = (machine: Machine, prices: Prices) => {
        const found = books.get(machine)
        if (!found) throw new Error(`${griefing.name} was not played on ${machine.name}.`)
        return sumOf(found, machine, prices)
      }
      all.push({ griefing, sumAt })
    }
    return all
  } finally {
    await stage.close()
  }
}

/** To a hundredth of a cent, or to a cent from a dollar on. */
function dollars(units: bigint): string {
  if (units < 0n) return `gains ${dollars(-units)}`
  return (Number(units) / 1e6).toFixed(units >= 1_000_000n ? 2 : 4)
}
