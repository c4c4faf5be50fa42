import { expect } from "chai"
import { artifacts } from "hardhat"
import { type Address, maxUint256 } from "viem"

import type { Call } from "../support/chain.ts"
import { callOf } from "../support/escrow.ts"
import { cost } from "../support/offer.ts"
import { errorText, type Outcome } from "../support/outcome.ts"
import { accountNamed, addressOf, type Role } from "../support/parties.ts"
import { CALLERS } from "../support/world.ts"
import { attempt, EXTRA, nameOf } from "./calls.ts"
import { cellOf, codeOf, type Row, readTables, sectionOf } from "./docTables.ts"
import { EXPIRY, MANDATE_SALT, openPeripheryWorld, type PeripheryWorld, TIP } from "./paidByPeriphery.ts"
import { bringTo, DURATION, errorInStatus, type RentalInStatus } from "./rentalInStatus.ts"
import { SITUATIONS } from "./situations.ts"

/** Reverts on whatever it is sent. */
const REFUSING = "0x5f5ffd"
const NEWCOMER = accountNamed("newcomer").address

const tables = readTables("authority.md")
const onRentals = sectionOf(tables, "On a rental")
const onTheRest = sectionOf(tables, "On everything else")
const onPeriphery = sectionOf(tables, "On the router and the mandate contract")
const endings = sectionOf(tables, "How a mandate ends")
const verbs = [...onRentals.rows, ...onTheRest.rows].map(formOf)
const situations = Object.entries(SITUATIONS)
const cells = onPeriphery.rows.length * CALLERS.length * situations.length

describe(`periphery: ${onPeriphery.rows.length} rows × ${CALLERS.length} roles × ${situations.length} situations = ${cells} cells`, () => {
  let world: PeripheryWorld

  before(async () => {
    world = await openPeripheryWorld()
  })

  it("the page names every function of both contracts that changes something, and each situation", async () => {
    const functions: string[] = []
    for (const contract of ["RentalRouter", "RentalMandate"] as const) {
      const { abi } = await artifacts.readArtifact(contract)
      for (const item of abi) {
        if (item.type === "function" && item.stateMutability === "nonpayable") functions.push(item.name)
      }
    }
    expect([...new Set(onPeriphery.rows.map(formOf).map(nameOf))], "functions").to.have.members(functions)
    expect(onPeriphery.columns.slice(3), "columns").to.deep.equal(Object.keys(SITUATIONS))
  })

  for (const [situation, { status, at }] of situations) {
    it(`${situation}: each role calls each function`, async () => {
      await world.chain.apart(async () => {
        const prepared = await bringTo(world, status)
        for (const row of onPeriphery.rows) {
          const callBy = await attemptOf(world, formOf(row), prepared)
          for (const role of CALLERS) {
            await world.chain.apart(async () => {
              const outcome = await world.send(callBy(role), at(prepared))
              expect(said(outcome), `${formOf(row)} by ${role}`).to.equal(published(row, situation, role, prepared))
              if (outcome.ok) expect(outcome.logs, `events for ${role}`).to.have.length(1)
            })
          }
        }
      })
    })

    it(`${situation}: router and mandate contract can do what a stranger can`, async () => {
      await world.chain.apart(async () => {
        const prepared = await bringTo(world, status)
        const signature = await world.sign(prepared.rental.offer)
        for (const from of [NEWCOMER, world.router.address, world.mandates.address]) await world.chain.fund(from)
        for (const verb of verbs) {
          const call = attempt(world, verb, "keeper", prepared, signature)
          const answerTo = (from: Address) =>
            world.chain.apart(async () =>
              said(await world.send({ ...call, from }, at(prepared))).replace(from, "caller"),
            )
          const stranger = await answerTo(NEWCOMER)
          expect(await answerTo(world.router.address), `${verb} by the router`).to.equal(stranger)
          expect(await answerTo(world.mandates.address), `${verb} by the mandate contract`).to.equal(stranger)
        }
      })
    })

    it(`${situation}: nobody needs the router, the mandate contract, or those who send for them`, async () => {
      await world.chain.apart(async () => {
        const extra = status === "None" || status === "Funded" ? {} : { extra: EXTRA }
        const prepared = await bringTo(world, status, extra)
        const signature = await world.sign(prepared.rental.offer)
        const answers = async () => {
          const all: Record<string, Outcome> = {}
          for (const row of onRentals.rows) {
            for (const role of entitledTo(row)) {
              const call = attempt(world, formOf(row), role, prepared, signature)
              const outcome = await world.chain.apart(() => world.send(call, at(prepared)))
              expect(said(outcome), `${formOf(row)} by ${role}`).to.equal(published(row, situation, role, prepared))
              all[`${formOf(row)} by ${role}`] = outcome
            }
          }
          return all
        }
        const before = await answers()
        await lose(world)
        expect(await answers(), "without them").to.deep.equal(before)
      })
    })
  }

  for (const row of endings.rows) {
    it(`a mandate ends by ${formIn(row, "Way")}`, async () => {
      await world.chain.apart(async () => {
        const prepared = await bringTo(world, "Active")
        const execution = await world.execution(prepared.rental, EXTRA)
        for (const role of CALLERS.filter((one) => one !== "renter")) {
          await world.must(callOf(world.mandates, addressOf(role), "revoke", [MANDATE_SALT]))
          await world.must(callOf(world.mandates, addressOf(role), "revokeAll", []))
        }
        await world.chain.apart(() => world.must(execution("keeper")))

        const way = formIn(row, "Way")
        const expected = await endMandate(world, way, prepared)
        expect(expected, "the page's error").to.match(new RegExp(`^${formIn(row, "`execute` afterwards")}\\(`))
        for (const role of CALLERS) {
          const outcome = await world.chain.apart(() => world.send(execution(role)))
          expect(said(outcome), `execute by ${role}`).to.equal(expected)
        }
        await world.must(world.call("renter", "stop", [prepared.rental, maxUint256]))
      })
    })
  }
})

