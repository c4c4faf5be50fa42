// The tarball as its users have it: installed into an empty folder outside of the repository, and run there.
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { keyOf, openLocalChain } from "../../scripts/chain/local.ts"
import { must } from "../../sdk/packaging/run.ts"
import { dist, readManifest } from "./package.ts"

/** The oldest Node that the manifest promises. */
const oldest = async () => (await readManifest()).engines["node"]?.replace(">=", "") ?? ""

/** Says what was seen; throws where something does not work. */
export async function tryInstalled(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "gpuflow-escrow-cli-"))
  const chain = await openLocalChain()
  try {
    const [packed] = JSON.parse(await must(home, "npm", "pack", dist, "--json"))
    await writeFile(join(home, "package.json"), JSON.stringify({ private: true }))
    await must(home, "npm", "install", "--no-audit", "--no-fund", `./${packed.filename}`, `node@${await oldest()}`)
    const bin = join(home, "node_modules", ".bin")
    const node = (await must(home, join(bin, "node"), "--version")).trim()
    const run = (...args: string[]) => must(home, join(bin, "node"), join(bin, "gpuflow-escrow"), ...args)
    const help = await run("--help")
    if (!help.includes("Usage: gpuflow-escrow")) throw new Error(`--help says: ${help}`)

    // The program reads `.env` of the folder that it runs in, as a user's would be.
    await writeFile(join(home, ".env"), `GPUFLOW_RPC_URL=${chain.url}\nGPUFLOW_ESCROW=${chain.escrow}\n`)
    const { ok, findings } = JSON.parse(await run("doctor", "--json"))
    if (!ok) throw new Error(`doctor finds: ${JSON.stringify(findings)}`)
    // It needs the database, the logger and the metrics, and a key that has something to pay with.
    await appendFile(
      join(home, ".env"),
      `GPUFLOW_FROM_BLOCK=${chain.blockNumber}\nGPUFLOW_PRIVATE_KEY=${keyOf("keeper")}\n`,
    )
    const kept = await run("keep", "--dry-run")
    if (!kept.includes('"msg":"keeper stopped"')) throw new Error(`keep --dry-run says: ${kept}`)
    return `${packed.filename}: ${packed.size} bytes packed; installed, --help, doctor (${findings.length} findings) and a keeper's dry run work on Node ${node}.`
  } finally {
    await chain.close()
    await rm(home, { recursive: true, force: true })
  }
}
