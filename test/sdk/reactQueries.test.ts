import { getAccrued, isEscrowError, stop } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import {
  escrowQueryKey,
  getAccruedQueryOptions,
  getHostRecordQueryOptions,
  getMachineHistoryQueryOptions,
  getMachineQueryKey,
  getQuoteQueryOptions,
  getRentalQueryKey,
  getRentalQueryOptions,
  getRentalsOfQueryOptions,
  getRentalsQueryOptions,
  getStakeQueryOptions,
  getStateQueryOptions,
  invalidateByEvents,
  invalidateEscrow,
  invalidateRental,
  rentalQueryKey,
} from "@gpuflow/escrow/react"
import { QueryClient, QueryObserver } from "@tanstack/react-query"
import { expect } from "chai"
import { createPublicClient, encodeFunctionData, getAddress, keccak256, toHex } from "viem"
import { polygon, polygonAmoy } from "viem/chains"
import { deserialize, serialize } from "wagmi"
import { holding, makeConfig, onPolygon } from "../support/reactPage.ts"
import { makeOffer, makeRental, running } from "../support/rentals.ts"
import { networkHelpers, transport } from "../support/sharedChain.ts"

const { loadFixture, mine, time } = networkHelpers
const upper = (hex: `0x${string}`): `0x${string}` => `0x${hex.slice(2).toUpperCase()}`

/** A client of its own, and the methods that it asked for. */
function counted(change?: (method: string) => void) {
  const asked: string[] = []
  const read = transport((method, answer) => {
    asked.push(method)
    change?.(method)
    return answer
  })
  return { asked, client: createPublicClient({ chain: polygon, transport: read, pollingInterval: 20 }) }
}

describe("SDK: keys of queries", () => {
  it("default: addresses in lower case, numbers as text, JSON all through", async () => {
    const { escrow, host } = await loadFixture(onPolygon)
    const machine = keccak256(toHex("a100"))
    const key = getMachineQueryKey({
      chainId: 137,
      escrow: getAddress(escrow),
      host: getAddress(host.account.address),
      machine: upper(machine),
      blockNumber: 5n,
    })

    const scope = { chainId: 137, escrow: escrow.toLowerCase(), host: host.account.address.toLowerCase(), machine }
    expect(key).to.deep.equal(["rentalEscrow", { ...scope, blockNumber: "5" }, "getMachine"])
    expect(JSON.parse(JSON.stringify(key))).to.deep.equal(key)
  })

  it("behavior: a rental has one entry, by its id in any case or by its terms", async () => {
    const world = await loadFixture(onPolygon)
    const { id, rental } = await running(world)
    const of = { chainId: 137, escrow: world.escrow }
    const key = getRentalQueryKey({ ...of, id })

    expect(getRentalQueryKey({ ...of, id: upper(id) }), "in capitals").to.deep.equal(key)
    expect(getRentalQueryKey({ ...of, escrow: upper(world.escrow), rental }), "by its terms").to.deep.equal(key)
    expect(getRentalQueryKey({ ...of, id, blockNumber: undefined }), "with what is undefined").to.deep.equal(key)
    expect(getRentalQueryKey({ ...of, chainId: 80_002, id }), "on another chain").not.to.deep.equal(key)
    expect(key.slice(0, 2), "its beginning").to.deep.equal(rentalQueryKey({ ...of, rental }))
    expect(getStakeQueryOptions(world.client, { escrow: world.escrow, rental }).queryKey[1]).to.deep.equal(key[1])
  })

  it("behavior: terms that are not valid make a key, and the read refuses them", async () => {
    const world = await loadFixture(onPolygon)
    const rental = makeRental(world, { ...(await makeOffer(world)), pricePerHour: -1n })
    const options = getRentalQueryOptions(world.client, { escrow: world.escrow, rental })

    expect(JSON.stringify(options.queryKey)).to.include("-1")
    expect(await codeOf(new QueryClient().fetchQuery(options))).to.equal("InvalidInput")
  })

  it("behavior: options that only change the way of reading are not in the key", async () => {
    const { client, escrow, host } = await loadFixture(onPolygon)
    const of = { escrow, host: host.account.address, fromBlock: 0n }
    const key = getHostRecordQueryOptions(client, of).queryKey
    const other = getHostRecordQueryOptions(client, {
      ...of,
      tries: 3,
      blockRange: { answered: 10n },
      pollingInterval: 5,
    })

    expect(other.queryKey).to.deep.equal(key)
  })
})

