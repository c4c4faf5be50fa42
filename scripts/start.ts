import { writeSync } from "node:fs"
import { parseArgs } from "node:util"
import { compile } from "./demo/compile-token.ts"
import { playDay } from "./demo/demo.ts"
import { asJson } from "./demo/json.ts"
import { report } from "./demo/summary.ts"
import { liveView, plainView, silentView } from "./demo/view.ts"

// The main job: rentals from their first to their last second, on a chain inside this process.
//   npm start                       for a person
//   npm start --silent -- --json    for a program

const { stdout } = process
const { TERM } = process.env
const atTerminal = stdout.isTTY && TERM !== "dumb"

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    // Whatever was being drawn is left as it stands; the cursor comes back.
    if (atTerminal) writeSync(stdout.fd, "\u001b[?25h\n")
    process.exit(code)
  })
}

// A reader that has seen enough, as `head` has, is no failure.
stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 1))

try {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } })
  // At a terminal Hardhat says so itself, on a line that goes away.
  await compile(() => stdout.isTTY || console.error("Compiling the demo's token (once) …"))
  const view = values.json ? silentView() : atTerminal ? liveView() : plainView()
  const day = await playDay(view)
  console.log(values.json ? asJson(day) : report(day, view.colours))
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
