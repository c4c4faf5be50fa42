// npm run sdk:build   the package as it is published, in dist/escrow
// npm run generate   the API's reference, in docs/api
// npm run sdk:check   also packs it, looks at the tarball, installs and uses it as its users do, measures its bundles,
//                     runs its tests deeper than `npm test`, and prints one table; fails when a line of it does not hold
import { join } from "node:path"
import { parseArgs } from "node:util"

import * as entry from "@gpuflow/escrow"
import { root } from "../../evidence/solidity/sources.ts"
import { measureBundles } from "./bundles.ts"
import { figuresOf } from "./consumers/figures.mjs"
import { useAsConsumers } from "./consumers.ts"
import { lint } from "./lint.ts"
import { build, dist, pack, readManifest } from "./package.ts"
import { reference } from "./reference.ts"
import { draw } from "./table.ts"
import { testDeeply } from "./tests.ts"

const flag = { type: "boolean", default: false } as const
const { values } = parseArgs({ options: { build: flag, reference: flag } })
const began = Date.now()
await build()
if (values.build) {
  console.log(`Built ${dist}.`)
} else if (values.reference) {
  const { figure, problems } = await reference(await readManifest(), true)
  console.log([`docs/api: ${figure}`, ...problems].join("\n"))
  process.exitCode = problems.length > 0 ? 1 : 0
} else {
  const manifest = await readManifest()
  const tarball = await pack(join(root, "cache", "sdk"))
  const findings = [
    ...(await lint(tarball, manifest)),
    await reference(manifest, false),
    ...(await measureBundles()),
    ...(await useAsConsumers(tarball, manifest, figuresOf(entry))),
    await testDeeply(),
  ]
  console.log(draw(findings))
  const failed = findings.filter(({ problems }) => problems.length > 0)
  for (const { what, problems } of failed) console.error(`\n${what}:\n  ${problems.join("\n  ")}`)
  const seconds = Math.round((Date.now() - began) / 1000)
  console.log(`${findings.length - failed.length} of ${findings.length} lines hold, after ${seconds} s`)
  process.exitCode = failed.length > 0 ? 1 : 0
}
