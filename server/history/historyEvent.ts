// An event as the tables keep it: the same whether it came from the chain just now or was read back.
import type { EscrowEvent } from "@gpuflow/escrow"
import type { MandateEvent } from "@gpuflow/escrow/mandate"
import type { RouterEvent } from "@gpuflow/escrow/router"

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

export interface HistoryEvent {
  readonly block: bigint
  readonly log_index: number
  readonly timestamp: bigint
  readonly transaction: string
  readonly contract: "escrow" | "router" | "mandate"
  readonly name: string
  readonly args: Readonly<Record<string, Json>>
  rental: string | null
  host: string | null
  renter: string | null
  machine: string | null
  token: string | null
  account: string | null
  /** The machine after this event, if the event changed it. */
  machine_state: MachineState | null
}

/** What the escrow stores of a machine. */
export interface MachineState {
  nonce: bigint
  busy_until: bigint
  deposit_block: bigint
}

export type SourceEvent =
  | { readonly contract: "escrow"; readonly event: EscrowEvent }
  | { readonly contract: "router"; readonly event: RouterEvent }
  | { readonly contract: "mandate"; readonly event: MandateEvent }

/** Thrown for an event that is in no block. */
class UnminedEventError extends Error {
  override readonly name = "UnminedEventError"
}

export function toHistoryEvent({ contract, event }: SourceEvent, timestamp: bigint): HistoryEvent {
  const { blockNumber, logIndex, transactionHash, eventName } = event
  if (blockNumber === null || logIndex === null || transactionHash === null) {
    throw new UnminedEventError(`The node gave ${eventName} without its block.`)
  }
  const args = argsToJson(event.args)
  const named = (...names: readonly string[]) => {
    const found = names.map((name) => args[name]).find((value) => typeof value === "string")
    return typeof found === "string" ? found : null
  }
  return {
    block: blockNumber,
    log_index: logIndex,
    timestamp,
    transaction: transactionHash.toLowerCase(),
    contract,
    name: eventName,
    args,
    rental: named("id"),
    host: named("host"),
    renter: named("renter"),
    machine: named("machine"),
    token: named("token"),
    account: named(
      "account",
      "payer",
      "arbiter",
      "party",
      "keeper",
      "to",
      "signer",
      "treasury",
      "guardian",
      "newOwner",
    ),
    machine_state: null,
  }
}

/** The texts of people, which keep their letters. */
const FREE_TEXTS = ["evidenceURI"]

function argsToJson(args: object): Record<string, Json> {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, toJson(value, name)]))
}

function toJson(value: unknown, name: string): Json {
  switch (typeof value) {
    case "bigint":
      return String(value)
    case "string":
      return FREE_TEXTS.includes(name) ? storable(value) : value.toLowerCase() === value ? value : lowered(value)
    case "number":
    case "boolean":
      return value
    default:
      if (Array.isArray(value)) return value.map((item) => toJson(item, name))
      return typeof value === "object" && value !== null ? argsToJson(value) : null
  }
}

/** Addresses and hashes in lower case; names such as `Completed` as they are. */
function lowered(text: string): string {
  return /^0x[0-9a-fA-F]*$/.test(text) ? text.toLowerCase() : text
}

/** PostgreSQL stores neither the character 0 nor half a pair of surrogates. A party may write either into its evidence. */
function storable(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd").replaceAll("\u0000", "\ufffd")
}
