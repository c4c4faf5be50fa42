import {
  cost,
  type EventName,
  fee,
  type HostRecordCursor,
  InvalidInputError,
  isEscrowError,
  ReadFailedError,
  type Rental,
  RentalNotFoundError,
  TermsNotFoundError,
} from "@gpuflow/escrow"
import type { buildOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import { createClient, custom, type Hex, keccak256, numberToHex, toHex } from "viem"
import { topicOf } from "../../sdk/core/escrowEvents.ts"
import { codec } from "../../sdk/viem/viemCodec.ts"
import { expectError } from "../support/expectError.ts"
import { libraries } from "../support/libraries.ts"
import { placeMulticall } from "../support/multicall.ts"
import { deposited, HOUR, running } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, provider, transport, type World } from "../support/sharedChain.ts"

const { loadFixture, mine, time } = networkHelpers
const DAY = 24n * HOUR

/** As `deployed`, with Multicall3 at its address. */
async function withMulticall() {
  const world = await deployed()
  await placeMulticall(chain)
  return world
}

/** A client that counts what it asks. */
function counting() {
  const asked: string[] = []
  const client = createClient({
    transport: transport((method, answer) => {
      asked.push(method)
      return answer
    }),
  })
  return { client, asked }
}

/** ethers also looks whether the chain is still the same. */
const isNeeded = (method: string) => method !== "eth_chainId"

