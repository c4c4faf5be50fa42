// npm run cli:build       the package of the command line, in dist/cli
// npm run generate   docs/cli.md
// npm run cli:check       also packs it, installs it from the tarball into an empty folder, and runs it there
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { root } from "../../evidence/solidity/sources.ts"
import { tryInstalled } from "./installed.ts"
import { build, dist } from "./package.ts"
import { reference } from "./reference.ts"

const flag = { type: "boolean", default: false } as const
const { values } = parseArgs({ options: { build: flag, reference: flag } })
if (values.reference) {
  await writeFile(join(root, "docs", "cli.md"), reference())
  console.log("Wrote docs/cli.md.")
} else {
  await build()
  console.log(`Built ${dist}.`)
  if (!values.build) console.log(await tryInstalled())
}
