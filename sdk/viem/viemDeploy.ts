import type { Client } from "viem"

import { deployEscrow as core, type DeployEscrowParameters, type DeployResult } from "../core/deploy/deployEscrow.ts"
import { escrowBytecode } from "../generated/escrowBytecode.ts"
import type { SendParameters } from "./accountParameters.ts"
import { walletOf } from "./viemPort.ts"

/**
 * Deploys an escrow. No market is open yet. The owner opens markets with `setMarket`.
 *
 * @example
 * import { deployEscrow } from "@gpuflow/escrow/deploy"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { address, blockNumber } = await deployEscrow(client, { owner: "0x…", guardian: "0x…", treasury: "0x…" })
 *
 * @param client A viem client with an account
 * @returns The escrow's address, the transaction's hash and the block to read events from
 * @throws {InvalidTreasuryError} for zero
 * @throws {OwnableInvalidOwnerError} for zero
 */
export async function deployEscrow(
  client: Client,
  parameters: deployEscrow.Parameters,
): Promise<deployEscrow.ReturnType> {
  return core(walletOf(client, parameters), { ...parameters, bytecode: escrowBytecode })
}

export declare namespace deployEscrow {
  type Parameters = DeployEscrowParameters & SendParameters
  type ReturnType = DeployResult
}
