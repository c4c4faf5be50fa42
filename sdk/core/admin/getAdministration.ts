import { guardianFunction, ownerFunction, pendingOwnerFunction, treasuryFunction } from "../../generated/abiItems.ts"
import type { Address } from "../../types.ts"
import { assertAddress, decodeResult, encodeCall } from "../codec.ts"
import { multicall } from "../multicall.ts"
import type { Chain } from "../port.ts"
import type { ReadParameters } from "../rental/escrowRead.ts"
import { EscrowNotFoundError } from "../rental/rentalErrors.ts"

/** The accounts that administer an escrow. */
export type Administration = {
  /** Sets fees, markets, treasury and guardian. Zero: the ownership was renounced. */
  readonly owner: Address
  /** May accept the ownership. Zero: no transfer is pending. */
  readonly pendingOwner: Address
  /** May close markets. Zero: there is no guardian. */
  readonly guardian: Address
  /** Receives the fees. */
  readonly treasury: Address
}

/**
 * Reads the accounts that administer an escrow: owner, pending owner, guardian and treasury, all at one block.
 *
 * @example
 * import { getAdministration } from "@gpuflow/escrow/admin"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { owner, treasury } = await getAdministration(client, { escrow: "0x…" })
 *
 * @returns The addresses. Zero: there is no such account
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function getAdministration(
  chain: Chain,
  { escrow, blockNumber }: ReadParameters,
): Promise<Administration> {
  const { codec } = chain
  assertAddress(codec, "escrow", escrow)
  const items = [ownerFunction, pendingOwnerFunction, guardianFunction, treasuryFunction] as const
  const questions = items.map((item) => encodeCall(codec, item, []))
  const [owner = "0x", pendingOwner = "0x", guardian = "0x", treasury = "0x"] = await multicall(
    chain,
    escrow,
    questions,
    {
      blockNumber,
    },
  )
  if (owner === "0x") throw new EscrowNotFoundError({ escrow })
  return {
    owner: decodeResult(codec, ownerFunction, owner),
    pendingOwner: decodeResult(codec, pendingOwnerFunction, pendingOwner),
    guardian: decodeResult(codec, guardianFunction, guardian),
    treasury: decodeResult(codec, treasuryFunction, treasury),
  }
}