describe("SDK: options of queries", () => {
  it("default: from a client and from wagmi's configuration, with the same key", async () => {
    const world = await loadFixture(onPolygon)
    const { id } = await running(world)
    const config = makeConfig({})
    const { client } = counted()
    const options = getRentalQueryOptions(config, { escrow: world.escrow, id })
    const queries = new QueryClient()

    expect((await queries.fetchQuery(options)).state.status).to.equal("Active")
    expect(options.queryKey).to.deep.equal(getRentalQueryOptions(client, { escrow: world.escrow, id }).queryKey)
    expect(queries.getQueryData(options.queryKey)?.state.status, "typed by its key").to.equal("Active")
  })

  it("behavior: the chain is the one that was passed, or Polygon, or the first", async () => {
    const { escrow } = await loadFixture(onPolygon)
    const chainOf = (config: Parameters<typeof getStateQueryOptions>[0], chainId?: number) => {
      return getStateQueryOptions(config, { escrow, id: "0x00", chainId }).queryKey[1]["chainId"]
    }

    expect(chainOf(makeConfig({ chains: [polygonAmoy, polygon] })), "Polygon").to.equal(137)
    expect(chainOf(makeConfig({ chains: [polygonAmoy] })), "the first").to.equal(80_002)
    expect(chainOf(makeConfig({}), 80_002), "the one that was passed").to.equal(80_002)
  })

  it("behavior: nothing is read while a parameter is undefined", async () => {
    const { client, escrow } = await loadFixture(onPolygon)
    const quote = { token: escrow, dollarsPerHour: "1", slippageBps: 0n, validFor: 1n }

    expect(getRentalQueryOptions(client, { escrow, id: undefined }).enabled, "a rental").to.equal(false)
    expect(getRentalQueryOptions(client, { escrow: undefined, id: "0x00" }).enabled, "an escrow").to.equal(false)
    expect(getRentalQueryOptions(client, { escrow, id: "0x00" }).enabled, "all known").to.equal(true)
    expect(getQuoteQueryOptions(client, quote).enabled, "neither hours nor seconds").to.equal(false)
    expect(getQuoteQueryOptions(client, { ...quote, hours: 1n }).enabled, "hours").to.equal(true)
  })

  it("behavior: an unknown id is an answer, and is not asked for again", async () => {
    const { escrow } = await loadFixture(onPolygon)
    const { client, asked } = counted()
    const options = getRentalQueryOptions(client, { escrow, id: keccak256("0x01") })

    expect(await codeOf(new QueryClient().fetchQuery({ ...options, retryDelay: 1 }))).to.equal("RentalNotFound")
    expect(asked.filter((method) => method === "eth_call").length, "calls").to.equal(1)
  })

  it("behavior: what a network can mend is tried again", async () => {
    const world = await loadFixture(onPolygon)
    const { id } = await running(world)
    let failures = 2
    const { client } = counted(() => {
      if (failures-- > 0) throw new Error("fetch failed")
    })
    const options = getStateQueryOptions(client, { escrow: world.escrow, id })
    const state = await new QueryClient().fetchQuery({ ...options, retryDelay: 1 })

    expect(state.status).to.equal("Active")
    const retry = options.retry as (failures: number, error: Error) => boolean
    expect(
      [0, 1, 2, 3].map((count) => retry(count, new Error("fetch failed"))),
      "a node",
    ).to.deep.equal([true, true, true, false])
    expect(retry(0, new TypeError("x is not a function")), "a mistake").to.equal(false)
    expect(retry(0, new Error("execution reverted")), "a contract's answer").to.equal(false)
  })

  it("error: a chain that is not configured", async () => {
    const { escrow } = await loadFixture(onPolygon)
    const options = getStateQueryOptions(makeConfig({}), { escrow, id: keccak256("0x01"), chainId: 1 })

    expect(await codeOf(new QueryClient().fetchQuery(options))).to.equal("ChainNotConfigured")
  })

  it("behavior: a cancelled query asks nothing more", async () => {
    const world = await loadFixture(onPolygon)
    await running(world)
    await mine(400)
    const queries = new QueryClient()
    const { client, asked } = counted()
    const options = getHostRecordQueryOptions(client, {
      escrow: world.escrow,
      host: world.host.account.address,
      fromBlock: 0n,
      blockRange: { answered: 1n },
    })

    const reading = queries.fetchQuery(options).catch(() => "cancelled")
    while (asked.length < 5) await new Promise((resolve) => setTimeout(resolve, 1))
    await queries.cancelQueries({ queryKey: escrowQueryKey() })
    expect(await reading).to.equal("cancelled")
    await new Promise((resolve) => setTimeout(resolve, 50))
    const before = asked.length
    await new Promise((resolve) => setTimeout(resolve, 200))

    expect(asked.length, "requests since").to.equal(before)
  })

  it("behavior: terms are read once; later a rental is one call", async () => {
    const world = await loadFixture(onPolygon)
    const { id, rental } = await running(world)
    const { client, asked } = counted()
    const queries = new QueryClient()
    const options = getRentalQueryOptions(client, { escrow: world.escrow, id })
    await queries.fetchQuery(options)
    const first = queries.getQueryData(options.queryKey)
    asked.length = 0

    const again = await queries.fetchQuery({ ...options, staleTime: 0 })
    const many = await queries.fetchQuery(getRentalsQueryOptions(client, { escrow: world.escrow, ids: [id] }))

    expect(asked, "requests").not.to.include("eth_getLogs")
    expect(again.rental, "the terms").to.deep.equal(rental)
    expect(queries.getQueryData(options.queryKey), "the same object, because nothing has changed").to.equal(first)
    expect(many, "many rentals").to.deep.equal([again])
  })

  it("behavior: a record and a list go on from where they ended", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, host } = world
    const first = await running(world)
    await time.increase(600n)
    await stop(world.renter, { escrow, rental: first.rental })
    await mine(5_000)
    const { client, asked } = counted()
    const queries = new QueryClient()
    const of = { escrow, host: host.account.address, fromBlock: 0n, blockRange: { answered: 100n, refused: 101n } }
    const { machine } = first.offer
    const record = getHostRecordQueryOptions(client, of)
    const list = getRentalsOfQueryOptions(client, of)
    const history = getMachineHistoryQueryOptions(client, { escrow, host: of.host, machine })
    const read = async () => ({
      record: await queries.fetchQuery({ ...record, staleTime: 0 }),
      list: await queries.fetchQuery({ ...list, staleTime: 0 }),
      history: await queries.fetchQuery({ ...history, staleTime: 0 }),
    })
    await read()
    const before = asked.length
    asked.length = 0
    await running(world, {}, "second")

    const { record: counts, list: page, history: deposits } = await read()

    expect(counts.rentals, "rentals of the record").to.equal(2)
    expect(page.deposits.length, "rentals of the list").to.equal(2)
    expect(deposits.deposits.length, "rentals of the machine").to.equal(2)
    expect(deposits.deposits[0]?.args.rental.salt, "the newest first").to.equal(keccak256(toHex("second")))
    const logs = asked.filter((method) => method === "eth_getLogs").length
    expect(logs, `requests for logs, of ${before} before`).to.be.lessThan(20)
  })

  it("behavior: data and keys pass wagmi's serialize and deserialize, and a list goes on from there", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, host, client } = world
    const { id } = await running(world)
    await mine(300)
    const queries = new QueryClient()
    const details = getRentalQueryOptions(client, { escrow, id })
    const record = getHostRecordQueryOptions(client, { escrow, host: host.account.address, fromBlock: 0n })
    const list = getRentalsOfQueryOptions(client, { escrow, host: host.account.address, fromBlock: 0n })
    await Promise.all([queries.fetchQuery(details), queries.fetchQuery(record), queries.fetchQuery(list)])
    const stored = serialize(
      queries
        .getQueryCache()
        .getAll()
        .map(({ queryKey, state }) => ({ queryKey, data: state.data })),
    )

    const restored = new QueryClient()
    for (const { queryKey, data } of deserialize<{ queryKey: string[]; data: unknown }[]>(stored)) {
      restored.setQueryData(queryKey, data)
    }

    for (const { queryKey } of [details, record, list]) {
      const data = [restored, queries].map((cache) => serialize(cache.getQueryData<unknown>([...queryKey])))
      expect(data[0], queryKey[2]).to.equal(data[1])
    }
    const found = await restored.fetchQuery({ ...list, staleTime: 0 })
    expect(found.deposits.length, "rentals").to.equal(1)
  })
})

