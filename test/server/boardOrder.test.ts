// What arrives at a board twice, late, in another order, or while the chain goes back.
import { hashMachineDocument } from "@gpuflow/escrow/offer"
import { offerRemovalTypedData } from "@gpuflow/escrow/server"
import { expect } from "chai"
import { sql } from "kysely"
import { type Address, type Hex, keccak256, toHex } from "viem"
import { polygon } from "viem/chains"
import type { BoardChange } from "../../server/board/boardContext.ts"
import { copyFrom } from "../../server/board/replication.ts"
import { MOST_EVICTIONS } from "../../server/board/store.ts"
import { openDatabase } from "../../server/database/openDatabase.ts"
import { readLog } from "../../server/http/board/offerLog.ts"
import { answerJson, serveHttp } from "../support/httpServer.ts"
import { accountNamed, accountOf, addressOf } from "../support/parties.ts"
import { postgresUrl } from "../support/postgresServer.ts"
import { chain, deployed, networkHelpers } from "../support/sharedChain.ts"
import {
  documentNamed,
  escrowCall,
  makeOffer,
  openTestBoard,
  refusalOf,
  type SentOffer,
  send,
  type TestBoard,
  untilWriting,
} from "../support/testBoard.ts"
import { until } from "../support/until.ts"

const SILENT = { info() {}, warn() {} }
const HOUR = 3_600n

