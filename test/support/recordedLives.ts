// Random rentals on the real escrow, with what each block logged. The node forgets old blocks, so they are recorded.
import { type Address, type Client, createClient, custom, getAddress, type Hex, type RpcLog } from "viem"
import { polygon } from "viem/chains"

import { Contracts, type World } from "../differential/contracts.ts"
import { type Node, openNode } from "../differential/node.ts"
import { run } from "../differential/run.ts"
import { type RecordedBlock, RecordedChain } from "./recordedChain.ts"

export interface RecordedLives {
  readonly escrow: Address
  /** The contract as it is after the last block. */
  readonly contract: Client
  /** The chain on which it was played, block by block. */
  readonly client: Client
  readonly tokens: readonly Address[]
  /** Every account that plays a part. */
  readonly accounts: readonly Address[]
  readonly blocks: readonly RecordedBlock[]
  close(): void
}

/** Plays lives on one escrow until they are all closed. The contract can be read until `close`. */
export async function recordLives({ lives, seed }: { lives: number; seed: bigint }): Promise<RecordedLives> {
  const recorder = new Recorder()
  const contracts = await Contracts.open({ worlds: 1, open: (genesis) => recorder.open(genesis) })
  await run(contracts, { lives, seed })
  const [world] = contracts.worlds
  if (!world) throw new Error("There is no world to play in.")
  const escrow = getAddress(world.escrow)
  const contract = recorder.client()
  const blocks = recorder.blocksOf(escrow)
  const balances = (method: string, params: readonly unknown[]) =>
    recorder.rpc(method, ...params.slice(0, -1), "latest")
  const chain = new RecordedChain({ escrow, blocks, balances })
  chain.replay()
  return {
    escrow,
    contract,
    client: chain.client(),
    tokens: contracts.tokens,
    accounts: accountsOf(world),
    blocks,
    close: () => contracts.close(),
  }
}

function accountsOf({ people }: World): Address[] {
  return [...people.all, ...people.signers.map(({ address }) => address)]
}

type Logged = Pick<RpcLog, "address" | "topics" | "data"> & { readonly blockTimestamp?: Hex }

/** A node whose blocks are kept. */
class Recorder {
  readonly #blocks: { readonly number: bigint; readonly timestamp: bigint; readonly logs: readonly Logged[] }[] = []
  #node: Node | undefined

  async open(genesis: Parameters<typeof openNode>[0]): Promise<Node> {
    const node = await openNode(genesis)
    this.#node = node
    const mine = async (transaction: object) => {
      const receipt = await node.mine(transaction)
      const { blockNumber, logs } = receipt as { blockNumber: Hex; logs: Logged[] }
      const timestamp =
        logs[0]?.blockTimestamp ?? Object(await node.rpc("eth_getBlockByNumber", blockNumber, false)).timestamp
      this.#blocks.push({ number: BigInt(blockNumber), timestamp: BigInt(timestamp), logs })
      return receipt
    }
    return { ...node, mine }
  }

  rpc(method: string, ...params: readonly unknown[]): Promise<unknown> {
    if (!this.#node) throw new Error("The node was not opened.")
    return this.#node.rpc(method, ...params)
  }

  client(): Client {
    const request = ({ method, params }: { method: string; params?: readonly unknown[] }) =>
      this.rpc(method, ...(params ?? []))
    return createClient({ chain: polygon, transport: custom({ request }, { retryCount: 0 }) })
  }

  blocksOf(escrow: Address): RecordedBlock[] {
    return this.#blocks.flatMap(({ number, timestamp, logs }) => {
      const own = logs.filter(({ address }) => getAddress(address) === escrow)
      return own.length > 0 ? [{ number, timestamp, logs: own.map(({ topics, data }) => ({ topics, data })) }] : []
    })
  }
}
