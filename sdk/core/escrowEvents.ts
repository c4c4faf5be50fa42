import type { EventArgs, EventName } from "../abiTypes.ts"
import { depositedEvent, eventItems } from "../generated/abiItems.ts"
import type { Address, Hash, Hex } from "../types.ts"
import { isSameAddress } from "./address.ts"
import { InvalidInputError, namedFromAbi } from "./codec.ts"
import { type EventItem, signatureHash } from "./parseAbi.ts"
import type { AbiItem, Codec, Log } from "./port.ts"

/** An event of the escrow. `eventName` is its name, `args` has that event's type. */
export type EscrowEvent<names extends EventName = EventName> = {
  [name in names]: {
    readonly eventName: name
    readonly args: EventArgs<name>
    readonly blockNumber: bigint | null
    readonly logIndex: number | null
    readonly transactionHash: Hash | null
  }
}[names]

/** Parameters of `decodeEvents`. */
export type DecodeEventsParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** Logs of a receipt or a query. */
  readonly logs: readonly Log[]
}

/** Every event by its first topic. The hashes are computed on first use. */
let topics: ReadonlyMap<Hex, EventItem> | undefined

export function decodeEvents(codec: Codec, { escrow, logs }: DecodeEventsParameters): EscrowEvent[] {
  topics ??= new Map(eventItems.map((item) => [signatureHash(codec, item), item]))
  return decodeKnown(codec, topics, { address: escrow, logs }) as EscrowEvent[]
}

/** The escrow's deposits among logs, in their order. A bundle then holds no other event. */
export function decodeDeposits(codec: Codec, { escrow, logs }: DecodeEventsParameters): EscrowEvent<"Deposited">[] {
  const known = new Map([[depositTopic(codec), depositedEvent]])
  return decodeKnown(codec, known, { address: escrow, logs }) as EscrowEvent<"Deposited">[]
}

/** A contract's events among logs, as far as they are known by their first topics. */
export function decodeKnown(
  codec: Codec,
  known: ReadonlyMap<Hex, AbiItem>,
  { address, logs }: { readonly address: Address; readonly logs: readonly Log[] },
): unknown[] {
  return logs
    .filter((log) => isSameAddress(log.address, address))
    .flatMap((log) => {
      const item = known.get(log.topics[0] ?? "0x")
      return item ? [decodeEvent(codec, item, log)] : []
    })
}

/** The first topic of a deposit's logs. */
export function depositTopic(codec: Codec): Hex {
  return signatureHash(codec, depositedEvent)
}

/** Decodes a log that is known to be of this event. */
function decodeEvent(codec: Codec, item: AbiItem, log: Log): unknown {
  const { topics, data, blockNumber, logIndex, transactionHash } = log
  const unindexed = codec.decode(
    item.inputs.filter(({ indexed }) => !indexed),
    data,
  )
  let [topic, word] = [1, 0]
  const values = item.inputs.map((input) => {
    return input.indexed ? codec.decode([input], topics[topic++] ?? "0x")[0] : unindexed[word++]
  })
  const args = namedFromAbi(item.inputs, values)
  return { eventName: item.name, args, blockNumber, logIndex, transactionHash }
}

/** The first topic of an event's logs. */
export function topicOf(codec: Codec, name: EventName): Hex {
  const item = eventItems.find((event) => event.name === name)
  if (!item) throw new InvalidInputError({ field: "events", value: name, expected: "names of the escrow's events" })
  return signatureHash(codec, item)
}

/**
 * Returns the first event of a kind.
 *
 * @example
 * import { type EscrowEvent, findEvent } from "@gpuflow/escrow"
 *
 * const paidToHost = (events: EscrowEvent[]) => findEvent(events, "Closed")?.args.toHost
 *
 * @param events Events, as every transaction returns them
 * @param name The kind
 * @returns The event with its typed arguments, or undefined if there is none
 */
export function findEvent<
  const name extends event["eventName"],
  event extends { readonly eventName: string } = EscrowEvent,
>(events: readonly event[], name: name) {
  return events.find((event): event is Extract<event, { eventName: name }> => event.eventName === name)
}
