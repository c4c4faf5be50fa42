import { findDeployment } from "@gpuflow/escrow/deployments"
import { closest, distance } from "fastest-levenshtein"
import { type Address, type LocalAccount, parseEther, parseGwei } from "viem"
import { type KeeperOptions, KeeperOptionsError } from "./keeperOptions.ts"

export type Environment = Readonly<Record<string, string | undefined>>

type Variable<option extends string = keyof KeeperOptions> = {
  readonly option: option
  readonly description: string
  /** Throws if the text is not valid. */
  readonly parse: (text: string) => unknown
}

/** A program's variables by name. */
export type Variables<option extends string = string> = Readonly<Record<string, Variable<option>>>

export const toText = (text: string) => text
export const toList = (text: string) => text.split(",").map((item) => item.trim())
export const toGwei = (text: string) => parseGwei(text)
export const toPol = (text: string) => parseEther(text)
const toBigInt = (text: string) => BigInt(text)
export const toNumber = (text: string) => {
  const value = Number(text)
  if (!Number.isFinite(value)) throw new TypeError()
  return value
}
export const toMilliseconds = (seconds: string) => Math.round(toNumber(seconds) * 1_000)

/** The variables of a keeper, by name. The table in docs/keeper.md lists them with the same descriptions. */
export const environmentVariables: Variables<keyof KeeperOptions> = {
  GPUFLOW_RPC_URL: {
    option: "rpcUrls",
    description: "JSON-RPC endpoints of one chain, separated by commas",
    parse: toList,
  },
  GPUFLOW_FROM_BLOCK: {
    option: "fromBlock",
    description: "Block in which the escrow was deployed (default: from the SDK's list of deployments)",
    parse: toBigInt,
  },
  GPUFLOW_KEEPER_DATABASE: {
    option: "database",
    description: "Path of the SQLite file (default `keeper.db`)",
    parse: toText,
  },
  GPUFLOW_KEEPER_WORK: {
    option: "work",
    description:
      "Kinds of work, separated by commas: `mandates`, `settle`, `credits`, `fees` (default `mandates,settle,credits`)",
    parse: toList,
  },
  GPUFLOW_KEEPER_MANDATES: {
    option: "mandates",
    description: "Folder of the signed mandates that the keeper executes, one `.json` file each",
    parse: toText,
  },
  GPUFLOW_MANDATE_CONTRACT: {
    option: "mandateContract",
    description: "Address of the escrow's mandate contract, for mandates (default: from the SDK's list of deployments)",
    parse: toText,
  },
  GPUFLOW_KEEPER_MANDATE_TIP_PERCENT: {
    option: "mandateTipPercent",
    description:
      "Least tip of a mandate, in percent of what its gas costs; 0 also executes mandates without a tip (default 100)",
    parse: toNumber,
  },
  GPUFLOW_KEEPER_POLL_SECONDS: {
    option: "pollInterval",
    description: "Seconds between polls (default 5)",
    parse: toMilliseconds,
  },
  GPUFLOW_KEEPER_TIMEOUT_SECONDS: {
    option: "requestTimeout",
    description: "Seconds after which a request fails (default 10)",
    parse: toMilliseconds,
  },
  GPUFLOW_KEEPER_BATCH: {
    option: "batchSize",
    description: "Maximum number of rentals per transaction, 1 to 300 (default 100)",
    parse: toNumber,
  },
  GPUFLOW_KEEPER_MAX_GWEI: {
    option: "maxFeePerGas",
    description: "Maximum fee per gas, in gwei (default 500)",
    parse: toGwei,
  },
  GPUFLOW_KEEPER_MIN_TIP_GWEI: {
    option: "minTip",
    description: "Minimum tip per gas, in gwei (default 30)",
    parse: toGwei,
  },
  GPUFLOW_KEEPER_MAX_POL_PER_TRANSACTION: {
    option: "maxCostPerTransaction",
    description: "Maximum cost of one transaction, in POL (default 5)",
    parse: toPol,
  },
  GPUFLOW_KEEPER_MAX_POL_PER_DAY: {
    option: "maxCostPerDay",
    description: "Maximum cost of all transactions of the last 24 hours, in POL (default 50)",
    parse: toPol,
  },
  GPUFLOW_KEEPER_BUMP_SECONDS: {
    option: "bumpAfter",
    description: "Seconds after which a transaction without a block is sent again with a higher fee (default 30)",
    parse: toMilliseconds,
  },
  GPUFLOW_KEEPER_ROLLING_SECONDS: {
    option: "rollingSeconds",
    description: "Seconds that must be payable before a rolling payout is made (default 86400)",
    parse: toBigInt,
  },
  GPUFLOW_KEEPER_ROLLING_MINIMUM: {
    option: "rollingMinimum",
    description: "Base units that must be payable before a rolling payout is made (default 0)",
    parse: toBigInt,
  },
  GPUFLOW_KEEPER_CONFIRMATIONS: {
    option: "confirmations",
    description: "Confirmations after which the outcome of a transaction is recorded (default 16)",
    parse: toNumber,
  },
  GPUFLOW_KEEPER_REORG_BLOCKS: {
    option: "maxReorgDepth",
    description: "Depth of a reorganisation beyond which the whole history is read again, in blocks (default 256)",
    parse: toNumber,
  },
  GPUFLOW_KEEPER_RESCAN_SECONDS: {
    option: "rescanSeconds",
    description: "Seconds between scans of the whole history (default 86400)",
    parse: toNumber,
  },
  GPUFLOW_KEEPER_PORT: {
    option: "port",
    description: "Port of `/healthz` and `/metrics` (default 9464)",
    parse: toNumber,
  },
  GPUFLOW_KEEPER_HOST: {
    option: "host",
    description: "Address on which that port listens (default 127.0.0.1)",
    parse: toText,
  },
  GPUFLOW_KEEPER_LOG: {
    option: "logLevel",
    description: "Log level: `debug`, `info`, `warn`, `error` or `silent` (default `info`)",
    parse: toText,
  },
}