let machines = 0
/** A rental of another machine each time. */
async function anotherRental(world: World, terms: Partial<buildOffer.Parameters> = {}) {
  const machine = keccak256(toHex(`machine ${++machines}`))
  return deposited(world, { machine, ...terms }, `order ${machines}`)
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: getRentals, getStates, on ${library}`, () => {
    for (const [place, fixture] of [
      ["where Multicall3 is", withMulticall],
      ["where it is not", deployed],
    ] as const) {
      it(`default: give what getRental gives, ${place}`, async () => {
        const world = await loadFixture(fixture)
        const { escrow, client } = world
        const ids: Hex[] = []
        for (let i = 0; i < 5; ++i) ids.push((await anotherRental(world)).id)

        const found = await sdk.getRentals(client, { escrow, ids })

        const one = await Promise.all(ids.map((id) => sdk.getRental(client, { escrow, id })))
        expect(found, "rentals").to.deep.equal(one)
        expect(await sdk.getStates(client, { escrow, ids }), "states").to.deep.equal(one.map(({ state }) => state))
        expect(await sdk.getRentals(client, { escrow, ids: [] }), "none").to.deep.equal([])
      })
    }

    it("behavior: thirty states are one call, their terms one query per block", async () => {
      const world = await loadFixture(withMulticall)
      const { escrow } = world
      const ids: Hex[] = []
      for (let i = 0; i < 30; ++i) ids.push((await anotherRental(world)).id)
      const { client, asked } = counting()

      await sdk.getStates(client, { escrow, ids, blockNumber: await world.client.getBlockNumber() })
      expect(asked.filter(isNeeded), "for states").to.deep.equal(["eth_getCode", "eth_call"])

      asked.length = 0
      await sdk.getRentals(client, { escrow, ids })
      const count = (method: string) => asked.filter((other) => other === method).length
      expect([count("eth_call"), count("eth_getLogs")], "for rentals").to.deep.equal([1, 30])
    })

    it("behavior: each block is asked for its own rentals alone", async () => {
      const world = await loadFixture(withMulticall)
      const { escrow } = world
      const ids: Hex[] = []
      for (let i = 0; i < 3; ++i) ids.push((await anotherRental(world)).id)
      const asked: unknown[] = []
      const client = createClient({
        transport: custom({
          request: async ({ method, params }) => {
            if (method === "eth_getLogs") asked.push(params[0].topics[1])
            return provider.request({ method, params })
          },
        }),
      })

      await sdk.getRentals(client, { escrow, ids })

      expect(asked, "topics").to.deep.equal(ids.map((id) => [id]))
    })

    it("error: RentalNotFound, TermsNotFound", async () => {
      const world = await loadFixture(withMulticall)
      const { escrow, client } = world
      const { id, receipt } = await anotherRental(world)
      const unknown = numberToHex(17, { size: 32 })
      const pruned = createClient({
        transport: transport((method, answer) => (method === "eth_getLogs" ? [] : answer)),
      })

      await expectError(sdk.getRentals(client, { escrow, ids: [id, unknown] }), RentalNotFoundError, { id: unknown })
      await expectError(sdk.getRentals(pruned, { escrow, ids: [id] }), TermsNotFoundError, {
        id,
        depositBlock: receipt.blockNumber,
      })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: getClaims, on ${library}`, () => {
    it("default: says what settle pays, to whom and from when, the earliest first", async () => {
      const world = await loadFixture(withMulticall)
      const { client, escrow, host, renter } = world
      const noShow = await anotherRental(world, { bond: 300_000n })
      const over = await anotherRental(world, { startWindow: 0n })
      const rolling = await anotherRental(world, { startWindow: 0n, rolling: true, maxDuration: 30n * DAY })
      await sdk.extend(world.payer, { escrow, rental: rolling.rental, duration: HOUR + 5n * DAY })
      const stopped = await anotherRental(world, { startWindow: 0n })
      await sdk.stop(renter, { escrow, rental: stopped.rental })
      const waiting = await anotherRental(world)
      await sdk.start(host, { escrow, rental: waiting.rental })
      await time.increase(8n * HOUR)
      const fresh = await anotherRental(world)
      const rentals = [fresh, waiting, stopped, rolling, over, noShow].map(({ rental }) => rental)

      const claims = await sdk.getClaims(client, { escrow, rentals })

      expect(
        claims.map(({ id }) => id),
        "order, without what is over",
      ).to.deep.equal([noShow, over, rolling, waiting, fresh].map(({ id }) => id).sort((a, b) => dueOf(a) - dueOf(b)))
      function dueOf(wanted: Hex) {
        return Number(claims.find(({ id }) => id === wanted)?.dueAt)
      }
      for (const { rental, toHost, fee: platform, toRenter, isDue, dueAt } of claims) {
        expect({ toHost, fee: platform, toRenter }, "amounts").to.deep.equal(
          await sdk.getDue(client, { escrow, rental }),
        )
        expect(isDue, "due").to.equal(dueAt <= (await client.getBlock()).timestamp)
      }
      for (const { rental, isDue } of claims) {
        const settling = await sdk.settle(world.stranger, { escrow, rental }).then(
          () => true,
          (error: unknown) => {
            expect(isEscrowError(error) && error.code, "refusal").to.equal("NotDue")
            return false
          },
        )
        expect(settling, "settle agrees").to.equal(isDue)
      }
      expect(claims.filter(({ isDue }) => isDue).length, "due").to.equal(4)
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: getHostRecord, on ${library}`, () => {
    it("default: counts each way in which a rental ends", async () => {
      const world = await loadFixture(withMulticall)
      const { client, escrow, host, renter, arbiter, stranger } = world
      const offer = { bond: 1_000_000n, startWindow: 1_800n, challengeWindow: HOUR }
      const instant = { ...offer, startWindow: 0n }
      const fromBlock = await client.getBlockNumber()

      const completed = await anotherRental(world, instant)
      const given = await anotherRental(world, instant)
      const noShow = await anotherRental(world, offer)
      const cancelled = await anotherRental(world, offer)
      await sdk.stop(renter, { escrow, rental: cancelled.rental })
      const declined = await anotherRental(world, offer)
      await sdk.interrupt(host, { escrow, rental: declined.rental })
      const released = await anotherRental(world, instant)
      const interrupted = await anotherRental(world, instant)
      const ruled = await anotherRental(world, instant)
      await time.increase(1_200n)
      await sdk.stop(renter, { escrow, rental: released.rental })
      await sdk.interrupt(host, { escrow, rental: interrupted.rental })
      await sdk.dispute(renter, { escrow, rental: ruled.rental, evidenceURI: "ipfs://logs" })
      await time.increase(HOUR)
      await sdk.refund(host, { escrow, rental: given.rental, refundedSeconds: 600n })
      await time.increase(DAY)
      await sdk.resolve(arbiter, { escrow, rental: ruled.rental, hostBps: 4_000n })
      for (const { rental } of [completed, given, noShow, interrupted]) await sdk.settle(stranger, { escrow, rental })
      const open = await anotherRental(world, instant)

      const record = await sdk.getHostRecord(client, { escrow, host: host.account.address, fromBlock })

      const served = async ({ id }: { id: Hex }) => (await sdk.getRental(client, { escrow, id })).state.billedSeconds
      const [byRelease, byInterrupt, byRuling] = [
        await served(released),
        await served(interrupted),
        await served(ruled),
      ]
      const promisedSeconds = HOUR + HOUR + HOUR + HOUR + byRelease + HOUR + byRuling
      const servedSeconds = HOUR + (HOUR - 600n) + byRelease + byInterrupt + (byRuling * 4_000n) / 10_000n
      const price = completed.offer.pricePerHour
      const share = (seconds: bigint) => fee(cost(price, seconds), 1_000n)
      const contested = cost(price, byRuling)
      const feesPaid =
        share(HOUR) +
        share(HOUR - 600n) +
        share(byRelease) +
        share(byInterrupt) +
        fee((contested * 4_000n) / 10_000n, 1_000n)
      expect(record, "record").to.deep.equal({
        rentals: 9,
        open: 1,
        completed: 3,
        cancelled: 1,
        declined: 1,
        noShows: 1,
        interruptions: 1,
        disputes: 1,
        rulings: 1,
        promisedSeconds,
        servedSeconds,
        servedBps: (servedSeconds * 10_000n) / promisedSeconds,
        feesPaid: new Map([[tokenOf(completed), feesPaid]]),
        cursor: undefined,
      })
      expect(open.id, "the open one").to.match(/^0x/)
      const ofHost = { escrow, host: host.account.address, fromBlock }
      expect(
        await sdk.getHostRecord(client, { ...ofHost, toBlock: 10n ** 9n }),
        "beyond the latest block",
      ).to.deep.equal(record)
      const nobody = await sdk.getHostRecord(client, { escrow, host: stranger.account.address, fromBlock })
      expect([nobody.rentals, nobody.servedBps], "somebody else's").to.deep.equal([0, undefined])
    })

    it("behavior: resumed from a cursor that is JSON, it counts what a whole reading counts", async () => {
      const world = await loadFixture(withMulticall)
      const { client, escrow, host, renter, arbiter, stranger } = world
      const instant = { bond: 1_000_000n, startWindow: 0n, challengeWindow: HOUR }
      const of = { escrow, host: host.account.address, tries: 3, pollingInterval: 1 }
      const cursors: (HostRecordCursor | undefined)[] = [undefined]
      /** What a whole reading counts, and what is counted from each earlier cursor. */
      async function compare(when: string) {
        const { cursor: _, ...whole } = await sdk.getHostRecord(client, { ...of, fromBlock: 1n })
        for (const [place, cursor] of [...cursors].entries()) {
          const start = cursor ? { cursor: JSON.parse(JSON.stringify(cursor)) } : { fromBlock: 1n }
          const { cursor: next, ...record } = await sdk.getHostRecord(client, { ...of, ...start })
          expect(record, `${when}, from cursor ${place}`).to.deep.equal(whole)
          if (place === cursors.length - 1) cursors.push(next)
        }
        return whole
      }

      const rolling = await anotherRental(world, { ...instant, rolling: true })
      const released = await anotherRental(world, instant)
      const ruled = await anotherRental(world, instant)
      await time.increase(600n)
      await sdk.stop(renter, { escrow, rental: released.rental })
      await sdk.dispute(renter, { escrow, rental: ruled.rental, evidenceURI: "ipfs://logs" })
      await compare("at first")
      await time.increase(HOUR)
      await sdk.settle(stranger, { escrow, rental: rolling.rental })
      await mine(300)
      await compare("when some are deep")
      await time.increase(DAY)
      await sdk.resolve(arbiter, { escrow, rental: ruled.rental, hostBps: 4_000n })
      const late = await anotherRental(world, instant)
      await compare("when others are not")
      await mine(300)
      await time.increase(DAY)
      for (const { rental } of [late, rolling]) await sdk.settle(stranger, { escrow, rental })
      await compare("when those are")
      await mine(300)
      const whole = await compare("at last")
      expect([whole.rentals, whole.open, whole.rulings], "rentals").to.deep.equal([4, 0, 1])
      const last = cursors.at(-1)
      expect([last?.open, last?.closed["rentals"]], "nothing is open").to.deep.equal([[], "4"])

      // As JavaScript would give it.
      const broken: HostRecordCursor = JSON.parse(JSON.stringify({ ...last, open: [{ id: 1 }] }))
      const expected = { field: "cursor", value: broken, expected: "a cursor of an earlier record" }
      await expectError(sdk.getHostRecord(client, { ...of, cursor: broken }), InvalidInputError, expected)
    })

    it("behavior: too few events are read again; error: ReadFailed, when they stay away", async () => {
      const world = await loadFixture(deployed)
      const { escrow, host, renter, stranger } = world
      const fromBlock = 1n
      const past = { startWindow: 0n, challengeWindow: HOUR }
      const released = await anotherRental(world, past)
      const rolling = await anotherRental(world, { ...past, rolling: true })
      await sdk.stop(renter, { escrow, rental: released.rental })
      await time.increase(HOUR + 600n)
      await sdk.settle(stranger, { escrow, rental: rolling.rental })
      const of = { escrow, host: host.account.address, fromBlock, tries: 4, pollingInterval: 1 }
      const whole = await sdk.getHostRecord(world.client, of)
      expect([whole.completed, whole.open, whole.feesPaid.size], "record").to.deep.equal([1, 1, 1])

      for (const lost of ["Closed", "Paid"] as const) {
        let left = 3
        const client = forgetful(lost, () => left-- > 0)
        expect(await sdk.getHostRecord(client, of), `after ${lost} was lost three times`).to.deep.equal(whole)
        const never = forgetful(lost, () => true)
        await expectError(sdk.getHostRecord(never, of), ReadFailedError, { tries: 4 })
      }
    })

    /** A client of nodes that lack the logs of one kind of event, as long as they do. */
    function forgetful(lost: EventName, isLost: () => boolean) {
      const topic = topicOf(codec, lost)
      const forget = (method: string, answer: unknown) => {
        if (method !== "eth_getLogs" || !Array.isArray(answer)) return answer
        const kept = answer.filter(({ topics }) => topics[0] !== topic)
        return kept.length < answer.length && isLost() ? kept : answer
      }
      return createClient({ transport: transport(forget), pollingInterval: 1 })
    }

    /** The token as the event has it, with its checksum. */
    function tokenOf({ events }: Awaited<ReturnType<typeof deposited>>) {
      const [event] = events
      if (event?.eventName !== "Deposited") throw new Error("The first event is no deposit.")
      return event.args.rental.offer.token
    }
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: explainTransaction, on ${library}`, () => {
    it("default: decodes the contract's error from the failed transaction alone", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, stranger } = world
      const { rental } = await running(world)
      const sent = await failing(world, rental)

      const explanation = await sdk.explainTransaction(client, { hash: sent })

      if (explanation.status !== "reverted" || !isEscrowError(explanation.cause))
        throw new Error("It is not explained.")
      expect(explanation.cause.code, "code").to.equal("NotRenter")
      expect(explanation.receipt.transactionHash, "hash").to.equal(sent)
      expect(escrow !== stranger.account.address, "not the same").to.equal(true)
    })

    it("behavior: success and what nobody knows are told apart", async () => {
      const world = await loadFixture(deployed)
      const { hash } = await deposited(world)

      expect(await sdk.explainTransaction(world.client, { hash }), "success").to.deep.equal({ status: "success" })
      expect(
        await sdk.explainTransaction(world.client, { hash: numberToHex(1, { size: 32 }) }),
        "unknown",
      ).to.deep.equal({
        status: "unknown",
      })
    })

    /** A stranger's stop, sent without asking first. */
    async function failing({ escrow, stranger, client }: World, rental: Rental) {
      const { to, data } = await sdk.prepareRequest(stranger, "stop", { escrow, rental })
      await provider.request({ method: "evm_setAutomine", params: [false] })
      const hash = await stranger.sendTransaction({ to, data, gas: 1_000_000n })
      await networkHelpers.mine(1)
      await provider.request({ method: "evm_setAutomine", params: [true] })
      expect((await client.getTransactionReceipt({ hash })).status, "receipt").to.equal("reverted")
      return hash
    }
  })
}
