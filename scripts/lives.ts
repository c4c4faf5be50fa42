// npm run test:lives -- --lives 100000 --seed 1: lives random rentals on the real contract and in the model side by side.
// Each chain lives some hundred and is thrown away; `--shard 0/2` takes every second chain, until it has half of the
// lives; `--skip` resumes.
import { parseArgs } from "node:util"

import hre from "hardhat"

import { run } from "../test/differential/run.ts"
import { Theatre } from "../test/differential/theatre.ts"

/** The node hashes all of a chain's state for every block. */
const PER_CHAIN = 500

const { values } = parseArgs({
  options: {
    lives: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now()) },
    shard: { type: "string", default: "0/1" },
    skip: { type: "string", default: "0" },
  },
})
const seed = BigInt(values.seed)
const [shard = 0, shards = 1] = values.shard.split("/").map(Number)
const chains = Math.ceil(Number(values.lives) / PER_CHAIN)
const total = { lives: 0, calls: 0, refused: 0 }
const checked: Record<string, number> = {}
const theatre = await Theatre.open(hre)
const began = Date.now()

for (let chain = Number(values.skip); chain < chains && total.lives * shards < Number(values.lives); ++chain) {
  if (chain % shards !== shard) continue
  const report = await run(theatre, { lives: PER_CHAIN, seed: (seed << 32n) + BigInt(chain) })
  total.lives += report.lives
  total.calls += report.calls
  total.refused += report.refused
  for (const [name, times] of Object.entries(report.checked)) checked[name] = (checked[name] ?? 0) + times
  const seconds = (Date.now() - began) / 1000
  const speed = Math.round(total.lives / seconds)
  const sums = `${total.lives} lives, ${total.calls} calls, ${total.refused} of them refused as predicted`
  console.log(`seed ${seed}, chain ${chain + 1}/${chains}: ${sums}; ${speed} lives a second`)
}
theatre.close()
console.log(`No difference in ${total.lives} lives.`)
for (const [name, times] of Object.entries(checked).sort()) console.log(`${String(times).padStart(9)}  ${name}`)
