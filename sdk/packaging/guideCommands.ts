// The commands with which docs/sdk.md begins, run as they stand there: from the repository, into folders of a home that
// has nothing yet.
import { cp, mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { root } from "../../scripts/support/root.ts"
import { type Outcome, run, runOrThrow } from "./childProcess.ts"
import type { Finding } from "./findings.ts"

/** The oldest Node 20 on which Vite 8 runs, and this one. */
const NODES = ["20.19.0", process.versions.node]
/** What a project can import after each line of the guide that installs. */
const INSTALLED = ["@gpuflow/escrow", "@gpuflow/escrow/ethers", "@gpuflow/escrow/react"]

export async function checkGuideCommands(): Promise<Finding[]> {
  const guide = await readFile(join(root, "docs", "sdk.md"), "utf8")
  const [pack = "", install = ""] = commandsIn(guide, "Install it")
  const [page = ""] = commandsIn(guide, "A page that works")
  const lines = install.trim().split("\n")
  const cache = (await runOrThrow(root, "npm", "config", "get", "cache")).trim()
  const findings: Finding[] = []
  for (const node of NODES) {
    const home = await mkdtemp(join(tmpdir(), "escrow-guide-"))
    const shell = (folder: string, script: string) => {
      const variables = [`HOME=${home}`, `npm_config_cache=${cache}`]
      const program = ["npx", "-y", "-p", `node@${node}`, "bash", "-ec", script]
      return run(folder, "env", ...variables, ...program)
    }
    try {
      const packed = await shell(root, pack)
      findings.push(finding(`the guide's commands, Node ${node}: build and pack`, packed))
      if (!packed.ok) continue
      for (const [index, line] of lines.entries()) {
        const folder = join(home, `app-${index}`)
        await cp(join(home, "app"), folder, { recursive: true })
        const use = `node --input-type=module --eval 'await import("${INSTALLED[index]}")'`
        findings.push(
          finding(`the guide's commands, Node ${node}: ${INSTALLED[index]}`, await shell(folder, `${line}\n${use}`)),
        )
      }
      findings.push(finding(`the guide's commands, Node ${node}: the page`, await shell(root, page)))
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  }
  return findings
}

/** The blocks of commands in a section of the guide. */
function commandsIn(guide: string, heading: string): string[] {
  const [, section = ""] = guide.split(`\n## ${heading}\n`)
  const [own = ""] = section.split("\n## ")
  return [...own.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, language, text = ""]) =>
    language ? [] : [text],
  )
}

function finding(subject: string, { ok, output }: Outcome): Finding {
  return { subject, figure: ok ? "as it stands there" : "it failed", problems: ok ? [] : [output.slice(-2_000)] }
}
