// What the index answers over HTTP, beside what the chain's own views and the SDK say.
import { getBond, getMachine, getMarket, getState, type RentalState, stop } from "@gpuflow/escrow"
import { startEscrow, type TestEscrow, type TestRental } from "@gpuflow/escrow/testing"
import { getHostRecord } from "@gpuflow/escrow/watch"
import { expect } from "chai"
import { erc20Abi } from "viem"
import { type DatabaseKind, databaseKinds } from "../support/databases.ts"
import { type Body, startTestServer, type TestServer } from "../support/testServer.ts"
import { until } from "../support/until.ts"

const STATES = ["resolved", "settled", "stopped", "interrupted", "disputed", "cancelled", "active", "funded"] as const
const DAY = 86_400n

const items = (body: Body) => body["items"] as readonly Body[]
const sum = (rows: readonly Body[], field: string) =>
  rows.reduce((total, row) => total + BigInt(String(row[field])), 0n)

describe("the index over HTTP", () => {
  let chain: TestEscrow
  const rentals: TestRental[] = []
  /** A rental that ends its life while a server watches. */
  const running: TestRental[] = []
  /** Those that tests before have left. */
  const others: TestRental[] = []
  let states: ReadonlyMap<string, RentalState>

  before(async () => {
    chain = await startEscrow({ blockTime: 0 })
    for (const state of STATES) rentals.push(await chain.rental(state))
    for (const _ of databaseKinds) running.push(await chain.rental("active"))
    states = new Map(await Promise.all(rentals.map(async ({ id }) => [id, await stateOf(id)] as const)))
  })
  after(() => chain.stop())

  const stateOf = (id: TestRental["id"]) => getState(chain.client, { escrow: chain.escrow, id })

  async function open(kind: DatabaseKind): Promise<TestServer & { readonly get: (path: string) => Promise<Body> }> {
    const server = await startTestServer(kind, {
      rpcUrls: [chain.url],
      escrow: chain.escrow,
      router: chain.router,
      mandateContract: chain.mandate,
      fromBlock: chain.fromBlock,
      rooms: ["index"],
    })
    const get = async (path: string) => {
      const { status, body } = await server.ask(path)
      expect(status, `${path}: ${JSON.stringify(body)}`).to.equal(200)
      return body
    }
    const latest = await chain.client.getBlockNumber()
    await until(async () => {
      const { status, body } = await server.ask(`/meta?block=${latest}&wait=5`)
      return status === 200 && Number(body["block"]) >= Number(latest)
    })
    return { ...server, get }
  }

  for (const kind of databaseKinds) {
    it(`on ${kind}: pages of every kind agree with the chain`, async () => {
      const { get } = await open(kind)
      const { client, escrow, accounts, tokens, fromBlock } = chain
      const [host, renter, arbiter] = [accounts.host.address, accounts.renter.address, accounts.arbiter.address]
      const all = [...rentals, ...running, ...others]

      for (const { id, rental } of rentals) {
        const [body, state] = [await get(`/rentals/${id}`), states.get(id)]
        expect(body, "state").to.deep.include({
          ...{ id, host, renter, status: state?.status, interrupted: state?.interrupted },
          ...{ since: Number(state?.since), duration: Number(state?.duration) },
          ...{ billedSeconds: Number(state?.billedSeconds), refundedSeconds: Number(state?.refundedSeconds) },
        })
        expect(body["terms"], "terms").to.deep.include({ renter: rental.renter, salt: rental.salt })
        const events = items(await get(`/rentals/${id}/events`))
        expect(events[0], "first event").to.deep.include({ name: "Deposited", rental: id, host, renter })
        expect(sum([body], "deposited"), "nothing is lost").to.equal(
          sum([body], "toHost") + sum([body], "fee") + sum([body], "toRenter") + sum([body], "held"),
        )
      }

      const counted = await getHostRecord(client, { escrow, host, fromBlock })
      const [{ items: ranked }, details] = [await get("/hosts"), await get(`/hosts/${host}`)]
      expect(ranked, "the only host").to.deep.equal([{ host, rank: 1, record: details["record"] }])
      expect(details["record"], "record").to.deep.include({
        ...{ rentals: counted.rentals, open: counted.open, completed: counted.completed, noShows: counted.noShows },
        ...{ cancelled: counted.cancelled, declined: counted.declined, interruptions: counted.interruptions },
        ...{ disputes: counted.disputes, rulings: counted.rulings, servedBps: Number(counted.servedBps) },
        promisedSeconds: Number(counted.promisedSeconds),
        servedSeconds: Number(counted.servedSeconds),
      })
      const [fees] = (details["record"] as Body)["feesPaid"] as readonly Body[]
      expect(sum(fees ? [fees] : [], "amount"), "fees").to.equal(counted.feesPaid.get(tokens.USDC))
      const [bond] = details["bonds"] as readonly Body[]
      expect(bond?.["free"], "free bond").to.equal(String(await getBond(client, { escrow, token: tokens.USDC, host })))

      const [list] = [items(await get(`/rentals?host=${host}&limit=200`))]
      expect(
        list.map((one) => one["id"]),
        "rentals, the newest first",
      ).to.deep.equal(all.map(({ id }) => id).toReversed())
      const days = items(await get(`/hosts/${host}/earnings?by=day`))
      for (const by of ["machine", "token"]) {
        const rows = items(await get(`/hosts/${host}/earnings?by=${by}`))
        for (const field of ["gross", "fee", "net"])
          expect(sum(rows, field), `${field} by ${by}`).to.equal(sum(days, field))
      }
      expect(sum(days, "gross"), "gross").to.equal(sum(days, "fee") + sum(days, "net"))
      expect(sum(days, "net"), "net").to.equal(sum(list, "toHost"))
      expect(sum(days, "fee"), "fees of the days").to.equal(counted.feesPaid.get(tokens.USDC))
      expect(sum(items(await get(`/accounts/${renter}/spending`)), "billed"), "spent").to.equal(sum(days, "gross"))

      const [first] = rentals
      const machine = first?.offer.machine
      if (!machine) throw new Error("There is no rental.")
      const onChain = await getMachine(client, { escrow, host, machine })
      const page = await get(`/machines/${host}/${machine}?from=0`)
      expect(page, "machine").to.deep.include({ host, machine, nonce: Number(onChain.nonce), lastRental: first.id })
      expect(page["busyUntil"], "busy until").to.equal(Number(onChain.busyUntil))
      expect(page["calendar"], "calendar").to.have.lengthOf(1)
      expect(items(await get(`/hosts/${host}/machines`)), "machines").to.have.lengthOf(all.length)

      const disputes = items(await get(`/disputes?arbiter=${arbiter}`))
      expect(
        disputes.map((one) => [one["open"], (one["rental"] as Body)["status"]]),
        "disputes",
      ).to.deep.equal([
        [true, "Disputed"],
        [false, "Closed"],
      ])
      const disputed = rentals.find(({ state }) => state === "disputed")
      const since = states.get(disputed?.id ?? "")?.since ?? 0n
      expect(disputes[0], "the open one").to.deep.include({
        rulingFrom: Number(since + DAY),
        rulingUntil: Number(since + 14n * DAY),
      })
      const [openOne] = disputes
      expect(openOne && (openOne["evidence"] as readonly Body[])[0], "evidence").to.deep.include({
        party: renter,
        role: "renter",
        uri: "ipfs://evidence",
      })
      expect(await get(`/accounts/${arbiter}`), "the arbiter").to.deep.include({
        roles: ["arbiter"],
        asArbiter: { disputes: 2, open: 1 },
      })
      expect(await get(`/accounts/${accounts.owner.address}`), "the owner").to.deep.include({ roles: ["owner"] })

      for (const market of items(await get("/markets"))) {
        const token = String(market["token"]) as `0x${string}`
        const { arbiter: its, feeBps, open: isOpen } = await getMarket(client, { escrow, token })
        expect(market, "market").to.deep.include({ arbiter: its, feeBps: Number(feeBps), open: isOpen })
      }
      const book = items(await get("/books")).find((one) => one["token"] === tokens.USDC)
      const balance = await client.readContract({
        address: tokens.USDC,
        abi: erc20Abi,
        functionName: "balanceOf",
        args: [escrow],
      })
      expect(book?.["owed"], "owed").to.equal(String(balance))
      expect(book?.["proof"], "proof").to.deep.include({ balance: String(balance), difference: "0" })
      const roles = items(await get("/roles")).map((one) => one["role"])
      expect(roles, "roles").to.include.members(["guardian", "owner", "treasury"])

      for (const [q, found] of [
        [first.id, { kind: "rental", id: first.id }],
        [first.id.slice(0, 12), { kind: "rental", id: first.id }],
        [host, { kind: "account", account: host }],
        [machine.toUpperCase().replace("0X", "0x"), { kind: "machine", host, machine }],
        [String(list[0]?.["depositTransaction"]), { kind: "transaction" }],
        [String(list[0]?.["depositTransaction"]).slice(0, 14), { kind: "transaction", events: 1 }],
      ] as const) {
        const results = items(await get(`/search?q=${q}`))
        expect(results[0], q).to.deep.include(found)
      }
    })

    it(`on ${kind}: pages of a list are the list, in every order and with every filter`, async () => {
      const { get } = await open(kind)
      const host = chain.accounts.host.address
      const collect = async (path: string): Promise<Body[]> => {
        const found: Body[] = []
        let next: unknown = null
        do {
          const page = await get(`${path}${next === null ? "" : `&cursor=${String(next)}`}`)
          expect(items(page).length, "items of a page").to.be.at.most(3)
          found.push(...items(page))
          next = page["next"]
        } while (next !== null)
        return found
      }
      for (const path of [
        `/rentals?host=${host}`,
        `/rentals?host=${host}&sort=deadline`,
        "/rentals?status=Active,Closed",
        "/rentals?open=true&sort=deadline",
        "/rentals?reason=Resolved,Completed",
        `/hosts/${host}/machines?`,
        `/hosts/${host}/earnings?by=machine`,
        `/hosts/${host}/earnings?by=day`,
        `/rentals/${rentals[0]?.id}/events?`,
        "/disputes?",
        "/hosts?",
      ]) {
        const parts = await collect(`${path}${path.endsWith("?") ? "" : "&"}limit=2`)
        const whole = items(await get(`${path}${path.endsWith("?") ? "" : "&"}limit=100`))
        expect(parts.length, path).to.be.above(0)
        expect(parts, path).to.deep.equal(whole)
      }
      const deadlines = items(await get(`/rentals?host=${host}&sort=deadline&limit=100`)).map((one) => one["dueAt"])
      const due = deadlines.filter((one) => one !== null).map(Number)
      expect(due, "deadlines").to.deep.equal(due.toSorted((a, b) => a - b))
      expect(deadlines.slice(0, due.length), "open ones come first").not.to.include(null)
    })

    it(`on ${kind}: a page follows what its user did, and a stream goes on where it broke off`, async () => {
      const { get, url, ask } = await open(kind)
      const target = running[databaseKinds.indexOf(kind)]
      if (!target) throw new Error("There is no rental.")
      const { id, rental } = target
      const plain = await chain.wallets.stranger.sendTransaction({ to: chain.accounts.renter.address, value: 1n })
      const { status, body } = await ask(`/transactions/${plain}?wait=30`)
      expect([status, body["events"]], "a transaction without an event").to.deep.equal([200, []])
      const first = await openStream(`${url}/changes?rental=${id}`)
      await until(() => first.events.some(({ event }) => event === "block"))

      const { hash } = await stop(chain.wallets.renter, { escrow: chain.escrow, rental })
      const answer = await ask(`/transactions/${hash}?wait=30`)
      const after = await get(`/rentals/${id}`)

      expect(answer.status, "transaction").to.equal(200)
      const names = (answer.body["events"] as readonly Body[]).map((one) => one["name"])
      expect(names, "events").to.include("Closed")
      expect(after, "the rental").to.deep.include({ status: "Closed", reason: "Released", exitAt: null, held: "0" })
      await until(() => first.events.some(({ event }) => event === "event"))
      const seen = first.events.find(({ event }) => event === "event")
      const isClosing = ({ event, data }: Message) => event === "event" && JSON.parse(data).name === "Closed"
      expect(JSON.parse(seen?.data ?? "{}"), "the stream").to.deep.include({
        name: "Closed",
        rental: id,
        transaction: hash,
      })
      first.close()

      const deposited = items(await get(`/rentals/${id}/events`))[0]
      const place = `${deposited?.["block"]}.${deposited?.["logIndex"]}.${deposited?.["transaction"]}`
      const again = await openStream(`${url}/changes?rental=${id}`, place)
      await until(() => again.events.some(isClosing))
      const missed = again.events.flatMap(({ event, data }) => (event === "event" ? [JSON.parse(data).name] : []))
      expect(missed, "what it missed").to.deep.equal(["Started", "Closed"])
      expect(again.events.find(isClosing), "the same event").to.deep.equal(seen)
      again.close()
      const lost = await openStream(`${url}/changes`, `1.2.${hash}`)
      await until(() => lost.events.some(({ event }) => event === "reset"))
      lost.close()
    })

    it(`on ${kind}: a stream reports what the chain takes back`, async () => {
      const { url, get } = await open(kind)
      const funded = await chain.rental("funded")
      const { rental, id } = funded
      others.push(funded)
      const snapshot = await chain.snapshot()
      const stream = await openStream(`${url}/changes?rental=${id}`)
      await until(() => stream.events.some(({ event }) => event === "block"))
      await stop(chain.wallets.renter, { escrow: chain.escrow, rental })
      const closing = (name: string) =>
        stream.events.find(({ event, data }) => event === name && JSON.parse(data).name === "Closed")?.data
      await until(() => closing("event") !== undefined)
      expect((await get(`/rentals/${id}`))["status"], "before").to.equal("Closed")

      await chain.revert(snapshot)
      await chain.mine(3)
      await until(() => closing("removed") !== undefined)
      expect(closing("removed"), "the same event").to.equal(closing("event"))
      expect((await get(`/rentals/${id}`))["status"], "after").to.equal("Funded")
      stream.close()
    })
  }
})

type Message = { readonly event: string; readonly data: string; readonly id: string | undefined }

/** Reads a stream of server-sent events as it comes. */
async function openStream(url: string, lastEventId?: string) {
  const closing = new AbortController()
  const headers = lastEventId === undefined ? {} : { "last-event-id": lastEventId }
  const response = await fetch(url, { headers, signal: closing.signal })
  expect(response.headers.get("content-type"), "type").to.equal("text/event-stream")
  const events: Message[] = []
  const read = async () => {
    let text = ""
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      const blocks = text.split("\n\n")
      text = blocks.pop() ?? ""
      for (const block of blocks) {
        const fields = new Map(block.split("\n").map((line) => line.split(/: (.*)/s, 2) as [string, string]))
        const event = fields.get("event")
        if (event !== undefined) events.push({ event, data: fields.get("data") ?? "", id: fields.get("id") })
      }
    }
  }
  read().catch(() => {})
  return { events, close: () => closing.abort() }
}
