import { fields, parseFields } from "@gpuflow/keeper/service"
import type { LocalAccount } from "viem"
import { z } from "zod"

import type { HostSettings } from "./settings/settingsFile.ts"

const { shape } = fields

const schema = z.strictObject({
  rpcUrls: shape.rpcUrls,
  chainId: shape.chainId,
  escrow: shape.escrow,
  /** Signs the transactions: the host, or the operator that its offers name. */
  account: shape.account,
  settings: z.custom<HostSettings>((value) => typeof value === "object" && value !== null),
  /** Folder of the agent's state. */
  state: z.string().min(1),
  /** Folder in which the agents of this computer exclude each other. */
  locks: z.string().min(1),
  /** What hooks inherit of the environment. */
  environment: z.record(z.string(), z.string()),
  /** Signs offers, where another key than the account's does. */
  signer: z.custom<LocalAccount>((value) => typeof value === "object" && value !== null).optional(),
  /** Bearer token for the boards. */
  boardToken: z.string().min(1).optional(),
  /** Milliseconds between polls. A hook that ends starts one at once. */
  pollInterval: shape.pollInterval,
  requestTimeout: shape.requestTimeout,
  maxInFlight: shape.maxInFlight,
  maxFeePerGas: shape.maxFeePerGas,
  minTip: shape.minTip,
  maxCostPerTransaction: shape.maxCostPerTransaction,
  maxCostPerDay: shape.maxCostPerDay,
  bumpAfter: shape.bumpAfter,
  confirmations: shape.confirmations,
  maxReorgDepth: shape.maxReorgDepth,
  port: z.int().min(0).max(65_535).default(9_467),
  host: shape.host,
  logLevel: shape.logLevel,
  output: shape.output,
  signal: shape.signal,
})

export type AgentOptions = z.input<typeof schema>
export type ResolvedAgentOptions = z.output<typeof schema>

export const parseAgentOptions = (options: AgentOptions): ResolvedAgentOptions => parseFields(schema, options)
