import {
  decodeEvents,
  deposit,
  EscrowNotFoundError,
  InvalidInputError,
  idOf,
  ReadFailedError,
  type Rental,
  stop,
} from "@gpuflow/escrow"
import { signOffer } from "@gpuflow/escrow/offer"
import { DepositNotFoundError, ReorgTooDeepError, WrongCursorError, type watchEvents } from "@gpuflow/escrow/watch"
import { expect } from "chai"
import { createPublicClient, custom, keccak256, toHex } from "viem"
import { chainOf } from "../../sdk/viem/viemPort.ts"
import { expectError } from "../support/expectError.ts"
import { randomOf } from "../support/forkingNodes.ts"
import { libraries } from "../support/libraries.ts"
import { HOUR, makeOffer, makeRental, running } from "../support/rentals.ts"
import { deployed, networkHelpers, provider, type World } from "../support/sharedChain.ts"

const { loadFixture, mine, time } = networkHelpers
const QUICK = { pollingInterval: 1, tries: 3 }
const machineOf = (name: string) => keccak256(toHex(name))

/** A node that answers `eth_getLogs` only over so many blocks, and may fail. */
function limitedNode(limit: number, fails: (from?: bigint, to?: bigint) => boolean = () => false) {
  const request = async ({ method, params = [] }: { method: string; params?: unknown[] }) => {
    const [query] = params as { fromBlock?: string; toBlock?: string }[]
    const { fromBlock, toBlock } = query ?? {}
    if (fails(...[fromBlock, toBlock].map((block) => (block === undefined ? block : BigInt(block))))) {
      throw new Error("503 Service Unavailable")
    }
    if (method === "eth_getLogs" && Number(query?.toBlock) - Number(query?.fromBlock) >= limit) {
      throw new Error(`exceed maximum block range: ${limit}`)
    }
    return provider.request({ method, params })
  }
  return createPublicClient({ transport: custom({ request }, { retryCount: 0 }), pollingInterval: 1 })
}

