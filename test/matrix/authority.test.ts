import { expect } from "chai"
import { artifacts } from "hardhat"
import { keccak256, toHex } from "viem"

import { type Call, callOf, errorText } from "./chain.ts"
import { DURATION, reach, type Stage, type Status, stageError } from "./stages.ts"
import { cellOf, codeOf, type Row, readTables, sectionOf } from "./table.ts"
import {
  addressOf,
  DAY,
  EVIDENCE_WINDOW,
  NO_PERMIT,
  openWorld,
  type Rental,
  ROLES,
  type Role,
  STATUSES,
  T0,
  type World,
} from "./world.ts"

/** Every column of the published table: the status it is about, and a moment in it. */
const SITUATIONS: Readonly<Record<string, { status: Status; at: (stage: Stage) => bigint }>> = {
  None: { status: "None", at: () => T0 + DAY },
  Funded: { status: "Funded", at: ({ since }) => since + 300n },
  "Funded, start window over": { status: "Funded", at: ({ closesAt }) => closesAt + 1n },
  Active: { status: "Active", at: ({ since }) => since + 7200n },
  "Active, ended": { status: "Active", at: ({ end }) => end + 1n },
  "Active, challenge window over": { status: "Active", at: ({ closesAt }) => closesAt + 1n },
  Interrupted: { status: "Interrupted", at: ({ since }) => since + 60n },
  "Interrupted, challenge window over": { status: "Interrupted", at: ({ closesAt }) => closesAt + 1n },
  Disputed: { status: "Disputed", at: ({ since }) => since + 60n },
  "Disputed, evidence window over": { status: "Disputed", at: ({ since }) => since + EVIDENCE_WINDOW + 1n },
  "Disputed, arbitration window over": { status: "Disputed", at: ({ closesAt }) => closesAt + 1n },
  Closed: { status: "Closed", at: ({ since }) => since + 60n },
}

const tables = readTables("authority.md")
const onRentals = sectionOf(tables, "On a rental")
const onTheRest = sectionOf(tables, "On everything else")
const rows = [...onRentals.rows, ...onTheRest.rows]

const { abi } = await artifacts.readArtifact("RentalEscrow")
const functions = abi.filter((item) => item.type === "function")
const isView = (item: (typeof functions)[number]) => item.stateMutability === "view" || item.stateMutability === "pure"
const verbs = functions.filter((item) => !isView(item)).map(({ name }) => name)
const views = functions.filter(isView).map(({ name }) => name)
const cellsPerRow = ROLES.length * Object.keys(SITUATIONS).length

describe(`authority: ${verbs.length} functions (${rows.length} rows) × ${ROLES.length} roles × ${Object.keys(SITUATIONS).length} situations = ${rows.length * cellsPerRow} cells`, () => {
  let world: World
  const signatures = new Map<string, string>()

  before(async () => {
    world = await openWorld()
    await earlierBusiness(world)
  })

  it(`the page names every function that changes something, each of the ${STATUSES.length} statuses, and no other`, () => {
    expect([...new Set(rows.map(nameOf))].sort(), "functions of the ABI").to.deep.equal([...new Set(verbs)].sort())
    expect(onRentals.columns.slice(3), "columns").to.deep.equal(Object.keys(SITUATIONS))
    const covered = new Set(Object.values(SITUATIONS).map(({ status }) => status))
    expect([...covered], "statuses").to.deep.equal([...STATUSES])
  })

  it(`the other ${views.length} functions are views, which answer in every situation`, async () => {
    for (const { status, at } of Object.values(SITUATIONS)) {
      await world.chain.apart(async () => {
        const stage = await reach(world, status)
        const questions = questionsOf(world, stage)
        expect(Object.keys(questions).sort(), "views of the ABI").to.deep.equal([...views].sort())
        await world.must(world.call("keeper", "settleMany", [[]]), at(stage))
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
          const stage = await reach(world, status)
          const signature = signatures.get(stage.id) ?? (await world.sign(stage.rental.offer))
          signatures.set(stage.id, signature)
          const before = await stateOf(world, stage)
          for (const role of ROLES) {
            await world.chain.apart(async () => {
              const call = attempt(world, row, role, stage.rental, signature)
              const outcome = await world.chain.send(call, at(stage))
              const said = outcome.ok ? "allowed" : outcome.error
              expect(said, `${role}, ${situation}`).to.equal(published(row, situation, role, stage))
              if (outcome.ok && nameOf(row) !== "settleMany") {
                expect(outcome.logs, `events for ${role}, ${situation}`).to.not.have.length(0)
              }
              if (onTheRest.rows.includes(row)) {
                expect(await stateOf(world, stage), `the rental after ${role}, ${situation}`).to.deep.equal(before)
              }
            })
          }
        })
      }
    })
  }
})

