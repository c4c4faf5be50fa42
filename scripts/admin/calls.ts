// The calls that the timelock makes: from the words of the command line, and back into words.
import { escrowAbi } from "@gpuflow/escrow/abi"
import { type AdministrationParameters, type AdministrationVerb, prepareAdministration } from "@gpuflow/escrow/admin"
import {
  type Abi,
  type Address,
  type Client,
  decodeFunctionData,
  encodeFunctionData,
  getAddress,
  type Hex,
  isAddress,
  isAddressEqual,
  zeroAddress,
} from "viem"
import { formatPercent } from "../demo/formatting.ts"
import { LEAST_DELAY } from "../deploy/config.ts"
import type { DeploymentRecord } from "../deploy/record.ts"
import { ROLES, timelockAbi } from "../deploy/timelock.ts"
import { InvalidCallError, UnknownVerbError } from "./errors.ts"
import { formatTime } from "./times.ts"

/** What is administered: a recorded deployment. */
export type Governed = {
  readonly escrow: Address
  readonly timelock: Address
  /** A block before both were made. */
  readonly fromBlock: bigint
  readonly markets: DeploymentRecord["markets"]
}

/** A call as the timelock makes it. */
export type Call = { readonly to: Address; readonly value: bigint; readonly data: Hex }

/** A call of the escrow or of the timelock that was recognized in full. */
export type ReadCall = {
  readonly contract: "escrow" | "timelock"
  readonly name: string
  readonly args: readonly unknown[]
}

export type RoleName = keyof typeof ROLES

type Verb = {
  /** The names of its values, in their order. */
  readonly values: readonly string[]
  readonly call: (values: readonly string[], at: At) => Call
}
type At = { readonly client: Client; readonly governed: Governed }

/** The verbs of the owner and of the timelock itself, by their names in Solidity. */
const verbs: Readonly<Record<string, Verb>> = {
  setMarket: {
    values: ["token", "arbiter", "fee", "open|closed"],
    call: ([token = "", arbiter = "", fee = "", open = ""], at) =>
      ofEscrow(at, "setMarket", {
        token: toToken(token, at.governed),
        arbiter: toAddress(arbiter),
        feeBps: toFee(fee),
        open: toOpen(open),
      }),
  },
  setHostFee: {
    values: ["host", "fee|none"],
    call: ([host = "", fee = ""], at) =>
      ofEscrow(at, "setHostFee", { host: toAddress(host), feeBps: fee === "none" ? 0n : toFee(fee) }),
  },
  setTreasury: {
    values: ["account"],
    call: ([account = ""], at) => ofEscrow(at, "setTreasury", { treasury: toAddress(account) }),
  },
  setGuardian: {
    values: ["account|none"],
    call: ([account = ""], at) => ofEscrow(at, "setGuardian", { guardian: toAddressOrNone(account) }),
  },
  transferOwnership: {
    values: ["account|none"],
    call: ([account = ""], at) => ofEscrow(at, "transferOwnership", { newOwner: toAddressOrNone(account) }),
  },
  acceptOwnership: { values: [], call: (_, at) => ofEscrow(at, "acceptOwnership", {}) },
  renounceOwnership: { values: [], call: (_, at) => ofEscrow(at, "renounceOwnership", {}) },
  updateDelay: {
    values: ["time"],
    call: ([time = ""], { governed }) => ofTimelock(governed, "updateDelay", [toDelay(time)]),
  },
  grantRole: {
    values: ["role", "account|anyone"],
    call: ([role = "", account = ""], { governed }) =>
      ofTimelock(governed, "grantRole", [toRole(role), toHolder(account)]),
  },
  revokeRole: {
    values: ["role", "account|anyone"],
    call: ([role = "", account = ""], { governed }) =>
      ofTimelock(governed, "revokeRole", [toRole(role), toHolder(account)]),
  },
}

/** One line for each verb, with the names of its values. */
export const verbUsage: readonly string[] = Object.keys(verbs).map(usageOf)

/** Reads a call such as `setHostFee 0x… 13%`. */
export function parseCall(text: string, at: At): Call {
  const [name = "", ...values] = text.trim().split(/\s+/)
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (!verb) throw new UnknownVerbError({ call: text, verbs: Object.keys(verbs).join(", ") })
  const fail = (problem: string, cause?: unknown) =>
    new InvalidCallError({ call: text, problem, usage: usageOf(name) }, { cause })
  if (values.length !== verb.values.length) {
    throw fail(`it has ${values.length} of ${verb.values.length} values`)
  }
  try {
    return verb.call(values, at)
  } catch (error) {
    throw error instanceof InvalidValue ? fail(error.message) : error
  }
}

/** Recognizes a call only if encoding what was read yields the same bytes: anything more would go unseen. */
export function readCall({ to, data }: Call, { escrow, timelock }: Governed): ReadCall | undefined {
  const contract = isAddressEqual(to, escrow) ? "escrow" : isAddressEqual(to, timelock) ? "timelock" : undefined
  if (!contract) return undefined
  const abi: Abi = contract === "escrow" ? escrowAbi : timelockAbi
  try {
    const { functionName: name, args = [] } = decodeFunctionData({ abi, data })
    return encodeFunctionData({ abi, functionName: name, args }) === data ? { contract, name, args } : undefined
  } catch {
    return undefined
  }
}

