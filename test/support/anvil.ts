// Foundry's node as a process of its own, where its package was made for this platform.
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createRequire } from "node:module"
import { createInterface, type Interface } from "node:readline"

import { getHttpRpcClient } from "viem/utils"

import { killAtExit } from "../../scripts/support/processes.ts"
import type { Rpc } from "./chain.ts"
import { ownChild } from "./ownChild.ts"

/** Milliseconds. A block may take minutes where all cores are busy. */
const TIMEOUT = 300_000

/** The program, if its package was made for this platform. */
export function anvilProgram(): string | undefined {
  const processor = process.arch === "x64" ? "amd64" : process.arch
  try {
    return createRequire(import.meta.url).resolve(`@foundry-rs/anvil-${process.platform}-${processor}/bin/anvil`)
  } catch {
    return undefined
  }
}

/**
 * Starts it as a fork of an empty chain: a fork works out no state roots, which nobody asks for and which took a quarter
 * of the time. Gas costs nothing, contracts and requests may have any size, old blocks are forgotten, and a block is mined
 * when `evm_mine` asks for it.
 */
export async function startAnvil(
  program: string,
  { chainId, timestamp, gasLimit }: { chainId: bigint; timestamp: bigint; gasLimit: bigint },
): Promise<{ rpc: Rpc; close: () => void }> {
  const chain = ["--chain-id", `${chainId}`, "--timestamp", `${timestamp}`, "--hardfork", "osaka", "--accounts", "1"]
  const free = ["--gas-limit", `${gasLimit}`, "--gas-price", "0", "--base-fee", "0", "--disable-min-priority-fee"]
  const large = ["--disable-code-size-limit", "--no-request-size-limit"]
  const forgetful = ["--prune-history", "--transaction-block-keeper", "4"]
  const args = [...chain, ...free, ...large, ...forgetful, "--no-mining"]
  const origin = await listen(program, args)
  const fork = await listen(program, [...args, "--fork-url", origin.url, "--no-storage-caching"]).catch((error) => {
    origin.close()
    throw error
  })
  const client = getHttpRpcClient(fork.url, { timeout: TIMEOUT })
  const rpc: Rpc = async (method, ...params) => {
    const { result, error } = await client.request({ body: { method, params } })
    if (error) throw new Error(`${method}: ${error.message}`)
    return result
  }
  const close = () => {
    fork.close()
    origin.close()
  }
  return { rpc, close }
}

/** Starts it at a free port; it ends with `close`, or with this process. */
async function listen(program: string, args: readonly string[]): Promise<{ url: string; close: () => void }> {
  const child = ownChild(spawn(program, ["--port", "0", ...args], { stdio: ["ignore", "pipe", "inherit"] }))
  const close = () => void child.kill("SIGKILL")
  killAtExit(child)
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
