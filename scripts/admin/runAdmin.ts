// `npm run admin`: reads a deployment's record, asks the chain, and prints or writes a file. Sends nothing.
import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join, relative, resolve } from "node:path"
import type { Address, Client, Hex } from "viem"

import { connect } from "../deploy/connect.ts"
import { CHAIN_IDS, type NetworkName, recordFile } from "../deploy/networks.ts"
import { readRecord } from "../deploy/record.ts"
import { runCommand } from "../deploy/runCommand.ts"
import { root } from "../support/root.ts"
import { type Governed, parseCall, parseTokens } from "./calls.ts"
import { FileExistsError } from "./errors.ts"
import {
  type Prepared,
  prepareAcceptOwnership,
  prepareCancel,
  prepareCloseMarkets,
  prepareExecute,
  prepareSchedule,
  readQueue,
  type ScheduleOptions,
} from "./prepare.ts"
import { preparedText, queueJson, queueText } from "./report.ts"

type ReadOptions = {
  /** The record of the deployment. Default: the network's. */
  readonly record?: string | undefined
  /** Another timelock than the record's. */
  readonly timelock?: Address | undefined
}

type WriteOptions = ReadOptions & {
  readonly safe?: Address | undefined
  /** The file to write. */
  readonly to?: string | undefined
}

export function runQueued(network: NetworkName, { json, ...options }: ReadOptions & { json: boolean }): Promise<void> {
  return onDeployment(network, options, async (client, governed) => {
    const queue = await readQueue(client, governed)
    console.log(json ? queueJson(queue, governed.timelock) : queueText(queue, governed.timelock))
  })
}

export function runSchedule(
  network: NetworkName,
  texts: readonly string[],
  options: WriteOptions & ScheduleOptions,
): Promise<void> {
  return onDeployment(network, options, async (client, governed) => {
    const calls = texts.map((text) => parseCall(text, { client, governed }))
    const prepared = await prepareSchedule(client, governed, calls, options)
    await write(prepared, options.to ?? `schedule-${short(prepared.operation)}`)
    console.log(`Once the operation is ready, run:\nnpm run admin -- execute ${network} ${prepared.operation}`)
  })
}

export function runExecute(network: NetworkName, operation: Hex, options: WriteOptions): Promise<void> {
  return onDeployment(network, options, async (client, governed) => {
    await write(await prepareExecute(client, governed, operation, options), options.to ?? `execute-${short(operation)}`)
  })
}

export function runCancel(network: NetworkName, operation: Hex, options: WriteOptions): Promise<void> {
  return onDeployment(network, options, async (client, governed) => {
    await write(await prepareCancel(client, governed, operation, options), options.to ?? `cancel-${short(operation)}`)
  })
}

export function runCloseMarkets(network: NetworkName, tokens: readonly string[], options: WriteOptions): Promise<void> {
  return onDeployment(network, options, async (client, governed) => {
    const prepared = await prepareCloseMarkets(client, governed, parseTokens(tokens, governed))
    await write(prepared, options.to ?? `close-market-${prepared.batch.createdAt}`)
  })
}

export function runAcceptOwnership(network: NetworkName, options: WriteOptions): Promise<void> {
  return onDeployment(network, options, async (client, governed) => {
    const prepared = await prepareAcceptOwnership(client, governed)
    await write(prepared, options.to ?? `accept-ownership-${prepared.batch.createdAt}`)
  })
}

function onDeployment(
  network: NetworkName,
  { record: file, timelock }: ReadOptions,
  action: (client: Client, governed: Governed) => Promise<void>,
): Promise<void> {
  return runCommand(async (onClean) => {
    const record = await readRecord(file ? resolve(file) : recordFile(network, CHAIN_IDS[network]))
    const client = await connect(network, { signing: false, chainId: record.chainId, onClean })
    await action(client, {
      escrow: record.address,
      timelock: timelock ?? record.timelock.address,
      // A timelock that succeeds the recorded one is younger.
      fromBlock: BigInt(Math.min(record.blockNumber, record.timelock.blockNumber)),
      markets: record.markets,
    })
  })
}

/** Prints what a file does and writes it. A file that exists stays: somebody may have proposed it already. */
async function write(prepared: Prepared, name: string): Promise<void> {
  const file = name.endsWith(".json") ? resolve(name) : join(root, "cache/safe", `${name}.json`)
  console.log(preparedText(prepared))
  await mkdir(dirname(file), { recursive: true })
  try {
    await writeFile(file, `${JSON.stringify(prepared.batch, null, 2)}\n`, { flag: "wx" })
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST")
      throw new FileExistsError({ file }, { cause })
    throw cause
  }
  console.log(`\nWrote ${relative(process.cwd(), file)}. Nothing was sent.`)
  console.log("Import it in the Safe's Transaction Builder, and compare the calls.")
}

function short(operation: Hex): string {
  return operation.slice(0, 10)
}
