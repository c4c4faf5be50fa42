// What a keeper is told, checked before it does anything.
import { isAddress, type LocalAccount, parseEther, parseGwei } from "viem"
import { z } from "zod"

import { KeeperOptionsError } from "./errors.ts"

const address = z.custom<`0x${string}`>((value) => typeof value === "string" && isAddress(value, { strict: false }), {
  error: "must be an address",
})
const wei = z.bigint().positive()
/** Timers take no more. */
const milliseconds = z.int().positive().max(2_147_483_647)

export const works = ["settle", "credits", "fees"] as const

const fields = z.strictObject({
  /** Endpoints of one chain. Transactions go to all of them, reads to the one that is furthest. */
  rpcUrls: z
    .array(z.url({ protocol: /^https?$/, error: "must be http or https addresses" }))
    .min(1, "must name at least one endpoint"),
  chainId: z.int().positive().default(137),
  escrow: address,
  /** Block of the deployment. */
  fromBlock: z
    .bigint({ error: "is not known: set GPUFLOW_FROM_BLOCK, or pass --from-block" })
    .nonnegative("must not be negative"),
  /** Signs and pays for gas; has no rights, and needs none. */
  account: z.custom<LocalAccount>(
    (value) => typeof value === "object" && value !== null && "signTransaction" in value && "address" in value,
    { error: "must be a viem account that signs by itself" },
  ),
  /** SQLite file. It can be deleted at any time: all that it holds is read again. */
  database: z.string().min(1).default("keeper.db"),
  /** Collecting fees is the treasury's business, and on only if asked for. */
  work: z.array(z.enum(works)).min(1).default(["settle", "credits"]),
  /** Milliseconds between two polls. */
  pollInterval: milliseconds.default(5_000),
  /** Milliseconds after which a request has failed. */
  requestTimeout: milliseconds.default(10_000),
  /** Rentals per transaction. */
  batchSize: z.int().min(1).max(300).default(100),
  /** Transactions that wait for a block at the same time: nodes take 16 of one account. */
  maxInFlight: z.int().min(1).max(64).default(16),
  /** Most that is offered per gas, wei. */
  maxFeePerGas: wei.default(parseGwei("500")),
  /** Least tip per gas, wei: Polygon's nodes refuse less than 25 gwei, its documents say 30. */
  minTip: wei.default(parseGwei("30")),
  /** Most that one transaction may cost, wei. */
  maxCostPerTransaction: wei.default(parseEther("5")),
  /** Most that a day's transactions may cost, wei. */
  maxCostPerDay: wei.default(parseEther("50")),
  /** Milliseconds after which a transaction without a block is sent again for more. */
  bumpAfter: milliseconds.default(30_000),
  /** A rolling payout is made once so many seconds, and so many base units, are collectable. */
  rollingSeconds: z.bigint().positive().default(86_400n),
  rollingMinimum: z.bigint().nonnegative().default(0n),
  /** Blocks after which a transaction's outcome is written down. */
  confirmations: z.int().min(1).max(256).default(16),
  /** Blocks that the chain may replace. */
  maxReorgDepth: z.int().min(1).default(256),
  /** Seconds between two readings of the whole history, for what a node may have left out of a deep range. */
  rescanSeconds: z.int().nonnegative().default(86_400),
  /** Of `/healthz` and `/metrics`; 0: any that is free. */
  port: z.int().min(0).max(65_535).default(9_464),
  host: z.string().default("127.0.0.1"),
  logLevel: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  /** One round that finds and simulates, logs what it would send, and sends nothing. */
  dryRun: z.boolean().default(false),
  /** Where the log goes; standard output without it. */
  output: z.custom<{ write(text: string): void }>((value) => typeof Object(value).write === "function").optional(),
  /** Ends it, after what it is at. */
  signal: z.instanceof(AbortSignal).optional(),
})

export const keepOptions = fields.refine(({ minTip, maxFeePerGas }) => minTip <= maxFeePerGas, {
  path: ["maxFeePerGas"],
  error: "must not be below the least tip",
})

export type KeepOptions = z.input<typeof keepOptions>
export type Options = z.output<typeof keepOptions>

export function parseOptions(options: KeepOptions): Options {
  const result = keepOptions.safeParse(options)
  if (result.success) return result.data
  throw new KeeperOptionsError(
    result.error.issues.map(({ path, message }) => ({ option: path.join(".") || "options", message })),
  )
}
