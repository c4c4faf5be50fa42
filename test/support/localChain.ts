// A chain with Polygon's id behind a port of this machine, with an escrow, its markets, its router and its mandate
// contract, and the tokens and price feeds that the SDK knows, at the addresses where it looks for them.
import type { Address } from "viem"

import { deployEscrow, deployPeriphery, mintCall, placePolygon } from "../../sdk/testing/setUp.ts"
import { serveChain } from "./chain.ts"
import { addressOf, type Role } from "./parties.ts"

export async function openLocalChain() {
  const chain = await serveChain()
  await placePolygon(chain.rpc)
  const { escrow, fromBlock } = await deployEscrow(chain.rpc)
  return {
    ...chain,
    escrow,
    fromBlock,
    ...(await deployPeriphery(chain.rpc, escrow)),
    mint: (token: Address, role: Role, amount: bigint) =>
      chain.transact({ from: addressOf("owner"), to: token, data: mintCall(addressOf(role), amount) }),
  }
}