type RequiredOptions = { readonly chainId: number; readonly escrow: Address; readonly account: LocalAccount }

/** Reads a keeper's options from the environment. `runKeeper` adds the defaults and checks the values. */
export function optionsFromEnvironment(
  environment: Environment,
  { chainId, escrow, account }: RequiredOptions,
): KeeperOptions {
  const given = parseVariables(environment, environmentVariables, KEEPER)
  const known = findDeployment({ chainId, escrow })
  const deployed = {
    ...(known ? { fromBlock: known.blockNumber } : {}),
    ...(known?.mandate ? { mandateContract: known.mandate } : {}),
  }
  return { rpcUrls: [], ...deployed, ...given, chainId, escrow, account } as KeeperOptions
}

/** The same error with the names of variables in place of the names of options. */
export function withVariableNames(
  { problems }: KeeperOptionsError,
  known: Variables = environmentVariables,
): KeeperOptionsError {
  const variables = Object.entries(known)
  return new KeeperOptionsError(problems, (option) => {
    // An item of a list is named `work.0`.
    const [field] = option.split(".")
    return variables.find(([, variable]) => variable.option === field)?.[0] ?? option
  })
}

/** What the names of a program's own variables start with, and the program's name. */
type Program = { readonly prefix: string; readonly program: string }
const KEEPER: Program = { prefix: "GPUFLOW_KEEPER_", program: "keeper" }
/** Edits by which a name without the prefix may differ from one with it, and still be meant for the program. */
const SLIPS = 2

/** The options that the environment sets. */
export function parseVariables(
  environment: Environment,
  variables: Variables,
  program: Program,
): Readonly<Record<string, unknown>> {
  refuseUnknownVariables(environment, variables, program)
  const given = Object.entries(variables).flatMap(([name, { option, parse }]) => {
    const text = environment[name]?.trim()
    return text ? [[option, parseVariable(name, text, parse)] as const] : []
  })
  return Object.fromEntries(given)
}

/** A misspelt variable would leave a limit at its default without a word. */
function refuseUnknownVariables(environment: Environment, variables: Variables, { prefix, program }: Program): void {
  const known = Object.keys(variables)
  const own = known.filter((name) => name.startsWith(prefix))
  const unknown = Object.keys(environment).filter((name) => {
    if (known.includes(name) || !environment[name]?.trim()) return false
    const upper = name.toUpperCase()
    return upper.startsWith(prefix) || own.some((variable) => distance(upper, variable) <= SLIPS)
  })
  if (unknown.length === 0) return
  throw new KeeperOptionsError(
    unknown.map((name) => ({
      option: name,
      message: `is not a variable of the ${program}. Did you mean ${closest(name.toUpperCase(), own)}?`,
    })),
  )
}

function parseVariable(name: string, text: string, parse: Variable["parse"]): unknown {
  try {
    return parse(text)
  } catch {
    throw new KeeperOptionsError([{ option: name, message: `"${text}" is not a valid number` }])
  }
}
