// How many blocks the page reads to sort what happened by the day.
import { startEscrow, type TestEscrow } from "@gpuflow/escrow/testing"
import { QueryClient } from "@tanstack/react-query"
import { expect } from "chai"
import { createPublicClient, http } from "viem"
import { getBlock } from "viem/actions"

import { daysOf } from "../../app/src/chain/blockTime.ts"

const DAYS = 6
const BLOCKS_A_DAY = 40
const DAY = 86_400n

describe("the page: the days of blocks", () => {
  let chain: TestEscrow
  let blocks: readonly bigint[]
  let days: ReadonlyMap<bigint, string>
  before(async () => {
    chain = await startEscrow()
    const found = new Map<bigint, string>()
    for (let day = 0; day < DAYS; day++) {
      await chain.warp(DAY - (chain.now() % DAY) + 60n)
      for (let index = 0; index < BLOCKS_A_DAY; index++) {
        await chain.mine()
        const { number, timestamp } = await getBlock(chain.client)
        found.set(number, new Date(Number(timestamp) * 1_000).toISOString().slice(0, 10))
      }
    }
    days = found
    blocks = [...found.keys()]
  })
  after(() => chain.stop())

  const read = async (wanted: readonly bigint[], since: bigint) => {
    let calls = 0
    const onFetchRequest = () => {
      calls += 1
    }
    const client = createPublicClient({ transport: http(chain.url, { onFetchRequest }) })
    const reading = { client, chainId: 31_337, queries: new QueryClient() }
    const found = await daysOf(reading, wanted, since)
    const first = calls
    await daysOf(reading, wanted, since)
    expect(calls, "a second reading").to.equal(first)
    return { found, calls }
  }

  it("are those of the blocks' own times, and only those next to a midnight are read", async () => {
    const { found, calls } = await read(blocks.toReversed(), 0n)
    expect(found).to.deep.equal(days)
    // One search of each midnight.
    expect(calls, "of 240").to.be.at.most(2 + (DAYS - 1) * Math.ceil(Math.log2(DAYS * BLOCKS_A_DAY)))
  })

  it("are left out before the time that is asked for, at the cost of one search", async () => {
    const last = [...days.values()].at(-1) ?? ""
    const since = BigInt(Date.parse(last) / 1_000)
    const { found, calls } = await read(blocks, since)
    for (const block of blocks) expect(found.get(block)).to.equal(days.get(block) === last ? last : undefined)
    expect(calls).to.be.at.most(2 + Math.ceil(Math.log2(DAYS * BLOCKS_A_DAY)))
  })

  it("need no more than one block, and nothing for none", async () => {
    const [block = 0n] = blocks
    expect(await read([block, block], 0n)).to.deep.equal({ found: new Map([[block, days.get(block)]]), calls: 1 })
    expect(await read([], 0n)).to.deep.equal({ found: new Map(), calls: 0 })
  })
})
