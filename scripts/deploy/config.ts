// The reviewed file that describes a deployment: deployments/config/<network>.json.
import { readFile } from "node:fs/promises"
import { MAX_FEE_BPS, MIN_FEE_BPS, NATIVE_ERC20_FACE } from "@gpuflow/escrow"
import { type Address, getAddress, type Hex, isAddress, keccak256, toHex, zeroAddress } from "viem"
import { z } from "zod"
import { ConfigNotFoundError, InvalidConfigError, MissingRolesError } from "./errors.ts"

export type Market = {
  readonly symbol: string
  /** The zero address is the native coin. */
  readonly token: Address
  readonly decimals: number
  readonly feeBps: bigint
  readonly arbiter: Address
}

export type Roles = {
  readonly proposers: readonly Address[]
  /** The zero address is anyone. */
  readonly executors: readonly Address[]
  readonly cancellers: readonly Address[]
}

/** The contracts around the escrow, as configs and records name them. */
export const PERIPHERY = ["router", "mandate"] as const
export type PeripheryName = (typeof PERIPHERY)[number]

export type Config = {
  readonly chainId: number
  readonly salt: Hex
  /** The only account that can deploy. If it is missing, any account can. */
  readonly deployer: Address | undefined
  readonly timelock: Roles & { readonly delay: bigint }
  readonly guardian: Address
  readonly treasury: Address
  readonly markets: readonly Market[]
  readonly hostFees: readonly { readonly host: Address; readonly feeBps: bigint }[]
  /** Which contracts are deployed around the escrow. */
  readonly periphery: readonly PeripheryName[]
}

/** 48 hours, so that everyone can leave before a change takes effect. */
export const LEAST_DELAY = 172_800

const anyAddress = z
  .string()
  .refine((text) => isAddress(text), "must be an address with its checksum")
  .transform((text) => getAddress(text))
const address = anyAddress.refine((value) => value !== zeroAddress, "must not be zero")
const open = address.nullable().default(null)
const several = (one: z.ZodType<Address>) =>
  z
    .array(one)
    .refine((all) => new Set(all).size === all.length, "must not name an address twice")
    .default([])
const feeBps = z.int().min(Number(MIN_FEE_BPS)).max(Number(MAX_FEE_BPS)).transform(BigInt)

const market = z.strictObject({
  symbol: z.string().min(1),
  token: anyAddress.refine(
    (token) => token !== NATIVE_ERC20_FACE,
    "must be zero for the native coin, not its ERC-20 face",
  ),
  decimals: z.int().min(0).max(36),
  feeBps,
  arbiter: address.optional(),
})

const schema = z.strictObject({
  chainId: z.int().positive(),
  salt: z
    .string()
    .min(1)
    .transform((text) => keccak256(toHex(text))),
  deployer: open,
  timelock: z.strictObject({
    delay: z.int().min(LEAST_DELAY).transform(BigInt),
    proposers: several(address),
    executors: several(anyAddress),
    cancellers: several(address),
  }),
  guardian: open,
  treasury: open,
  arbiter: open,
  markets: z
    .array(market)
    .min(1)
    .refine((all) => new Set(all.map(({ token }) => token)).size === all.length, "must not name a token twice"),
  hostFees: z.array(z.strictObject({ host: address, feeBps })).default([]),
  periphery: z
    .array(z.enum(PERIPHERY))
    .refine((all) => new Set(all).size === all.length, "must not name a contract twice")
    .default([]),
})

/** Reads a config. Refuses one that is incomplete or inconsistent. */
export async function readConfig(file: string): Promise<Config> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new ConfigNotFoundError({ file })
  })
  return parseConfig(file, text)
}

export function parseConfig(file: string, text: string): Config {
  const { timelock, guardian, treasury, arbiter, markets, deployer, ...rest } = checked(schema, file, text)
  const missing = [
    ...Object.entries(timelock).flatMap(([name, value]) =>
      Array.isArray(value) && value.length === 0 ? [`timelock.${name}`] : [],
    ),
    ...(guardian ? [] : ["guardian"]),
    ...(treasury ? [] : ["treasury"]),
    ...(arbiter || markets.every((one) => one.arbiter) ? [] : ["arbiter"]),
  ]
  const whole = markets.flatMap((one) => {
    const its = one.arbiter ?? arbiter
    return its ? [{ ...one, arbiter: its }] : []
  })
  if (missing.length > 0 || !guardian || !treasury) throw new MissingRolesError({ file, missing: missing.join(", ") })
  return { ...rest, deployer: deployer ?? undefined, timelock, guardian, treasury, markets: whole }
}

/** Parses a JSON text by a schema. */
export function checked<output>(
  schema: z.ZodType<output>,
  file: string,
  text: string,
  Wrong: new (args: { file: string; problems: string }, options?: ErrorOptions) => Error = InvalidConfigError,
): output {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Wrong({ file, problems: "it is not valid JSON" }, { cause })
  }
  const { success, data, error } = schema.safeParse(value)
  if (success) return data
  const problems = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")
  throw new Wrong({ file, problems })
}

/** The arbiters of all markets, each once. */
export function arbitersOf({ markets }: Config): readonly Address[] {
  return [...new Set(markets.map(({ arbiter }) => arbiter))]
}

/** Every address to which the config gives a role, by the role. */
export function rolesOf(config: Config): readonly (readonly [string, Address])[] {
  const { timelock, guardian, treasury } = config
  return [
    ...timelock.proposers.map((one) => ["timelock.proposers", one] as const),
    ...timelock.executors.map((one) => ["timelock.executors", one] as const),
    ...timelock.cancellers.map((one) => ["timelock.cancellers", one] as const),
    ["guardian", guardian],
    ["treasury", treasury],
    ...arbitersOf(config).map((one) => ["arbiter", one] as const),
  ]
}
