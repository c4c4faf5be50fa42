import { findToken } from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { type Address, createClient, encodeFunctionData, type Hex, zeroAddress } from "viem"
import { getBlock } from "viem/actions"
import { polygon } from "viem/chains"
import { testFeedAbi } from "../../sdk/testing/setUp.ts"
import type { Database } from "../../server/database/openDatabase.ts"
import { ChainReader } from "../../server/history/chainReader.ts"
import { DayPrices } from "../../server/history/dayPrices.ts"
import { createGeneration } from "../../server/history/generations.ts"
import type { HistoryEvent } from "../../server/history/historyEvent.ts"
import { openEmptyDatabase } from "../support/databases.ts"
import { addressOf } from "../support/parties.ts"
import { report } from "../support/polygonTokens.ts"
import { chain, networkHelpers, polygon as placed, transport } from "../support/sharedChain.ts"

const ESCROW: Address = `0x${"e5".repeat(20)}`
const DAY = 86_400n
/** Ten cents a coin, and twice as much: in the eight decimals of the feed. */
const [TEN_CENTS, TWENTY_CENTS] = [10_000_000n, 20_000_000n]

describe("the dollar price of a day", () => {
  let database: Database
  let schema: string
  let prices: DayPrices
  let failing: boolean
  let calls = 0
  const token = findToken({ chainId: 137, address: zeroAddress })
  const feed = token?.feed

  before(async () => {
    database = await openEmptyDatabase("pglite")
  })
  after(() => database.close())
  beforeEach(async () => {
    await networkHelpers.loadFixture(placed)
    schema = await createGeneration(database, { chainId: 137, escrow: ESCROW })
    await database.kysely
      .withSchema(schema)
      .insertInto("cursor")
      .values({ one: true, block: 1, hash: null, timestamp: 1, cursor: "{}", head: 1, finalized: 1, revision: 1 })
      .execute()
    failing = false
    const client = createClient({
      chain: polygon,
      transport: transport((method, answer) => {
        if (method === "eth_call") calls += 1
        if (failing && method === "eth_call") throw new Error("missing trie node")
        return answer
      }),
    })
    prices = new DayPrices(new ChainReader(client, { escrow: ESCROW }))
    // The middle of a day, so that an hour later is the same day.
    await chain.mineAt(((await chain.now()) / DAY + 2n) * DAY + DAY / 2n)
  })

  const describeFeed = (description: string, decimals: number) =>
    chain.transact({
      from: addressOf("owner"),
      to: feed?.address ?? zeroAddress,
      data: encodeFunctionData({ abi: testFeedAbi, functionName: "describe", args: [description, decimals] }),
    })
  const reportPrice = (round: Parameters<typeof report>[2]) => report(chain, feed?.address ?? zeroAddress, round)

  /** A host is paid in the latest block. */
  async function pay(of: Address = zeroAddress): Promise<void> {
    const { number, timestamp } = await getBlock(chain.client, { includeTransactions: false })
    const event: HistoryEvent = {
      ...{ block: number, log_index: 0, timestamp, transaction: `0x${"ab".repeat(32)}` as Hex },
      ...{ contract: "escrow", name: "Paid", args: {}, rental: null, host: null, renter: null, machine: null },
      ...{ token: of, account: null, machine_state: null },
    }
    await prices.keep(database.kysely.withSchema(schema), [event, event])
  }

  const kept = async () => {
    const rows = await database.kysely.withSchema(schema).selectFrom("prices").selectAll().orderBy("day").execute()
    return rows.map(({ price }) => BigInt(price))
  }

  const revision = async () => {
    const row = await database.kysely.withSchema(schema).selectFrom("cursor").select("revision").executeTakeFirst()
    return Number(row?.revision)
  }

  it("default: is the feed's at the first payout of the day, and the next day's its own", async () => {
    await reportPrice({ answer: TEN_CENTS })
    await pay()
    const known = await revision()
    await reportPrice({ answer: TWENTY_CENTS })
    await pay()
    expect(await kept(), "the same day").to.deep.equal([TEN_CENTS])
    expect([known, await revision()], "changes that answers are tagged by").to.deep.equal([2, 2])
    await chain.pass(DAY)
    await reportPrice({ answer: TWENTY_CENTS })
    await pay()
    expect(await kept(), "two days").to.deep.equal([TEN_CENTS, TWENTY_CENTS])
  })

  it("behavior: is not known from a round that is stale, negative, or not complete, and is asked for again", async () => {
    const now = await chain.now()
    const unusable = [
      { answer: TEN_CENTS, updatedAt: now - 2n * DAY },
      { answer: TEN_CENTS, updatedAt: now + DAY },
      { answer: 0n },
      { answer: -TEN_CENTS },
      { answer: TEN_CENTS, roundId: 9n, answeredInRound: 8n },
    ]
    for (const round of unusable) {
      await reportPrice(round)
      await pay()
      expect(await kept(), `after ${Object.entries(round)}`).to.deep.equal([])
    }
    await reportPrice({ answer: TWENTY_CENTS })
    await pay()
    expect(await kept(), "later on the same day").to.deep.equal([TWENTY_CENTS])
  })

  it("behavior: is not known from a feed that has other decimals, or became another feed", async () => {
    if (!feed) throw new Error("The coin has no feed.")
    await reportPrice({ answer: TEN_CENTS })
    for (const [description, decimals] of [
      [feed.description, 18],
      ["DOGE / USD", feed.decimals],
    ] as const) {
      await describeFeed(description, decimals)
      await pay()
      expect(await kept(), description).to.deep.equal([])
    }
    await describeFeed(feed.description, feed.decimals)
    await pay()
    expect(await kept(), "once it is itself again").to.deep.equal([TEN_CENTS])
  })

  it("behavior: waits for a node that failed, and holds nothing up", async () => {
    await reportPrice({ answer: TEN_CENTS })
    failing = true
    await pay()
    expect(await kept(), "while the node fails").to.deep.equal([])
    failing = false
    await pay()
    expect(await kept(), "afterwards").to.deep.equal([TEN_CENTS])
  })

  it("behavior: is never asked for again of a token without a feed", async () => {
    const { address } = await chain.deploy("Token", ["Strange", "STR", 6])
    await pay(address)
    const asked = calls
    await pay(address)
    expect([await kept(), calls], "prices, and calls").to.deep.equal([[], asked])
  })
})
