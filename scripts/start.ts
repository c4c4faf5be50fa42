// Runs the demo: rentals from their first to their last second, on a chain inside this process.
//   npm start                       for a person
//   npm start --silent -- --json    for a program
import { writeSync } from "node:fs"

import { Command } from "@commander-js/extra-typings"

const { stdout } = process
const { TERM } = process.env
const isTerminal = stdout.isTTY && TERM !== "dumb"

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    // Leaves what is drawn as it is, and shows the cursor again.
    if (isTerminal) writeSync(stdout.fd, "\u001b[?25h\n")
    process.exit(code)
  })
}

// A reader that stops early, as `head` does, is not a failure.
stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 1))

const { json } = new Command("npm start --")
  .description("Runs rentals from their first to their last second, on a chain inside this process.")
  .option("--json", "print the result as JSON, and nothing else", false)
  .parse()
  .opts()

try {
  // Imported only now, so that a wrong option fails at once.
  const [{ runDemo }, { asJson }, { summary }, views] = await Promise.all([
    import("./demo/demo.ts"),
    import("./demo/json.ts"),
    import("./demo/summary.ts"),
    import("./demo/view.ts"),
  ])
  const view = json ? views.silentView() : isTerminal ? views.liveView() : views.plainView()
  const result = await runDemo(view)
  console.log(json ? asJson(result) : summary(result, view.colours))
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
