import type { Role } from "./chain.ts"
import type { CoinName } from "./coins.ts"

const minutes = (count: bigint) => count * 60n
const hours = (count: bigint) => count * 3600n

/** One rental of the demo: its terms, and its course. */
export interface Plan {
  readonly key: string
  readonly title: string
  /** The title in the table. */
  readonly short: string
  readonly gpu: string
  readonly dollarsPerHour: string
  readonly coin: CoinName
  readonly duration: bigint
  /** The least time billed to the renter; without it, only the time used is billed. */
  readonly commitment?: bigint
  /** The host's collateral, in dollars. */
  readonly bondDollars?: string
  /** Whether the rental starts with the deposit. */
  readonly instant?: boolean
  /** Who rents; without it, the renter. */
  readonly by?: Role
  readonly course:
    | { readonly kind: "served" }
    | { readonly kind: "stopped" | "interrupted"; readonly after: bigint }
    | { readonly kind: "no-show" }
    /** The machine is down for `seconds`, which the host refunds at `after`. */
    | { readonly kind: "refunded"; readonly after: bigint; readonly seconds: bigint }
    /** The renter disputes at `after`; the arbiter awards the host a share. */
    | { readonly kind: "ruled"; readonly after: bigint; readonly hostBps: bigint }
    /** The renter disputes at `after`; the host refunds `seconds`, and the renter concedes the rest for free. */
    | { readonly kind: "conceded"; readonly after: bigint; readonly seconds: bigint }
    /** The renter disputes at `after`; nothing is refunded, and the renter concedes after `waiting`. */
    | { readonly kind: "given up"; readonly after: bigint; readonly waiting: bigint }
    /** The renter disputes after the end; the arbiter does not rule. */
    | { readonly kind: "unruled" }
    /** The host collects at intervals. */
    | { readonly kind: "rolling"; readonly every: bigint }
    /** Several machines, the last one rented later; one transaction settles those that are due. */
    | { readonly kind: "batch"; readonly machines: number; readonly apart: bigint }
    /** The renter signs once for all machines, and a relayer sends it for a fee. */
    | { readonly kind: "relayed"; readonly machines: number; readonly feeDollars: string }
    /** The renter pays for `step`, and signs that a keeper may extend the rental by it, for a tip. */
    | { readonly kind: "extended"; readonly step: bigint; readonly tipDollars: string }
}

export const terms = {
  feeBps: 1000n,
  startWindow: minutes(30n),
  challengeWindow: hours(6n),
  /** How long the host takes to start a machine. */
  bootTime: minutes(4n),
  /** After the end, until a renter complains. */
  complaintTime: hours(1n),
  /** After a dispute, until the arbiter rules. */
  rulingTime: hours(48n),
} as const

