import { expect } from "chai"
import { type Address, keccak256, toHex } from "viem"
import type { Call } from "../support/chain.ts"
import { callOf } from "../support/escrow.ts"
import { ARBITRATION_WINDOW, DAY, EVIDENCE_WINDOW, NO_PERMIT, REASONS, type Rental, T0 } from "../support/offer.ts"
import { errorText, type Log, type Outcome } from "../support/outcome.ts"
import { addressOf, type Role } from "../support/parties.ts"
import { openWorld, type World } from "../support/world.ts"
import { attempt, EXTRA, earlierBusiness, GIVEN_BACK, nameOf } from "./calls.ts"
import { cellOf, type Row, readTables, sectionOf } from "./docTables.ts"
import { bringTo, DURATION, errorInStatus, type RentalInStatus, type Status, type Variation } from "./rentalInStatus.ts"

const RESERVED = 2n ** 40n - 1n
/** Seconds in which nothing is priced at first: a few cents an hour, so that rounding moves the first rolling payment. */
const ROLLING = { offer: { rolling: true, pricePerHour: 1000n }, refund: 61n }
const SERVED = 2n * 3600n + 7n
/** From the first second of a dispute conceding costs a tenth of what it costs after the evidence window. */
const CONCESSION_FLOOR = EVIDENCE_WINDOW / 10n
/** The window for a settlement after a refund 100 seconds into a dispute, in whole minutes: 1442. */
const SETTLING = 1442n * 60n

/** Every deadline of the published page: the status it is about, how that differs from the plain story, and its T. */
const DEADLINES: Readonly<
  Record<string, { status: Status; variation?: Variation; at: (prepared: RentalInStatus) => bigint }>
> = {
  "Offer expiry": {
    status: "None",
    variation: { offer: { expiry: T0 + DAY } },
    at: ({ rental }) => rental.offer.expiry,
  },
  "Start window": { status: "Funded", at: ({ closesAt }) => closesAt },
  End: { status: "Active", at: ({ end }) => end },
  "Machine busy until": {
    status: "Active",
    variation: { offer: { startWindow: 0n }, extra: 1234n },
    at: ({ end }) => end,
  },
  "Challenge window": { status: "Active", at: ({ closesAt }) => closesAt },
  "Challenge window of an interruption": { status: "Interrupted", at: ({ closesAt }) => closesAt },
  "Whole stake": { status: "Disputed", at: ({ since }) => since + EVIDENCE_WINDOW - CONCESSION_FLOOR },
  "Evidence window": { status: "Disputed", at: ({ since }) => since + EVIDENCE_WINDOW },
  "Evidence window, everything refunded": {
    status: "Disputed",
    variation: { refund: SERVED },
    at: ({ since }) => since + EVIDENCE_WINDOW,
  },
  "Settling window": {
    status: "Disputed",
    variation: { refund: GIVEN_BACK },
    at: ({ since }) => since + SETTLING,
  },
  "Arbitration window": { status: "Disputed", at: ({ closesAt }) => closesAt },
  "Arbitration window, everything refunded": {
    status: "Disputed",
    variation: { refund: SERVED },
    at: ({ closesAt }) => closesAt,
  },
  "Arbitration window, a refund 24 hours before its end": {
    status: "Disputed",
    variation: { refund: GIVEN_BACK, refundAfter: ARBITRATION_WINDOW - EVIDENCE_WINDOW },
    at: ({ closesAt }) => closesAt,
  },
  "Arbitration window, a refund one second later": {
    status: "Disputed",
    variation: { refund: GIVEN_BACK, refundAfter: ARBITRATION_WINDOW - EVIDENCE_WINDOW + 1n },
    at: ({ closesAt }) => closesAt,
  },
  "Rolling payment": { status: "Active", variation: ROLLING, at: ({ dueAt }) => dueAt },
  "Rolling payment after an interruption": { status: "Interrupted", variation: ROLLING, at: ({ dueAt }) => dueAt },
}
const MOMENTS: ReadonlyArray<readonly [string, bigint, "Until T" | "From T"]> = [
  ["T − 1", -1n, "Until T"],
  ["T", 0n, "From T"],
  ["T + 1", 1n, "From T"],
]

const timeline = readTables("timeline.md")
const authority = readTables("authority.md")
const formsOf = (title: string) => sectionOf(authority, title).rows.map((row) => formIn(row, "Function"))
const onRentals = formsOf("On a rental")
const onTheRest = formsOf("On everything else").filter((form) => form !== "transferOut")
const ANOTHER = "deposit of another"
const forms = [...onRentals, ANOTHER, ...onTheRest]
const attempts = forms.flatMap((form) => sendersOf(form).map((role) => ({ form, role })))
const cells = attempts.length * MOMENTS.length