describe("SDK: invalidators of queries", () => {
  it("default: of an escrow, of a rental, and by events", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, client, host } = world
    const { id, rental } = await running(world)
    const other = await running(world, { machine: keccak256(toHex("other")) }, "other")
    const queries = new QueryClient()
    const details = getRentalQueryOptions(client, { escrow, id })
    const others = getRentalQueryOptions(client, { escrow, id: other.id })
    const machine = { chainId: 137, escrow, host: host.account.address, machine: rental.offer.machine }
    await queries.fetchQuery(details)
    await queries.fetchQuery(others)
    queries.setQueryData(getMachineQueryKey(machine), { busyUntil: 0n, nonce: 0n, depositBlock: 0n })
    const keys = [details.queryKey, others.queryKey, getMachineQueryKey(machine)]
    const invalid = async (change: Promise<void>) => {
      await change
      const found = keys.map((queryKey) => queries.getQueryState(queryKey)?.isInvalidated)
      for (const queryKey of keys) queries.setQueryData(queryKey as readonly unknown[], (data: unknown) => data)
      return found
    }

    expect(await invalid(invalidateRental(queries, { chainId: 137, escrow, rental })), "a rental").to.deep.equal([
      true,
      false,
      true,
    ])
    const events = [{ args: { id: other.id } }]
    expect(await invalid(invalidateByEvents(queries, { chainId: 137, escrow, events })), "events").to.deep.equal([
      false,
      true,
      true,
    ])
    expect(await invalid(invalidateEscrow(queries, { escrow: upper(escrow) })), "an escrow").to.deep.equal([
      true,
      true,
      true,
    ])
    expect(await invalid(invalidateEscrow(queries, { chainId: 80_002 })), "another chain").to.deep.equal([
      false,
      false,
      false,
    ])
    const terms = queries.getQueryCache().findAll({ predicate: ({ queryKey }) => queryKey[2] === "terms" })
    expect(
      terms.map(({ state }) => state.isInvalidated),
      "terms",
    ).to.deep.equal([false, false])
  })
})