function formOf(row: Row): string {
  return formIn(row, "Function")
}

function formIn(row: Row, column: string): string {
  return cellOf(row, column).replaceAll("`", "")
}

function entitledTo(row: Row): readonly Role[] {
  const who = cellOf(row, "Who")
  return who === "anyone" ? ["renter", "host"] : CALLERS.filter((role) => who.split(", ").includes(role))
}

function said(outcome: Outcome): string {
  return outcome.ok ? "allowed" : outcome.error
}

/** A function of the router or the mandate contract, with what it needs signed. */
async function attemptOf(
  world: PeripheryWorld,
  form: string,
  { rental, duration }: RentalInStatus,
): Promise<(role: Role) => Call> {
  const order = { rental, duration: duration + EXTRA }
  const verb = nameOf(form)
  switch (verb) {
    case "rent":
    case "extend":
      return world.purchase(verb, order, form === verb ? undefined : "keeper")
    case "execute":
      return world.execution(rental, EXTRA)
    case "revoke":
      return (role) => callOf(world.mandates, addressOf(role), verb, [MANDATE_SALT])
    case "revokeAll":
      return (role) => callOf(world.mandates, addressOf(role), verb, [])
    default:
      throw new Error(`no arguments are known for: ${form}`)
  }
}

/** What the page says about a cell: "allowed", or the whole error. */
function published(row: Row, situation: string, role: Role, prepared: RentalInStatus): string {
  const who = cellOf(row, "Who")
  const entitled = who === "anyone" || who.split(", ").includes(role)
  if (!entitled) return errorText(codeOf(cellOf(row, "Everyone else")), [addressOf(role), addressOf("keeper")])
  const cell = cellOf(row, situation)
  if (cell === "✓") return "allowed"
  const name = cell === "–" ? "WrongStatus" : codeOf(cell)
  const text = errorInStatus(name, prepared)
  if (text === undefined) throw new Error(`the page names an error that nobody gets: ${name}`)
  return text
}

/** The contracts revert on every call, and the token's issuer has blocked them and those who send for them. */
async function lose(world: PeripheryWorld): Promise<void> {
  const { chain, token, router, mandates, permit2 } = world
  for (const { address } of [router, mandates, permit2]) {
    await chain.client.setCode({ address, bytecode: REFUSING })
    await world.must(callOf(token, addressOf("owner"), "setBlocked", [address, true]))
  }
  for (const role of ["payer", "keeper"] as const) {
    await world.must(callOf(token, addressOf("owner"), "setBlocked", [addressOf(role), true]))
  }
}

/** Ends the renter's mandate, and returns the whole error of an execution afterwards. */
async function endMandate(world: PeripheryWorld, way: string, { rental }: RentalInStatus): Promise<string> {
  const { mandates, token } = world
  const renter = addressOf("renter")
  switch (way) {
    case "revoke":
      await world.must(callOf(mandates, renter, "revoke", [MANDATE_SALT]))
      return errorText("SaltRevoked", [renter, MANDATE_SALT])
    case "revokeAll":
      await world.must(callOf(mandates, renter, "revokeAll", []))
      return errorText("WrongMandateEpoch", [0n, 1n])
    case "its expiry":
      await world.chain.mineAt(EXPIRY)
      return errorText("MandateExpired", [EXPIRY])
    case "an allowance of 0": {
      const amount = cost(rental.offer, DURATION + EXTRA) - cost(rental.offer, DURATION)
      await world.must(callOf(token, renter, "approve", [mandates.address, 0n]))
      return errorText("InsufficientMandateAllowance", [0n, amount + TIP])
    }
    default:
      throw new Error(`the page names an unknown way: ${way}`)
  }
}
