import { network } from "hardhat"
import { type Address, createTestClient, createWalletClient, custom, publicActions } from "viem"
import { polygon } from "viem/chains"

/** Milliseconds. Blocks are mined at once, so a longer interval gains nothing. */
const POLLING = 5

const roles = ["owner", "guardian", "treasury", "arbiter", "host", "payee", "operator", "renter", "keeper"] as const

export type Role = (typeof roles)[number]
export type Party = ReturnType<typeof party>
export type Chain = Awaited<ReturnType<typeof openChain>>

/** A chain inside this process that behaves as Polygon does, with its parties and its clock. */
export async function openChain() {
  const connection = await network.create("polygonLike")
  // A request that this chain refuses fails again when repeated.
  const transport = custom(connection.provider, { retryCount: 0 })
  const test = createTestClient({ mode: "hardhat", chain: polygon, transport, pollingInterval: POLLING }).extend(
    publicActions,
  )
  const accounts = await connection.provider.request({ method: "eth_accounts" })
  if (!Array.isArray(accounts)) throw new Error("The embedded chain has no accounts.")

  const now = async () => (await test.getBlock()).timestamp
  const mineAt = async (timestamp: bigint) => {
    if (timestamp === (await now())) return
    await test.setNextBlockTimestamp({ timestamp })
    await test.mine({ blocks: 1 })
  }
  return {
    id: await test.getChainId(),
    reader: test,
    async deploy(name: string, args: readonly unknown[]): Promise<Address> {
      return (await connection.viem.deployContract(name, [...args])).address
    },
    parties: Object.fromEntries(roles.map((role, index) => [role, party(accounts[index], transport)])) as Record<
      Role,
      Party
    >,
    clock: {
      now,
      /** Mines an empty block at `timestamp`. */
      mineAt,
      /** Lets the next transaction happen exactly at `timestamp`. */
      async approach(timestamp: bigint) {
        // Simulations and gas estimates use the block before.
        await mineAt(timestamp - 1n)
        await test.setNextBlockTimestamp({ timestamp })
      },
    },
    close: () => connection.close(),
  }
}

function party(account: Address, transport: ReturnType<typeof custom>) {
  return createWalletClient({ account, chain: polygon, transport, pollingInterval: POLLING }).extend(publicActions)
}
