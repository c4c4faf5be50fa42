import { createWalletClient, http, publicActions } from "viem"

import { placePolygon } from "../../sdk/testing/setUp.ts"
import { type ServedChain, serveChain } from "../../test/support/chain.ts"
import { addressOf } from "../../test/support/parties.ts"

const roles = [
  "owner",
  "guardian",
  "treasury",
  "arbiter",
  "host",
  "payee",
  "operator",
  "renter",
  "payer",
  "keeper",
] as const

export type Role = (typeof roles)[number]
export type Party = ReturnType<typeof party>
export type Chain = Awaited<ReturnType<typeof openChain>>

/**
 * A chain inside this process that behaves as Polygon does and has its tokens, with its parties and its clock. It listens
 * on a port of this machine, by which a keeper reaches it.
 */
export async function openChain() {
  const chain = await serveChain()
  await placePolygon(chain.rpc)
  // The payer has dollars only.
  await chain.rpc("hardhat_setBalance", addressOf("payer"), "0x0")
  return {
    id: chain.id,
    url: chain.url,
    reader: chain.client,
    /** The chain as the tests' tools take it. */
    local: chain,
    parties: Object.fromEntries(roles.map((role) => [role, party(chain, role)])) as Record<Role, Party>,
    clock: {
      now: chain.now,
      /** Mines an empty block at `timestamp`. */
      mineAt: chain.mineAt,
      /** Lets the next transaction happen exactly at `timestamp`. */
      async approach(timestamp: bigint) {
        // Simulations and gas estimates use the block before.
        await chain.mineAt(timestamp - 1n)
        await chain.client.setNextBlockTimestamp({ timestamp })
      },
    },
    close: chain.close,
  }
}

function party({ url, client }: ServedChain, role: Role) {
  // A request that this chain refuses fails again when repeated.
  const transport = http(url, { retryCount: 0 })
  const { chain, pollingInterval } = client
  return createWalletClient({ account: addressOf(role), chain, transport, pollingInterval }).extend(publicActions)
}
