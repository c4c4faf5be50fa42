import {
  hashMandate as coreHashMandate,
  mandateTypedData as coreMandateTypedData,
  type MandateTypedDataParameters,
  type SignedMandate,
} from "../core/mandate/mandate.ts"
import {
  decodeMandateEvents as coreDecodeMandateEvents,
  toMandateError as coreToMandateError,
  type DecodeMandateEventsParameters,
  type MandateEvent,
} from "../core/mandate/mandateContract.ts"
import {
  parseMandate as coreParseMandate,
  serializeMandate as coreSerializeMandate,
  type SerializeMandateOptions,
} from "../core/mandate/signedMandate.ts"
import type { TypedData } from "../core/port.ts"
import type { Hex } from "../types.ts"
import { codec } from "./viemCodec.ts"

/**
 * Returns what a renter signs: the mandate as EIP-712 typed data of one mandate contract on one chain.
 *
 * @example
 * import { type Mandate, mandateTypedData } from "@gpuflow/escrow/mandate"
 * import { hashTypedData } from "viem"
 *
 * const digest = (mandate: Mandate) =>
 *   hashTypedData(mandateTypedData({ mandateContract: "0x…", chainId: 137, mandate }))
 *
 * @returns The domain, types and message, as wallets take them
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function mandateTypedData(parameters: mandateTypedData.Parameters): TypedData {
  return coreMandateTypedData(codec, parameters)
}

export declare namespace mandateTypedData {
  type Parameters = MandateTypedDataParameters
}

/**
 * Computes the digest that a renter signs, as the contract's `digestOf` does. Events name the mandate by it.
 *
 * @example
 * import { hashMandate, type Mandate } from "@gpuflow/escrow/mandate"
 *
 * const name = (mandate: Mandate) => hashMandate({ mandateContract: "0x…", chainId: 137, mandate })
 *
 * @returns 32 bytes
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function hashMandate(parameters: hashMandate.Parameters): Hex {
  return coreHashMandate(codec, parameters)
}

export declare namespace hashMandate {
  type Parameters = MandateTypedDataParameters
}

/**
 * Returns a signed mandate as JSON, with its version, chain, contracts and rental. Send it to a keeper. Whole numbers are
 * decimal strings. `schemas/mandate.schema.json` of this package describes it.
 *
 * @example
 * import { type SignedMandate, serializeMandate } from "@gpuflow/escrow/mandate"
 *
 * const send = (signed: SignedMandate) => fetch("/mandates", { method: "POST", body: serializeMandate(signed) })
 *
 * @param signed The mandate with its signature
 * @param options How to write it
 * @returns JSON
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function serializeMandate(signed: SignedMandate, options?: SerializeMandateOptions): string {
  return coreSerializeMandate(codec, signed, options)
}

/**
 * Reads a signed mandate. Every field must be there in its one form, and no other field may be. Addresses get the capital
 * letters of ERC-55. Nothing is checked against the chain: pass the mandate to `checkMandate`, and compare its chain and
 * contracts with yours.
 *
 * @example
 * import { parseMandate } from "@gpuflow/escrow/mandate"
 *
 * const read = async (request: Request) => parseMandate(await request.text())
 *
 * @param text The JSON
 * @returns The mandate with its signature, rental, chain and contracts
 * @throws {MandateUnreadableError} for anything else. `args.faults` has every field that is wrong
 */
export function parseMandate(text: string): SignedMandate {
  return coreParseMandate(codec, text)
}

/**
 * Decodes the mandate contract's own events among logs, in their order.
 *
 * @example
 * import { decodeMandateEvents } from "@gpuflow/escrow/mandate"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { logs } = await client.getTransactionReceipt({ hash: "0x…" })
 * const events = decodeMandateEvents({ mandateContract: "0x…", logs })
 *
 * @returns The events. Logs of other contracts are left out
 */
export function decodeMandateEvents(parameters: decodeMandateEvents.Parameters): MandateEvent[] {
  return coreDecodeMandateEvents(codec, parameters)
}

export declare namespace decodeMandateEvents {
  type Parameters = DecodeMandateEventsParameters
}

/**
 * Returns the error of the mandate contract or of the escrow behind a client's error. Any other error is returned
 * unchanged.
 *
 * @example
 * import { isEscrowError } from "@gpuflow/escrow"
 * import { toMandateError } from "@gpuflow/escrow/mandate"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * await client.call({ to: "0x…", data: "0x…" }).catch((cause: unknown) => {
 *   const error = toMandateError(cause)
 *   console.log(isEscrowError(error) ? error.code : "not from the contracts")
 * })
 *
 * @param cause The error that was thrown, or raw revert data
 * @returns The decoded error with `cause`, or `cause` itself
 */
export function toMandateError(cause: unknown): unknown {
  return coreToMandateError(codec, cause)
}
