// The record of a deployment: deployments/<chainId>.json.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { type Client, getAddress, type Hex, isAddress, isHex, keccak256, type Log, zeroAddress } from "viem"
import { getCode } from "viem/actions"
import { z } from "zod"

import { type Config, checked, PERIPHERY } from "./config.ts"
import { DeploymentNotFoundError, InvalidRecordError, RecordConflictError } from "./errors.ts"
import { eventsOf, logsOf } from "./logs.ts"
import type { Creation, Plan } from "./plan.ts"
import { timelockAbi } from "./timelock.ts"

const address = z
  .string()
  .refine((text) => isAddress(text))
  .transform((text) => getAddress(text))
const hex = z.custom<Hex>((value) => isHex(value), "must be hexadecimal")
const block = z.int().min(0)
const made = { address, blockNumber: block, transactionHash: hex, codeHash: hex }
const schema = z.strictObject({
  chainId: z.int(),
  ...made,
  deployer: address,
  salt: hex,
  arguments: z.strictObject({ owner: address, guardian: address, treasury: address }),
  timelock: z.strictObject({
    ...made,
    arguments: z.strictObject({
      minDelay: z.int(),
      proposers: z.array(address),
      executors: z.array(address),
      admin: address,
    }),
    delay: z.int(),
    proposers: z.array(address),
    executors: z.array(address),
    cancellers: z.array(address),
  }),
  /** The transaction that opened the markets and revoked the deployer's roles. */
  handover: z.strictObject({ operation: hex, blockNumber: block, transactionHash: hex }),
  markets: z.array(
    z.strictObject({ symbol: z.string(), token: address, decimals: z.int(), feeBps: z.int(), arbiter: address }),
  ),
  hostFees: z.array(z.strictObject({ host: address, feeBps: z.int() })),
  /** The contracts around the escrow. They emit no event when they are made: their addresses prove code and arguments. */
  router: z
    .strictObject({
      address,
      codeHash: hex,
      arguments: z.strictObject({ escrow: address, permit2: address }),
      commit: z.string(),
    })
    .optional(),
  mandate: z
    .strictObject({ address, codeHash: hex, arguments: z.strictObject({ escrow: address }), commit: z.string() })
    .optional(),
  compiler: z.string(),
  commit: z.string(),
})

export type DeploymentRecord = z.infer<typeof schema>

/** The part of the config that the timelock can change, as it was at the deployment. */
export function asDeployed(record: DeploymentRecord): Omit<Config, "chainId" | "salt" | "deployer"> {
  const { guardian, treasury } = record.arguments
  const { proposers, executors, cancellers, delay } = record.timelock
  return {
    guardian,
    treasury,
    timelock: { proposers, executors, cancellers, delay: BigInt(delay) },
    markets: record.markets.map((market) => ({ ...market, feeBps: BigInt(market.feeBps) })),
    hostFees: record.hostFees.map(({ host, feeBps }) => ({ host, feeBps: BigInt(feeBps) })),
    periphery: PERIPHERY.filter((name) => record[name]),
  }
}

/** What a record says beside what is on the chain. */
export type Source = { readonly compiler: string; readonly commit: string }

/** Makes the record of a finished plan from the chain. */
export async function recordOf(client: Client, plan: Plan, fromBlock: bigint, toBlock: bigint, source: Source) {
  const { config, deployer, timelock, escrow, router, mandate, permit2, operation } = plan
  const history = await eventsOf(client, timelockAbi, { address: timelock.address, fromBlock, toBlock })
  const [born] = history
  const handover = history.find(({ eventName, args }) => eventName === "CallExecuted" && args.id === operation)
  const [first] = await logsOf(client, { address: escrow.address, fromBlock, toBlock })
  if (!born || !handover || !first) throw new Error("The node does not return the events of a finished deployment.")

  const roles = config.timelock
  const [paid, { commit }] = [{ escrow: escrow.address }, source]
  return {
    chainId: config.chainId,
    ...(await madeOf(client, escrow, first)),
    deployer,
    salt: config.salt,
    arguments: { owner: timelock.address, guardian: config.guardian, treasury: config.treasury },
    timelock: {
      ...(await madeOf(client, timelock, born)),
      arguments: { minDelay: 0, proposers: [deployer], executors: [deployer], admin: zeroAddress },
      delay: Number(roles.delay),
      proposers: [...roles.proposers],
      executors: [...roles.executors],
      cancellers: [...roles.cancellers],
    },
    handover: { operation, ...placeOf(handover) },
    markets: config.markets.map(({ symbol, token, decimals, feeBps, arbiter }) => {
      return { symbol, token, decimals, feeBps: Number(feeBps), arbiter }
    }),
    hostFees: config.hostFees.map(({ host, feeBps }) => ({ host, feeBps: Number(feeBps) })),
    ...(router && {
      router: { ...(await codeOf(client, router)), arguments: { ...paid, permit2: permit2.address }, commit },
    }),
    ...(mandate && { mandate: { ...(await codeOf(client, mandate)), arguments: paid, commit } }),
    ...source,
  } satisfies DeploymentRecord
}

/** Writes a record if there is none. Returns whether it wrote. */
export async function writeRecord(file: string, record: DeploymentRecord, { replace }: { replace: boolean }) {
  const existing = await readRecord(file).catch((error: unknown) => {
    if (error instanceof DeploymentNotFoundError) return undefined
    throw error
  })
  if (existing) {
    const known = { ...record, ...sourcesOf(existing, record) }
    const fields = Object.entries(known).filter(
      ([name, value]) => !isDeepStrictEqual(Reflect.get(existing, name), value),
    )
    if (fields.length === 0) return false
    const isAdding = fields.every(([name]) => Reflect.get(existing, name) === undefined)
    if (isAdding) return write(file, { ...existing, ...known })
    if (!replace) throw new RecordConflictError({ file, fields: fields.map(([name]) => name).join(", ") })
  }
  return write(file, record)
}

/** A later commit can build the same code: a record keeps the commits of what was deployed. */
function sourcesOf({ compiler, commit, router, mandate }: DeploymentRecord, now: DeploymentRecord) {
  return {
    compiler,
    commit,
    ...(router && now.router && { router: { ...now.router, commit: router.commit } }),
    ...(mandate && now.mandate && { mandate: { ...now.mandate, commit: mandate.commit } }),
  }
}

async function write(file: string, record: DeploymentRecord): Promise<true> {
  await mkdir(dirname(file), { recursive: true })
  // Renamed when complete: a crash leaves the old record or the new one, never a part.
  await writeFile(`${file}.part`, `${JSON.stringify(record, null, 2)}\n`)
  await rename(`${file}.part`, file)
  return true
}

export async function readRecord(file: string): Promise<DeploymentRecord> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new DeploymentNotFoundError({ file })
  })
  return checked(schema, file, text, InvalidRecordError)
}

async function madeOf(client: Client, creation: Creation, log: Log) {
  const { address, codeHash } = await codeOf(client, creation)
  return { address, ...placeOf(log), codeHash }
}

async function codeOf(client: Client, { address }: Creation) {
  const code = await getCode(client, { address })
  if (!code) throw new Error(`${address} has no code.`)
  return { address, codeHash: keccak256(code) }
}

function placeOf({ blockNumber, transactionHash }: Log) {
  if (blockNumber === null || transactionHash === null)
    throw new Error("The node returned a log without its block or transaction.")
  return { blockNumber: Number(blockNumber), transactionHash }
}
