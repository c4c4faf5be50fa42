// What has happened on the local market until now: who rented which machine, when, and how it ended.
import { type HostName, type Machine, machineOf } from "./hosts.ts"

const HOUR = 3_600n
const MINUTE = 60n
const DAY = 24n * HOUR
/** How far the past goes back, seconds. */
export const PAST = 40n * DAY

/** The renter who looks at the page, and others. */
export type RenterName = "renter" | "lab" | "studio" | "startup"
export const renterNames: readonly RenterName[] = ["renter", "lab", "studio", "startup"]

/** Rentals that somebody looks for by name. */
export type RentalName =
  | "settled"
  | "stopped"
  | "interrupted"
  | "noShow"
  | "due"
  | "disputed"
  | "ended"
  | "running"
  | "funded"

/** One rental. Times are in seconds: `at` before the present, the others after the start, unless they say otherwise. */
export type PlannedRental = {
  readonly name?: RentalName
  readonly machine: Machine
  readonly renter: RenterName
  /** When it was paid. */
  readonly at: bigint
  readonly duration: bigint
  readonly course: Course
}

export type Course =
  | { readonly kind: "served" }
  /** Used in full, and nobody has claimed it. */
  | { readonly kind: "unclaimed" }
  | { readonly kind: "stopped"; readonly after: bigint }
  /** The host has ended it. */
  | { readonly kind: "interrupted"; readonly after: bigint }
  /** The host gave seconds back. */
  | { readonly kind: "refunded"; readonly after: bigint; readonly seconds: bigint }
  /** Paid, and never started. */
  | { readonly kind: "waiting" }
  /** Extended by a mandate, before each end, by what was paid at first. */
  | { readonly kind: "extended"; readonly times: bigint; readonly before: bigint }
  | {
      readonly kind: "disputed"
      readonly after: bigint
      readonly renterSays: string
      readonly hostSays: string
      /** The arbiter's ruling, and how long after the dispute it came. */
      readonly ruling?: { readonly hostBps: bigint; readonly after: bigint }
    }

const served: Course = { kind: "served" }

/** How long people rent for, hours, in turn: from a LoRA to a training of two days. */
const durations = [8n, 2n, 24n, 6n, 12n, 3n, 48n, 4n]

type Regular = {
  readonly host: HostName
  readonly count: number
  /** Places of its machines that were rented, in turn. */
  readonly places: readonly number[]
  /** Days ago, from the first rental to the last. */
  readonly from: number
  readonly to: number
  /** Which of them the renter stopped, of so many. */
  readonly stoppedOf?: number
}

/** Rentals that went as they should. */
const regulars: readonly Regular[] = [
  { host: "Paris", count: 36, places: [0, 1, 2, 3, 4, 5, 6, 7, 8], from: 38, to: 4, stoppedOf: 5 },
  { host: "Montreal", count: 22, places: [1, 2, 3, 4, 5], from: 36, to: 4, stoppedOf: 7 },
  { host: "Helsinki", count: 14, places: [0, 1, 2, 3], from: 33, to: 4, stoppedOf: 4 },
  { host: "Singapore", count: 6, places: [0, 1, 2], from: 30, to: 9 },
  { host: "Amsterdam", count: 6, places: [0, 1, 2], from: 24, to: 4, stoppedOf: 3 },
  { host: "Warsaw", count: 3, places: [0, 1, 2], from: 12, to: 5 },
]

function regularRentals({ host, count, places, from, to, stoppedOf }: Regular, seed: number): readonly PlannedRental[] {
  const [first, last] = [BigInt(from) * DAY, BigInt(to) * DAY]
  return Array.from({ length: count }, (_, index): PlannedRental => {
    const step = count > 1 ? ((first - last) * BigInt(index)) / BigInt(count - 1) : 0n
    // On the hour, at different hours of the day.
    const at = ((first - step) / HOUR) * HOUR - BigInt((index * 7 + seed * 5) % 11) * HOUR
    const machine = machineOf(host, places[index % places.length] ?? 0)
    const wanted = durations[(index * 3 + seed) % durations.length] ?? 8n
    const hours = machine.minDuration > wanted * HOUR ? machine.minDuration / HOUR : wanted
    const isStopped = stoppedOf !== undefined && index % stoppedOf === stoppedOf - 1
    return {
      machine,
      renter: renterNames[(index + seed) % renterNames.length] ?? "lab",
      at,
      duration: hours * HOUR,
      course: isStopped ? { kind: "stopped", after: (hours * HOUR * 5n) / 8n } : served,
    }
  })
}

