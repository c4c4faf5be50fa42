// A chain with Polygon's id behind a port of this machine, with an escrow, its markets, and the tokens and price feeds
// that the SDK knows, at the addresses where it looks for them.
import type { Address } from "viem"

import { artifactOf, serveChain } from "./chain.ts"
import { callOf, deployEscrow, NATIVE, openMarket } from "./escrow.ts"
import { addressOf, type Role } from "./parties.ts"
import { placePolygonTokens, polygonTokens, reportPrices } from "./polygonTokens.ts"

/** With an `interval` in milliseconds it also mines blocks on its own, as a real chain does. */
export async function openLocalChain({ port = 0, interval = 0 }: { port?: number; interval?: number } = {}) {
  const chain = await serveChain({ port, mining: { auto: true, interval } })
  const { escrow, fromBlock } = await deployEscrow(chain)
  await placePolygonTokens(chain)
  for (const { address, stable } of polygonTokens) {
    if (stable || address === NATIVE) await openMarket(chain, escrow, address)
  }
  const { abi } = await artifactOf("Token")
  return {
    ...chain,
    escrow: escrow.address,
    fromBlock,
    mint: (token: Address, role: Role, amount: bigint) =>
      chain.transact(callOf({ address: token, abi }, addressOf("owner"), "mint", [addressOf(role), amount])),
    /** Reports the same prices as of now, once the clock has moved. */
    refreshPrices: () => reportPrices(chain),
  }
}
