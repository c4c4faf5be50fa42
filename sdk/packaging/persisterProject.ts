// The guide's configuration of TanStack Query's persister, as its readers use it: it is compiled, and a page in a
// browser's globals is loaded again with what it stored of the test kit's chain.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { root } from "../../scripts/support/root.ts"
import type { Manifest } from "./build.ts"
import { run } from "./childProcess.ts"
import { compileFiles } from "./compileFiles.ts"
import { installInto } from "./consumerProjects.ts"
import type { Finding } from "./findings.ts"
import { guideFile } from "./guideFile.ts"
import type { Tarball } from "./tarball.ts"

/** The persister, and the TanStack Query that it is made for. */
const PERSISTER = {
  "@tanstack/query-sync-storage-persister": "5.104.4",
  "@tanstack/react-query-persist-client": "5.104.5",
  "@tanstack/react-query": "5.104.5",
}
const CONFIG = "persistence.ts"
const NEEDED = ["viem", "wagmi", "react", "react-dom", "@types/react", "hardhat", "@happy-dom/global-registrator"]

export async function checkPersister(tarball: Tarball, { devDependencies }: Manifest): Promise<Finding> {
  const subject = `TanStack Query ${PERSISTER["@tanstack/react-query"]}: the guide's persister`
  const own: Manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"))
  const versions = { ...own.devDependencies, ...devDependencies }
  const folder = await mkdtemp(join(tmpdir(), "escrow-persister-"))
  try {
    await installInto(folder, {
      "@gpuflow/escrow": `file:${tarball.path}`,
      ...Object.fromEntries(NEEDED.map((name) => [name, String(versions[name])])),
      ...PERSISTER,
    })
    await writeFile(join(folder, CONFIG), await guideFile(CONFIG))
    await cp(fileURLToPath(new URL("consumers/persister", import.meta.url)), folder, { recursive: true })
    const types = await compileFiles(folder, [CONFIG])
    if (!types.ok) return { subject, figure: "it does not compile", problems: [types.output.slice(0, 2_000)] }

    const { ok, stdout, output } = await run(folder, process.execPath, "persister.mjs")
    if (!ok) return { subject, figure: "the page failed", problems: [output.slice(-2_000)] }
    const { facts }: { facts: Readonly<Record<string, boolean>> } = JSON.parse(stdout)
    const all = Object.entries(facts)
    const untrue = all.filter(([, holds]) => !holds)
    return {
      subject,
      figure: `${all.length} facts`,
      problems: untrue.map(([fact]) => `This is false: ${fact}.`),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
