// A local chain with Polygon's id behind HTTP, and the levers that only a local chain has.
import { network } from "hardhat"
import { type Address, createPublicClient, type Hex, http, numberToHex } from "viem"
import { polygon } from "viem/chains"

export type Chain = Awaited<ReturnType<typeof openChain>>

/** Opens a chain: a new one, or a copy of another one that goes its own way from here on. */
export async function openChain(copied?: string, chainId = 137) {
  const override = { chainId, ...(copied === undefined ? {} : { forking: { enabled: true, url: copied } }) }
  const server = await network.createServer({ network: "polygonLike", override }, "127.0.0.1", 0)
  const { address, port } = await server.listen()
  const url = `http://${address}:${port}`
  const client = createPublicClient({ chain: polygon, transport: http(url, { retryCount: 0 }), pollingInterval: 5 })

  async function rpc(method: string, ...params: readonly unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params })
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body })
    const answer: unknown = await response.json()
    const { result, error } = Object(answer)
    if (error) throw new Error(`${method}: ${error.message}`)
    return result
  }

  const now = async () => (await client.getBlock()).timestamp
  return {
    url,
    rpc,
    client,
    now,
    close: () => server.close(),
    /** One block, so many seconds after the latest. */
    async pass(seconds: bigint) {
      await rpc("evm_setNextBlockTimestamp", numberToHex((await now()) + seconds))
      await rpc("hardhat_mine", "0x1")
    },
    /** Empty blocks a second apart. */
    mine: (blocks: number) => rpc("hardhat_mine", numberToHex(blocks), "0x1"),
    automine: (on: boolean) => rpc("evm_setAutomine", on),
    setCoins: (account: Address, wei: bigint) => rpc("hardhat_setBalance", account, numberToHex(wei)),
    async act({ from, to, data, value = 0n }: Act): Promise<Hex> {
      await rpc("hardhat_impersonateAccount", from)
      return (await rpc("eth_sendTransaction", { from, to, data, value: numberToHex(value), gas: GAS })) as Hex
    },
  }
}

const GAS = numberToHex(6_000_000)

export type Act = { readonly from: Address; readonly to?: Address; readonly data: Hex; readonly value?: bigint }
