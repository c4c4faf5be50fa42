// Transactions of many accounts at once, each in the block of its time: a past of weeks is played in seconds.
import type { PreparedRequest } from "@gpuflow/escrow/requests"
import type { TestEscrow } from "@gpuflow/escrow/testing"
import { createTestClient, http, parseGwei } from "viem"
import type { PrivateKeyAccount } from "viem/accounts"

export type Sent = {
  readonly from: PrivateKeyAccount
  readonly call: Pick<PreparedRequest, "to" | "data" | "value">
}

/** Twice what the largest of them takes, among which are batches of settlements. */
const GAS = 3_000_000n
/** What fits into a block of the local chain. */
const PER_BLOCK = 12
const FEES = { maxFeePerGas: parseGwei("100"), maxPriorityFeePerGas: parseGwei("1") }

export type Blocks = {
  /** Mines transactions at the chain's time, in a block or some. Of two that depend on each other, pass one later. */
  readonly send: (sent: readonly Sent[]) => Promise<void>
}

/**
 * Does work that sends transactions in blocks. Meanwhile the chain mines none of its own accord, so that a transaction
 * needs no waiting for its receipt.
 */
export async function inBlocks<result>(
  { chain, chainId, client, url, mine }: TestEscrow,
  work: (blocks: Blocks) => Promise<result>,
): Promise<result> {
  const node = createTestClient({ mode: "hardhat", chain, transport: http(url) })
  const nonces = new Map<string, number>()
  const nextNonce = async ({ address }: PrivateKeyAccount) => {
    const nonce = nonces.get(address) ?? (await client.getTransactionCount({ address }))
    nonces.set(address, nonce + 1)
    return nonce
  }
  const sign = async ({ from, call }: Sent) => {
    const { to, data, value } = call
    const nonce = await nextNonce(from)
    return from.signTransaction({ type: "eip1559", chainId, nonce, to, data, value, gas: GAS, ...FEES })
  }
  await node.setAutomine(false)
  try {
    return await work({
      async send(sent) {
        for (let first = 0; first < sent.length; first += PER_BLOCK) {
          for (const one of sent.slice(first, first + PER_BLOCK)) {
            await client.sendRawTransaction({ serializedTransaction: await sign(one) })
          }
          await mine()
        }
      },
    })
  } finally {
    await node.setAutomine(true)
  }
}
