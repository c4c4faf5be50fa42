// The guide's configuration of wagmi's CLI, as its readers use it: it is run as it stands there, and a hook that it
// writes is compiled.
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import type { Manifest } from "./build.ts"
import { run } from "./childProcess.ts"
import { compileFiles } from "./compileFiles.ts"
import { installInto } from "./consumerProjects.ts"
import type { Finding } from "./findings.ts"
import { guideFile } from "./guideFile.ts"
import type { Tarball } from "./tarball.ts"

const WAGMI_CLI = "2.10.0"
const CONFIG = "wagmi.config.ts"
const NEEDED = ["viem", "wagmi", "@tanstack/react-query", "react", "@types/react"]
/** Any address: nothing is called. */
const ESCROW = `0x${"e5".repeat(20)}`

export async function checkWagmiCli(tarball: Tarball, { devDependencies }: Manifest): Promise<Finding> {
  const subject = `wagmi CLI ${WAGMI_CLI}: the guide's configuration`
  const folder = await mkdtemp(join(tmpdir(), "escrow-wagmi-cli-"))
  try {
    await installInto(folder, {
      "@gpuflow/escrow": `file:${tarball.path}`,
      "@wagmi/cli": WAGMI_CLI,
      ...Object.fromEntries(NEEDED.map((name) => [name, String(devDependencies[name])])),
    })
    await writeFile(join(folder, CONFIG), (await guideFile(CONFIG)).replace("0x…", ESCROW))
    await cp(fileURLToPath(new URL("consumers/wagmiCli", import.meta.url)), folder, { recursive: true })
    const program = join(folder, "node_modules", "@wagmi", "cli", "dist", "esm", "cli.js")
    const generated = await run(folder, process.execPath, program, "generate")
    if (!generated.ok) return { subject, figure: "it failed", problems: [generated.output.slice(-2_000)] }

    const { ok, output } = await compileFiles(folder, ["hooks.ts"])
    return {
      subject,
      figure: ok ? "its hooks compile" : "its hooks do not compile",
      problems: ok ? [] : [output.slice(0, 2_000)],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