describe("the order in which a board hears of things", () => {
  let place: { readonly escrow: Address; readonly token: Address }
  const opened: TestBoard[] = []

  beforeEach(async () => {
    place = await networkHelpers.loadFixture(deployed)
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(({ close }) => close()))
  })

  async function open(options: Partial<Parameters<typeof openTestBoard>[0]> = {}): Promise<TestBoard> {
    const board = await openTestBoard({ escrow: place.escrow, ...options })
    opened.push(board)
    return board
  }

  async function removalOf({ host, machine }: SentOffer, expiry: bigint, by = accountOf("host")) {
    const removal = { host: host as Address, machine: machine as Hex, expiry }
    const data = offerRemovalTypedData({ escrow: place.escrow, chainId: polygon.id, removal })
    return { host, machine, expiry: Number(expiry), signature: await by.signTypedData({ ...data }) }
  }

  /** Copies until nothing comes any more. Returns the place of each round. */
  async function copy(from: TestBoard, to: TestBoard, rounds = 3): Promise<number[]> {
    const server = await serveHttp(async ({ url }, response) => {
      answerJson(response, await readLog(from.board, Number(url.searchParams.get("since")), 100))
    })
    const { board } = to
    const places: number[] = []
    const has = (host: string, machine: string, hash: string, isDescribed: boolean) => {
      const found = board.matching({ host, machine })[0]
      return found?.hash === hash && (!isDescribed || found.hardware !== undefined)
    }
    const { signal } = new AbortController()
    const options = { url: server.url, admission: board, remove: board.remove, has, log: SILENT, signal }
    for (let round = 0; round < rounds; round += 1) places.push(await copyFrom(options, places.at(-1) ?? 0))
    await server.close()
    return places
  }

  it("a removal that arrives before its offer keeps the offer out, and none that is signed later", async () => {
    const { board } = await open()
    const sent = await makeOffer(place)
    const { expiry } = sent.offer
    await board.remove(await removalOf(sent, expiry))
    expect(await refusalOf(send(board, sent)), "what it takes down").to.equal("OfferRemoved")
    const later = await makeOffer(place, { expiry: expiry + 1n })
    expect(await refusalOf(send(board, later)), "a later one").to.equal("none")
    expect(await refusalOf(board.remove(await removalOf(sent, expiry))), "sent again").to.equal("RemovalOutdated")
    expect(await refusalOf(board.remove(await removalOf(sent, expiry + 9n, accountNamed("thief")))), "forged").to.equal(
      "InvalidSignature",
    )
    expect(board.get(sent.host, sent.machine).expiry, "listed").to.equal(Number(expiry + 1n))
  })

  it("a removal that was copied takes down no offer that its host has signed since", async () => {
    const [first, second] = [await open(), await open()]
    const sent = await makeOffer(place)
    const later = await makeOffer(place, { expiry: sent.offer.expiry + 60n })
    await send(first.board, sent)
    await first.board.remove(await removalOf(sent, sent.offer.expiry))
    await send(second.board, later)
    await copy(first, second)
    expect(second.board.get(sent.host, sent.machine).expiry, "listed").to.equal(Number(later.offer.expiry))
  })

  it("two offers that expire together do not go to and fro between boards that copy from each other", async () => {
    const [first, second] = [await open(), await open()]
    const expiry = (await chain.now()) + HOUR
    const [cheap, dear] = [await makeOffer(place, { expiry, pricePerHour: 1n }), await makeOffer(place, { expiry })]
    await send(first.board, cheap)
    await send(second.board, dear)
    const before = [first, second].map(({ board }) => board.sequence())
    for (let round = 0; round < 3; round += 1) {
      await copy(first, second)
      await copy(second, first)
    }
    expect([first, second].map(({ board }) => board.sequence())).to.deep.equal(before)
  })

  it("a document that comes after its offer changes the offer for clients, copies, and readers of the database", async () => {
    const [first, second] = [await open(), await open()]
    const changes: BoardChange[] = []
    first.board.subscribe((some) => changes.push(...some))
    const document = documentNamed("rack 1")
    const sent = await makeOffer(place, hashMachineDocument(document))
    const before = await send(first.board, sent)
    await copy(first, second)
    changes.length = 0
    await first.board.putDocument(document, sent.offer.spec)
    const after = first.board.get(sent.host, sent.machine)
    await copy(first, second)

    expect(after.hardware?.model, "known").to.equal("H100")
    expect(after.sequence, "sequence").to.be.above(before.sequence)
    expect(changes.map(({ change }) => change)).to.deep.equal(["changed"])
    expect(second.board.get(sent.host, sent.machine).hardware?.model, "on the copy").to.equal("H100")
  })

  it("the same offer sent again with its document is described by it, and by no other", async () => {
    const { board } = await open()
    const sent = await makeOffer(place, hashMachineDocument(documentNamed("rack 1")))
    await send(board, sent)
    const withDocument = (name: string) => ({
      ...sent,
      text: JSON.stringify({ ...JSON.parse(sent.text), document: documentNamed(name) }),
    })
    expect(await refusalOf(send(board, withDocument("rack 2"))), "another").to.equal("DocumentMismatch")
    await send(board, withDocument("rack 1"))
    expect(board.matching({ gpus: ["h100"] }).length, "found by its GPU").to.equal(1)
  })

  it("a document of another machine that is kept already refuses no offer, and describes none", async () => {
    const { board } = await open()
    const { spec } = hashMachineDocument(documentNamed("rack 2"))
    await board.putDocument(documentNamed("rack 2"), spec)
    const listing = await send(board, await makeOffer(place, { spec }))
    expect(listing.hardware, "hardware").to.equal(undefined)
  })

  it("an offer that is replaced while a page reads it is not shown in the words of its successor", async () => {
    const { board } = await open()
    const sent = await makeOffer(place)
    const before = await send(board, sent)
    await send(board, await makeOffer(place, { expiry: sent.offer.expiry + 1n, pricePerHour: 9n }))
    expect(await board.signed([before]), "texts").to.deep.equal([undefined])
  })

  it("sequence numbers never go back, though what had the last one is gone when a process begins", async () => {
    const database = await openDatabase({ url: await postgresUrl(), connections: 4 })
    const first = await open({ database })
    const sent = await makeOffer(place)
    await send(first.board, sent)
    await first.board.remove(await removalOf(sent, sent.offer.expiry))
    const last = first.board.sequence()
    await first.board.stop()
    await database.kysely.deleteFrom("board_removals").execute()
    const second = await open({ database })
    await untilWriting(second.board)
    const { sequence } = await send(second.board, await makeOffer(place, { expiry: sent.offer.expiry + 1n }))
    await second.board.stop()
    await database.close()
    expect(sequence, "the next one").to.be.above(last)
  })

  it("a writer that takes over knows what was removed while it waited", async () => {
    const url = await postgresUrl()
    const places = [await openDatabase({ url, connections: 4 }), await openDatabase({ url, connections: 4 })] as const
    const first = await open({ database: places[0] })
    const second = await open({ database: places[1] })
    const sent = await makeOffer(place)
    await send(first.board, sent)
    await until(() => second.board.size() === 1)
    expect(await refusalOf(send(second.board, sent)), "while it waits").to.equal("NotWriting")
    await first.board.remove(await removalOf(sent, sent.offer.expiry))
    await until(() => second.board.size() === 0)
    await first.board.stop()
    await untilWriting(second.board)
    const refusal = await refusalOf(send(second.board, sent))
    const later = await makeOffer(place, { expiry: sent.offer.expiry + 1n })
    await send(second.board, later)
    await second.board.stop()
    await Promise.all(places.map((database) => database.close()))

    expect(refusal, "what was removed").to.equal("OfferRemoved")
  })

  it("a server that only reads shows who made room for others, also where the database has forgotten some of them", async () => {
    const url = await postgresUrl()
    const places = [await openDatabase({ url, connections: 4 }), await openDatabase({ url, connections: 4 })] as const
    const limits = { maxOffers: 4, maxOffersPerHost: 5 }
    const writer = await open({ database: places[0], limits })
    const reader = await open({ database: places[1], limits, role: "reader" })
    const changes: BoardChange[] = []
    reader.board.subscribe((some) => changes.push(...some))
    await escrowCall(place.escrow, "host", "fundBond", [place.token, 100n])
    await writer.caughtUp()
    const offers = await Promise.all(
      [1n, 2n, 3n, 4n, 5n].map((bond, index) => makeOffer(place, { bond, machine: keccak256(toHex(`${index}`)) })),
    )
    for (const [index, sent] of offers.entries()) {
      if (index === 4) await until(() => reader.board.size() === 4)
      await send(writer.board, sent)
    }
    await until(() => changes.some(({ change }) => change === "removed"))
    await until(() => reader.board.sequence() === writer.board.sequence())
    const bondsOf = ({ board }: TestBoard) => board.matching({}).map(({ bond }) => bond)
    const afterOne = [bondsOf(writer), bondsOf(reader)]

    // More of them than are kept: who they were is known from what is left.
    const after = writer.board.sequence()
    await sql`insert into board_evictions select ${after}::bigint + n, 'host', 'machine ' || n, 'hash'
      from generate_series(1, ${MOST_EVICTIONS}::int) n`.execute(places[0].kysely)
    const { host, machine = "" } = offers[2] ?? {}
    await places[0].kysely
      .deleteFrom("board_offers")
      .where("host", "=", host ?? "")
      .where("machine", "=", machine)
      .execute()
    await places[0].notify("gpuflow_board", "")
    await until(() => reader.board.size() === 3)
    const left = bondsOf(reader)
    await Promise.all([writer, reader].map(({ board }) => board.stop()))
    await Promise.all(places.map((database) => database.close()))

    for (const bonds of afterOne) expect(bonds, "after one").to.have.members([2n, 3n, 4n, 5n])
    expect(left, "after many").to.have.members([2n, 4n, 5n])
  })

  it("a machine that became free with the time is rented again when the chain goes back", async () => {
    const { board, caughtUp } = await open()
    const sent = await makeOffer(place, { expiry: (await chain.now()) + 10n * HOUR })
    await send(board, sent)
    const rental = { offer: sent.offer, renter: addressOf("renter"), salt: keccak256(toHex("1")) }
    const { hostSignature } = JSON.parse(sent.text)
    await escrowCall(place.escrow, "renter", "deposit", [rental, 1_800n, hostSignature, "0x"])
    const snapshot = await networkHelpers.takeSnapshot()
    await chain.pass(1_801n)
    await caughtUp()
    const stateOf = () => board.get(sent.host, sent.machine).state
    const free = stateOf()
    await snapshot.restore()
    for (let blocks = 0; blocks < 3; blocks += 1) await chain.pass(1n)
    await caughtUp()
    expect([free, stateOf()], "before and after").to.deep.equal(["free", "busy"])
  })

  it("offers that contracts have signed are limited in number, because each is asked for again at each block", async () => {
    const { board, caughtUp } = await open({ limits: { maxOffers: 8, maxOffersPerHost: 8 } })
    const owner = accountNamed("owner")
    const wallet = await chain.deploy("ContractWallet", [owner.address])
    await caughtUp()
    const results = []
    for (let index = 0; index < 3; index += 1) {
      const machine = keccak256(toHex(`machine ${index}`))
      const sent = await makeOffer(place, { host: wallet.address, payee: wallet.address, machine, signer: owner })
      results.push(await refusalOf(send(board, sent)))
    }
    expect(results, "of one contract").to.deep.equal(["none", "none", "BoardFull"])
    const byKey = await makeOffer(place)
    expect(await refusalOf(send(board, byKey)), "by a key").to.equal("none")
    await escrowCall(place.escrow, "host", "setSigner", [wallet.address])
    await caughtUp()
    const byContract = await makeOffer(place, { signer: owner, epoch: 1n, expiry: byKey.offer.expiry + 1n })
    expect(await refusalOf(send(board, byContract)), "by a contract, in place of one by a key").to.equal("BoardFull")
  })

  it("of more removals than a board may have offers, those that expire first are forgotten", async () => {
    const { board, caughtUp } = await open({ limits: { maxOffers: 2, maxOffersPerHost: 2 } })
    const now = await chain.now()
    const sent: SentOffer[] = []
    for (const number of [1n, 2n, 3n]) {
      const machine: Hex = `0x${`0${number}`.repeat(32)}`
      const offer = await makeOffer(place, { machine, expiry: now + HOUR + number })
      await send(board, offer)
      await board.remove(await removalOf(offer, offer.offer.expiry))
      sent.push(offer)
    }
    // Past a block at which the board cleans up.
    await networkHelpers.mine(100)
    await caughtUp()
    const refusals: string[] = []
    for (const offer of sent) refusals.push(await refusalOf(send(board, offer)))
    expect(refusals).to.deep.equal(["none", "OfferRemoved", "OfferRemoved"])
  })

  it("a board with very many removals starts", async () => {
    const database = await openDatabase({ url: await postgresUrl(), connections: 4 })
    await sql`insert into board_removals (host, machine, sequence, hash, expiry, signature)
      select 'host', 'machine ' || n, n, null, 2000000000, '0x' from generate_series(1, 200000) n`.execute(
      database.kysely,
    )
    const { board } = await open({ database })
    expect(board.sequence(), "the next number").to.be.above(200_000)
    await board.stop()
    await database.close()
  })
})
