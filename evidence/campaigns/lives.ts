// npm run test:deep -- lives --lives 100000 --seed 1
// Runs random rentals on the real contract and in an independent model, and compares them after each call. Every 500 rentals
// get a fresh chain. `--shard 0/2` takes every second chain until it has run half of the rentals; `--skip` resumes.
import { Command } from "@commander-js/extra-typings"

import { count, positive, shard as toShard } from "../../scripts/support/options.ts"

/** Hardhat's own chain hashes all of its state for every block, so a chain with more rentals is slower. */
const PER_CHAIN = 500

const { lives, seed, shard, skip } = new Command("npm run test:deep -- lives")
  .description("Runs random rentals on the contract and in the model, and compares them after each call.")
  .option("--lives <count>", "how many, in all shards", positive, 10_000)
  .option("--seed <number>", "what draws them", (text) => BigInt(count(text)), BigInt(Date.now()))
  .option("--shard <index/of>", "every second chain: 0/2, 1/2", toShard, { index: 0, of: 1 })
  .option("--skip <count>", "how many chains an earlier run has done", count, 0)
  .parse()
  .opts()
const last = Math.ceil(lives / PER_CHAIN)
const chains = Array.from({ length: last }, (_, chain) => chain).filter(
  (chain) => chain >= skip && chain % shard.of === shard.index,
)
if (chains.length === 0) throw new Error("Nothing would be played. Pass a smaller --skip, or more --lives.")

// Imported only now, so that a wrong option fails at once.
const { run } = await import("../../test/differential/run.ts")
const { Contracts } = await import("../../test/differential/contracts.ts")

const total = { lives: 0, calls: 0, refused: 0 }
const checked: Record<string, number> = {}
const contracts = await Contracts.open()
const began = Date.now()
for (const chain of chains) {
  if (total.lives * shard.of >= lives) break
  const report = await run(contracts, { lives: PER_CHAIN, seed: (seed << 32n) + BigInt(chain) })
  total.lives += report.lives
  total.calls += report.calls
  total.refused += report.refused
  for (const [name, times] of Object.entries(report.checked)) checked[name] = (checked[name] ?? 0) + times
  const seconds = (Date.now() - began) / 1_000
  const sums = `${total.lives} lives, ${total.calls} calls, ${total.refused} of them refused as predicted`
  console.log(`seed ${seed}, chain ${chain + 1}/${last}: ${sums}; ${Math.round(total.lives / seconds)} lives a second`)
}
contracts.close()
console.log(`No difference in ${total.lives} lives.`)
for (const [name, times] of Object.entries(checked).sort()) console.log(`${String(times).padStart(9)}  ${name}`)
