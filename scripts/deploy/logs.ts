// Reads a contract's events from nodes that serve only short ranges, and finds the block where they begin.
import type { Abi, Address, Client, ContractEventName, Log } from "viem"
import { getCode, getLogs } from "viem/actions"
import { parseEventLogs } from "viem/utils"

import { HistoryMissingError } from "./errors.ts"

type Range = { readonly address: Address; readonly fromBlock: bigint; readonly toBlock: bigint }

/** Blocks per request at first. An eighth of it where a node refuses. */
const SPAN = 50_000n

/** All logs of a contract. */
export async function logsOf(client: Client, { address, fromBlock, toBlock }: Range): Promise<Log[]> {
  const logs: Log[] = []
  let span = SPAN
  for (let from = fromBlock; from <= toBlock; ) {
    const to = from + span - 1n < toBlock ? from + span - 1n : toBlock
    try {
      logs.push(...(await getLogs(client, { address, fromBlock: from, toBlock: to })))
      from = to + 1n
    } catch (error) {
      if (span === 1n) throw error
      span = span > 8n ? span / 8n : 1n
    }
  }
  return logs
}

export type ContractEvents<abi extends Abi> = Awaited<ReturnType<typeof eventsOf<abi>>>

/** The logs of a contract, decoded by an ABI. Leaves out events that it does not contain. */
export async function eventsOf<const abi extends Abi>(client: Client, abi: abi, range: Range) {
  return parseEventLogs<abi, true, ContractEventName<abi>>({ abi, logs: await logsOf(client, range) })
}

/** Finds by halving the block from which a contract has code. Takes about thirty requests to a node that keeps old state. */
export async function creationBlock(client: Client, address: Address, latest: bigint): Promise<bigint> {
  const has = async (blockNumber: bigint) => {
    try {
      return (await getCode(client, { address, blockNumber })) !== undefined
    } catch (cause) {
      throw new HistoryMissingError({ address }, { cause })
    }
  }
  // Begins at the latest block, so that a new contract needs no older state than every node keeps.
  let [without, within, step] = [latest, latest, 1n]
  while (without > 0n && (await has(without))) {
    within = without
    without = without > step ? without - step : 0n
    step *= 2n
  }
  while (within - without > 1n) {
    const middle = (within + without) / 2n
    if (await has(middle)) within = middle
    else without = middle
  }
  return within
}
