import { expect } from "chai"

import { topicOf } from "../../sdk/core/events.ts"
import { type EventBatch, watchEvents } from "../../sdk/core/follow.ts"
import { type EventCursor, type EventName, isEscrowError, ReadFailedError } from "../../sdk/index.ts"
import { ESCROW, FakeNodes, randomOf } from "./chaos.ts"

const RUNS = Number(process.env["CHAOS_RUNS"] ?? 250)
const AT_ONCE = 125

/** What a consumer keeps: its work and the cursor, together. */
type Kept = { readonly told: readonly string[]; readonly cursor: EventCursor | undefined }

/** One life of a follower in bad weather. */
async function run(seed: number) {
  const random = randomOf(seed ^ 0x5eed)
  const below = (limit: number) => Math.floor(random() * limit)
  const maxDepth = [4, 8, 16, 32, 128][below(5)] ?? 16
  const weather = {
    fault: random() * 0.2,
    lag: random() * 0.5,
    change: 0.01 + random() * 0.1,
    mess: random() * 0.5,
    maxRange: 1 + below(60),
    maxResults: 1 + below(30),
  }
  const nodes = new FakeNodes(seed, { weather, maxDepth, length: 2 + below(3 * maxDepth), changes: 10 + below(20) })
  const chain = nodes.chain(seed % 4 === 0 ? "ethers" : "viem")
  const confirmations = random() < 0.6 ? 0 : below(5)
  const fromBlock = below(nodes.head + 2)
  const events: EventName[] = random() < 0.5 ? ["Started"] : ["Started", "Compensated"]
  const seen = { removed: 0, restarts: 0, failures: 0 }

  let kept: Kept = { told: [], cursor: undefined }
  for (let lives = 0; lives < 10_000; ++lives) {
    const stop = new AbortController()
    const tip = () => nodes.canonical[nodes.head - confirmations]
    const parameters = { escrow: ESCROW, events, confirmations, maxReorgDepth: maxDepth, signal: stop.signal }
    const start = kept.cursor ? { cursor: kept.cursor } : { fromBlock: BigInt(fromBlock) }
    if (random() < 0.1) setTimeout(() => stop.abort(), below(5))
    try {
      for await (const batch of watchEvents(chain, { ...parameters, ...start })) {
        // It died before it could keep what it was told.
        if (!nodes.isCalm && random() < 0.05) break
        kept = { told: apply(kept.told, batch), cursor: JSON.parse(JSON.stringify(batch.cursor)) }
        seen.removed += batch.removed.length
        const last = kept.cursor?.recent.at(-1)?.hash
        if (nodes.isCalm && batch.to === BigInt(nodes.head - confirmations) && last === tip()?.hash) {
          const expected = nodes.happened(events.map(topicOf), fromBlock, Number(batch.to))
          return { told: kept.told, expected, seen, nodes, library: seed % 4 === 0 ? "ethers" : "viem" }
        }
        if (!nodes.isCalm && random() < 0.1) break
      }
    } catch (error) {
      if (!(error instanceof ReadFailedError)) throw error
      expect(error.args.cursor, "cursor in the error").to.deep.equal(kept.cursor)
      seen.failures += 1
    }
    seen.restarts += 1
  }
  throw new Error("It never got through.")
}

/** Adds and takes away, as a consumer does: only the last thing told can be taken away. */
function apply(told: readonly string[], { added, removed }: EventBatch): string[] {
  const after = [...told]
  for (const event of removed) expect(after.pop(), "event taken back").to.equal(nameOf(event))
  after.push(...added.map(nameOf))
  return after
}

function nameOf({ args }: EventBatch["added"][number]): string {
  return "id" in args ? args.id : "none"
}

describe("SDK: watchEvents in bad weather", () => {
  it(`default: no event is lost or doubled in ${RUNS} random runs`, async function () {
    this.timeout(0)
    const total = { events: 0, removed: 0, restarts: 0, failures: 0, requests: 0, deepest: 0 }
    for (let first = 1; first <= RUNS; first += AT_ONCE) {
      const seeds = Array.from({ length: Math.min(AT_ONCE, RUNS - first + 1) }, (_, place) => first + place)
      await Promise.all(
        seeds.map(async (seed) => {
          const { told, expected, seen, nodes } = await run(seed).catch((cause: unknown) => {
            const code = isEscrowError(cause) ? cause.code : ""
            throw new Error(`Seed ${seed} failed. ${code} ${cause}`, { cause })
          })
          expect(told, `events told with seed ${seed}`).to.deep.equal(expected)
          total.events += told.length
          total.removed += seen.removed
          total.restarts += seen.restarts
          total.failures += seen.failures
          total.requests += nodes.requests
          total.deepest = Math.max(total.deepest, nodes.deepest)
        }),
      )
    }
    if (process.env["CHAOS_RUNS"]) console.log(total)
    expect(total.removed, "events taken back in all").to.be.greaterThan(0)
  })
})
