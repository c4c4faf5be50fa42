import { tokens } from "@gpuflow/escrow/plan"
import { type Address, zeroAddress } from "viem"
import { z } from "zod"
import { fields, milliseconds, parseFields } from "../keeperOptions.ts"

const { shape } = fields
const count = z.int().positive()
const origin = z.string().refine((text) => text === "*" || (URL.canParse(text) && new URL(text).origin === text), {
  error: "must be an origin such as https://app.example, or *",
})

const relayerFields = z.strictObject({
  rpcUrls: shape.rpcUrls,
  chainId: shape.chainId,
  escrow: shape.escrow,
  /** The router whose purchases are sent. */
  router: shape.escrow,
  /** Signs the transactions, pays for their gas, and receives the fees. */
  account: shape.account,
  /** SQLite file with the accepted purchases and the transactions that were signed. Do not delete it while any is open. */
  database: z.string().min(1).default("relay.db"),
  /** Tokens in which the fee is taken. Default: the SDK's tokens of this chain whose price feed is known. */
  tokens: z.array(shape.escrow).min(1).optional(),
  /** Dollars for one POL, in place of the price feed. */
  polPrice: z.number().positive().optional(),
  /** Percent of the gas's price that the fee must have on top. */
  margin: z.number().nonnegative().max(1_000).default(25),
  /** Seconds for which a fee that was quoted is accepted. */
  quoteSeconds: z.int().min(1).max(3_600).default(60),
  /** Seconds that must be left until a purchase expires when it is accepted. */
  minimumTime: z.int().min(0).default(60),
  /** Seconds after which a purchase must have expired. */
  maximumTime: z.int().min(1).max(86_400).default(3_600),
  /** Purchases that may wait for a block at the same time, of one payer and of all. */
  maxOpenPerPayer: count.default(4),
  maxOpen: count.default(256),
  /** Transactions of one payer that may revert within a day, each of which costs gas without a fee. */
  maxRevertsPerPayer: count.default(2),
  /** Requests of one network address within a minute: purchases, and all others. */
  purchasesPerMinute: count.default(20),
  requestsPerMinute: count.default(300),
  /** Purchases that are checked against the chain at the same time. */
  maxChecks: count.default(8),
  /** Header with the client's address, set by a proxy of your own. The last address in it counts. */
  clientHeader: z
    .string()
    .regex(/^[a-z0-9-]+$/i, "must be the name of a header")
    .optional(),
  /** Origins of pages that may call the relayer. */
  origins: z.array(origin).default([]),
  /** Milliseconds between polls. A purchase that is accepted starts one at once. */
  pollInterval: milliseconds.default(2_000),
  requestTimeout: shape.requestTimeout,
  maxInFlight: shape.maxInFlight,
  maxFeePerGas: shape.maxFeePerGas,
  minTip: shape.minTip,
  maxCostPerTransaction: shape.maxCostPerTransaction,
  maxCostPerDay: shape.maxCostPerDay,
  bumpAfter: shape.bumpAfter,
  confirmations: shape.confirmations,
  /** Port of the server. Pass 0 for any free port. */
  port: z.int().min(0).max(65_535).default(9_465),
  host: shape.host,
  logLevel: shape.logLevel,
  output: shape.output,
  signal: shape.signal,
})

const schema = relayerFields
  .refine(({ minTip, maxFeePerGas }) => minTip <= maxFeePerGas, {
    path: ["maxFeePerGas"],
    error: "must not be below the minimum tip",
  })
  .refine(({ minimumTime, maximumTime }) => minimumTime < maximumTime, {
    path: ["maximumTime"],
    error: "must be above the minimum time",
  })

export type RelayerOptions = z.input<typeof schema>
export type ResolvedRelayerOptions = Omit<z.output<typeof schema>, "tokens"> & { readonly tokens: readonly Address[] }

export function parseRelayerOptions(given: RelayerOptions): ResolvedRelayerOptions {
  const options = parseFields(schema, given)
  return { ...options, tokens: options.tokens ?? tokensWithFeed(options.chainId) }
}

function tokensWithFeed(chain: number): Address[] {
  return tokens.flatMap(({ chainId, address, feed }) =>
    chainId === chain && address !== zeroAddress && feed ? [address] : [],
  )
}
