// The record of a deployment: deployments/<chainId>.json.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import { isDeepStrictEqual } from "node:util"
import { type Client, getAddress, type Hex, isAddress, isHex, keccak256, type Log, zeroAddress } from "viem"
import { getCode } from "viem/actions"
import { z } from "zod"

import { type Config, checked } from "./config.ts"
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
  }
}

/** What a record says beside what is on the chain. */
export type Source = { readonly compiler: string; readonly commit: string }

/** Makes the record of a finished plan from the chain. */
export async function recordOf(client: Client, plan: Plan, fromBlock: bigint, toBlock: bigint, source: Source) {
  const { config, deployer, timelock, escrow, operation } = plan
  const history = await eventsOf(client, timelockAbi, { address: timelock.address, fromBlock, toBlock })
  const [born] = history
  const handover = history.find(({ eventName, args }) => eventName === "CallExecuted" && args.id === operation)
  const [first] = await logsOf(client, { address: escrow.address, fromBlock, toBlock })
  if (!born || !handover || !first) throw new Error("The node does not return the events of a finished deployment.")

  const roles = config.timelock
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
    // A later commit can build the same code: the record keeps the commit of the deployment.
    const { compiler, commit } = existing
    const values = Object.entries({ ...record, compiler, commit })
    const fields = values.filter(([name, value]) => !isDeepStrictEqual(Reflect.get(existing, name), value))
    if (fields.length === 0) return false
    if (!replace) throw new RecordConflictError({ file, fields: fields.map(([name]) => name).join(", ") })
  }
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

async function madeOf(client: Client, { address }: Creation, log: Log) {
  const code = await getCode(client, { address })
  if (!code) throw new Error(`${address} has no code.`)
  return { address, ...placeOf(log), codeHash: keccak256(code) }
}

function placeOf({ blockNumber, transactionHash }: Log) {
  if (blockNumber === null || transactionHash === null)
    throw new Error("The node returned a log without its block or transaction.")
  return { blockNumber: Number(blockNumber), transactionHash }
}
