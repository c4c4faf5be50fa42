// What the actions of mandates share: the signed struct, its hash, and calls of the contract.
import type { NameIn } from "../../abiTypes.ts"
import type { rentalMandateAbi } from "../../generated/mandateAbi.ts"
import { mandateErrors } from "../../generated/mandateErrors.ts"
import {
  digestOfFunction,
  epochFunction,
  escrowFunction,
  eventItems,
  mandateStructs,
} from "../../generated/mandateItems.ts"
import type { Address, Hex, Rental } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { assertAddress, assertInput } from "../codec.ts"
import {
  type EventOf,
  type ForeignContract,
  ForeignContractError,
  foreignEvents,
  foreignRead,
} from "../foreignContract.ts"
import { structFields } from "../parseAbi.ts"
import type { Chain, Codec, Log, TypedData } from "../port.ts"
import { toEscrowError } from "../revert.ts"

/** A renter's permission to extend one rental, within a sum. */
export type Mandate = {
  /** The renter of the rental, who pays and signs. */
  readonly renter: Address
  /** The only rental that may be extended. Its id fixes host, machine, token, price and `maxDuration`. */
  readonly rentalId: Hex
  /** The most that may be spent in all, tips included, in base units of the rental's token. */
  readonly maxTotal: bigint
  /** Seconds that one extension adds, or less where the offer's `maxDuration` comes first. */
  readonly step: bigint
  /** An extension is possible while less than this many seconds are left; at least 2. */
  readonly extendBefore: bigint
  /** The highest tip for one extension, in base units of the rental's token. */
  readonly maxTip: bigint
  /** Timestamp until which the mandate can be executed. */
  readonly expiry: bigint
  /** The renter's epoch; must be the current one when the mandate is executed. */
  readonly epoch: bigint
  /** Mandates of one renter with the same salt share one counter and one revocation. */
  readonly salt: Hex
}

/** A mandate with its signature, and all that is needed to check and to execute it. */
export type SignedMandate = {
  readonly chainId: number
  /** The escrow's address. */
  readonly escrow: Address
  /** The mandate contract's address. */
  readonly mandateContract: Address
  readonly mandate: Mandate
  /** The renter's signature. */
  readonly signature: Hex
  /** The rental that the mandate names. */
  readonly rental: Rental
  /** EIP-2612 permit of the renter for the mandate contract. Default: none; the allowance decides. */
  readonly permit?: Hex | undefined
}

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

/** Least `extendBefore`, seconds: with less, an extension is never possible. */
export const MIN_EXTEND_BEFORE = 2n

export const mandateContract: ForeignContract = {
  parameter: "mandateContract",
  errors: mandateErrors,
  events: eventItems,
}

/** The fields of a mandate, in their order. */
export const mandateFields = /* @__PURE__ */ structFields(mandateStructs.Mandate)

/** Parameters of `mandateTypedData` and `hashMandate`. */
export type MandateTypedDataParameters = {
  /** The mandate contract's address. */
  readonly mandateContract: Address
  /** The chain that the contract is on. */
  readonly chainId: number
  /** The mandate. */
  readonly mandate: Mandate
}

export function mandateTypedData(
  codec: Codec,
  { mandateContract: verifyingContract, chainId, mandate }: MandateTypedDataParameters,
): TypedData {
  assertAddress(codec, "mandateContract", verifyingContract)
  assertMandate(codec, mandate)
  return {
    domain: { name: "RentalMandate", version: "1", chainId, verifyingContract },
    types: { Mandate: mandateFields },
    primaryType: "Mandate",
    message: mandate,
  }
}

export function hashMandate(codec: Codec, parameters: MandateTypedDataParameters): Hex {
  return codec.hashTypedData(mandateTypedData(codec, parameters))
}

/** Refuses a value that a field's type cannot hold. */
export function assertMandate(codec: Codec, mandate: Mandate): void {
  for (const input of digestOfFunction.inputs) assertInput(codec, input, mandate)
}

/** Parameters of `decodeMandateEvents`. */
export type DecodeMandateEventsParameters = {
  /** The mandate contract's address. */
  readonly mandateContract: Address
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
  const [value] = await foreignRead(chain, mandateContract, { to, item: escrowFunction, args: [] })
  const answered = value as Address
  if (!isSameAddress(answered, escrow))
    throw new ForeignContractError({ address: to, field: "escrow", value: answered, expected: escrow })
}