function nameOf(row: Row): string {
  return codeOf(cellOf(row, "Function"))
}

function stateOf({ chain, escrow }: World, { id }: Stage): Promise<unknown> {
  return chain.read(escrow, "getRental", [id])
}

/** Every view with arguments. */
function questionsOf({ token }: World, { id, rental }: Stage): Record<string, readonly unknown[]> {
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
function published(row: Row, situation: string, role: Role, stage: Stage): string {
  const cell = row[situation] ?? "✓"
  if (cell === "–") return errorOf("WrongStatus", role, stage)
  const who = cellOf(row, "Who")
  const entitled = who === "anyone" || who.split(", ").includes(role)
  if (!entitled) return errorOf(codeOf(cellOf(row, "Everyone else")), role, stage)
  return cell === "✓" ? "allowed" : errorOf(codeOf(cell), role, stage)
}

/** The whole text of an error that this caller gets. */
function errorOf(name: string, role: Role, stage: Stage): string {
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
  const text = known ? errorText(name, known) : stageError(name, stage)
  if (text === undefined) throw new Error(`the page names an error that nobody gets: ${name}`)
  return text
}

/** The row's function as somebody who is entitled to it would call it, sent by a role. */
function attempt(world: World, row: Row, role: Role, rental: Rental, signature: string): Call {
  const token = world.token.address
  const args: Record<string, readonly unknown[]> = {
    deposit: [rental, DURATION, signature, NO_PERMIT],
    start: [rental],
    extend: [rental, 600n, NO_PERMIT],
    stop: [rental],
    interrupt: [rental],
    refund: [rental, 60n],
    settle: [rental],
    settleMany: [[rental]],
    dispute: [rental, "ipfs://evidence", NO_PERMIT],
    submitEvidence: [rental, "ipfs://more"],
    resolve: [rental, 5000n],
    fundBond: [token, 1_000_000n],
    withdrawBond: [token, 1_000_000n, addressOf("keeper")],
    revokeOffers: [rental.offer.machine],
    setSigner: [addressOf("signer")],
    "withdraw to another address": [token, addressOf("payee"), addressOf("successor")],
    "withdraw to the payee itself": [token, addressOf("payee"), addressOf("payee")],
    collectFees: [token],
    payOut: [token, addressOf(role), 1n],
    setMarket: [token, addressOf("keeper"), 1500n, true],
    setHostFee: [addressOf("host"), 1500n],
    setTreasury: [addressOf("keeper")],
    setGuardian: [addressOf("keeper")],
    closeMarket: [token],
    transferOwnership: [addressOf("keeper")],
    acceptOwnership: [],
    renounceOwnership: [],
  }
  const form = cellOf(row, "Function").replaceAll("`", "")
  const known = args[form]
  if (known === undefined) throw new Error(`the page names a function that the test cannot call: ${form}`)
  return callOf(world.escrow, addressOf(role), nameOf(row), known)
}

/** Leaves fees, a credit of the payee and a named successor behind, as a market in use has them. */
async function earlierBusiness(world: World): Promise<void> {
  const rental: Rental = {
    offer: world.offer({ machine: keccak256(toHex("another machine")), startWindow: 0n }),
    renter: addressOf("renter"),
    salt: keccak256(toHex("earlier")),
  }
  const block = (blocked: boolean) =>
    world.must(callOf(world.token, addressOf("owner"), "setBlocked", [addressOf("payee"), blocked]))
  await world.deposit(rental, DURATION, T0 + 600n)
  await block(true)
  await world.must(world.call("renter", "stop", [rental]), T0 + 1200n)
  await block(false)
  await world.must(world.call("owner", "transferOwnership", [addressOf("successor")]))
}
