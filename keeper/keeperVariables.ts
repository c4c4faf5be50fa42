import { findDeployment } from "@gpuflow/escrow/deployments"
import type { Address, LocalAccount } from "viem"
import type { KeeperOptions } from "./keeperOptions.ts"
import {
  type Environment,
  type Program,
  parseVariables,
  sharedVariables,
  toBigInt,
  toList,
  toMilliseconds,
  toNumber,
  toText,
  type Variables,
} from "./variables.ts"

/** The variables of a keeper, by name. The table in docs/keeper.md lists them with the same descriptions. */
export const keeperVariables: Variables<keyof KeeperOptions> = {
  GPUFLOW_RPC_URL: sharedVariables.rpcUrls,
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
  GPUFLOW_KEEPER_TIMEOUT_SECONDS: sharedVariables.requestTimeout,
  GPUFLOW_KEEPER_BATCH: {
    option: "batchSize",
    description: "Maximum number of rentals per transaction, 1 to 300 (default 100)",
    parse: toNumber,
  },
  GPUFLOW_KEEPER_MAX_GWEI: sharedVariables.maxFeePerGas,
  GPUFLOW_KEEPER_MIN_TIP_GWEI: sharedVariables.minTip,
  GPUFLOW_KEEPER_MAX_POL_PER_TRANSACTION: sharedVariables.maxCostPerTransaction,
  GPUFLOW_KEEPER_MAX_POL_PER_DAY: sharedVariables.maxCostPerDay,
  GPUFLOW_KEEPER_BUMP_SECONDS: sharedVariables.bumpAfter,
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
  GPUFLOW_KEEPER_HOST: sharedVariables.host,
  GPUFLOW_KEEPER_LOG: sharedVariables.logLevel,
}

const PROGRAM: Program = { prefix: "GPUFLOW_KEEPER_", program: "keeper" }

type RequiredOptions = { readonly chainId: number; readonly escrow: Address; readonly account: LocalAccount }

/** Reads a keeper's options from the environment. `runKeeper` adds the defaults and checks the values. */
export function optionsFromEnvironment(
  environment: Environment,
  { chainId, escrow, account }: RequiredOptions,
): KeeperOptions {
  const given = parseVariables(environment, keeperVariables, PROGRAM)
  const known = findDeployment({ chainId, escrow })
  const deployed = {
    ...(known ? { fromBlock: known.blockNumber } : {}),
    ...(known?.mandate ? { mandateContract: known.mandate } : {}),
  }
  return { rpcUrls: [], ...deployed, ...given, chainId, escrow, account } as KeeperOptions
}
