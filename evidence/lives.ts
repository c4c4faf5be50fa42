// npm run test:deep -- lives --lives 100000 --seed 1: lives random rentals on the real contract and in the model side by side.
// Each chain lives some hundred and is thrown away; `--shard 0/2` takes every second chain, until it has half of the
// lives; `--skip` resumes.
import { Command } from "@commander-js/extra-typings"
import { count, positive, shard as toShard } from "../scripts/options.ts"

/** Hardhat's own chain, where there is no other, hashes all of its state for every block. */
const PER_CHAIN = 500

const { lives, seed, shard, skip } = new Command("test:lives")
  .option("--lives <count>", "how many, in all shards", positive, 10_000)
  .option("--seed <number>", "what they are drawn by", (text) => BigInt(count(text)), BigInt(Date.now()))
  .option("--shard <index/of>", "every second chain: 0/2, 1/2", toShard, { index: 0, of: 1 })
  .option("--skip <count>", "how many chains have been lived through before", count, 0)
  .parse()
  .opts()
const chains = Math.ceil(lives / PER_CHAIN)
const turns = Array.from({ length: chains }, (_, chain) => chain).filter((chain) => {
  return chain >= skip && chain % shard.of === shard.index
})
if (turns.length === 0) {
  throw new Error("Nothing would be played. Pass a smaller --skip, or more --lives.")
}
// Hardhat takes a second to load. A wrong option is refused before that.
const { run } = await import("../test/differential/run.ts")
const { Contracts } = await import("../test/differential/contracts.ts")
const total = { lives: 0, calls: 0, refused: 0 }
const checked: Record<string, number> = {}
const contracts = await Contracts.open()
const began = Date.now()

for (const chain of turns) {
  if (total.lives * shard.of >= lives) break
  const report = await run(contracts, { lives: PER_CHAIN, seed: (seed << 32n) + BigInt(chain) })
  total.lives += report.lives
  total.calls += report.calls
  total.refused += report.refused
  for (const [name, times] of Object.entries(report.checked)) checked[name] = (checked[name] ?? 0) + times
  const seconds = (Date.now() - began) / 1000
  const speed = Math.round(total.lives / seconds)
  const sums = `${total.lives} lives, ${total.calls} calls, ${total.refused} of them refused as predicted`
  console.log(`seed ${seed}, chain ${chain + 1}/${chains}: ${sums}; ${speed} lives a second`)
}
contracts.close()
console.log(`No difference in ${total.lives} lives.`)
for (const [name, times] of Object.entries(checked).sort()) console.log(`${String(times).padStart(9)}  ${name}`)