/** A call in the words of `parseCall`, as far as they can say it. */
export function callText(call: Call, governed: Governed): string {
  const read = readCall(call, governed)
  if (!read) return `UNKNOWN CALL of ${call.to}: ${call.data}`
  const { contract, name, args } = read
  const [first, second, third, fourth] = args
  const values = () => {
    switch (`${contract}.${name}`) {
      case "escrow.setMarket":
        return [tokenText(String(first), governed), second, percent(third), fourth === true ? "open" : "closed"]
      case "escrow.closeMarket":
        return [tokenText(String(first), governed)]
      case "escrow.setHostFee":
        return [first, Number(second) === 0 ? "none" : percent(second)]
      case "escrow.setGuardian":
      case "escrow.transferOwnership":
        return [first === zeroAddress ? "none" : first]
      case "timelock.updateDelay":
        return [typeof first === "bigint" ? formatTime(first) : first]
      case "timelock.grantRole":
      case "timelock.revokeRole":
        return [roleText(String(first)), second === zeroAddress ? "anyone" : second]
      default:
        return args
    }
  }
  return `${name}(${values().map(String).join(", ")})`
}

/** `12.5 %` of a fee in basis points. */
export function percent(bps: unknown): string {
  return formatPercent(BigInt(String(bps)))
}

/** The symbol that the record has for a token, beside its address. */
export function tokenText(token: string, { markets }: Governed): string {
  const market = markets.find((one) => one.token === token)
  return market ? `${market.symbol} ${token}` : token
}

export function roleText(role: string): string {
  return Object.entries(ROLES).find(([, hash]) => hash === role)?.[0] ?? role
}

function usageOf(name: string): string {
  return [name, ...(verbs[name]?.values ?? []).map((value) => `<${value}>`)].join(" ")
}

function ofEscrow<const verb extends AdministrationVerb>(
  { client, governed: { escrow } }: At,
  verb: verb,
  parameters: Omit<AdministrationParameters<verb>, "escrow">,
): Call {
  const whole = { escrow, ...parameters } as AdministrationParameters<verb>
  const { to, data, value } = prepareAdministration(client, verb, whole)
  return { to, data, value }
}

function ofTimelock(
  { timelock: to }: Governed,
  ...[functionName, args]: ["updateDelay", [bigint]] | ["grantRole" | "revokeRole", [Hex, Address]]
): Call {
  const data =
    functionName === "updateDelay"
      ? encodeFunctionData({ abi: timelockAbi, functionName, args })
      : encodeFunctionData({ abi: timelockAbi, functionName, args })
  return { to, data, value: 0n }
}

/** What is wrong with one value. */
class InvalidValue extends Error {}

function toAddress(text: string): Address {
  if (isAddress(text)) return getAddress(text)
  throw new InvalidValue(`${text} is not an address with its checksum`)
}

const toAddressOrNone = (text: string) => (text === "none" ? zeroAddress : toAddress(text))
const toHolder = (text: string) => (text === "anyone" ? zeroAddress : toAddress(text))

/** The tokens of the markets that the guardian closes. */
export function parseTokens(texts: readonly string[], governed: Governed): Address[] {
  return texts.map((text) => {
    try {
      return toToken(text, governed)
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error
      throw new InvalidCallError({ call: "closeMarket", problem: error.message, usage: "<tokens...>" })
    }
  })
}

/** The address of a token, or of the market that the record has under its symbol. */
function toToken(text: string, { markets }: Pick<Governed, "markets">): Address {
  const named = markets.filter(({ symbol }) => symbol.toLowerCase() === text.toLowerCase())
  const [market] = named
  if (market && named.length === 1) return market.token
  if (isAddress(text)) return getAddress(text)
  const symbols = markets.map(({ symbol }) => symbol).join(", ")
  throw new InvalidValue(`${text} is neither an address with its checksum nor one of the recorded markets: ${symbols}`)
}

/** `13%` or basis points. The contract checks the bounds. */
function toFee(text: string): bigint {
  const [, whole, fraction = "", sign] = /^(\d{1,5})(?:\.(\d{1,2}))?(%?)$/.exec(text) ?? []
  if (whole === undefined || (fraction !== "" && sign === "")) {
    throw new InvalidValue(`${text} is not a fee such as 13%, 12.5% or 1300`)
  }
  return sign === "%" ? BigInt(whole) * 100n + BigInt(fraction.padEnd(2, "0")) : BigInt(whole)
}

function toOpen(text: string): boolean {
  if (text === "open" || text === "closed") return text === "open"
  throw new InvalidValue(`${text} is neither open nor closed`)
}

function toDelay(text: string): bigint {
  const seconds = toSeconds(text)
  if (seconds === undefined) throw new InvalidValue(`${text} is not a time such as 72h, 3d or 259200`)
  if (seconds < LEAST_DELAY) throw new InvalidValue(`${text} is less than ${LEAST_DELAY} s, which users were promised`)
  return seconds
}

function toRole(text: string): Hex {
  const role = Object.entries(ROLES).find(([name]) => name === text)
  if (role) return role[1]
  throw new InvalidValue(`${text} is not one of ${Object.keys(ROLES).join(", ")}`)
}

const UNITS: Readonly<Record<string, bigint>> = { "": 1n, s: 1n, m: 60n, h: 3_600n, d: 86_400n }

/** Whole seconds, minutes, hours or days. */
export function toSeconds(text: string): bigint | undefined {
  const [, digits, unit = ""] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? []
  return digits === undefined ? undefined : BigInt(digits) * (UNITS[unit] ?? 1n)
}