/** Rentals that went wrong, or are still going on. */
const others: readonly PlannedRental[] = [
  {
    ...{ machine: machineOf("Singapore", 1), renter: "studio", at: 21n * DAY, duration: 24n * HOUR },
    course: { kind: "interrupted", after: 5n * HOUR },
  },
  {
    ...{ machine: machineOf("Singapore", 0), renter: "lab", at: 16n * DAY, duration: 12n * HOUR },
    course: {
      ...{ kind: "disputed", after: 4n * HOUR },
      renterSays: "nvidia-smi shows an RTX 3080 with 10 GB. The offer promised an RTX 4090.",
      hostSays: "The machine was changed by mistake.",
      ruling: { hostBps: 1_000n, after: 40n * HOUR },
    },
  },
  {
    ...{ machine: machineOf("Montreal", 2), renter: "startup", at: 11n * DAY, duration: 24n * HOUR },
    course: { kind: "refunded", after: 9n * HOUR, seconds: 45n * MINUTE },
  },
  {
    ...{ name: "settled", machine: machineOf("Paris", 0), renter: "renter", at: 46n * HOUR, duration: 8n * HOUR },
    course: served,
  },
  {
    ...{ name: "stopped", machine: machineOf("Helsinki", 2), renter: "renter", at: 26n * HOUR, duration: 8n * HOUR },
    course: { kind: "stopped", after: 3n * HOUR },
  },
  {
    ...{ name: "disputed", machine: machineOf("Paris", 3), renter: "renter", at: 34n * HOUR, duration: 12n * HOUR },
    course: {
      ...{ kind: "disputed", after: 5n * HOUR },
      renterSays: "From the fourth hour on, one of the two cards was gone. nvidia-smi lists a single RTX 4090.",
      hostSays: "The driver was reset after an hour. The second card answered again until the dispute.",
    },
  },
  {
    ...{ machine: machineOf("Helsinki", 1), renter: "studio", at: 9n * HOUR, duration: 6n * HOUR },
    course: {
      ...{ kind: "disputed", after: 4n * HOUR },
      renterSays: "The network gave 80 Mbit/s instead of 2.5 Gbit/s. The data set never arrived.",
      hostSays: "Our uplink was saturated for two hours. Measurements are attached.",
    },
  },
  {
    ...{
      name: "interrupted",
      machine: machineOf("Singapore", 2),
      renter: "renter",
      at: 10n * HOUR,
      duration: 8n * HOUR,
    },
    course: { kind: "interrupted", after: 3n * HOUR },
  },
  {
    ...{ name: "due", machine: machineOf("Paris", 1), renter: "renter", at: 16n * HOUR, duration: 8n * HOUR },
    course: { kind: "unclaimed" },
  },
  {
    ...{ machine: machineOf("Paris", 5), renter: "lab", at: 22n * HOUR, duration: 12n * HOUR },
    course: { kind: "unclaimed" },
  },
  {
    ...{ name: "noShow", machine: machineOf("Amsterdam", 1), renter: "renter", at: 2n * HOUR, duration: 4n * HOUR },
    course: { kind: "waiting" },
  },
  {
    ...{ name: "ended", machine: machineOf("Paris", 8), renter: "renter", at: 5n * HOUR, duration: 3n * HOUR },
    course: { kind: "unclaimed" },
  },
  {
    ...{ machine: machineOf("Montreal", 0), renter: "renter", at: 66n * HOUR, duration: 24n * HOUR },
    course: { kind: "extended", times: 2n, before: HOUR },
  },
  {
    ...{ machine: machineOf("Paris", 6), renter: "startup", at: 30n * HOUR, duration: 72n * HOUR },
    course: { kind: "unclaimed" },
  },
  {
    ...{ machine: machineOf("Montreal", 1), renter: "lab", at: 11n * HOUR, duration: 11n * HOUR + 40n * MINUTE },
    course: { kind: "unclaimed" },
  },
  {
    ...{ name: "running", machine: machineOf("Paris", 0), renter: "renter", at: 90n * MINUTE, duration: 8n * HOUR },
    course: { kind: "unclaimed" },
  },
  {
    ...{ name: "funded", machine: machineOf("Paris", 5), renter: "renter", at: 2n * MINUTE, duration: HOUR },
    course: { kind: "waiting" },
  },
]

/** All of them, by the time at which they were paid. */
export const rentals: readonly PlannedRental[] = [...regulars.flatMap(regularRentals), ...others].sort((a, b) =>
  a.at < b.at ? 1 : a.at > b.at ? -1 : 0,
)
