// Adds the events of a batch to the tables, and takes the events above a block away again. What remains is what the
// events that remain say, however the chain got there.
import { Fold, machineKey } from "./fold.ts"
import { termsOf } from "./foldedRental.ts"
import type { HistoryEvent } from "./historyEvent.ts"
import type { HistoryStore } from "./historyStore.ts"

/** Adds events, which are in the order of the chain. */
export async function addEvents(store: HistoryStore, events: readonly HistoryEvent[]): Promise<void> {
  if (events.length === 0) return
  const fold = new Fold()
  const before = await store.rentals(rentalsOf(events))
  for (const [id, rental] of before) fold.rentals.set(id, rental)
  const earlier = fold.snapshot()
  const [machines, hosts, mandates] = [
    await store.machines(machinesOf(events, fold)),
    await store.hosts(hostsOf(events)),
    await store.mandates(mandatesOf(events)),
  ]
  for (const [key, machine] of machines) fold.machines.set(key, machine)
  for (const [key, host] of hosts) fold.hosts.set(key, host)
  for (const [key, mandate] of mandates) fold.mandates.set(key, mandate)
  for (const event of events) fold.apply(event)
  fold.closeSums(earlier)
  nameParties(events, fold)
  await store.insertEvents(events)
  await store.writeFold(fold)
  await store.addSums(fold.sums)
}

/** The names of the events that make a row which is about no rental: together, those that write the same rows. */
const settings = [
  ["SignerSet", "HostFeeSet"],
  ["MarketSet"],
  ["TreasurySet"],
  ["GuardianSet"],
  ["OwnershipTransferStarted", "OwnershipTransferred"],
  ["MandateRevoked"],
  ["AllMandatesRevoked"],
]

/** Takes away every event above a block. */
export async function removeEventsAbove(store: HistoryStore, block: bigint): Promise<void> {
  const removed = await store.eventsAbove(block)
  if (removed.length === 0) return
  const ids = [...rentalsOf(removed)]
  const names = settings.filter((group) => removed.some(({ name }) => group.includes(name))).flat()
  const [ofRentals, ofNames] = [await store.eventsOfRentals(ids, block), await store.eventsOfNames(names, block)]

  // What remains, folded again from nothing.
  const kept = new Fold()
  for (const event of [...ofRentals, ...ofNames]) kept.apply(event)
  const before = kept.snapshot()
  const machines = [
    ...new Set(removed.flatMap(({ host, machine }) => (host && machine ? [machineKey(host, machine)] : []))),
  ]

  // What the removed events added to the sums, found by adding them once more.
  const again = new Fold()
  for (const [id, rental] of kept.snapshot()) again.rentals.set(id, rental)
  for (const event of removed) again.apply(event)
  again.closeSums(before)

  const machinesBefore = await store.machinesAt(machines, block)
  kept.machines.clear()
  for (const [key, machine] of machinesBefore) kept.machines.set(key, machine)
  await removeRows(store, { removed: again, kept, machines })
  keepOnly(kept, again)
  await store.deleteEventsAbove(block)
  await store.writeFold(kept)
  await store.addSums(again.sums.negated())
}

type Removal = { readonly removed: Fold; readonly kept: Fold; readonly machines: readonly string[] }

/** Deletes the rows of which no event remains. */
async function removeRows(store: HistoryStore, { removed, kept, machines }: Removal): Promise<void> {
  const gone = (name: "rentals" | "hosts" | "mandates" | "markets" | "roles" | "revocations") =>
    [...removed[name].keys()].filter((key) => !kept[name].has(key))
  await store.deleteRows("rentals", ["id"], gone("rentals"))
  await store.deleteRows("hosts", ["host"], gone("hosts"))
  await store.deleteRows("mandates", ["mandate"], gone("mandates"))
  await store.deleteRows("markets", ["token"], gone("markets"))
  await store.deleteRows("roles", ["role"], gone("roles"))
  await store.deleteRows("revocations", ["renter", "salt"], gone("revocations"))
  await store.deleteRows(
    "machines",
    ["host", "machine"],
    machines.filter((key) => !kept.machines.has(key)),
  )
}

/** Leaves out the rows that the removed events did not touch: they are as they were. */
function keepOnly(kept: Fold, removed: Fold): void {
  for (const name of ["hosts", "mandates", "markets", "roles", "revocations"] as const) {
    for (const key of [...kept[name].keys()]) if (!removed[name].has(key)) kept[name].delete(key)
  }
}

function rentalsOf(events: readonly HistoryEvent[]): Set<string> {
  return new Set(events.flatMap(({ rental }) => (rental === null ? [] : [rental])))
}

function machinesOf(events: readonly HistoryEvent[], fold: Fold): Set<string> {
  const keys = new Set<string>()
  for (const { offer } of fold.rentals.values()) keys.add(machineKey(offer.host, offer.machine))
  for (const { name, args } of events) {
    if (name === "OffersRevoked") keys.add(machineKey(String(args["host"]), String(args["machine"])))
    if (name !== "Deposited") continue
    const { offer } = termsOf(args)
    keys.add(machineKey(String(offer["host"]), String(offer["machine"])))
  }
  return keys
}

function hostsOf(events: readonly HistoryEvent[]): Set<string> {
  const names = ["SignerSet", "HostFeeSet"]
  return new Set(events.filter(({ name }) => names.includes(name)).map(({ args }) => String(args["host"])))
}

function mandatesOf(events: readonly HistoryEvent[]): Set<string> {
  return new Set(events.filter(({ name }) => name === "MandateExecuted").map(({ args }) => String(args["mandate"])))
}

/** Writes the parties of a rental into its events, which name the rental alone. */
function nameParties(events: readonly HistoryEvent[], fold: Fold): void {
  for (const event of events) {
    const rental = fold.rentals.get(event.rental ?? "")
    if (!rental) continue
    event.host = rental.offer.host
    event.renter = rental.terms.renter
    event.machine = rental.offer.machine
    event.token = rental.offer.token
  }
}
