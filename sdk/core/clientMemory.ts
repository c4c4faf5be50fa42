// What was seen through a library's client, for as long as it exists. Behind one address there may be several nodes, and
// the next one to answer may be a block behind.

import type { Address, Hash } from "../types.ts"
import { askAgain, secondQuestions } from "./askAgain.ts"
import { latestBlock } from "./latestBlock.ts"
import type { Chain, SignedTransaction, TransactionReceipt, Wallet } from "./port.ts"
import { isRevert } from "./readContract.ts"
import { DEFAULT_TRIES, NodeBehindError, sleep } from "./retry.ts"
import { hasEscrowBrand } from "./revert.ts"

type Memory = {
  /** The highest block with a transaction that was waited for. */
  block: bigint
  /** What the library signed and what is not in the chain yet. */
  readonly signed: Map<Hash, SignedTransaction>
  /** The next nonce of an account, after its transactions in the chain. */
  readonly nonces: Map<Address, number>
}

/** Milliseconds. Nodes are behind by a block or two. */
const pauseOf = ({ pollingInterval }: Chain) => Math.min(pollingInterval, 1_000)

const memories = new WeakMap<object, Memory>()

function memoryOf({ client }: Chain): Memory {
  const memory = memories.get(client) ?? { block: -1n, signed: new Map(), nonces: new Map() }
  memories.set(client, memory)
  return memory
}

/** Remembers a transaction that is about to be sent. */
export function rememberSigned(chain: Chain, signed: SignedTransaction): void {
  memoryOf(chain).signed.set(signed.hash, signed)
}

export function findSigned(chain: Chain, hash: Hash): SignedTransaction | undefined {
  return memories.get(chain.client)?.signed.get(hash)
}

export function forgetSigned(chain: Chain, hash: Hash): void {
  memories.get(chain.client)?.signed.delete(hash)
}

/** Remembers a transaction that is in the chain. */
export function rememberIncluded(chain: Chain, { transactionHash, blockNumber }: TransactionReceipt): void {
  const memory = memoryOf(chain)
  if (blockNumber > memory.block) memory.block = blockNumber
  secondQuestions.set(chain.client, (cause, ask) => askAtNewest(chain, cause, ask))
  const signed = memory.signed.get(transactionHash)
  memory.signed.delete(transactionHash)
  if (signed) memory.nonces.set(signed.from, Math.max(signed.nonce + 1, memory.nonces.get(signed.from) ?? 0))
}

/** The nonce to sign with, by the node's own count. The node may be behind, or the chain reorganised. */
export async function freeNonce(wallet: Wallet, pending: number): Promise<number> {
  const free = memories.get(wallet.client)?.nonces.get(wallet.account) ?? 0
  if (pending >= free) return pending
  for (let tries = 0; tries < DEFAULT_TRIES; ++tries) {
    if ((await wallet.nonceOf(wallet.account).catch(() => 0)) >= free) return free
    await sleep(pauseOf(wallet))
  }
  forget(wallet)
  return pending
}

/** If no node has the newest block that was seen, the chain was reorganised. */
async function askAtNewest<answer>(
  chain: Chain,
  cause: unknown,
  ask: (blockNumber: bigint) => Promise<answer>,
): Promise<answer> {
  const seen = memories.get(chain.client)?.block ?? -1n
  for (let tries = 0; tries < DEFAULT_TRIES; ++tries) {
    try {
      const { number } = await latestBlock(chain)
      return await ask(number > seen ? number : seen)
    } catch (error) {
      if (hasEscrowBrand(error) || isRevert(error)) throw error
    }
    await sleep(pauseOf(chain))
  }
  forget(chain)
  throw cause
}

function forget({ client }: Chain): void {
  memories.delete(client)
  secondQuestions.delete(client)
}

/** Waits until the node has the newest block that was seen. False if nothing was seen, or no node has it. */
export async function caughtUp(chain: Chain): Promise<boolean> {
  const nothing = new Error("Nothing was seen.")
  return askAgain(chain, nothing, (blockNumber) => requireBlock(chain, blockNumber)).catch((error: unknown) => {
    if (error === nothing) return false
    throw error
  })
}

async function requireBlock(chain: Chain, blockNumber: bigint): Promise<true> {
  if (await chain.block(blockNumber)) return true
  throw new NodeBehindError("The node does not have the block.")
}
