// Reading a contract's events on nodes that answer only short ranges, and finding where they begin.
import type { Abi, Address, Client, ContractEventName, Log } from "viem"
import { getCode, getLogs } from "viem/actions"
import { parseEventLogs } from "viem/utils"

import { HistoryMissingError } from "./errors.ts"

type Range = { readonly address: Address; readonly fromBlock: bigint; readonly toBlock: bigint }

/** Blocks per question at first; halved where a node refuses. */
const SPAN = 50_000n

/** A contract's logs, whatever their kind. */
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

/** As `logsOf`, decoded by an ABI; what is not in it is left out. */
export async function eventsOf<const abi extends Abi>(client: Client, abi: abi, range: Range) {
  return parseEventLogs<abi, true, ContractEventName<abi>>({ abi, logs: await logsOf(client, range) })
}

/** The block from which a contract has code, by halving: some thirty questions to a node that remembers. */
export async function creationBlock(client: Client, address: Address, latest: bigint): Promise<bigint> {
  const has = async (blockNumber: bigint) => {
    try {
      return (await getCode(client, { address, blockNumber })) !== undefined
    } catch (cause) {
      throw new HistoryMissingError({ address }, { cause })
    }
  }
  // From the latest backwards, so that a fresh contract needs no more of the past than every node keeps.
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
