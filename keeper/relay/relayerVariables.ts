import type { Address, LocalAccount } from "viem"
import {
  type Environment,
  type Program,
  parseVariables,
  sharedVariables,
  toList,
  toMilliseconds,
  toNumber,
  toText,
  type Variables,
} from "../variables.ts"
import type { RelayerOptions } from "./relayerOptions.ts"

/** The variables of a relayer, by name. The table in docs/relay.md lists them with the same descriptions. */
export const relayVariables: Variables<keyof RelayerOptions> = {
  GPUFLOW_RPC_URL: sharedVariables.rpcUrls,
  GPUFLOW_RELAY_DATABASE: {
    option: "database",
    description: "Path of the SQLite file (default `relay.db`)",
    parse: toText,
  },
  GPUFLOW_RELAY_TOKENS: {
    option: "tokens",
    description:
      "Tokens in which the fee is taken, separated by commas (default: those whose price feed the SDK knows)",
    parse: toList,
  },
  GPUFLOW_RELAY_POL_PRICE: {
    option: "polPrice",
    description: "Dollars for one POL, in place of the price feed",
    parse: toNumber,
  },
  GPUFLOW_RELAY_MARGIN: {
    option: "margin",
    description: "Percent that the fee must have on top of the price of its gas (default 25)",
    parse: toNumber,
  },
  GPUFLOW_RELAY_QUOTE_SECONDS: {
    option: "quoteSeconds",
    description: "Seconds for which a fee that was quoted is accepted (default 60)",
    parse: toNumber,
  },
  GPUFLOW_RELAY_MIN_SECONDS: {
    option: "minimumTime",
    description: "Seconds that must be left until a purchase expires when it comes (default 60)",
    parse: toNumber,
  },
  GPUFLOW_RELAY_MAX_SECONDS: {
    option: "maximumTime",
    description: "Seconds after which a purchase must have expired (default 3600)",
    parse: toNumber,
  },
  GPUFLOW_RELAY_MAX_OPEN: {
    option: "maxOpen",
    description: "Purchases that may wait for a block at the same time (default 256)",
    parse: toNumber,
  },
  GPUFLOW_RELAY_MAX_OPEN_PER_PAYER: {
    option: "maxOpenPerPayer",
    description: "The same for one payer (default 4)",
    parse: toNumber,
  },
  GPUFLOW_RELAY_MAX_REVERTS_PER_PAYER: {
    option: "maxRevertsPerPayer",
    description: "Transactions of one payer that may revert within a day (default 2)",
    parse: toNumber,
  },
  GPUFLOW_RELAY_PURCHASES_PER_MINUTE: {
    option: "purchasesPerMinute",
    description: "Purchases that one network address may send within a minute (default 20)",
    parse: toNumber,
  },
  GPUFLOW_RELAY_REQUESTS_PER_MINUTE: {
    option: "requestsPerMinute",
    description: "Other requests that one network address may send within a minute (default 300)",
    parse: toNumber,
  },
  GPUFLOW_RELAY_MAX_CHECKS: {
    option: "maxChecks",
    description: "Purchases that are checked against the chain at the same time (default 8)",
    parse: toNumber,
  },
  GPUFLOW_RELAY_CLIENT_HEADER: {
    option: "clientHeader",
    description: "Header in which a proxy of your own names the client's address, such as `x-forwarded-for`",
    parse: toText,
  },
  GPUFLOW_RELAY_ORIGINS: {
    option: "origins",
    description: "Origins of pages that may call the relayer, separated by commas, or `*` (default: none)",
    parse: toList,
  },
  GPUFLOW_RELAY_POLL_SECONDS: {
    option: "pollInterval",
    description: "Seconds between polls (default 2)",
    parse: toMilliseconds,
  },
  GPUFLOW_RELAY_TIMEOUT_SECONDS: sharedVariables.requestTimeout,
  GPUFLOW_RELAY_MAX_GWEI: sharedVariables.maxFeePerGas,
  GPUFLOW_RELAY_MIN_TIP_GWEI: sharedVariables.minTip,
  GPUFLOW_RELAY_MAX_POL_PER_TRANSACTION: sharedVariables.maxCostPerTransaction,
  GPUFLOW_RELAY_MAX_POL_PER_DAY: sharedVariables.maxCostPerDay,
  GPUFLOW_RELAY_BUMP_SECONDS: sharedVariables.bumpAfter,
  GPUFLOW_RELAY_CONFIRMATIONS: {
    option: "confirmations",
    description: "Confirmations after which a purchase is final (default 16)",
    parse: toNumber,
  },
  GPUFLOW_RELAY_PORT: {
    option: "port",
    description: "Port of the server (default 9465)",
    parse: toNumber,
  },
  GPUFLOW_RELAY_HOST: sharedVariables.host,
  GPUFLOW_RELAY_LOG: sharedVariables.logLevel,
}

const PROGRAM: Program = { prefix: "GPUFLOW_RELAY_", program: "relayer" }

type RequiredOptions = {
  readonly chainId: number
  readonly escrow: Address
  readonly router: Address
  readonly account: LocalAccount
}

/** Reads a relayer's options from the environment. `runRelayer` adds the defaults and checks the values. */
export function relayOptionsFromEnvironment(environment: Environment, required: RequiredOptions): RelayerOptions {
  const given = parseVariables(environment, relayVariables, PROGRAM)
  return { rpcUrls: [], ...given, ...required } as RelayerOptions
}