describe(`timeline: ${timeline.length} deadlines × ${MOMENTS.length} seconds × ${attempts.length} verbs and senders = ${timeline.length * cells} cells`, () => {
  let world: World

  before(async () => {
    world = await openWorld()
    await earlierBusiness(world)
  })

  it("the page tells of every deadline", () => {
    expect(timeline.map(({ title }) => title)).to.have.members(Object.keys(DEADLINES))
  })

  for (const { title, rows } of timeline) {
    it(`${title}: ${cells} cells`, async () => {
      const { status, variation, at } = lookUp(DEADLINES, title)
      const known = rows.map((row) => formIn(row, "Verb"))
      expect([...onRentals, ANOTHER], "verbs on the page").to.include.members(known)
      await world.chain.apart(async () => {
        const prepared = await bringTo(world, status, variation)
        const signature = await world.sign(prepared.rental.offer)
        const another = await depositOfAnother(world, prepared)
        const exitBefore = await world.exitAt(prepared.rental)
        for (const [moment, shift, column] of MOMENTS) {
          for (const { form, role } of attempts) {
            await world.chain.apart(async () => {
              const call = form === ANOTHER ? another : attempt(world, form, role, prepared, signature)
              const outcome = await world.send(call, at(prepared) + shift)
              const row = rows.find((one) => formIn(one, "Verb") === form)
              const expected = published(row, column, form, prepared)
              expect(said(outcome, form, prepared), `${form} by ${role} at ${moment}`).to.equal(expected)
              if (outcome.ok && form !== "deposit") {
                const exit = await world.exitAt(prepared.rental)
                const most = form === "extend" ? exitBefore + EXTRA : exitBefore
                expect(exit <= most, `exitAt after ${form} at ${moment}: ${exit}, at most ${most}`).to.equal(true)
                if (form === "extend") expect(exit, "exitAt after an extension").to.equal(most)
              }
            })
          }
        }
      })
    })
  }
})

function formIn(row: Row, column: string): string {
  return cellOf(row, column).replaceAll("`", "")
}

/** Who sends a verb: each party that may, or one of the many. */
function sendersOf(form: string): readonly Role[] {
  const rows = authority.flatMap((section) => section.rows)
  const row = rows.find((one) => formIn(one, "Function") === (form === ANOTHER ? "deposit" : form))
  const who = row === undefined ? "nobody" : cellOf(row, "Who")
  return who === "anyone" ? ["keeper"] : who.split(", ").map((role) => role as Role)
}

/** What the page says about a cell. */
function published(row: Row | undefined, column: string, form: string, prepared: RentalInStatus): string {
  if (row === undefined) {
    if (form === "deposit") return errorOf("RentalExists", prepared)
    return onRentals.includes(form) ? errorOf("WrongStatus", prepared) : "✓"
  }
  const cell = cellOf(row, column).replaceAll(/[*_]/g, "")
  return cell.startsWith("`") ? errorOf(cell.replaceAll("`", ""), prepared) : cell
}

function errorOf(name: string, prepared: RentalInStatus): string {
  if (name === "MachineBusy") return errorText(name, [prepared.status === "Funded" ? RESERVED : prepared.end])
  if (name === "RefundOutOfBounds") return errorText(name, [prepared.refundedSeconds + GIVEN_BACK, SERVED])
  const text = errorInStatus(name, prepared)
  if (text === undefined) throw new Error(`the page names an error that nobody gets: ${name}`)
  return text
}

/** What a transaction did, in the page's words. */
function said(outcome: Outcome, form: string, { rental }: RentalInStatus): string {
  if (!outcome.ok) return outcome.error
  const find = (name: string): Log | undefined => outcome.logs.find((log) => log.name === name)
  const closed = find("Closed")
  const how = closed ? REASONS[Number(closed.args.get("reason"))] : find("Paid") && "Paid"
  if (how !== undefined) return `✓ ${how}${shareOfStake(outcome.logs, rental)}`
  return form === "settleMany" ? "✓ skips" : "✓"
}

/** How much of a stake the payee gets, if one is released, in the page's words. */
function shareOfStake(logs: readonly Log[], { renter, offer }: Rental): string {
  const releasedTo = (account: Address) =>
    logs
      .filter(({ name, args }) => name === "StakeReleased" && args.get("to") === account)
      .reduce((sum, { args }) => sum + BigInt(String(args.get("amount"))), 0n)
  const toPayee = releasedTo(offer.payee)
  const toRenter = releasedTo(renter)
  if (toPayee + toRenter === 0n) return ""
  if (toPayee === 0n) return ", none of the stake"
  if (toRenter === 0n) return ", all of the stake"
  return toPayee === (toPayee + toRenter) / 10n ? ", a tenth of the stake" : ", part of the stake"
}

/** A deposit for the same machine under an offer that is good now. */
async function depositOfAnother(world: World, { rental }: RentalInStatus): Promise<Call> {
  const { host, machine } = rental.offer
  const state = await world.chain.read(world.escrow, "machines", [host, machine])
  const [, nonce] = state as readonly [number, number, number]
  const offer = world.offer({ nonce: BigInt(nonce) })
  const other = { offer, renter: addressOf("renter"), salt: keccak256(toHex("another")) }
  return callOf(world.escrow, addressOf("keeper"), nameOf(ANOTHER), [
    other,
    DURATION,
    await world.sign(offer),
    NO_PERMIT,
  ])
}

function lookUp<T>(record: Readonly<Record<string, T>>, key: string): T {
  const value = record[key]
  if (value === undefined) throw new Error(`the page names an unknown deadline: ${key}`)
  return value
}
