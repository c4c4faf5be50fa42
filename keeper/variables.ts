// Options of a program from the environment.
import { closest, distance } from "fastest-levenshtein"
import { parseEther, parseGwei } from "viem"
import { KeeperOptionsError } from "./keeperOptions.ts"

export type Environment = Readonly<Record<string, string | undefined>>

type Variable<option extends string = string> = {
  readonly option: option
  readonly description: string
  /** Throws if the text is not valid. */
  readonly parse: (text: string) => unknown
}

/** A program's variables by name. */
export type Variables<option extends string = string> = Readonly<Record<string, Variable<option>>>

export const toText = (text: string) => text
export const toList = (text: string) => text.split(",").map((item) => item.trim())
const toGwei = (text: string) => parseGwei(text)
const toPol = (text: string) => parseEther(text)
export const toBigInt = (text: string) => BigInt(text)
export const toNumber = (text: string) => {
  const value = Number(text)
  if (!Number.isFinite(value)) throw new TypeError()
  return value
}
export const toMilliseconds = (seconds: string) => Math.round(toNumber(seconds) * 1_000)

/** Variables that the keeper and the relayer have in common, by their options. Both send transactions. */
export const sharedVariables = {
  rpcUrls: {
    option: "rpcUrls",
    description: "JSON-RPC endpoints of one chain, separated by commas",
    parse: toList,
  },
  maxFeePerGas: {
    option: "maxFeePerGas",
    description: "Maximum fee per gas, in gwei (default 500)",
    parse: toGwei,
  },
  minTip: {
    option: "minTip",
    description: "Minimum tip per gas, in gwei (default 30)",
    parse: toGwei,
  },
  maxCostPerTransaction: {
    option: "maxCostPerTransaction",
    description: "Maximum cost of one transaction, in POL (default 5)",
    parse: toPol,
  },
  maxCostPerDay: {
    option: "maxCostPerDay",
    description: "Maximum cost of all transactions of the last 24 hours, in POL (default 50)",
    parse: toPol,
  },
  bumpAfter: {
    option: "bumpAfter",
    description: "Seconds after which a transaction without a block is sent again with a higher fee (default 30)",
    parse: toMilliseconds,
  },
  host: {
    option: "host",
    description: "Address on which that port listens (default 127.0.0.1)",
    parse: toText,
  },
  logLevel: {
    option: "logLevel",
    description: "Log level: `debug`, `info`, `warn`, `error` or `silent` (default `info`)",
    parse: toText,
  },
  requestTimeout: {
    option: "requestTimeout",
    description: "Seconds after which a request to an endpoint fails (default 10)",
    parse: toMilliseconds,
  },
} as const

/** The same error with the names of variables in place of the names of options. */
export function withVariableNames({ problems }: KeeperOptionsError, variables: Variables): KeeperOptionsError {
  return new KeeperOptionsError(problems, (option) => {
    // An item of a list is named `work.0`.
    const [field] = option.split(".")
    return Object.entries(variables).find(([, variable]) => variable.option === field)?.[0] ?? option
  })
}

/** What the names of a program's own variables start with, and the program's name. */
export type Program = { readonly prefix: string; readonly program: string }
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
