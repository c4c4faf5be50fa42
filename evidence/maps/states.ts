// The states of a rental, found by trying every verb in every state at every stage of its time, on the contract.
import {
  ARBITRATION_WINDOW,
  DAY,
  EVIDENCE_WINDOW,
  HOUR,
  NO_PERMIT,
  type Offer,
  REASONS,
  type Rental,
  STATUSES,
  T0,
} from "../../test/support/offer.ts"
import { addressOf, type Role } from "../../test/support/parties.ts"
import { openWorld, type World } from "../../test/support/world.ts"

type Status = (typeof STATUSES)[number]

export interface Transition {
  readonly from: Status
  readonly to: Status
  readonly verb: string
  /** Why it was closed, if it was. */
  readonly reason: string | undefined
}

interface Verb {
  readonly name: string
  readonly by: Role
  readonly args: (rental: Rental) => readonly unknown[]
}

const DURATION = 8n * HOUR
const NO_BOUND = 2n ** 256n - 1n
const VERBS: readonly Verb[] = [
  { name: "start", by: "host", args: (rental) => [rental] },
  { name: "extend", by: "payer", args: (rental) => [rental, DURATION + HOUR, NO_PERMIT] },
  { name: "stop", by: "renter", args: (rental) => [rental, NO_BOUND] },
  { name: "interrupt", by: "operator", args: (rental) => [rental, NO_BOUND] },
  { name: "refund", by: "host", args: (rental) => [rental, 60n] },
  { name: "settle", by: "keeper", args: (rental) => [rental] },
  { name: "dispute", by: "renter", args: (rental) => [rental, "ipfs://evidence", NO_PERMIT] },
  { name: "submitEvidence", by: "renter", args: (rental) => [rental, "ipfs://evidence"] },
  { name: "resolve", by: "arbiter", args: (rental) => [rental, 5_000n] },
]

/** What leads to each state, with the second at which it begins. */
const WAYS: Readonly<Record<Exclude<Status, "None" | "Closed">, readonly (readonly [verb: string, at: bigint])[]>> = {
  Funded: [],
  Active: [["start", 60n]],
  Interrupted: [
    ["start", 60n],
    ["interrupt", HOUR],
  ],
  Disputed: [
    ["start", 60n],
    ["dispute", 2n * HOUR],
  ],
}

/** As in the tests, and a price of which a second is worth nothing, without a bond: then an interruption leaves nothing. */
const TERMS: readonly Partial<Offer>[] = [{}, { pricePerHour: 3n, bond: 0n }]

/** Seconds after a state has begun: at once, in each window, and after all of them. */
const TIMES = [1n, 1_900n, DURATION + HOUR, EVIDENCE_WINDOW + 1n, ARBITRATION_WINDOW + DAY]

/** Every transition that the contract carries out. */
export async function playTransitions(): Promise<readonly Transition[]> {
  const world = await openWorld()
  try {
    const found: Transition[] = []
    const cases = TERMS.flatMap((terms) => TIMES.map((later) => ({ terms, later })))
    for (const [from, way] of Object.entries(WAYS)) {
      for (const { terms, later } of cases) {
        await world.chain.apart(async () => {
          const offer = world.offer(terms)
          const rental = { offer, renter: addressOf("renter"), salt: offer.spec }
          const start = T0 + HOUR
          await world.deposit(rental, DURATION, start)
          for (const [verb, at] of way) await attempt(world, verbNamed(verb), rental, start + at)
          const begins = way.at(-1)?.[1] ?? 0n
          for (const verb of VERBS) {
            await world.chain.apart(async () => {
              const reached = await attempt(world, verb, rental, start + begins + later)
              if (reached) found.push({ from: from as Status, verb: verb.name, ...reached })
            })
          }
        })
      }
    }
    return found
  } finally {
    await world.chain.close()
  }
}

/** Nothing if the contract refuses the call. */
async function attempt(world: World, { by, name, args }: Verb, rental: Rental, at: bigint) {
  const outcome = await world.send(world.call(by, name, args(rental)), at)
  if (!outcome.ok) return undefined
  const { status } = Object(await world.chain.read(world.escrow, "getRental", [await world.idOf(rental)]))
  const closed = outcome.logs.find(({ name: event }) => event === "Closed")
  const reason = closed ? REASONS[Number(closed.args.get("reason"))] : undefined
  return { to: STATUSES[Number(status)] ?? "None", reason }
}

function verbNamed(name: string): Verb {
  const verb = VERBS.find((one) => one.name === name)
  if (!verb) throw new Error(`There is no verb ${name}.`)
  return verb
}

/** As a diagram, with one arrow for each pair of states. What leaves the state as it is, is left out. */
export function stateDiagram(transitions: readonly Transition[]): string[] {
  const labels = new Map<string, Set<string>>()
  for (const { from, to, verb, reason } of transitions) {
    if (from === to) continue
    const arrow = `${from} --> ${to}`
    labels.set(arrow, (labels.get(arrow) ?? new Set()).add(reason ? `${verb} (${reason})` : verb))
  }
  const arrows = [...labels].map(([arrow, verbs]) => `    ${arrow}: ${[...verbs].join(", ")}`)
  return [
    "```mermaid",
    "stateDiagram-v2",
    "    [*] --> Funded: deposit",
    "    [*] --> Active: deposit of an instant offer",
    ...arrows,
    "    Closed --> [*]",
    "```",
  ]
}