/** The three reference rentals, then early ends, disputes, payments weekly and in a batch, by a signature and by mandate. */
export const plans: readonly Plan[] = [
  {
    key: "lora",
    title: "Train a LoRA for an image model",
    short: "Train a LoRA",
    gpu: "RTX 4090",
    dollarsPerHour: "0.65",
    coin: "USDC",
    duration: hours(2n),
    course: { kind: "served" },
  },
  {
    key: "fine-tune",
    title: "Fine-tune a 7B language model",
    short: "Fine-tune a 7B",
    gpu: "A100 80 GB",
    dollarsPerHour: "1.50",
    coin: "USDC",
    duration: hours(8n),
    course: { kind: "served" },
  },
  {
    key: "inference",
    title: "Serve inference around the clock",
    short: "Serve inference",
    gpu: "RTX 4090",
    dollarsPerHour: "0.65",
    coin: "USDC",
    duration: hours(720n),
    course: { kind: "served" },
  },
  {
    key: "early-stop",
    title: "Done early: the renter stops",
    short: "Stopped early",
    gpu: "RTX 4090",
    dollarsPerHour: "0.65",
    coin: "POL",
    duration: hours(2n),
    course: { kind: "stopped", after: minutes(30n) },
  },
  {
    key: "commitment-broken",
    title: "A commitment broken",
    short: "Left too early",
    gpu: "A100 80 GB",
    dollarsPerHour: "1.50",
    coin: "WETH",
    duration: hours(8n),
    commitment: hours(4n),
    course: { kind: "stopped", after: hours(1n) },
  },
  {
    key: "host-interruption",
    title: "Interrupted by its host",
    short: "Host interrupted",
    gpu: "RTX 3090",
    dollarsPerHour: "0.40",
    coin: "SOL",
    duration: hours(10n),
    bondDollars: "1.60",
    course: { kind: "interrupted", after: hours(6n) },
  },
  {
    key: "no-show",
    title: "The host does not show up",
    short: "Never started",
    gpu: "H100 80 GB",
    dollarsPerHour: "2.50",
    coin: "POL",
    duration: hours(4n),
    bondDollars: "2.50",
    course: { kind: "no-show" },
  },
  {
    key: "downtime",
    title: "Down for 45 minutes, refunded",
    short: "Downtime repaid",
    gpu: "RTX 3090",
    dollarsPerHour: "0.40",
    coin: "USDC",
    duration: hours(10n),
    course: { kind: "refunded", after: hours(5n), seconds: minutes(45n) },
  },
  {
    key: "ruling",
    title: "A dispute, and a ruling",
    short: "Dispute ruled",
    gpu: "A100 80 GB",
    dollarsPerHour: "1.50",
    coin: "USDC",
    duration: hours(8n),
    bondDollars: "4.00",
    course: { kind: "ruled", after: hours(6n), hostBps: 4000n },
  },
  {
    key: "concession",
    title: "A dispute settled between the two",
    short: "Dispute conceded",
    gpu: "RTX 4090",
    dollarsPerHour: "0.65",
    coin: "POL",
    duration: hours(2n),
    course: { kind: "conceded", after: hours(1n), seconds: minutes(30n) },
  },
  {
    key: "given-up",
    title: "A dispute that the renter gives up",
    short: "Dispute given up",
    gpu: "RTX 3090",
    dollarsPerHour: "0.40",
    coin: "USDC",
    duration: hours(10n),
    bondDollars: "1.60",
    course: { kind: "given up", after: hours(5n), waiting: hours(12n) },
  },
  {
    key: "silent-arbiter",
    title: "A dispute without a ruling",
    short: "Arbiter silent",
    gpu: "H100 80 GB",
    dollarsPerHour: "2.50",
    coin: "WETH",
    duration: hours(4n),
    course: { kind: "unruled" },
  },
  {
    key: "rolling",
    title: "A month, collected every week",
    short: "Month, rolling",
    gpu: "RTX 4090",
    dollarsPerHour: "0.65",
    coin: "USDC",
    duration: hours(720n),
    course: { kind: "rolling", every: hours(168n) },
  },
  {
    key: "batch",
    title: "Three machines, settled as a batch",
    short: "Batch of three",
    gpu: "RTX 4090",
    dollarsPerHour: "0.65",
    coin: "SOL",
    duration: hours(2n),
    instant: true,
    course: { kind: "batch", machines: 3, apart: hours(1n) },
  },
  {
    key: "gasless",
    title: "One signature, and no POL",
    short: "Without POL",
    gpu: "RTX 4090",
    dollarsPerHour: "0.65",
    coin: "USDC",
    duration: hours(2n),
    instant: true,
    by: "payer",
    course: { kind: "relayed", machines: 1, feeDollars: "0.02" },
  },
  {
    key: "cluster",
    title: "A cluster with one signature",
    short: "Cluster of four",
    gpu: "H100 80 GB",
    dollarsPerHour: "2.50",
    coin: "USDC",
    duration: hours(2n),
    instant: true,
    by: "payer",
    course: { kind: "relayed", machines: 4, feeDollars: "0.05" },
  },
  {
    key: "mandate",
    title: "A week by mandate, paid day by day",
    short: "Week by mandate",
    gpu: "RTX 3090",
    dollarsPerHour: "0.40",
    coin: "USDC",
    duration: hours(168n),
    course: { kind: "extended", step: hours(24n), tipDollars: "0.01" },
  },
]
