import { cost, findEvent, InvalidInputError, type Rental } from "@gpuflow/escrow"
import { expect } from "chai"
import { type Address, keccak256, parseEther, toHex } from "viem"
import { NATIVE } from "../support/escrow.ts"
import { expectNothingSent } from "../support/expectError.ts"
import { libraries } from "../support/libraries.ts"
import { balance, HOUR, makeRental, running } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, type World } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers

const machine = (name: string) => keccak256(toHex(name))

/** Running rentals of an hour on as many machines. */
async function severalOf(world: World, count: number): Promise<Rental[]> {
  const rentals: Rental[] = []
  for (let index = 0; index < count; ++index) {
    rentals.push((await running(world, { machine: machine(`a100-${index}`) }, `order ${index}`)).rental)
  }
  return rentals
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: settleMany, on ${library}`, () => {
    it("default: settles what is due, once, and skips the rest", async () => {
      const world = await loadFixture(deployed)
      const { escrow, stranger, payee } = world
      const [first, second] = await severalOf(world, 2)
      await time.increase(7n * HOUR)
      const { rental: third } = await running(world, { machine: machine("a100-2") }, "order 2")
      if (!first || !second) throw new Error("too few rentals")
      const unknown = makeRental(world, first.offer, "never paid")

      const { settled, events } = await sdk.settleMany(stranger, {
        escrow,
        rentals: [first, third, unknown, second, first],
      })

      const price = cost(1_500_000n, HOUR)
      expect(settled, "settled").to.equal(2)
      expect(
        events.map(({ eventName }) => eventName),
        "events",
      ).to.deep.equal(["Closed", "Closed"])
      expect(await balance(world, payee.account.address), "payee").to.equal(2n * (price - price / 10n))
    })

    it("behavior: counts rolling payments too", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, stranger } = world
      const rolling = await running(
        world,
        { rolling: true, challengeWindow: 900n, machine: machine("rolling") },
        "rolling",
      )
      const closing = await running(world, { challengeWindow: 900n, machine: machine("closing") }, "closing")
      await time.increase(HOUR - 60n)

      const early = await sdk.settleMany(stranger, { escrow, rentals: [rolling.rental, closing.rental] })
      await time.increase(HOUR)
      const late = await sdk.settleMany(stranger, { escrow, rentals: [rolling.rental, closing.rental] })

      expect([early.settled, late.settled], "settled").to.deep.equal([1, 2])
      expect(findEvent(early.events, "Paid")?.args.id, "Paid").to.equal(rolling.id)
      const { status } = await sdk.getState(client, { escrow, id: rolling.id })
      expect(status, "status").to.equal("Closed")
      expect(await sdk.getStake(client, { escrow, rental: rolling.rental }), "nothing at stake").to.equal(0n)
    })

    it("behavior: a batch of refusing receivers is credited with the gas that was estimated", async () => {
      const world = await loadFixture(deployed)
      const { escrow, stranger, payee } = world
      await chain.client.setCode({ address: payee.account.address, bytecode: "0xfe" })
      const terms = { token: NATIVE, pricePerHour: parseEther("1") }
      const first = await running(world, { ...terms, machine: machine("one") }, "one")
      const second = await running(world, { ...terms, machine: machine("two") }, "two")
      await time.increase(8n * HOUR)

      const { settled, events } = await sdk.settleMany(stranger, { escrow, rentals: [first.rental, second.rental] })

      expect(settled, "settled").to.equal(2)
      expect(findEvent(events, "Credited")?.args.amount, "credited").to.equal(parseEther("1.8"))
    })

    it("behavior: what does not fit into one transaction goes into several", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, stranger } = world
      const rentals: Rental[] = []
      // Each payee burns all the gas of its payout: together they need 20 million.
      for (let index = 0; index < 60; ++index) {
        const burner: Address = `0x${(2n ** 150n + BigInt(index)).toString(16).padStart(40, "0")}`
        await chain.client.setCode({ address: burner, bytecode: "0xfe" })
        const terms = { token: NATIVE, pricePerHour: parseEther("0.001"), payee: burner, machine: machine(`${index}`) }
        rentals.push((await running(world, terms, `order ${index}`)).rental)
      }
      await time.increase(8n * HOUR)

      const { settled, transactions, events } = await sdk.settleMany(stranger, { escrow, rentals })

      expect([settled, transactions.length], "settled, transactions").to.deep.equal([60, 2])
      expect(events.length, "events: each closed, each credited").to.equal(120)
      for (const { receipt } of transactions) {
        const { gas } = await client.getTransaction({ hash: receipt.transactionHash })
        expect(gas <= 2n ** 24n, "gas limit").to.equal(true)
      }
      expect(await sdk.getFees(client, { escrow, token: NATIVE }), "fees").to.equal(60n * parseEther("0.0001"))
    })

    it("behavior: nothing due is no error, and settles nothing", async () => {
      const world = await loadFixture(deployed)
      const rentals = await severalOf(world, 1)

      const { settled, events } = await sdk.settleMany(world.stranger, { escrow: world.escrow, rentals })

      expect([settled, events.length], "settled, events").to.deep.equal([0, 0])
    })

    it("behavior: gives the balances of settling one by one", async () => {
      const world = await loadFixture(deployed)
      const { escrow, stranger, payee } = world
      const rentals = await severalOf(world, 4)
      const [first, second, ...rest] = rentals
      if (!first || !second) throw new Error("too few rentals")
      await time.increase(7n * HOUR)

      await sdk.settle(stranger, { escrow, rental: first })
      await sdk.settle(stranger, { escrow, rental: second })
      const singly = await balance(world, payee.account.address)
      await sdk.settleMany(stranger, { escrow, rentals: rest })

      expect(await balance(world, payee.account.address), "payee").to.equal(2n * singly)
    })

    it("error: InvalidInput, for an empty list or a rental that is none", async () => {
      const world = await loadFixture(deployed)
      const { escrow, stranger } = world
      const [rental] = await severalOf(world, 1)
      if (!rental) throw new Error("no rental")
      const broken = { ...rental, offer: { ...rental.offer, minDuration: -1n } }

      await expectNothingSent(() => sdk.settleMany(stranger, { escrow, rentals: [] }), InvalidInputError, {
        field: "rentals",
        value: [],
        expected: "at least one rental",
      })
      await expectNothingSent(
        () => sdk.settleMany(stranger, { escrow, rentals: [rental, broken] }),
        InvalidInputError,
        {
          field: "rentals[1].offer.minDuration",
          value: -1n,
          expected: "a bigint from 0 to 2^32 - 1",
        },
      )
    })
  })
}
