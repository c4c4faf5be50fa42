import { writeSync } from "node:fs"
import { parseArgs } from "node:util"
import { compile } from "./start/compile.ts"
import { playDay } from "./start/day.ts"
import { asJson } from "./start/json.ts"
import { report } from "./start/report.ts"
import { liveView, plainView, silentView } from "./start/view.ts"

// The main job: rentals from their first to their last second, on a chain inside this process.
//   npm start              for a person
//   npm start -- --json    for a program

process.once("SIGINT", () => {
  // Whatever was being drawn is left as it stands; the cursor comes back.
  if (process.stdout.isTTY) writeSync(process.stdout.fd, "\u001b[?25h\n")
  process.exit(130)
})

try {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } })
  await compile(() => console.error("Compiling the demo's token (once) …"))
  const view = values.json ? silentView() : process.stdout.isTTY ? liveView() : plainView()
  const day = await playDay(view)
  console.log(values.json ? asJson(day) : report(day, view.colours))
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
