// npm run transcripts     plays rentals on a local chain, and writes what each command shows at a terminal of 80 columns
// Writes docs/transcripts.md, and the blocks of docs/host.md that show commands.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { Command } from "@commander-js/extra-typings"

import { updateBlock } from "./support/pages.ts"
import { root } from "./support/root.ts"

const PAGE = "docs/transcripts.md"
const GUIDE = "docs/host.md"

new Command("npm run transcripts --")
  .description(
    "Plays rentals on a local chain, and writes what each command shows into docs/transcripts.md and docs/host.md.",
  )
  .parse()
// Readers in all time zones see the same.
process.env["TZ"] = "UTC"

// Imported only now, so that a wrong option fails at once.
const [{ openStage }, { openRecorder }, { playLives }, { block, transcriptsPage }] = await Promise.all([
  import("./transcripts/stage.ts"),
  import("./transcripts/recorder.ts"),
  import("./transcripts/lives.ts"),
  import("./transcripts/page.ts"),
])
const folder = mkdtempSync(join(tmpdir(), "gpuflow-transcripts-"))
const stage = await openStage(folder)
const recorder = openRecorder(({ line }) => console.log(line))
// The files of the command lines are relative to it.
process.chdir(folder)
try {
  await playLives(stage, recorder)
} finally {
  process.chdir(root)
  rmSync(folder, { recursive: true })
  await stage.close()
}

writeFileSync(join(root, PAGE), transcriptsPage(recorder.takes))
const named = new Map(recorder.takes.flatMap((take) => (take.name ? [[take.name, take] as const] : [])))
for (const [, mark = "", name = ""] of readFileSync(join(root, GUIDE), "utf8").matchAll(
  /^<!-- (transcript: (.+)) -->$/gm,
)) {
  const take = named.get(name)
  if (!take)
    throw new Error(`${GUIDE} shows "${name}", which is not recorded. Name a take of scripts/transcripts/lives.ts.`)
  updateBlock(GUIDE, mark, () => block(take))
}
console.log(`Wrote ${recorder.takes.length} commands to ${PAGE} and ${GUIDE}.`)
