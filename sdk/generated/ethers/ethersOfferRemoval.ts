// Written by `npm run generate`. Do not edit.

import type { TypedData } from "../../core/port.ts"
import {
  offerRemovalTypedData as coreOfferRemovalTypedData,
  type OfferRemovalTypedDataParameters,
} from "../../core/server/offerRemoval.ts"
import { codec } from "../../ethers/ethersCodec.ts"

/**
 * Returns what a host, or its signer, signs to remove a machine's offer from a board: EIP-712 typed data for the boards
 * of one escrow on one chain. A board also remembers the removed offer, so that no one can publish it again.
 *
 * @example
 * import { type OfferRemoval, offerRemovalTypedData } from "@gpuflow/escrow/ethers/server"
 *
 * const toSign = (removal: OfferRemoval) => offerRemovalTypedData({ escrow: "0x…", chainId: 137, removal })
 *
 * @returns The domain, types and message, as wallets take them
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export function offerRemovalTypedData(parameters: offerRemovalTypedData.Parameters): TypedData {
  return coreOfferRemovalTypedData(codec, parameters)
}

export declare namespace offerRemovalTypedData {
  type Parameters = OfferRemovalTypedDataParameters
}
