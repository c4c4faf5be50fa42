import { type Address, decodeEventLog, type Hash, isAddressEqual, type Log, toEventSelector } from "viem"

import { abi, namedFromAbi } from "./codec.ts"
import type { EventArgs, EventName } from "./solidity.ts"

/** One thing that happened in the escrow; `eventName` says what, `args` has that event's type. */
export type EscrowEvent<names extends EventName = EventName> = {
  [name in names]: {
    readonly eventName: name
    readonly args: EventArgs<name>
    readonly blockNumber: bigint | null
    readonly logIndex: number | null
    readonly transactionHash: Hash | null
  }
}[names]

/**
 * The escrow's own events among any logs, in their order.
 *
 * @example
 * import { decodeEvents } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { logs } = await client.getTransactionReceipt({ hash: "0x…" })
 * const events = decodeEvents({ escrow: "0x…", logs })
 *
 * @param parameters.escrow The escrow's address
 * @param parameters.logs Logs of a receipt or a query
 * @returns The events; logs of other contracts are left out
 */
export function decodeEvents({ escrow, logs }: decodeEvents.Parameters): EscrowEvent[] {
  return logs.filter(({ address }) => isAddressEqual(address, escrow)).flatMap(decodeEvent)
}

export declare namespace decodeEvents {
  type Parameters = { readonly escrow: Address; readonly logs: readonly Log[] }
}

function decodeEvent({ topics, data, blockNumber, logIndex, transactionHash }: Log): EscrowEvent[] {
  const item = abi.find((event) => event.type === "event" && toEventSelector(event) === topics[0])
  if (item?.type !== "event") return []
  const { eventName, args = [] } = decodeEventLog({ abi: [item], topics, data })
  const fields = new Map(Object.entries(args))
  const values = item.inputs.map(({ name = "" }) => fields.get(name))
  return [{ eventName, args: namedFromAbi(item.inputs, values), blockNumber, logIndex, transactionHash } as EscrowEvent]
}

/**
 * The first event of a kind.
 *
 * @example
 * import { type EscrowEvent, findEvent } from "@gpuflow/escrow"
 *
 * const paidToHost = (events: EscrowEvent[]) => findEvent(events, "Closed")?.args.toHost
 *
 * @param events Events, as every transaction gives them
 * @param name The kind
 * @returns The event with that kind's arguments; undefined if there is none
 */
export function findEvent<const name extends EventName>(events: readonly EscrowEvent[], name: name) {
  return events.find((event): event is Extract<EscrowEvent, { eventName: name }> => event.eventName === name)
}
