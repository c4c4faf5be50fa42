import { type EventCursor, type EventName, InvalidInputError, isEscrowError, ReadFailedError } from "@gpuflow/escrow"
import { ReorgTooDeepError, WrongCursorError } from "@gpuflow/escrow/watch"
import { expect } from "chai"
import type { Hex } from "viem"
import { topicOf } from "../../sdk/core/escrowEvents.ts"
import type { Chain } from "../../sdk/core/port.ts"
import { type EventBatch, watchEvents } from "../../sdk/core/watch/watchEvents.ts"
import { codec } from "../../sdk/viem/viemCodec.ts"
import { expectError } from "../support/expectError.ts"
import { ESCROW, ForkingNodes, HEALTHY, randomOf } from "../support/forkingNodes.ts"
import { sampleOf, shareOf } from "../support/sample.ts"
import { until } from "../support/until.ts"

const RUNS = Number(process.env["CHAOS_RUNS"] ?? 250)
const AT_ONCE = 125
const all = Array.from({ length: RUNS }, (_, run) => run + 1)
const seeds = sampleOf(all)

/** What a consumer keeps: its work and the cursor, together. */
type Kept = { readonly told: readonly string[]; readonly cursor: EventCursor | undefined }

/** One life of a follower behind failing nodes. */
async function run(seed: number) {
  const random = randomOf(seed ^ 0x5eed)
  const below = (limit: number) => Math.floor(random() * limit)
  const maxDepth = [4, 8, 16, 32, 128][below(5)] ?? 16
  const faults = {
    fault: random() * 0.2,
    lag: random() * 0.5,
    change: 0.01 + random() * 0.1,
    mess: random() * 0.5,
    maxRange: 1 + below(60),
    maxResults: 1 + below(30),
  }
  const nodes = new ForkingNodes(seed, { faults, maxDepth, length: 2 + below(3 * maxDepth), changes: 10 + below(20) })
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
          const expected = nodes.happened(
            events.map((name) => topicOf(codec, name)),
            fromBlock,
            Number(batch.to),
          )
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

/** A quiet chain in memory. */
function quiet(length: number, maxDepth = 8) {
  const nodes = new ForkingNodes(3, { faults: HEALTHY, maxDepth, length, changes: 0 })
  return { nodes, chain: nodes.chain("viem") }
}

/** Reads until a block, and returns all that was told, and the last cursor. */
async function readTo(to: number, watching: AsyncGenerator<EventBatch>) {
  const told: string[] = []
  for await (const { added, cursor, to: done } of watching) {
    told.push(...added.map(nameOf))
    if (done >= BigInt(to)) return { told, cursor }
  }
  throw new Error("It ended before.")
}

describe("SDK: watchEvents", () => {
  it("default: begins with a cursor, without which a restart would not know from where", async () => {
    const { nodes, chain } = quiet(20)

    const { value } = await watchEvents(chain, { escrow: ESCROW }).next()

    expect(value && { ...value, cursor: value.cursor.fromBlock }, "first batch").to.deep.equal({
      added: [],
      removed: [],
      cursor: String(nodes.head + 1),
      to: BigInt(nodes.head),
    })
  })

  it("behavior: what is not deep enough is not told", async () => {
    const { nodes, chain } = quiet(40)
    const batches = watchEvents(chain, { escrow: ESCROW, fromBlock: 0n, confirmations: 6 })

    const { told } = await readTo(nodes.head - 6, batches)

    const topics = [topicOf(codec, "Started"), topicOf(codec, "Compensated")]
    expect(told, "told").to.deep.equal(nodes.happened(topics, 0, nodes.head - 6))
  })

  it("behavior: a rental's id narrows what is told", async () => {
    const { nodes, chain } = quiet(40)
    const [first, second] = nodes.happened([topicOf(codec, "Started")], 0, nodes.head)
    if (!first || !second) throw new Error("Nothing has happened.")

    const one = await readTo(nodes.head, watchEvents(chain, { escrow: ESCROW, fromBlock: 0n, id: second }))
    const both = await readTo(nodes.head, watchEvents(chain, { escrow: ESCROW, fromBlock: 0n, id: [second, first] }))

    expect(one.told, "of one").to.deep.equal([second])
    expect(both.told, "of two").to.deep.equal([first, second])
    const deep = { escrow: ESCROW, fromBlock: 0n, maxReorgDepth: 8 }
    const none = await readTo(nodes.head, watchEvents(chain, { ...deep, id: [] }))
    expect(none.told, "of none").to.deep.equal([])
  })

  it("behavior: a signal ends it, also while it waits", async () => {
    const { nodes, chain } = quiet(10)
    const stop = new AbortController()
    const batches = watchEvents(chain, { escrow: ESCROW, fromBlock: 0n, pollingInterval: 60_000, signal: stop.signal })
    for (let done = -1n; done < BigInt(nodes.head); ) done = (await batches.next()).value?.to ?? done

    const waiting = batches.next()
    stop.abort()

    expect((await waiting).done, "done").to.equal(true)
  })

  it("behavior: ends with the latest block where that is wanted, though a node was behind on the way", async () => {
    const { nodes, chain } = quiet(30)
    let left = 3
    const lagging: Chain = { ...chain, block: async (which) => (left-- > 0 ? undefined : chain.block(which)) }
    const told: Hex[] = []

    const parameters = { escrow: ESCROW, fromBlock: 0n, untilLatest: true, tries: 2, pollingInterval: 1 }
    for await (const { added } of watchEvents(lagging, parameters)) {
      for (const { args } of added) if ("id" in args) told.push(args.id)
    }

    const topics = [topicOf(codec, "Started"), topicOf(codec, "Compensated")]
    expect(left, "answers that the node lacked").to.be.below(1)
    expect(told, "told").to.deep.equal(nodes.happened(topics, 0, nodes.head))
  })

  it("behavior: a lower head that the cursor knows is a node that is behind; another one is a reorganisation", async () => {
    const { nodes, chain } = quiet(30)
    const batches = watchEvents(chain, { escrow: ESCROW, fromBlock: 0n, maxReorgDepth: 8 })
    for (let done = -1n; done < BigInt(nodes.head); ) done = (await batches.next()).value?.to ?? done

    const next = batches.next()
    nodes.reorganise(5, 0)
    const seen = nodes.requests + 4
    await until(() => nodes.requests >= seen)
    nodes.mine(2)

    expect((await next).value?.to, "common ancestor").to.equal(BigInt(nodes.head - 2))
  })

  it("error: ReorgTooDeep, which says from where to start anew", async () => {
    const { nodes, chain } = quiet(60)
    const parameters = { escrow: ESCROW, maxReorgDepth: 4 }
    const { cursor } = await readTo(nodes.head, watchEvents(chain, { ...parameters, fromBlock: 0n }))
    const head = BigInt(nodes.head)
    nodes.reorganise(6, 9)

    const next = watchEvents(chain, { ...parameters, cursor }).next()

    await expectError(next, ReorgTooDeepError, { rememberedFrom: head - 4n, resyncFrom: head - 8n })
  })

  it("error: WrongCursor, for a cursor of another escrow; InvalidInput, for what is none", async () => {
    const { chain } = quiet(5)
    const { cursor } = await readTo(5, watchEvents(chain, { escrow: ESCROW, fromBlock: 0n }))
    const other: Hex = `0x${"11".repeat(20)}`

    await expectError(watchEvents(chain, { escrow: other, cursor }).next(), WrongCursorError, {
      chainId: 137,
      escrow: ESCROW,
      expectedChainId: 137,
      expectedEscrow: other,
    })
    const broken = { ...cursor, block: "five" }
    await expectError(watchEvents(chain, { escrow: ESCROW, cursor: broken }).next(), InvalidInputError, {
      field: "cursor",
      value: broken,
      expected: "a cursor of an earlier batch",
    })
    await expectError(watchEvents(chain, { escrow: ESCROW, confirmations: 0.5 }).next(), InvalidInputError, {
      field: "confirmations",
      value: 0.5,
      expected: "a whole number of blocks",
    })
  })

  it("error: ReadFailed with the cursor, when a node has blocks without their logs", async () => {
    const { nodes, chain } = quiet(20)
    const lacking = { ...chain, logs: async () => [] }
    const batches = watchEvents(lacking, { escrow: ESCROW, fromBlock: 0n, tries: 2 })
    const { value } = await batches.next()

    await expectError(batches.next(), ReadFailedError, { tries: 2, cursor: value?.cursor })
    expect(nodes.happened([topicOf(codec, "Started")], 0, 8).length, "events among the first blocks").to.be.greaterThan(
      0,
    )
  })
})

describe("SDK: watchEvents behind failing nodes", () => {
  it(`default: no event is lost or doubled in ${shareOf(seeds, all)} random runs`, async () => {
    const total = { events: 0, removed: 0, restarts: 0, failures: 0, requests: 0, deepest: 0 }
    for (let first = 0; first < seeds.length; first += AT_ONCE) {
      await Promise.all(
        seeds.slice(first, first + AT_ONCE).map(async (seed) => {
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
