// Options as the environment gives them.

import { deployments } from "@gpuflow/escrow/deployments"
import { type Address, type LocalAccount, parseEther, parseGwei } from "viem"
import { KeeperOptionsError } from "./errors.ts"
import type { KeepOptions } from "./options.ts"

type Environment = Readonly<Record<string, string | undefined>>

type Source = {
  readonly option: keyof KeepOptions
  /** What it is; what holds without it. */
  readonly meaning: string
  /** Throws at what cannot be one. */
  readonly parse: (given: string) => unknown
}

const text = (given: string) => given
const list = (given: string) => given.split(",").map((item) => item.trim())
const gwei = (given: string) => parseGwei(given)
const pol = (given: string) => parseEther(given)
const whole = (given: string) => BigInt(given)
const figure = (given: string) => {
  const value = Number(given)
  if (!Number.isFinite(value)) throw new TypeError()
  return value
}
const seconds = (given: string) => Math.round(figure(given) * 1_000)

/** Every variable that is read. */
export const variables: Readonly<Record<string, Source>> = {
  GPUFLOW_RPC_URL: { option: "rpcUrls", meaning: "endpoints of one chain, comma separated", parse: list },
  GPUFLOW_FROM_BLOCK: {
    option: "fromBlock",
    meaning: "block of its deployment; the one known for the chain",
    parse: whole,
  },
  GPUFLOW_KEEPER_DATABASE: { option: "database", meaning: "SQLite file; keeper.db", parse: text },
  GPUFLOW_KEEPER_WORK: {
    option: "work",
    meaning: "settle, credits, fees, comma separated; settle,credits",
    parse: list,
  },
  GPUFLOW_KEEPER_POLL_SECONDS: { option: "pollInterval", meaning: "between two polls; 5", parse: seconds },
  GPUFLOW_KEEPER_TIMEOUT_SECONDS: { option: "requestTimeout", meaning: "of a request; 10", parse: seconds },
  GPUFLOW_KEEPER_BATCH: { option: "batchSize", meaning: "rentals per transaction, 1 to 300; 100", parse: figure },
  GPUFLOW_KEEPER_MAX_GWEI: { option: "maxFeePerGas", meaning: "most per gas; 500", parse: gwei },
  GPUFLOW_KEEPER_MIN_TIP_GWEI: { option: "minTip", meaning: "least tip per gas; 30", parse: gwei },
  GPUFLOW_KEEPER_MAX_POL_PER_TRANSACTION: { option: "maxCostPerTransaction", meaning: "5", parse: pol },
  GPUFLOW_KEEPER_MAX_POL_PER_DAY: { option: "maxCostPerDay", meaning: "50", parse: pol },
  GPUFLOW_KEEPER_BUMP_SECONDS: {
    option: "bumpAfter",
    meaning: "until a transaction without a block is sent again for more; 30",
    parse: seconds,
  },
  GPUFLOW_KEEPER_ROLLING_SECONDS: {
    option: "rollingSeconds",
    meaning: "seconds that a rolling payout is worth making for; 86400",
    parse: whole,
  },
  GPUFLOW_KEEPER_ROLLING_MINIMUM: {
    option: "rollingMinimum",
    meaning: "base units that it is worth making for; 0",
    parse: whole,
  },
  GPUFLOW_KEEPER_CONFIRMATIONS: {
    option: "confirmations",
    meaning: "blocks until an outcome is written down; 16",
    parse: figure,
  },
  GPUFLOW_KEEPER_REORG_BLOCKS: {
    option: "maxReorgDepth",
    meaning: "blocks that the chain may replace; 256",
    parse: figure,
  },
  GPUFLOW_KEEPER_RESCAN_SECONDS: {
    option: "rescanSeconds",
    meaning: "between two readings of the whole history; 86400",
    parse: figure,
  },
  GPUFLOW_KEEPER_PORT: { option: "port", meaning: "of /healthz and /metrics; 9464", parse: figure },
  GPUFLOW_KEEPER_HOST: { option: "host", meaning: "127.0.0.1", parse: text },
  GPUFLOW_KEEPER_LOG: { option: "logLevel", meaning: "debug, info, warn, error or silent; info", parse: text },
}

/** Which escrow to keep, and who pays for it. */
type Post = { readonly chainId: number; readonly escrow: Address; readonly account: LocalAccount }

/** Reads a keeper's options. What is not given takes its default; what does not fit is refused when they are used. */
export function readOptions(environment: Environment, { chainId, escrow, account }: Post): KeepOptions {
  const given = Object.entries(variables).flatMap(([name, { option, parse }]) => {
    const value = environment[name]?.trim()
    return value ? [[option, parsed(name, value, parse)] as const] : []
  })
  const known = deployments[chainId]
  const isKnown = known?.address.toLowerCase() === escrow.toLowerCase()
  const fromBlock = isKnown ? { fromBlock: known?.blockNumber } : {}
  return { rpcUrls: [], ...fromBlock, ...Object.fromEntries(given), chainId, escrow, account } as KeepOptions
}

/** The same refusal, with the variables' names in place of the options'. */
export function inVariables({ problems }: KeeperOptionsError): KeeperOptionsError {
  const names = Object.entries(variables)
  return new KeeperOptionsError(problems, (option) => {
    // A list's item is named `work.0`.
    const [field] = option.split(".")
    return names.find(([, source]) => source.option === field)?.[0] ?? option
  })
}

function parsed(option: string, given: string, parse: Source["parse"]): unknown {
  try {
    return parse(given)
  } catch {
    throw new KeeperOptionsError([{ option, message: `"${given}" is no number.` }])
  }
}
