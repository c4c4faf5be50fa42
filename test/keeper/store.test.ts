import { closeSync, openSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import type { EventCursor, Rental } from "@gpuflow/escrow"
import { expect } from "chai"
import { keccak256, toHex, zeroAddress } from "viem"
import { DamagedDatabaseError, WrongDatabaseError } from "../../keeper/store/database.ts"
import { openStore, type Store } from "../../keeper/store/store.ts"
import type { SignedTransaction } from "../../keeper/store/transactionTable.ts"
import { newDatabase, removeDatabase } from "../support/keeperProcess.ts"

const ESCROW = `0x${"e5".repeat(20)}` as const
const TOKEN = `0x${"70".repeat(20)}` as const
const IDENTITY = { chainId: 137, escrow: ESCROW, account: zeroAddress }
const CURSOR: EventCursor = { version: 1, chainId: 137, escrow: ESCROW, fromBlock: "1", block: "9", recent: [] }
const idOf = (name: string) => keccak256(toHex(name))

function rental(token = TOKEN): Rental {
  const word = idOf("word")
  const parties = { host: ESCROW, payee: ESCROW, operator: ESCROW, renter: ESCROW, token, arbiter: ESCROW }
  const windows = { minDuration: 1n, maxDuration: 2n ** 32n - 1n, startWindow: 0n, challengeWindow: 900n }
  const rest = {
    nonce: 0n,
    epoch: 0n,
    expiry: 2n ** 40n - 1n,
    maxFeeBps: 1_000n,
    rolling: false,
    machine: word,
    spec: word,
  }
  return {
    offer: { ...parties, ...windows, ...rest, pricePerHour: 2n ** 96n - 1n, bond: 0n },
    renter: ESCROW,
    salt: word,
  }
}

/** Rentals that are due at a time. */
function due(store: Store, ...times: readonly bigint[]) {
  return times.map((dueAt, place) => {
    const id = idOf(`rental ${place}`)
    store.addRental(id, rental())
    store.updateRental(id, { status: "Active", dueAt, endsAt: undefined, closedAt: undefined, block: 5n })
    return id
  })
}

function execute(file: string, sql: string) {
  const db = new DatabaseSync(file)
  db.exec(sql)
  db.close()
}

/** Overwrites a page with zeros. */
function overwrite(file: string, at: number) {
  const descriptor = openSync(file, "r+")
  writeSync(descriptor, Buffer.alloc(4_096), 0, 4_096, at)
  closeSync(descriptor)
}

describe("Keeper: what it remembers", () => {
  let path: string
  let store: Store
  beforeEach(() => {
    path = newDatabase()
    store = openStore(path, IDENTITY)
  })
  afterEach(() => {
    store.close()
    removeDatabase(path)
  })

  it("default: terms come back to the last unit, also after a restart", () => {
    const [id] = due(store, 100n)
    store.setCursor(CURSOR)
    store.close()

    store = openStore(path, IDENTITY)

    expect(store.cursor(), "cursor").to.deep.equal(CURSOR)
    expect(store.dueRentals(100n, 0, 10), "rentals").to.deep.equal([{ id, rental: rental(), status: "Active" }])
  })

  it("behavior: the oldest come first, and only what is due", () => {
    const [late, early] = due(store, 90n, 40n, 101n)

    expect(
      store.dueRentals(100n, 0, 10).map(({ id }) => id),
      "ids",
    ).to.deep.equal([early, late])
    expect(store.figures(100n, 0).oldestDueAt, "oldest").to.equal(40n)
  })

  it("behavior: after the clock was set back, nothing waits longer than it would have, and the highest fee stays last", () => {
    const [year, now] = [365 * 86_400_000, 1_700_000_000_000]
    const [id] = due(store, 10n)
    store.setRentalAside(id ?? "0x", () => now + year)
    store.addFailure("refused", ["0x01"], () => now + year)
    const sent = {
      work: "settle",
      items: [],
      raw: "0x",
      to: ESCROW,
      data: "0x",
      accessList: [],
      gas: 1n,
      nonce: 7,
    } as const
    for (const [hash, fee, sentAt] of [
      ["0x0a", 9n, now + year],
      ["0x0b", 10n, now],
    ] as const) {
      store.addTransaction({ ...sent, hash, maxFeePerGas: fee, maxPriorityFeePerGas: fee, sentAt }, 1n)
    }
    store.setTime("feesCollectedAt", (now + year) / 1_000)

    store.limitTimes(now)

    expect(store.dueRentals(10n, now + 3_600_000, 10), "rental").to.have.length(1)
    expect(store.failedItems().get("0x01"), "failure").to.equal(now + 86_400_000)
    expect(store.time("feesCollectedAt"), "fees").to.equal(now / 1_000)
    const open = store.openTransactions()
    expect(
      open.map(({ hash }) => hash),
      "order",
    ).to.deep.equal(["0x0a", "0x0b"])
    expect(
      open.map(({ sentAt }) => sentAt),
      "times",
    ).to.deep.equal([now, now])
  })

  it("behavior: a batch and its cursor are kept together or not at all", () => {
    const attempt = () =>
      store.atomically(() => {
        store.addRental(idOf("lost"), rental())
        store.setCursor(CURSOR)
        throw new Error("power cut")
      })

    expect(attempt, "the transaction").to.throw("power cut")
    expect(store.cursor(), "cursor").to.equal(undefined)
    expect(store.rentalsToRefresh({ now: 0n, limit: 10, sweep: 10 }), "rentals").to.deep.equal([])
  })

  it("behavior: what was set aside waits, one of its token is probed, and a success releases all", () => {
    const ids = due(store, 10n, 20n)
    for (const id of ids) store.setRentalAside(id, (failures) => 1_000 * failures)
    store.setRentalAside(ids[0] ?? "0x", (failures) => 1_000 * failures)

    expect(store.dueRentals(100n, 999, 10), "before its time").to.deep.equal([])
    expect(
      store.dueRentals(100n, 1_000, 10).map(({ id }) => id),
      "at its time",
    ).to.deep.equal([ids[1]])
    expect(
      store.rentalsToProbe(100n, 999).map(({ id }) => id),
      "probed",
    ).to.deep.equal([ids[1]])
    store.releaseRentals(TOKEN)
    expect(
      store.dueRentals(100n, 0, 10).map(({ id }) => id),
      "released",
    ).to.deep.equal(ids)
  })

  it("behavior: an event makes a rental be read again; a closed one is deleted after a day", () => {
    const [id] = due(store, 10n)
    if (!id) throw new Error("No rental.")
    expect(store.rentalsToRefresh({ now: 0n, limit: 10, sweep: 0 }), "nothing new").to.deep.equal([])

    store.invalidateRental(id)
    expect(store.rentalsToRefresh({ now: 0n, limit: 10, sweep: 0 }).length, "marked").to.equal(1)

    store.updateRental(id, { status: "Closed", dueAt: undefined, endsAt: undefined, closedAt: 1_000n, block: 6n })
    store.deleteClosedRentals(1_000n + 86_400n)
    expect(store.rentalsToRefresh({ now: 0n, limit: 0, sweep: 10 }).length, "a day later").to.equal(1)
    store.deleteClosedRentals(1_001n + 86_400n)
    expect(store.rentalsToRefresh({ now: 0n, limit: 0, sweep: 10 }).length, "after it").to.equal(0)
  })

  it("behavior: credits are kept by token and owner, whatever the case of their letters", () => {
    store.addCredit({ token: TOKEN, account: "0xC3f2c61C4836Afeb9Ae601c91F6FE661df3D634E" })
    const [credit] = store.creditsToRefresh({ limit: 10, sweep: 0 })
    if (!credit) throw new Error("No credit.")

    store.updateCredit(credit, 7n, 5n)
    expect(store.deliverableCredits(0, 10), "waiting").to.deep.equal([credit])
    store.updateCredit(credit, 0n, 6n)
    expect(store.deliverableCredits(0, 10), "delivered").to.deep.equal([])
  })

  it("behavior: a transaction that was refused is open again, and counts, once it is sent again", () => {
    const transaction: SignedTransaction = {
      ...{
        hash: idOf("transaction"),
        nonce: 0,
        work: "settle",
        items: [],
        raw: "0x",
        to: ESCROW,
        data: "0x",
        accessList: [],
      },
      ...{ gas: 1n, maxFeePerGas: 7n, maxPriorityFeePerGas: 7n, sentAt: 1 },
    }
    store.addTransaction(transaction, 7n)
    store.setOutcome(transaction.hash, "refused", 0n)
    expect(store.openTransactions(), "refused").to.deep.equal([])

    store.addTransaction({ ...transaction, sentAt: 2 }, 7n)

    expect(store.openTransactions(), "sent again").to.deep.equal([{ ...transaction, sentAt: 2 }])
    expect(store.spentInLastDay(86_400_002), "what it may cost").to.equal(7n)
  })

  it("behavior: a transaction that was given up counts with the most that it can cost, until its nonce is used again", () => {
    const transaction: SignedTransaction = {
      ...{ hash: idOf("given up"), nonce: 3, work: "purchase", items: [], raw: "0x", to: ESCROW, data: "0x" },
      ...{ accessList: [], gas: 1n, maxFeePerGas: 7n, maxPriorityFeePerGas: 7n, sentAt: 1 },
    }
    for (const outcome of ["moot", "moved", "split"] as const) {
      store.addTransaction(transaction, 7n)
      store.setDropped(transaction.hash, outcome)

      expect(store.openTransactions(), `open, ${outcome}`).to.deep.equal([])
      expect(store.spentInLastDay(2), `what it may cost, ${outcome}`).to.equal(7n)
      expect(store.spentInLastDay(2, 3), `what others may cost, ${outcome}`).to.equal(0n)
      expect(store.droppedTransactions(3), `its nonce is free, ${outcome}`).to.deep.equal([])
      expect(store.droppedTransactions(4), `its nonce is used, ${outcome}`).to.deep.equal([transaction])
    }
    const next = { ...transaction, hash: idOf("next"), maxFeePerGas: 8n }
    store.addTransaction(next, 8n)
    expect(store.spentInLastDay(2), "one of both").to.equal(8n)
    store.setOutcome(next.hash, "replaced", 0n)
    store.setOutcome(transaction.hash, "reverted", 5n)
    expect(store.spentInLastDay(2), "what it did cost").to.equal(5n)
  })

  for (const [name, damage] of [
    ["garbage", (file: string) => writeFileSync(file, "x".repeat(8_192))],
    ["a header and garbage", (file: string) => writeFileSync(file, `SQLite format 3\0${"x".repeat(8_192)}`)],
    ["a file cut in the middle of a page", (file: string) => truncateSync(file, statSync(file).size - 5_000)],
    ["a file cut to half", (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ["a page of zeros", (file: string) => overwrite(file, 4_096)],
    ["tables of another program", (file: string) => execute(file, "CREATE TABLE notes (text TEXT)")],
    [
      "a table that lacks a column",
      (file: string) => execute(file, "ALTER TABLE transactions DROP COLUMN access_list"),
    ],
    ["a table that is missing", (file: string) => execute(file, "DROP TABLE failures")],
  ] as const satisfies readonly (readonly [string, (file: string) => void])[]) {
    it(`behavior: ${name}: the file is moved aside, and a new one is in its place`, () => {
      due(store, 10n)
      store.close()
      damage(path)
      const before = readFileSync(path)

      store = openStore(path, IDENTITY)

      const { movedTo = "", reason = "" } = store.moved ?? {}
      expect(movedTo.startsWith(`${path}.damaged-2`), "named with the time").to.equal(true)
      expect(reason, "reason").not.to.equal("")
      expect(store.figures(100n, 0).due, "nothing is known").to.equal(0)
      expect(store.time("createdAt"), "its age is known").to.be.above(0)
      expect(readFileSync(movedTo).equals(before), "the file is kept").to.equal(true)
      removeDatabase(movedTo)
    })
  }

  it("behavior: damage that is found while the file is in use moves it aside, too", () => {
    due(store, 10n)
    store.close()
    execute(path, "UPDATE rentals SET terms = '{'")
    store = openStore(path, IDENTITY)
    expect(() => store.dueRentals(100n, 0, 10), "reading").to.throw(DamagedDatabaseError)
    store.close()

    store = openStore(path, IDENTITY, { damage: "A stored value is not JSON." })

    expect(store.moved?.reason, "reason").to.equal("A stored value is not JSON.")
    expect(store.dueRentals(100n, 0, 10), "rentals").to.deep.equal([])
    removeDatabase(store.moved?.movedTo ?? "")
  })

  it("error: WrongDatabase, for a folder that is not there, and for a dry run on a damaged file", () => {
    const nowhere = `${newDatabase()}/keeper.db`
    expect(() => openStore(nowhere, IDENTITY), "no folder").to.throw(WrongDatabaseError, nowhere)
    const damaged = newDatabase()
    writeFileSync(damaged, "x".repeat(8_192))
    expect(() => openStore(damaged, IDENTITY, { leavesDamaged: true }), "dry run").to.throw(WrongDatabaseError, damaged)
    expect(readFileSync(damaged, "utf8"), "the file").to.equal("x".repeat(8_192))
    removeDatabase(damaged)
  })

  it("error: WrongDatabase, for another escrow's file", () => {
    const open = () => openStore(path, { ...IDENTITY, escrow: TOKEN })

    expect(open, "opening").to.throw(WrongDatabaseError)
  })
})