describe("SDK: answers that come late", () => {
  it("behavior: a change during a first read is read after it, whether it is shown or not", async () => {
    for (const isShown of [true, false]) {
      const { escrow, id, renter, rental } = await runningRental()
      const node = holding()
      const client = createPublicClient({ chain: polygon, transport: node.transport, pollingInterval: 20 })
      const queries = new QueryClient()
      const options = getRentalQueryOptions(client, { escrow, id })
      node.hold()
      const observer = new QueryObserver(queries, { ...options, refetchInterval: false, enabled: isShown })
      const stopShowing = observer.subscribe(() => undefined)
      const reading = queries.fetchQuery(options)
      await node.untilHeld()
      await stop(renter, { escrow, rental })
      node.pass()

      const invalidating = invalidateRental(queries, { chainId: 137, escrow, id })
      node.release()
      await Promise.all([invalidating, reading])

      // What is not shown is read when it is.
      const found = isShown ? queries.getQueryData(options.queryKey) : await queries.fetchQuery(options)
      expect(found?.state.status, isShown ? "shown" : "not shown").to.equal("Closed")
      stopShowing()
      queries.clear()
    }
  })

  it("behavior: an answer that is older than the rental's closed state is read again", async () => {
    const { client, escrow, id, renter, rental } = await runningRental()
    const stateCall = encodeFunctionData({ abi: escrowAbi, functionName: "getRental", args: [id] })
    // The rental is stopped between the answer and the state.
    let isStopped = false
    const stopping = transport(async (method, answer, params) => {
      if (isStopped || Object(params[0]).data !== stateCall) return answer
      isStopped = true
      await time.increase(600n)
      await stop(renter, { escrow, rental })
      return client.transport.request({ method, params })
    })
    const node = createPublicClient({ chain: polygon, transport: stopping })
    const options = getAccruedQueryOptions(node, { escrow, rental })

    const answer = await new QueryClient().fetchQuery(options)

    expect(answer).to.equal(await getAccrued(client, { escrow, rental }))
  })

  async function runningRental() {
    const world = await loadFixture(onPolygon)
    return { ...world, ...(await running(world)) }
  }
})

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "none",
    (error: unknown) => (isEscrowError(error) ? error.code : String(error)),
  )
}
