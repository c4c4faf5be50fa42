// The node on which lives are played: Anvil where there is one, otherwise the chain inside Hardhat. That one records
// every instruction for a stack trace that nobody asks for, which takes more than half of its time.
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createRequire } from "node:module"
import { createInterface, type Interface } from "node:readline"

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre"
import { getHttpRpcClient } from "viem/utils"

export type Node = {
  readonly request: (call: { method: string; params?: readonly unknown[] }) => Promise<unknown>
  /** Mines a transaction in a block of its own, and returns its receipt. */
  readonly mine: (transaction: object) => Promise<unknown>
  readonly close: () => void
}

type Genesis = { readonly chainId: bigint; readonly timestamp: bigint }

/** A block takes the calls of many worlds in one transaction, and nobody pays for it. */
const GAS_LIMIT = 30_000_000_000n
/** Milliseconds. A block may take minutes where all cores are busy. */
const TIMEOUT = 300_000

export function openNode(hre: HardhatRuntimeEnvironment, genesis: Genesis): Promise<Node> {
  const program = anvil()
  return program === undefined ? insideHardhat(hre, genesis) : startAnvil(program, genesis)
}

/** The program, if its package was made for this platform. */
function anvil(): string | undefined {
  const processor = process.arch === "x64" ? "amd64" : process.arch
  try {
    return createRequire(import.meta.url).resolve(`@foundry-rs/anvil-${process.platform}-${processor}/bin/anvil`)
  } catch {
    return undefined
  }
}

/**
 * As a fork of an empty chain: a fork works out no state roots, which nobody asks for here and which took a quarter of
 * the lives' time.
 */
async function startAnvil(program: string, { chainId, timestamp }: Genesis): Promise<Node> {
  const chain = ["--chain-id", `${chainId}`, "--timestamp", `${timestamp}`, "--hardfork", "osaka", "--accounts", "1"]
  const free = ["--gas-limit", `${GAS_LIMIT}`, "--gas-price", "0", "--base-fee", "0", "--disable-min-priority-fee"]
  const large = ["--disable-code-size-limit", "--no-request-size-limit"]
  const forgetful = ["--prune-history", "--transaction-block-keeper", "4"]
  const args = [...chain, ...free, ...large, ...forgetful]
  const origin = await listen(program, args)
  const fork = await listen(program, [...args, "--fork-url", origin.url, "--no-storage-caching"]).catch((error) => {
    origin.close()
    throw error
  })
  const client = getHttpRpcClient(fork.url, { timeout: TIMEOUT })
  const request: Node["request"] = async ({ method, params = [] }) => {
    const { result, error } = await client.request({ body: { method, params } })
    if (error) throw new Error(`${method}: ${error.message}`)
    return result
  }
  const mine = (transaction: object) => request({ method: "eth_sendTransactionSync", params: [transaction] })
  const close = () => {
    fork.close()
    origin.close()
  }
  return { request, mine, close }
}

/** Starts it at a free port; it ends with `close`, or with this process. */
async function listen(program: string, args: readonly string[]): Promise<{ url: string; close: () => void }> {
  const child = spawn(program, ["--port", "0", ...args], { stdio: ["ignore", "pipe", "inherit"] })
  const close = () => void child.kill("SIGKILL")
  process.once("exit", close)
  child.once("exit", () => process.off("exit", close))
  const url = await Promise.race([addressIn(createInterface(child.stdout)), once(child, "exit")])
  if (typeof url !== "string") throw new Error(`Anvil ended before it listened, with ${url.join(" ")}.`)
  return { url, close }
}

/** Reads on for ever, since a program whose output nobody reads stands still. */
function addressIn(lines: Interface): Promise<string> {
  return new Promise((resolve) => {
    lines.on("line", (line) => {
      const [, address] = /^Listening on (\S+)/.exec(line) ?? []
      if (address !== undefined) resolve(`http://${address}`)
    })
  })
}

/** Everywhere; several times slower. */
export async function insideHardhat(hre: HardhatRuntimeEnvironment, { chainId, timestamp }: Genesis): Promise<Node> {
  const { provider, close } = await hre.network.create({
    network: "polygonLike",
    override: {
      chainId: Number(chainId),
      blockGasLimit: GAS_LIMIT,
      transactionGasCap: false,
      initialBaseFeePerGas: 0n,
      initialDate: new Date(Number(timestamp) * 1000),
      allowUnlimitedContractSize: true,
    },
  })
  const request: Node["request"] = (call) => provider.request(call)
  const mine = async (transaction: object) => {
    const hash = await request({ method: "eth_sendTransaction", params: [transaction] })
    return request({ method: "eth_getTransactionReceipt", params: [hash] })
  }
  return { request, mine, close: () => void close() }
}
