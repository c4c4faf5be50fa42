// The node on which lives are played: Anvil where there is one, otherwise the chain inside Hardhat. That one records
// every instruction for a stack trace that nobody asks for, which takes more than half of its time.
import { anvilProgram, startAnvil } from "../support/anvil.ts"
import { openChain, type Rpc } from "../support/chain.ts"

export type Node = {
  readonly rpc: Rpc
  /** Mines a transaction in a block of its own, and returns its receipt. */
  readonly mine: (transaction: object) => Promise<unknown>
  readonly close: () => void
}

type Genesis = { readonly chainId: bigint; readonly timestamp: bigint }

/** A block takes the calls of many worlds in one transaction, and nobody pays for it. */
const GAS_LIMIT = 30_000_000_000n

export async function openNode(genesis: Genesis): Promise<Node> {
  const program = anvilProgram()
  if (program === undefined) return insideHardhat(genesis)
  const { rpc, close } = await startAnvil(program, { ...genesis, gasLimit: GAS_LIMIT })
  // Asked to mine, since its own miner and `eth_sendTransactionSync` have missed a transaction.
  const mine = async (transaction: object) => {
    const hash = await rpc("eth_sendTransaction", transaction)
    await rpc("evm_mine")
    return rpc("eth_getTransactionReceipt", hash)
  }
  return { rpc, mine, close }
}

/** Everywhere; several times slower. */
export async function insideHardhat({ chainId, timestamp }: Genesis): Promise<Node> {
  const { rpc, close } = await openChain({
    chainId: Number(chainId),
    blockGasLimit: GAS_LIMIT,
    transactionGasCap: false,
    initialBaseFeePerGas: 0n,
    initialDate: new Date(Number(timestamp) * 1000),
    allowUnlimitedContractSize: true,
  })
  const mine = async (transaction: object) =>
    rpc("eth_getTransactionReceipt", await rpc("eth_sendTransaction", transaction))
  return { rpc, mine, close: () => void close() }
}
