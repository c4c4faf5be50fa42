// Options as the environment gives them.
import { type Address, type LocalAccount, parseEther, parseGwei } from "viem"

import { deployments } from "../sdk/deployments.ts"
import { KeeperOptionsError } from "./errors.ts"
import { type KeepOptions, works } from "./options.ts"

type Environment = Readonly<Record<string, string | undefined>>

/** Every variable that is read, what it is, and what holds without it. */
export const variables = {
  GPUFLOW_RPC_URL: "endpoints of one chain, comma separated",
  GPUFLOW_FROM_BLOCK: "block of its deployment; the one known for the chain",
  GPUFLOW_KEEPER_DATABASE: "SQLite file; keeper.db",
  GPUFLOW_KEEPER_WORK: "settle, credits, fees, comma separated; settle,credits",
  GPUFLOW_KEEPER_POLL_SECONDS: "between two polls; 5",
  GPUFLOW_KEEPER_TIMEOUT_SECONDS: "of a request; 10",
  GPUFLOW_KEEPER_BATCH: "rentals per transaction, 1 to 300; 100",
  GPUFLOW_KEEPER_MAX_GWEI: "most per gas; 500",
  GPUFLOW_KEEPER_MIN_TIP_GWEI: "least tip per gas; 30",
  GPUFLOW_KEEPER_MAX_POL_PER_TRANSACTION: "5",
  GPUFLOW_KEEPER_MAX_POL_PER_DAY: "50",
  GPUFLOW_KEEPER_BUMP_SECONDS: "until a transaction without a block is sent again for more; 30",
  GPUFLOW_KEEPER_ROLLING_SECONDS: "seconds that a rolling payout is worth making for; 86400",
  GPUFLOW_KEEPER_ROLLING_MINIMUM: "base units that it is worth making for; 0",
  GPUFLOW_KEEPER_CONFIRMATIONS: "blocks until an outcome is written down; 16",
  GPUFLOW_KEEPER_REORG_BLOCKS: "blocks that the chain may replace; 256",
  GPUFLOW_KEEPER_RESCAN_SECONDS: "between two readings of the whole history; 86400",
  GPUFLOW_KEEPER_PORT: "of /healthz and /metrics; 9464",
  GPUFLOW_KEEPER_HOST: "127.0.0.1",
  GPUFLOW_KEEPER_LOG: "debug, info, warn, error or silent; info",
} as const

type Variable = keyof typeof variables

/** Which escrow to keep, and who pays for it. */
type Post = { readonly chainId: number; readonly escrow: Address; readonly account: LocalAccount }

/** Reads a keeper's options. */
export function readOptions(environment: Environment, { chainId, escrow, account }: Post): KeepOptions {
  const text = (name: Variable) => environment[name]?.trim() || undefined
  const list = (name: Variable) =>
    text(name)
      ?.split(",")
      .map((item) => item.trim())
  function parsed<value>(name: Variable, parse: (text: string) => value): value | undefined {
    const given = text(name)
    if (given === undefined) return undefined
    try {
      return parse(given)
    } catch {
      throw new KeeperOptionsError(`${name}: "${given}" is no number.`)
    }
  }
  const whole = (name: Variable) => parsed(name, BigInt)
  const figure = (name: Variable, unit = 1) =>
    parsed(name, (given) => {
      const value = Number(given) * unit
      if (!Number.isFinite(value)) throw new TypeError()
      return Math.round(value)
    })

  const rpcUrls = list("GPUFLOW_RPC_URL")
  if (!rpcUrls) throw new KeeperOptionsError("GPUFLOW_RPC_URL: name at least one endpoint.")
  const known = deployments[chainId]
  const isKnown = known?.address.toLowerCase() === escrow.toLowerCase()
  const fromBlock = whole("GPUFLOW_FROM_BLOCK") ?? (isKnown ? known?.blockNumber : undefined)
  const logLevel = text("GPUFLOW_KEEPER_LOG")
  const options = {
    rpcUrls,
    chainId,
    escrow,
    fromBlock,
    account,
    database: text("GPUFLOW_KEEPER_DATABASE"),
    work: list("GPUFLOW_KEEPER_WORK")?.map(workOf),
    pollInterval: figure("GPUFLOW_KEEPER_POLL_SECONDS", 1_000),
    requestTimeout: figure("GPUFLOW_KEEPER_TIMEOUT_SECONDS", 1_000),
    batchSize: figure("GPUFLOW_KEEPER_BATCH"),
    maxFeePerGas: parsed("GPUFLOW_KEEPER_MAX_GWEI", (given) => parseGwei(given)),
    minTip: parsed("GPUFLOW_KEEPER_MIN_TIP_GWEI", (given) => parseGwei(given)),
    maxCostPerTransaction: parsed("GPUFLOW_KEEPER_MAX_POL_PER_TRANSACTION", (given) => parseEther(given)),
    maxCostPerDay: parsed("GPUFLOW_KEEPER_MAX_POL_PER_DAY", (given) => parseEther(given)),
    bumpAfter: figure("GPUFLOW_KEEPER_BUMP_SECONDS", 1_000),
    rollingSeconds: whole("GPUFLOW_KEEPER_ROLLING_SECONDS"),
    rollingMinimum: whole("GPUFLOW_KEEPER_ROLLING_MINIMUM"),
    confirmations: figure("GPUFLOW_KEEPER_CONFIRMATIONS"),
    maxReorgDepth: figure("GPUFLOW_KEEPER_REORG_BLOCKS"),
    rescanSeconds: figure("GPUFLOW_KEEPER_RESCAN_SECONDS"),
    port: figure("GPUFLOW_KEEPER_PORT"),
    host: text("GPUFLOW_KEEPER_HOST"),
    logLevel,
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  // What is not given takes its default; what does not fit is refused by the schema.
  return Object.fromEntries(given) as KeepOptions
}

function workOf(name: string) {
  const work = works.find((known) => known === name)
  if (!work) throw new KeeperOptionsError(`GPUFLOW_KEEPER_WORK: "${name}" is none of ${works.join(", ")}.`)
  return work
}
