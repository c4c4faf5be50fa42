// The tarball, installed into an empty folder outside of the repository and run there, as its users do.
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runOrThrow } from "../../sdk/packaging/childProcess.ts"
import { openLocalChain } from "../../test/support/localChain.ts"
import { keyOf } from "../../test/support/parties.ts"
import { dist, readManifest } from "./build.ts"

/** Returns a line with the figures. Throws if a command of the installed program fails. */
export async function checkInstallation(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "gpuflow-escrow-cli-"))
  const chain = await openLocalChain()
  const oldestNode = (await readManifest()).engines["node"]?.replace(">=", "")
  try {
    const [packed] = JSON.parse(await runOrThrow(home, "npm", "pack", dist, "--json"))
    await writeFile(join(home, "package.json"), JSON.stringify({ private: true }))
    await runOrThrow(home, "npm", "install", "--no-audit", "--no-fund", `./${packed.filename}`, `node@${oldestNode}`)
    const bin = join(home, "node_modules", ".bin")
    const node = (await runOrThrow(home, join(bin, "node"), "--version")).trim()
    const run = (...args: string[]) => runOrThrow(home, join(bin, "node"), join(bin, "gpuflow-escrow"), ...args)
    const help = await run("--help")
    if (!help.includes("Usage: gpuflow-escrow")) throw new Error(`--help prints: ${help}`)

    // The program reads `.env` in the folder that it runs in.
    await writeFile(join(home, ".env"), `GPUFLOW_RPC_URL=${chain.url}\nGPUFLOW_ESCROW=${chain.escrow}\n`)
    const { ok, findings } = JSON.parse(await run("doctor", "--json"))
    if (!ok) throw new Error(`doctor reports: ${JSON.stringify(findings)}`)
    // A keeper loads the database, the logger and the metrics, and needs an account with a balance.
    await appendFile(
      join(home, ".env"),
      `GPUFLOW_FROM_BLOCK=${chain.fromBlock}\nGPUFLOW_PRIVATE_KEY=${keyOf("keeper")}\n`,
    )
    const kept = await run("keep", "--dry-run")
    if (!kept.includes('"msg":"keeper stopped"')) throw new Error(`keep --dry-run prints: ${kept}`)
    return `${packed.filename}: ${packed.size} bytes. On Node ${node}, --help, doctor (${findings.length} findings) and keep --dry-run work.`
  } finally {
    await chain.close()
    await rm(home, { recursive: true, force: true })
  }
}
