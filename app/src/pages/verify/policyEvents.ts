// The markets that were ever set, and the calls that were ever scheduled in the timelock: both keep no list of their own.
import { escrowAbi } from "@gpuflow/escrow/abi"
import { type Address, type Client, getAbiItem, type Hash, type Hex, isAddressEqual, parseAbi } from "viem"
import { getLogs } from "viem/actions"

import { inPieces } from "../../chain/logPieces.ts"

export const timelockAbi = parseAbi([
  "event CallScheduled(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data, bytes32 predecessor, uint256 delay)",
  "function getTimestamp(bytes32 id) view returns (uint256)",
])

export type ScheduledCall = {
  readonly id: Hash
  readonly target: Address
  readonly data: Hex
  readonly transaction: Hash
}

export type PolicyEvents = { readonly tokens: readonly Address[]; readonly scheduled: readonly ScheduledCall[] }

type Where = {
  readonly escrow: Address
  /** The escrow's owner, if it may be a timelock. */
  readonly timelock: Address | undefined
  readonly fromBlock: bigint
  readonly toBlock: bigint
}

const marketSet = getAbiItem({ abi: escrowAbi, name: "MarketSet" })
const callScheduled = getAbiItem({ abi: timelockAbi, name: "CallScheduled" })

export async function readPolicyEvents(
  client: Client,
  { escrow, timelock, fromBlock, toBlock }: Where,
  onRead: (block: bigint) => void,
): Promise<PolicyEvents> {
  const address = timelock ? [escrow, timelock] : [escrow]
  const read = (first: bigint, last: bigint) =>
    getLogs(client, { address, events: [marketSet, callScheduled], fromBlock: first, toBlock: last, strict: true })
  const logs = await inPieces(read, { fromBlock, toBlock }, onRead)
  const tokens = new Set<Address>()
  const scheduled: ScheduledCall[] = []
  for (const log of logs) {
    const isEscrow = isAddressEqual(log.address, escrow)
    if (log.eventName === "MarketSet" && isEscrow) tokens.add(log.args.token)
    if (log.eventName === "CallScheduled" && !isEscrow) {
      const { id, target, data } = log.args
      scheduled.push({ id, target, data, transaction: log.transactionHash })
    }
  }
  return { tokens: [...tokens], scheduled }
}
