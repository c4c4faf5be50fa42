import { type Address, type Client, encodeDeployData, type Hash } from "viem"

import { abi, assertAddress } from "../codec.ts"
import { EventNotFoundError } from "../errors.ts"
import { escrowBytecode } from "../generated/bytecode.ts"
import { type SendParameters, send } from "./internal/send.ts"

/**
 * Deploys an escrow. No market is open yet: the owner opens them with `setMarket`.
 *
 * @example
 * import { deployEscrow } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { address, blockNumber } = await deployEscrow(client, { owner: "0x…", guardian: "0x…", treasury: "0x…" })
 *
 * @param client A viem client with an account
 * @param parameters.owner Who sets fees, markets, treasury and guardian: in production a timelock
 * @param parameters.guardian Who may close markets; zero: nobody
 * @param parameters.treasury Who receives the fees
 * @param parameters.account Who sends it; without it, the client's account
 * @param parameters.confirmations Blocks to wait for; without it, 1
 * @returns The escrow's address, the transaction's hash and the block to read events from
 * @throws {InvalidTreasuryError} for zero
 * @throws {OwnableInvalidOwnerError} for zero
 */
export async function deployEscrow(
  client: Client,
  { owner, guardian, treasury, ...options }: deployEscrow.Parameters,
): Promise<deployEscrow.ReturnType> {
  for (const [name, address] of Object.entries({ owner, guardian, treasury })) assertAddress(name, address)

  const data = encodeDeployData({ abi, bytecode: escrowBytecode, args: [owner, guardian, treasury] })
  const { contractAddress, transactionHash: hash, blockNumber } = await send(client, { data }, options)
  if (!contractAddress) throw new EventNotFoundError({ hash, eventName: "contract creation" })
  return { address: contractAddress, hash, blockNumber }
}

export declare namespace deployEscrow {
  type Parameters = SendParameters & {
    /** Who sets fees, markets, treasury and guardian. */
    readonly owner: Address
    /** Who may close markets; zero: nobody. */
    readonly guardian: Address
    /** Who receives the fees. */
    readonly treasury: Address
  }
  type ReturnType = {
    readonly address: Address
    readonly hash: Hash
    /** Block that events are to be read from. */
    readonly blockNumber: bigint
  }
}
