import { getAddress, isAddress, type LocalAccount, parseEther, parseGwei } from "viem"
import { z } from "zod"

/** Kinds of work, in the order in which a poll plans them. */
export const workOptions = ["mandates", "settle", "credits", "fees"] as const

/** An address in any spelling, which becomes the one with a checksum: addresses are compared as texts. */
export const address = z
  .custom<`0x${string}`>((value) => typeof value === "string" && isAddress(value, { strict: false }), {
    error: "must be an address",
  })
  .transform((text) => getAddress(text))
const wei = z.bigint().positive()
/** The most that a timer takes. */
export const milliseconds = z.int().positive().max(2_147_483_647)

export const fields = z.strictObject({
  /** JSON-RPC endpoints of one chain. The keeper sends to all of them, and reads from the one with the latest block. */
  rpcUrls: z
    .array(z.url({ protocol: /^https?$/, error: "must be http or https addresses" }))
    .min(1, "must name at least one endpoint"),
  chainId: z.int().positive().default(137),
  escrow: address,
  /** Block in which the escrow was deployed. */
  fromBlock: z
    .bigint({ error: "is not known: set GPUFLOW_FROM_BLOCK, or pass --from-block" })
    .nonnegative("must not be negative"),
  /** Signs the transactions and pays for their gas. It needs no rights in the escrow. */
  account: z.custom<LocalAccount>(
    (value) => typeof value === "object" && value !== null && "signTransaction" in value && "address" in value,
    { error: "must be a viem account that signs locally" },
  ),
  /** SQLite file. It can be deleted at any time: the keeper reads its contents from the chain again. */
  database: z.string().min(1).default("keeper.db"),
  /** Kinds of work. Collecting fees is off by default, because only the treasury benefits from it. */
  work: z.array(z.enum(workOptions)).min(1).default(["mandates", "settle", "credits"]),
  /** Folder of the signed mandates that the keeper executes, one JSON file each. */
  mandates: z.string().min(1).optional(),
  /** The mandate contract. The keeper executes mandates for no other one. */
  mandateContract: address.optional(),
  /** Least tip of a mandate, in percent of what its gas costs. With 0, mandates are also executed without a tip. */
  mandateTipPercent: z.int().min(0).max(10_000).default(100),
  /** Milliseconds between polls. */
  pollInterval: milliseconds.default(5_000),
  /** Milliseconds after which a request to an endpoint fails. */
  requestTimeout: milliseconds.default(10_000),
  /** Maximum number of rentals per transaction. */
  batchSize: z.int().min(1).max(300).default(100),
  /** Maximum number of transactions that wait for a block at the same time. Nodes accept 16 of one account. */
  maxInFlight: z.int().min(1).max(64).default(16),
  /** Maximum fee per gas, in wei. */
  maxFeePerGas: wei.default(parseGwei("500")),
  /** Minimum tip per gas, in wei. Polygon's nodes reject less than 25 gwei; its documentation asks for 30. */
  minTip: wei.default(parseGwei("30")),
  /** Maximum cost of one transaction, in wei. */
  maxCostPerTransaction: wei.default(parseEther("5")),
  /** Maximum cost of all transactions of the last 24 hours, in wei. */
  maxCostPerDay: wei.default(parseEther("50")),
  /** Milliseconds after which a transaction without a block is replaced by one with a higher fee. */
  bumpAfter: milliseconds.default(30_000),
  /** Seconds that must be payable before a rolling payout is made. */
  rollingSeconds: z.bigint().positive().default(86_400n),
  /** Base units that must be payable before a rolling payout is made. */
  rollingMinimum: z.bigint().nonnegative().default(0n),
  /** Confirmations after which the outcome of a transaction is recorded. */
  confirmations: z.int().min(1).max(256).default(16),
  /** Depth of a reorganisation, in blocks, beyond which the whole history is read again. */
  maxReorgDepth: z.int().min(1).default(256),
  /** Seconds between scans of the whole history, which find events that a node left out of an earlier answer. */
  rescanSeconds: z.int().nonnegative().default(86_400),
  /** Port of `/healthz` and `/metrics`. Pass 0 for any free port. */
  port: z.int().min(0).max(65_535).default(9_464),
  host: z.string().default("127.0.0.1"),
  logLevel: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  /** Runs one poll that logs the transactions that it would send, and sends none. */
  dryRun: z.boolean().default(false),
  /** Receives the log, in place of the standard output. */
  output: z.custom<{ write(text: string): void }>((value) => typeof Object(value).write === "function").optional(),
  /** Stops the keeper after the current poll. */
  signal: z.instanceof(AbortSignal).optional(),
})

const schema = fields
  .refine(({ minTip, maxFeePerGas }) => minTip <= maxFeePerGas, {
    path: ["maxFeePerGas"],
    error: "must not be below the minimum tip",
  })
  .refine(({ mandates, mandateContract }) => mandates === undefined || mandateContract !== undefined, {
    path: ["mandateContract"],
    error: "is not known: set GPUFLOW_MANDATE_CONTRACT, or pass --mandate-contract",
  })
  .refine(({ mandates, work }) => mandates === undefined || work.includes("mandates"), {
    path: ["work"],
    error: "must include `mandates`, because a folder of mandates is set",
  })

export type KeeperOptions = z.input<typeof schema>
export type ResolvedOptions = z.output<typeof schema>

export function parseOptions(options: KeeperOptions): ResolvedOptions {
  return parseFields(schema, options)
}

/** Throws an error that names each option that is not valid. */
export function parseFields<output>(schema: z.ZodType<output>, options: unknown): output {
  const result = schema.safeParse(options)
  if (result.success) return result.data
  throw new KeeperOptionsError(
    result.error.issues.map(({ path, message }) => ({ option: path.join(".") || "options", message })),
  )
}

type OptionProblem = { readonly option: string; readonly message: string }

/** Thrown for invalid options. Each line of the message names an option and says what it must be. */
export class KeeperOptionsError extends Error {
  override readonly name = "KeeperOptionsError"
  readonly problems: readonly OptionProblem[]

  constructor(problems: readonly OptionProblem[], nameOf = (option: string) => option) {
    super(problems.map(({ option, message }) => `${nameOf(option)}: ${message}`).join("\n"))
    this.problems = problems
  }
}
