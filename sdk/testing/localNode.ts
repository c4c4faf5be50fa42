// A node of the machine that runs the test: Hardhat's, inside the process, or Anvil, as a process of its own.
import { spawn } from "node:child_process"
import { once } from "node:events"
import { accessSync, constants } from "node:fs"
import { createRequire } from "node:module"
import { delimiter, join } from "node:path"
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"

import { EscrowError } from "../core/escrowError.ts"
import { type Rpc, rpcAt } from "./rpc.ts"

/** The nodes that a chain can run on. */
export type LocalNodeName = "anvil" | "hardhat"

export type LocalNode = {
  readonly name: LocalNodeName
  readonly url: string
  readonly rpc: Rpc
  readonly close: () => Promise<void>
}

export type LocalNodeOptions = {
  readonly node?: LocalNodeName | undefined
  /** The folder from which the node's package is looked for. */
  readonly root: string
  readonly chainId: number
  /** Seconds since 1970 of the first block. */
  readonly timestamp: number
}

type Start = (options: LocalNodeOptions) => Promise<LocalNode>
/** A node that is there, or why it is not. */
type Found = { readonly start: Start } | { readonly reason: string }

/** Polygon allows half as much gas in a transaction. */
const BLOCK_GAS = 45_000_000
const OLDEST_NODE_OF_HARDHAT = [22, 13] as const

/** Starts the node that is there: Anvil, which is up sooner, before Hardhat's. */
export async function startLocalNode(options: LocalNodeOptions): Promise<LocalNode> {
  const reasons: string[] = []
  for (const name of options.node ? [options.node] : (["anvil", "hardhat"] as const)) {
    const found = name === "anvil" ? findAnvil(options.root) : findHardhat(options.root)
    if ("start" in found) return found.start(options)
    reasons.push(found.reason)
  }
  throw new NodeNotFoundError({ root: options.root, reason: reasons.join(" ") })
}

function resolvePackage(root: string, path: string): string | undefined {
  for (const place of [join(root, "package.json"), import.meta.url]) {
    try {
      return createRequire(place).resolve(path)
    } catch {
      // It may be found from the next place.
    }
  }
  return undefined
}

function findAnvil(root: string): Found {
  const processor = process.arch === "x64" ? "amd64" : process.arch
  const file = process.platform === "win32" ? "anvil.exe" : "anvil"
  const packed = resolvePackage(root, `@foundry-rs/anvil-${process.platform}-${processor}/bin/${file}`)
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, file))
  const program = packed ?? onPath.find(isProgram)
  if (!program) return { reason: "Anvil is neither installed from npm nor on the PATH." }
  return { start: (options) => startAnvil(program, options) }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Runs Anvil until its own input ends, which happens however the process of the test ends: a signal that kills it gives it
 * no time to stop anything.
 */
const WATCHER = `
const { spawn } = require("node:child_process")
const [program, ...args] = process.argv.slice(1)
const child = spawn(program, args, { stdio: ["ignore", "inherit", "ignore"] })
const kill = () => child.kill("SIGKILL")
child.once("error", () => process.exit(1)).once("exit", (code) => process.exit(code ?? 1))
process.stdin.once("end", kill).once("error", kill).resume()
process.on("SIGINT", () => {}).on("SIGTERM", kill)
`

async function startAnvil(program: string, { chainId, timestamp }: LocalNodeOptions): Promise<LocalNode> {
  const args = ["--host", "127.0.0.1", "--port", "0", "--chain-id", `${chainId}`, "--timestamp", `${timestamp}`]
  const watched = ["-e", WATCHER, program, ...args, "--gas-limit", `${BLOCK_GAS}`]
  const child = spawn(process.execPath, watched, { stdio: ["pipe", "pipe", "ignore"] })
  const ended = once(child, "exit")
  // Reads on for ever, since a program whose output nobody reads stands still.
  const listening = new Promise<string>((resolve) => {
    createInterface(child.stdout).on("line", (line) => {
      const [, address] = /^Listening on (\S+)/.exec(line) ?? []
      if (address !== undefined) resolve(`http://${address}`)
    })
  })
  const url = await Promise.race([listening, ended])
  if (typeof url !== "string") throw new Error(`Anvil ended before it listened, with ${url.join(" ")}.`)
  // It must not keep a program alive that has nothing else to do.
  child.unref()
  return {
    name: "anvil",
    url,
    rpc: rpcAt(url),
    async close() {
      // A program that waits for its end must not end before.
      child.ref()
      child.stdin.end()
      await ended
    },
  }
}

/** The part of Hardhat 3 that is used. */
type Hardhat = {
  readonly createHardhatRuntimeEnvironment: (
    config: object,
    options: object,
    root: string,
  ) => Promise<{
    readonly network: {
      readonly createServer: (
        connection: object,
        hostname: string,
        port: number,
      ) => Promise<{
        readonly listen: () => Promise<{ readonly address: string; readonly port: number }>
        readonly close: () => Promise<void>
      }>
    }
  }>
}

function findHardhat(root: string): Found {
  const path = resolvePackage(root, "hardhat/hre")
  if (!path) {
    const isOld = resolvePackage(root, "hardhat/package.json") !== undefined
    return { reason: isOld ? "The installed Hardhat is older than 3." : "Hardhat is not installed." }
  }
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
  const [oldest, oldestMinor] = OLDEST_NODE_OF_HARDHAT
  if (major < oldest || (major === oldest && minor < oldestMinor)) {
    return { reason: `Hardhat needs Node ${oldest}.${oldestMinor} or newer; this is ${process.versions.node}.` }
  }
  return { start: (options) => startHardhat(path, options) }
}

async function startHardhat(path: string, { root, chainId, timestamp }: LocalNodeOptions): Promise<LocalNode> {
  const { createHardhatRuntimeEnvironment }: Hardhat = await import(/* @vite-ignore */ pathToFileURL(path).href)
  const chain = {
    type: "edr-simulated",
    chainType: "generic",
    chainId,
    initialDate: new Date(timestamp * 1000),
    blockGasLimit: BLOCK_GAS,
    // Otherwise several blocks in one second would run ahead of the clock.
    allowBlocksWithSameTimestamp: true,
  }
  const { network } = await createHardhatRuntimeEnvironment({ networks: { chain } }, {}, root)
  const server = await network.createServer({ network: "chain" }, "127.0.0.1", 0)
  const { address, port } = await server.listen()
  const url = `http://${address}:${port}`
  return { name: "hardhat", url, rpc: rpcAt(url), close: () => server.close() }
}

/** Neither Anvil nor Hardhat is there. */
export class NodeNotFoundError extends EscrowError<"NodeNotFound", { readonly root: string; readonly reason: string }> {
  constructor(args: NodeNotFoundError["args"], options?: ErrorOptions) {
    super(
      "NodeNotFound",
      "There is no local node to start. Run `npm install --save-dev hardhat`, or install Foundry or the package @foundry-rs/anvil.",
      args,
      options,
    )
  }
}