/** Four rentals of two machines, far apart, and one by another renter. */
async function several(world: World) {
  const { stranger, escrow, host, payer } = world
  const rentals: Rental[] = []
  for (const [place, machine] of ["a", "b", "a", "b"].entries()) {
    const { rental } = await running(world, { machine: machineOf(machine) }, `order ${place}`)
    rentals.push(rental)
    await mine(40)
    await stop(world.renter, { escrow, rental })
  }
  const offer = await makeOffer(world, { machine: machineOf("a"), startWindow: 0n })
  const rental = { ...makeRental(world, offer), renter: stranger.account.address }
  const hostSignature = await signOffer(host, { escrow, offer })
  await deposit(payer, { escrow, rental, duration: HOUR, hostSignature })
  return { rentals, foreign: rental }
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: getRentalsOf, on ${library}`, () => {
    it("default: a renter's and a host's rentals, in their order", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter, host } = world
      const { rentals, foreign } = await several(world)

      const ofRenter = await sdk.getRentalsOf(client, {
        escrow,
        renter: renter.account.address,
        fromBlock: 1n,
        ...QUICK,
      })
      const ofHost = await sdk.getRentalsOf(client, { escrow, host: host.account.address, fromBlock: 1n, ...QUICK })
      const ofNobody = await sdk.getRentalsOf(client, { escrow, host: renter.account.address, fromBlock: 1n, ...QUICK })

      expect(
        ofRenter.deposits.map(({ args }) => args.id),
        "renter's",
      ).to.deep.equal(rentals.map(idOf))
      expect(
        ofHost.deposits.map(({ args }) => args.id),
        "host's",
      ).to.deep.equal([...rentals, foreign].map(idOf))
      expect(ofNobody.deposits, "nobody's").to.deep.equal([])
      expect(ofRenter.cursor, "cursor at the end").to.equal(undefined)
      expect(ofRenter.to, "last block").to.equal(await client.getBlockNumber({ cacheTime: 0 }))
    })

    it("behavior: page by page through a node with a narrow range, by a cursor that is JSON", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter } = world
      const { rentals } = await several(world)
      const node = limitedNode(7)
      const of = { escrow, renter: renter.account.address, limit: 1, ...QUICK }

      let page = await sdk.getRentalsOf(node, { ...of, fromBlock: 1n })
      const found = [...page.deposits]
      for (; page.cursor; found.push(...page.deposits)) {
        page = await sdk.getRentalsOf(node, { ...of, cursor: JSON.parse(JSON.stringify(page.cursor)) })
      }

      expect(
        found.map(({ args }) => args.id),
        "rentals",
      ).to.deep.equal(rentals.map(idOf))
    })

    it("behavior: what was found before a failure is kept; error: ReadFailed with the cursor, when nothing was", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter } = world
      const { rentals } = await several(world)
      let [answers, allowed] = [0, 12]
      const node = limitedNode(50, () => {
        answers += 1
        return answers > allowed
      })
      const of = { escrow, renter: renter.account.address, ...QUICK }

      const first = await sdk.getRentalsOf(node, { ...of, fromBlock: 1n })
      expect(first.deposits.length, "rentals before the failure").to.be.greaterThan(0)
      const { cursor } = first
      if (!cursor) throw new Error("The failure has ended it.")
      allowed = answers + 1
      await expectError(sdk.getRentalsOf(node, { ...of, cursor }), ReadFailedError, { tries: 3, cursor })
      allowed = Number.POSITIVE_INFINITY
      const rest = await sdk.getRentalsOf(node, { ...of, cursor })

      expect(
        [...first.deposits, ...rest.deposits].map(({ args }) => args.id),
        "rentals",
      ).to.deep.equal(rentals.map(idOf))
    })

    it("behavior: resumed, it reads what is new, and what the chain may still replace", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter } = world
      const { rentals } = await several(world)
      const asked: bigint[] = []
      const node = limitedNode(100_000, (from) => {
        if (from !== undefined) asked.push(from)
        return false
      })
      const of = { escrow, renter: renter.account.address, ...QUICK }
      expect((await sdk.getRentalsOf(node, { ...of, fromBlock: 1n })).resume, "nothing is deep").to.equal(undefined)

      await mine(300)
      const first = await sdk.getRentalsOf(node, { ...of, fromBlock: 1n })
      const resume = JSON.parse(JSON.stringify(first.resume))
      expect(BigInt(resume.nextBlock), "256 blocks deep").to.equal(first.to - 255n)
      const stored = first.deposits.filter(({ blockNumber }) => (blockNumber ?? 0n) < BigInt(resume.nextBlock))
      asked.length = 0
      const second = await sdk.getRentalsOf(node, { ...of, cursor: resume })
      const ids = [...stored, ...second.deposits].map(({ args }) => args.id)
      expect(ids, "rentals").to.deep.equal(rentals.map(idOf))
      expect(
        asked.every((from) => from >= BigInt(resume.nextBlock)),
        "blocks asked for",
      ).to.equal(true)
      expect(second.resume, "nothing is new").to.deep.equal(resume)
    })

    it("error: ReorgTooDeep, for a cursor to resume from on another branch", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter } = world
      await several(world)
      await mine(300)
      const of = { escrow, renter: renter.account.address, ...QUICK }
      const { resume } = await sdk.getRentalsOf(client, { ...of, fromBlock: 1n })
      if (!resume) throw new Error("Nothing is deep.")
      const cursor = { ...resume, hash: `0x${"12".repeat(32)}` as const }
      const args = { rememberedFrom: BigInt(resume.nextBlock) - 1n, resyncFrom: 1n }
      await expectError(sdk.getRentalsOf(client, { ...of, cursor }), ReorgTooDeepError, args)
    })

    it("behavior: a node's known limit is asked for at once; error: InvalidInput, for one that is none", async () => {
      const { escrow, renter } = await loadFixture(deployed)
      await mine(9_000)
      const sizes: bigint[] = []
      const node = limitedNode(3_000, (from, to) => {
        if (from !== undefined && to !== undefined) sizes.push(to - from + 1n)
        return false
      })
      const blockRange = { answered: 3_000n, refused: 3_001n }
      await sdk.getRentalsOf(node, { escrow, renter: renter.account.address, fromBlock: 1n, blockRange, ...QUICK })
      expect(sizes[0], "first").to.equal(3_000n)
      expect(
        sizes.every((size) => size <= 3_000n),
        "none is refused",
      ).to.equal(true)
      const none = { answered: 0n }
      const expected = { field: "blockRange", value: none, expected: "numbers of blocks of type bigint" }
      const read = sdk.getRentalsOf(node, { escrow, fromBlock: 1n, blockRange: none, ...QUICK })
      await expectError(read, InvalidInputError, expected)
    })

    it("error: ReadFailed, after few questions, for a cursor far beyond the node's head", async () => {
      const { escrow } = await loadFixture(deployed)
      let asked = 0
      const node = limitedNode(10_000, () => ++asked < 0)
      const blocks = { fromBlock: "1", nextBlock: "79000", toBlock: "179000", size: "2000" }
      const cursor = { version: 1 as const, chainId: 137, escrow, ...blocks }

      await expectError(sdk.getRentalsOf(node, { escrow, cursor, ...QUICK }), ReadFailedError, {
        tries: QUICK.tries,
        cursor,
      })
      expect(asked, "questions").to.be.lessThan(1_000)
    })

    it("error: WrongCursor, for another chain's or escrow's; InvalidInput, for other parties' and for none", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host, renter } = world
      await several(world)
      const [ofHost, ofRenter] = [{ host: host.account.address }, { renter: renter.account.address }]
      const { cursor } = await sdk.getRentalsOf(client, { escrow, ...ofRenter, fromBlock: 1n, limit: 1, ...QUICK })
      if (!cursor) throw new Error("One was all.")
      const expected = { expectedChainId: 137, expectedEscrow: escrow }
      const elsewhere = [
        { ...cursor, chainId: 80_002 },
        { ...cursor, escrow: host.account.address },
      ]
      for (const wrong of elsewhere) {
        const args = { chainId: wrong.chainId, escrow: wrong.escrow, ...expected }
        const page = sdk.getRentalsOf(client, { escrow, ...ofRenter, cursor: wrong, ...QUICK })
        await expectError(page, WrongCursorError, args)
      }

      const sentence = "a cursor of an earlier answer about the same host and renter"
      const unfit = (value: unknown) => ({ field: "cursor", value, expected: sentence })
      for (const parties of [{}, ofHost, { ...ofHost, ...ofRenter }]) {
        const page = sdk.getRentalsOf(client, { escrow, ...parties, cursor, ...QUICK })
        await expectError(page, InvalidInputError, unfit(cursor))
      }
      for (const wrong of [
        { size: "all" },
        { size: "0" },
        { nextBlock: "-1" },
        { version: 2 },
        { escrow: undefined },
        { renter: 5 },
      ]) {
        // As JavaScript would give it.
        const broken = JSON.parse(JSON.stringify({ ...cursor, ...wrong }))
        const page = sdk.getRentalsOf(client, { escrow, ...ofRenter, cursor: broken, ...QUICK })
        await expectError(page, InvalidInputError, unfit(broken))
      }
    })

    it("error: EscrowNotFound, where the list would be empty because there is no escrow", async () => {
      const { client, host } = await loadFixture(deployed)
      const escrow = host.account.address
      await expectError(sdk.getRentalsOf(client, { escrow, fromBlock: 1n, ...QUICK }), EscrowNotFoundError, { escrow })
    })

    it("error: InvalidInput, for pages of nothing", async () => {
      const { client, escrow, host } = await loadFixture(deployed)
      const machine = machineOf("a")
      for (const limit of [0, -1, Number.NaN]) {
        const expected = { field: "limit", value: limit, expected: "1 or more" }
        await expectError(sdk.getRentalsOf(client, { escrow, fromBlock: 0n, limit }), InvalidInputError, expected)
        const history = sdk.getMachineHistory(client, { escrow, host: host.account.address, machine, limit })
        await expectError(history, InvalidInputError, expected)
      }
    })

    it("error: InvalidInput, for a block that is no bigint and an event that there is not", async () => {
      const { client, escrow } = await loadFixture(deployed)
      // As JavaScript would give them.
      const { fromBlock, events } = JSON.parse('{ "fromBlock": 3, "events": ["Stopped"] }')
      const noBlock = { field: "fromBlock", value: fromBlock, expected: "a bigint" }
      const noEvent = { field: "events", value: "Stopped", expected: "names of the escrow's events" }

      await expectError(sdk.getRentalsOf(client, { escrow, fromBlock }), InvalidInputError, noBlock)
      await expectError(sdk.watchEvents(client, { escrow, fromBlock }).next(), InvalidInputError, noBlock)
      await expectError(sdk.watchEvents(client, { escrow, events }).next(), InvalidInputError, noEvent)
    })

    it("error: InvalidInput, without a first block", async () => {
      const { client, escrow } = await loadFixture(deployed)

      const args = { field: "fromBlock", value: undefined, expected: "a bigint" }
      await expectError(sdk.getRentalsOf(client, { escrow }), InvalidInputError, args)
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: getMachineHistory, on ${library}`, () => {
    it("default: a machine's rentals, the newest first, and on from any of them", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host } = world
      const { rentals, foreign } = await several(world)
      const of = { escrow, host: host.account.address, machine: machineOf("a"), ...QUICK }

      const all = await sdk.getMachineHistory(client, of)
      const newest = await sdk.getMachineHistory(client, { ...of, limit: 1 })
      const older = await sdk.getMachineHistory(client, { ...of, depositBlock: newest.previousDepositBlock })
      const none = await sdk.getMachineHistory(client, { ...of, machine: machineOf("c") })

      const expected = [foreign, ...rentals.filter((_, place) => place % 2 === 0).toReversed()].map(idOf)
      expect(
        all.deposits.map(({ args }) => args.id),
        "all",
      ).to.deep.equal(expected)
      expect(all.previousDepositBlock, "block before the first").to.equal(0n)
      expect(
        [...newest.deposits, ...older.deposits].map(({ args }) => args.id),
        "in two",
      ).to.deep.equal(expected)
      expect(none, "of an unknown machine").to.deep.equal({ deposits: [], previousDepositBlock: 0n })
    })

    it("behavior: two deposits of one block, of which the later names that block itself", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host, renter, payer, stranger } = world
      const before = await running(world, {}, "before")
      await sdk.stop(renter, { escrow, rental: before.rental })
      const offer = await makeOffer(world, { startWindow: 0n })
      const hostSignature = await sdk.signOffer(host, { escrow, offer })
      const [one, two] = [makeRental(world, offer, "one"), makeRental(world, offer, "two")]
      const requestOf = (rental: Rental) =>
        sdk.prepareRequest(payer, "deposit", { escrow, rental, duration: HOUR, hostSignature })
      // Prepared before there is a rental, whose default bound would be 0.
      const stopping = await sdk.prepareRequest(renter, "stop", { escrow, rental: one, maxToHost: before.price })
      const calls = [
        { wallet: payer, request: await requestOf(one), tip: 3n },
        { wallet: renter, request: stopping, tip: 2n },
        { wallet: stranger, request: await requestOf(two), tip: 1n },
      ]

      await provider.request({ method: "evm_setAutomine", params: [false] })
      for (const { wallet, request, tip } of calls) {
        const fees = { maxFeePerGas: 100n * 10n ** 9n, maxPriorityFeePerGas: tip * 10n ** 9n }
        await wallet.sendTransaction({ to: request.to, data: request.data, gas: 1_500_000n, ...fees })
      }
      await mine(1)
      await provider.request({ method: "evm_setAutomine", params: [true] })

      const of = { escrow, host: offer.host, machine: offer.machine, ...QUICK }
      const { deposits } = await sdk.getMachineHistory(client, of)
      expect(deposits[0]?.blockNumber, "block of the newest").to.equal(deposits[1]?.blockNumber)
      expect(
        deposits.map(({ args }) => args.id),
        "rentals",
      ).to.deep.equal([two, one, before.rental].map(idOf))
    })

    it("error: DepositNotFound, when a node has dropped the logs", async () => {
      const world = await loadFixture(deployed)
      const { escrow, host } = world
      const { rental } = await running(world)
      const request = async ({ method, params = [] }: { method: string; params?: unknown[] }) =>
        method === "eth_getLogs" ? [] : provider.request({ method, params })
      const node = createPublicClient({ transport: custom({ request }) })
      const { machine } = rental.offer
      const depositBlock = BigInt(await time.latestBlock())

      const history = sdk.getMachineHistory(node, { escrow, host: host.account.address, machine, ...QUICK })
      await expectError(history, DepositNotFoundError, { machine, depositBlock })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: watchEvents on the contract, on ${library}`, () => {
    it("default: random rentals through reorganisations of the real contract", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter, host } = world
      const random = randomOf(7)
      const below = (limit: number) => Math.floor(random() * limit)
      const fromBlock = BigInt(await time.latestBlock())
      const stopping = new AbortController()
      const watch = (cursor?: Parameters<typeof watchEvents>[1]["cursor"]) =>
        sdk.watchEvents(client, {
          escrow,
          pollingInterval: 1,
          signal: stopping.signal,
          ...(cursor ? { cursor } : { fromBlock }),
        })
      let watching = watch()
      const told: unknown[] = []
      let [removals, orders] = [0, 0]
      let open: Rental[] = []
      const forks: { readonly snapshot: unknown; readonly open: Rental[] }[] = []
      const catchUp = async () => {
        while (true) {
          const { value } = await watching.next()
          if (!value) throw new Error("It has ended.")
          for (const event of value.removed) expect(told.pop(), "event taken back").to.deep.equal(event)
          told.push(...value.added)
          removals += value.removed.length
          const { hash } = await client.getBlock()
          if (value.cursor.recent.at(-1)?.hash !== hash) continue
          if (random() < 0.2) watching = watch(JSON.parse(JSON.stringify(value.cursor)))
          return
        }
      }

      for (let moves = 0; moves < 160; ++moves) {
        const move = below(12)
        if (move < 5) {
          orders += 1
          const { rental } = await running(world, { machine: machineOf(`${orders}`) }, `order ${orders}`)
          open.push(rental)
        } else if (move < 8 && open.length > 0) {
          const [rental] = open.splice(below(open.length), 1)
          if (rental) await sdk.stop(renter, { escrow, rental })
        } else if (move < 9) {
          forks.push({ snapshot: await provider.request({ method: "evm_snapshot" }), open: [...open] })
        } else if (move < 10 && forks.length > 0) {
          // A snapshot goes with those that were taken after it.
          const [fork] = forks.splice(-1 - below(2))
          if (!fork) continue
          await provider.request({ method: "evm_revert", params: [fork.snapshot] })
          open = fork.open
          await time.increase(100 + moves)
        } else {
          await sdk.revokeOffers(host, { escrow, machine: machineOf(`${moves}`) })
        }
        if (random() < 0.5) {
          await time.increase(5 + moves)
          await catchUp()
        }
      }
      await mine(100)
      await catchUp()
      stopping.abort()

      const logs = await chainOf(client).logs({ address: escrow, fromBlock, toBlock: await client.getBlockNumber() })
      expect(told, "events told").to.deep.equal(decodeEvents({ escrow, logs }))
      expect(told.length, "number of events").to.be.greaterThan(30)
      expect(removals, "events taken back").to.be.greaterThan(5)
    })

    it("behavior: host and renter choose the events of their rentals, whose later ones name neither", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host, renter, stranger } = world
      const { rentals, foreign } = await several(world)
      await sdk.stop(stranger, { escrow, rental: foreign })
      await sdk.revokeOffers(host, { escrow, machine: machineOf("a") })
      const head = await client.getBlockNumber({ cacheTime: 0 })
      const told = async (filter: Partial<Parameters<typeof watchEvents>[1]>) => {
        const names: string[] = []
        for await (const batch of sdk.watchEvents(client, { escrow, fromBlock: 1n, pollingInterval: 1, ...filter })) {
          names.push(...batch.added.map(({ eventName, args }) => `${eventName} ${"id" in args ? args.id : ""}`))
          if (batch.to === head) return names
        }
        throw new Error("It ended before.")
      }
      const lifeOf = (rental: Rental) => [`Deposited ${idOf(rental)}`, `Closed ${idOf(rental)}`]

      expect(await told({ renter: renter.account.address }), "renter's").to.deep.equal(rentals.flatMap(lifeOf))
      const foreignLife = lifeOf(foreign)
      expect(await told({ renter: stranger.account.address }), "other renter's").to.deep.equal(foreignLife)
      // From the middle on, the parties of the last one are looked up.
      const fromEnd = { host: host.account.address, fromBlock: head - 1n }
      expect(await told(fromEnd), "host's, from its last closing on").to.deep.equal([foreignLife[1], "OffersRevoked "])
      expect(await told({ host: renter.account.address }), "nobody's").to.deep.equal([])
    })
  })
}
