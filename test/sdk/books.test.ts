import { cost, EscrowNotFoundError, fee, InvalidInputError, ReadFailedError, stakeOf } from "@gpuflow/escrow"
import type { buildOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import { createClient, keccak256, parseEther, toHex } from "viem"
import { NATIVE } from "../support/escrow.ts"
import { expectError } from "../support/expectError.ts"
import { libraries } from "../support/libraries.ts"
import { placeMulticall } from "../support/multicall.ts"
import { deposited, HOUR, tokenAbi } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, transport, type World } from "../support/sharedChain.ts"

const { loadFixture, mine, time } = networkHelpers

async function withMulticall() {
  const world = await deployed()
  await placeMulticall(chain)
  return world
}

let machines = 0
async function anotherRental(world: World, terms: Partial<buildOffer.Parameters> = {}) {
  const machine = keccak256(toHex(`machine of the books ${++machines}`))
  return deposited(world, { machine, ...terms }, `order of the books ${machines}`)
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: getBooks, on ${library}`, () => {
    for (const [place, fixture] of [
      ["where Multicall3 is", withMulticall],
      ["where it is not", deployed],
    ] as const) {
      it(`default: adds up each part of what is owed, which is what is there, ${place}`, async () => {
        const world = await loadFixture(fixture)
        const { client, escrow, token, host, renter, stranger } = world
        const fromBlock = await client.getBlockNumber()
        const instant = { bond: 1_000_000n, startWindow: 0n, challengeWindow: HOUR }
        await anotherRental(world, { bond: 1_000_000n })
        await anotherRental(world, instant)
        const released = await anotherRental(world, instant)
        const interrupted = await anotherRental(world, instant)
        const disputed = await anotherRental(world, instant)
        // The payout of a contract that takes no coins becomes a credit.
        const coins = { token: NATIVE, pricePerHour: parseEther("0.1"), bond: 0n, payee: token, startWindow: 0n }
        const credited = await anotherRental(world, { ...coins, challengeWindow: HOUR })
        await time.increase(1_200n)
        await sdk.stop(renter, { escrow, rental: released.rental })
        await sdk.interrupt(host, { escrow, rental: interrupted.rental })
        await sdk.dispute(renter, { escrow, rental: disputed.rental, evidenceURI: "ipfs://logs" })
        await time.increase(2n * HOUR)
        await sdk.settle(stranger, { escrow, rental: credited.rental })

        const { tokens, rentals, blockNumber } = await sdk.getBooks(client, { escrow, fromBlock: 0n })

        const ids = [released.id, interrupted.id, disputed.id]
        const states = await sdk.getStates(client, { escrow, ids })
        const [byRelease = 0n, byInterrupt = 0n, byDispute = 0n] = states.map(({ billedSeconds }) => billedSeconds)
        const { state } = await sdk.getRental(client, { escrow, id: disputed.id })
        const { pricePerHour } = released.offer
        const lost = (1_000_000n * (HOUR - byInterrupt)) / HOUR
        const parts = {
          rentals: 2n * cost(pricePerHour, HOUR) + cost(pricePerHour, byInterrupt) + cost(pricePerHour, byDispute),
          stakes: stakeOf(disputed.offer, state, 0n),
          bondsLocked: 4n * 1_000_000n - lost,
          bondsFree: 1_000_000n,
          credits: 0n,
          fees: fee(cost(pricePerHour, byRelease), 1_000n),
        }
        const owed = Object.values(parts).reduce((sum, part) => sum + part, 0n)
        const price = parseEther("0.1")
        const inCoins = { rentals: 0n, stakes: 0n, bondsLocked: 0n, bondsFree: 0n, fees: fee(price, 1_000n) }
        expect({ tokens, rentals }, "books").to.deep.equal({
          tokens: [
            { token, ...parts, owed, balance: owed },
            { token: NATIVE, ...inCoins, credits: price - fee(price, 1_000n), owed: price, balance: price },
          ],
          rentals: 6,
        })
        expect(parts.stakes > 0n, "a stake").to.equal(true)
        expect(blockNumber > fromBlock, "block").to.equal(true)
      })
    }

    it("behavior: a gift is more than is owed, and the books of an earlier block are as they were", async () => {
      const world = await loadFixture(withMulticall)
      const { client, escrow, token, stranger } = world
      await anotherRental(world)
      const before = await sdk.getBooks(client, { escrow, fromBlock: 0n })
      const gift = { address: token, abi: tokenAbi, functionName: "mint", args: [escrow, 7n] } as const
      await stranger.writeContract(gift)
      await anotherRental(world)

      const [dollars] = (await sdk.getBooks(client, { escrow, fromBlock: 0n })).tokens
      const earlier = await sdk.getBooks(client, { escrow, fromBlock: 0n, blockNumber: before.blockNumber })

      expect((dollars?.balance ?? 0n) - (dollars?.owed ?? 0n), "gift").to.equal(7n)
      expect(earlier, "earlier").to.deep.equal(before)
    })

    it("behavior: reads a long history in pieces, and says how far it is", async () => {
      const world = await loadFixture(withMulticall)
      const { client, escrow } = world
      await anotherRental(world)
      await mine(300)
      await anotherRental(world)
      const seen: bigint[] = []

      const { blockNumber, rentals } = await sdk.getBooks(client, {
        escrow,
        fromBlock: 0n,
        blockRange: { answered: 100n, refused: 101n },
        onRead: ({ block }) => seen.push(block),
      })

      expect(rentals, "rentals").to.equal(2)
      expect(seen.length > 3, "pieces").to.equal(true)
      expect(seen, "in order").to.deep.equal(seen.toSorted((a, b) => Number(a - b)))
      expect(seen.at(-1), "last").to.equal(blockNumber)
    })

    it("error: no escrow, a first block that is no bigint, and a node without the block's state", async () => {
      const world = await loadFixture(withMulticall)
      const { client, escrow, stranger } = world
      const nowhere = stranger.account.address
      await expectError(sdk.getBooks(client, { escrow: nowhere, fromBlock: 0n }), EscrowNotFoundError, {
        escrow: nowhere,
      })
      const fromJson = JSON.parse('{ "fromBlock": 5 }')
      const wrong = { field: "fromBlock", value: 5, expected: "a bigint" }
      await expectError(sdk.getBooks(client, { ...fromJson, escrow }), InvalidInputError, wrong)
      const pruned = createClient({
        transport: transport((method, answer) => {
          if (method === "eth_call") throw Object.assign(new Error("missing trie node"), { code: -32_000 })
          return answer
        }),
      })
      const options = { escrow, fromBlock: 0n, tries: 2, pollingInterval: 1 }
      await expectError(sdk.getBooks(pruned, options), ReadFailedError, { tries: 2 })
    })
  })
}
