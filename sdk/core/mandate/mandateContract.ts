// Reads, events and errors of the mandate contract.
import type { NameIn } from "../../abiTypes.ts"
import type { rentalMandateAbi } from "../../generated/mandateAbi.ts"
import { mandateErrors } from "../../generated/mandateErrors.ts"
import { epochFunction, escrowFunction, eventItems } from "../../generated/mandateItems.ts"
import type { Address } from "../../types.ts"
import { type EventOf, type ForeignContract, foreignEvents, foreignRead, requireEscrow } from "../foreignContract.ts"
import type { Chain, Codec, Log } from "../port.ts"
import { toEscrowError } from "../revert.ts"

/** The name of an event of the mandate contract. */
export type MandateEventName = NameIn<typeof rentalMandateAbi, "event">

/** An event of the mandate contract. `eventName` is its name, `args` has that event's type. */
export type MandateEvent<names extends MandateEventName = MandateEventName> = EventOf<typeof rentalMandateAbi, names>

/** Every action names the contract that it calls. */
export type MandateContractParameters = {
  /** The mandate contract's address. */
  readonly mandateContract: Address
}

/** Every read names the mandate contract, and the block at which it is read. */
export type MandateReadParameters = MandateContractParameters & {
  /** Block to read at. Default: the latest. */
  readonly blockNumber?: bigint | undefined
}

export const mandateContract: ForeignContract = {
  parameter: "mandateContract",
  errors: mandateErrors,
  events: eventItems,
}

/** Parameters of `decodeMandateEvents`. */
export type DecodeMandateEventsParameters = MandateContractParameters & {
  /** Logs of a receipt or a query. */
  readonly logs: readonly Log[]
}

export function decodeMandateEvents(
  codec: Codec,
  { mandateContract: address, logs }: DecodeMandateEventsParameters,
): MandateEvent[] {
  return foreignEvents<MandateEvent>(codec, mandateContract, { address, logs })
}

export function toMandateError(codec: Codec, cause: unknown): unknown {
  return toEscrowError({ ...codec, errors: mandateContract.errors }, cause)
}

/** The renter's current epoch. */
export async function readEpoch(
  chain: Chain,
  { mandateContract: to, renter }: MandateReadParameters & { readonly renter: Address },
): Promise<bigint> {
  const [epoch] = await foreignRead(chain, mandateContract, { to, item: epochFunction, args: [renter] })
  return epoch as bigint
}

/** Refuses a contract that extends the rentals of another escrow. */
export async function requireEscrowOfMandates(
  chain: Chain,
  { mandateContract: to, escrow }: MandateContractParameters & { readonly escrow: Address },
): Promise<void> {
  await requireEscrow(chain, mandateContract, { to, item: escrowFunction, escrow })
}
