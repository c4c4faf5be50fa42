// npm run sdk:check   builds and packs the SDK, checks the tarball and the API reference, measures the bundles, installs
//                     the package as its users do, drives the page of examples/ in a browser, runs the SDK's tests with
//                     more cases than `npm test`, and prints a table; fails when a line of the table fails
import { readFile } from "node:fs/promises"
import { join } from "node:path"

import * as sdk from "@gpuflow/escrow"
import * as offers from "@gpuflow/escrow/offer"
import { root } from "../../scripts/support/root.ts"
import { apiReference } from "./apiReference.ts"
import { buildPackage, readManifest } from "./build.ts"
import { measureBundles } from "./bundles.ts"
import { checkConsumers } from "./consumerProjects.ts"
import { figuresOf } from "./consumers/figures.mjs"
import { runDeepTests } from "./deepTests.ts"
import { checkExamplePage } from "./examplePage.ts"
import { type Finding, findingsTable } from "./findings.ts"
import { checkGuideCommands } from "./guideCommands.ts"
import { checkPersister } from "./persisterProject.ts"
import { checkTarball, pack } from "./tarball.ts"
import { checkTestKit } from "./testKitProject.ts"
import { checkWagmiCli } from "./wagmiCliProject.ts"

const began = Date.now()
await buildPackage()
const manifest = await readManifest()
const tarball = await pack(join(root, "cache", "sdk"))
const findings = [
  ...(await checkTarball(tarball, manifest)),
  await checkReference(),
  ...(await measureBundles()),
  ...(await checkConsumers(tarball, manifest, figuresOf({ ...sdk, ...offers }))),
  ...(await checkTestKit(tarball, manifest)),
  ...(await checkExamplePage(tarball)),
  ...(await checkGuideCommands()),
  await checkWagmiCli(tarball, manifest),
  await checkPersister(tarball, manifest),
  await runDeepTests(),
]
console.log(findingsTable(findings))
const failed = findings.filter(({ problems }) => problems.length > 0)
for (const { subject, problems } of failed) console.error(`\n${subject}:\n  ${problems.join("\n  ")}`)
const seconds = Math.round((Date.now() - began) / 1_000)
console.log(`${findings.length - failed.length} of ${findings.length} checks pass, in ${seconds} s`)
process.exitCode = failed.length > 0 ? 1 : 0

/** Compares the reference that the source gives with the one that is committed. */
async function checkReference(): Promise<Finding> {
  const { pages, exports, bytes, problems } = await apiReference()
  const stale: string[] = []
  for (const [path, text] of Object.entries(pages)) {
    const committed = await readFile(join(root, path), "utf8").catch(() => "")
    if (committed !== text) stale.push(`${path} is stale. Run \`npm run generate\` and commit the result.`)
  }
  return {
    subject: "API reference, docs/api",
    figure: `${exports} exports, ${bytes} bytes`,
    problems: [...problems, ...stale],
  }
}
