// npm run attacks                       plays each known attack on the contract, and prints what it costs the attacker now
// npm run attacks -- --only 'dispute'   only the attacks with a matching name
import { Command } from "@commander-js/extra-typings"

import { pattern } from "../scripts/support/options.ts"
import { attacks } from "./attacks/attacks.ts"
import { openScene } from "./attacks/scene.ts"

const { only } = new Command("npm run attacks --")
  .description("Plays the known attacks on a chain inside this process, through the contract's public functions.")
  .option("--only <pattern>", "only the attacks with a matching name", pattern, /(?:)/)
  .parse()
  .opts()

const chosen = attacks.filter(({ name }) => only.test(name))
const widths = [
  Math.max(6, ...chosen.map(({ name }) => name.length)),
  Math.max(16, ...chosen.map(({ without }) => without.length)),
] as const
const line = (name: string, without: string, now: string) =>
  `${name.padEnd(widths[0])}  ${without.padEnd(widths[1])}  ${now}`

const scene = await openScene()
console.log("Amounts in dollars: 1.50 an hour, a bond of 24.00, a fee of 10 %, unless an attack says otherwise.\n")
console.log(line("attack", "without the rule", "now, measured"))
let failed = 0
for (const { name, without, play } of chosen) {
  const { now, holds } = await scene.apart(() => play(scene))
  if (!holds) ++failed
  console.log(line(name, without, holds ? now : `NOT AS EXPECTED: ${now}`))
}
await scene.close()
console.log(`\n${chosen.length - failed} of ${chosen.length} as expected.`)
if (failed > 0) process.exitCode = 1
