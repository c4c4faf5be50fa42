import { expect } from "chai"
import { artifacts } from "hardhat"
import type { Hex } from "viem"
import { STATUSES } from "../support/offer.ts"
import { errorText } from "../support/outcome.ts"
import { addressOf, type Role } from "../support/parties.ts"
import { CALLERS, openWorld, type World } from "../support/world.ts"
import { attempt, earlierBusiness, nameOf } from "./calls.ts"
import { cellOf, codeOf, type Row, readTables, sectionOf } from "./docTables.ts"
import { bringTo, errorInStatus, type RentalInStatus } from "./rentalInStatus.ts"
import { SITUATIONS } from "./situations.ts"

const tables = readTables("authority.md")
const onRentals = sectionOf(tables, "On a rental")
const onTheRest = sectionOf(tables, "On everything else")
const rows = [...onRentals.rows, ...onTheRest.rows]

const { abi } = await artifacts.readArtifact("RentalEscrow")
const functions = abi.filter((item) => item.type === "function")
const isView = (item: (typeof functions)[number]) => item.stateMutability === "view" || item.stateMutability === "pure"
const verbs = functions.filter((item) => !isView(item)).map(({ name }) => name)
const views = functions.filter(isView).map(({ name }) => name)
const cellsPerRow = CALLERS.length * Object.keys(SITUATIONS).length

describe(`authority: ${verbs.length} functions (${rows.length} rows) × ${CALLERS.length} roles × ${Object.keys(SITUATIONS).length} situations = ${rows.length * cellsPerRow} cells`, () => {
  let world: World
  const signatures = new Map<Hex, Hex>()

  before(async () => {
    world = await openWorld()
    await earlierBusiness(world)
  })

  it(`the page names every function that changes something, each of the ${STATUSES.length} statuses, and no other`, () => {
    expect([...new Set(rows.map(formOf).map(nameOf))].sort(), "functions of the ABI").to.deep.equal(
      [...new Set(verbs)].sort(),
    )
    expect(onRentals.columns.slice(3), "columns").to.deep.equal(Object.keys(SITUATIONS))
    const covered = new Set(Object.values(SITUATIONS).map(({ status }) => status))
    expect([...covered], "statuses").to.deep.equal([...STATUSES])
  })

  it(`the other ${views.length} functions are views, which answer in every situation`, async () => {
    for (const { status, at } of Object.values(SITUATIONS)) {
      await world.chain.apart(async () => {
        const prepared = await bringTo(world, status)
        const questions = questionsOf(world, prepared)
        expect(Object.keys(questions).sort(), "views of the ABI").to.deep.equal([...views].sort())
        await world.must(world.call("keeper", "settleMany", [[]]), at(prepared))
        for (const [name, args] of Object.entries(questions)) {
          const answer = await world.chain.read(world.escrow, name, args)
          expect(typeof answer, `${name}, ${status}`).to.be.oneOf(["bigint", "string", "object"])
        }
      })
    }
  })

  for (const row of rows) {
    it(`${cellOf(row, "Function")}: ${cellsPerRow} cells`, async () => {
      for (const [situation, { status, at }] of Object.entries(SITUATIONS)) {
        await world.chain.apart(async () => {
          const prepared = await bringTo(world, status)
          const signature = signatures.get(prepared.id) ?? (await world.sign(prepared.rental.offer))
          signatures.set(prepared.id, signature)
          const before = await stateOf(world, prepared)
          for (const role of CALLERS) {
            await world.chain.apart(async () => {
              const call = attempt(world, formOf(row), role, prepared, signature)
              const outcome = await world.send(call, at(prepared))
              const said = outcome.ok ? "allowed" : outcome.error
              expect(said, `${role}, ${situation}`).to.equal(published(row, situation, role, prepared))
              if (outcome.ok && formOf(row) !== "settleMany") {
                expect(outcome.logs, `events for ${role}, ${situation}`).to.not.have.length(0)
              }
              if (onTheRest.rows.includes(row)) {
                expect(await stateOf(world, prepared), `the rental after ${role}, ${situation}`).to.deep.equal(before)
              }
            })
          }
        })
      }
    })
  }
})

function formOf(row: Row): string {
  return cellOf(row, "Function").replaceAll("`", "")
}

function stateOf({ chain, escrow }: World, { id }: RentalInStatus): Promise<unknown> {
  return chain.read(escrow, "getRental", [id])
}

/** Every view with arguments. */
function questionsOf({ token }: World, { id, rental }: RentalInStatus): Record<string, readonly unknown[]> {
  const { host, machine } = rental.offer
  return {
    idOf: [rental],
    hashOffer: [rental.offer],
    getRental: [id],
    accrued: [rental],
    due: [rental],
    stakeOf: [rental],
    exitAt: [rental],
    machines: [host, machine],
    hosts: [host],
    markets: [token.address],
    credits: [token.address, rental.offer.payee],
    bonds: [token.address, host],
    fees: [token.address],
    treasury: [],
    guardian: [],
    owner: [],
    pendingOwner: [],
    eip712Domain: [],
  }
}

/** What the page says about a cell: "allowed", or the whole error. */
function published(row: Row, situation: string, role: Role, prepared: RentalInStatus): string {
  const cell = row[situation] ?? "✓"
  if (cell === "–") return errorOf("WrongStatus", role, prepared)
  const who = cellOf(row, "Who")
  const entitled = who === "anyone" || who.split(", ").includes(role)
  if (!entitled) return errorOf(codeOf(cellOf(row, "Everyone else")), role, prepared)
  return cell === "✓" ? "allowed" : errorOf(codeOf(cell), role, prepared)
}

/** The whole text of an error that this caller gets. */
function errorOf(name: string, role: Role, prepared: RentalInStatus): string {
  const caller = addressOf(role)
  const args: Record<string, readonly unknown[]> = {
    NotRenter: [caller, addressOf("renter")],
    NotHost: [caller, addressOf("host")],
    NotHostOrOperator: [caller],
    NotArbiter: [caller, addressOf("arbiter")],
    NotParty: [caller],
    NotGuardian: [caller, addressOf("guardian")],
    NotAccount: [caller, addressOf("payee")],
    NotSelf: [caller],
    OwnableUnauthorizedAccount: [caller],
    InsufficientBond: [0n, 1_000_000n],
  }
  const known = args[name]
  const text = known ? errorText(name, known) : errorInStatus(name, prepared)
  if (text === undefined) throw new Error(`the page names an error that nobody gets: ${name}`)
  return text
}
