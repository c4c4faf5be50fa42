import { expect } from "chai"
import { zeroHash } from "viem"

import { NATIVE } from "../support/escrow.ts"
import { DAY, OFFER, REASONS, type Rental } from "../support/offer.ts"
import { errorText } from "../support/outcome.ts"
import { addressOf, type Role } from "../support/parties.ts"
import { sampleOf, shareOf } from "../support/sample.ts"
import { openWorld, type World } from "../support/world.ts"
import {
  balanceOf,
  type Cell,
  MONIES,
  openCell,
  PARTIES,
  type Party,
  relent,
  type Turned,
  turn,
} from "./adversaries.ts"
import { CUT, DEPOSITED, type RentalInStatus, type Status } from "./rentalInStatus.ts"
import { sharesOf } from "./shares.ts"

/** Live states: the status, and the moment from which on the parties turn. */
const STATES: ReadonlyArray<{ name: string; status: Status; from: (prepared: RentalInStatus) => bigint }> = [
  { name: "Funded", status: "Funded", from: ({ since }) => since + 300n },
  { name: "Active, running", status: "Active", from: () => CUT + 600n },
  { name: "Active, ended", status: "Active", from: ({ end }) => end + 1n },
  { name: "Interrupted", status: "Interrupted", from: () => CUT + 600n },
  { name: "Disputed", status: "Disputed", from: () => CUT + 600n },
]
const stories = STATES.flatMap((state) =>
  [false, true].flatMap((rolling) =>
    // Under a bond of 20 prices what comes back never covers a stake; rolling or not, one of both is tried while paused.
    MONIES.map((money) => ({ ...state, rolling, isCheap: rolling !== (money === "token paused for all"), money })),
  ),
)
/** Each subset as a number: bit i says whether party i turns. */
const subsets = Array.from({ length: 2 ** PARTIES.length }, (_, subset) => subset)
const visited = sampleOf(subsets)
const shown = `${shareOf(visited, subsets)} subsets`

describe(`liveness: ${shown} of ${PARTIES.length} parties × ${STATES.length} states × rolling or not × ${MONIES.length} kinds of money = ${visited.length * stories.length} cells`, () => {
  let world: World

  before(async () => {
    world = await openWorld()
  })

  for (const story of stories) {
    it(`${nameOf(story)}: ${shown}`, async () => {
      await world.chain.apart(async () => {
        const cell = await openCell(world, story)
        let ended = 0
        await forEverySubset(cell, cell.untouched, PARTIES, async (turned) => {
          if (!visited.includes(numberOf(turned))) return
          await endByKeeper(cell, turned)
          ended += 1
        })
        expect(ended, "cells").to.equal(visited.length)
      })
    })
  }

  it("no offer can hold money for more than 422 days after the deposit", async () => {
    await world.chain.apart(async () => {
      const offer = world.offer({ startWindow: DAY, maxDuration: 400n * DAY, challengeWindow: 7n * DAY })
      const rental: Rental = { offer, renter: addressOf("renter"), salt: zeroHash }
      await world.deposit(rental, 400n * DAY, DEPOSITED)
      expect(await world.exitAt(rental), "exitAt").to.equal(DEPOSITED + 422n * DAY)
    })
  })
})

function nameOf({ name, rolling, isCheap, money }: (typeof stories)[number]): string {
  return [name, ...(rolling ? ["rolling"] : []), ...(isCheap ? ["a bond of 20 prices"] : []), money].join(", ")
}

/** Turns the parties one after the other, each subset once, and takes everything back in between. */
async function forEverySubset(
  cell: Cell,
  turned: Turned,
  [party, ...rest]: readonly Party[],
  visit: (turned: Turned) => Promise<void>,
): Promise<void> {
  if (party === undefined) return visit(turned)
  await cell.world.chain.apart(() => forEverySubset(cell, turned, rest, visit))
  await cell.world.chain.apart(async () => forEverySubset(cell, await turn(cell, turned, party), rest, visit))
}

function numberOf({ parties }: Turned): number {
  return parties.reduce((subset, party) => subset + 2 ** PARTIES.indexOf(party), 0)
}

/** A keeper alone closes the rental at its `exitAt`; then every unit is where the protocol page puts it. */
async function endByKeeper(cell: Cell, turned: Turned): Promise<void> {
  const { world, prepared, before } = cell
  const { offer } = prepared.rental
  const shares = sharesOf(turned.life)
  const label = (what: string) => `${what}, turned: ${turned.parties.join(", ") || "nobody"}`

  const { logs } = await world.must(world.call("keeper", "settle", [prepared.rental]), cell.exit)
  const reason = REASONS[Number(logs.find(({ name }) => name === "Closed")?.args.get("reason"))]
  expect(reason, label("reason")).to.equal(reasonOf(turned.status))
  expect(await world.exitAt(prepared.rental), label("exitAt of a closed rental")).to.equal(0n)

  let inside = 0n
  const credits = new Map<Role, bigint>()
  for (const role of ["host", "renter"] as const) {
    const fair = amountOf(before, role) + shares[role]
    const paid = turned.frozen.get(role) ?? fair
    expect(await balanceOf(world, offer.token, role), label(`balance of the ${role}`)).to.equal(paid)
    expect(await bookOf(cell, "credits", role), label(`credit of the ${role}`)).to.equal(fair - paid)
    credits.set(role, fair - paid)
    inside += fair - paid
  }
  const bond = OFFER.bond * 5n - shares.bondLost
  expect(await bookOf(cell, "bonds", "host"), label("free bond")).to.equal(bond)
  expect(await world.chain.read(world.escrow, "fees", [offer.token]), label("fees")).to.equal(shares.fee)
  expect(await balanceOfEscrow(cell), label("nothing else is left")).to.equal(inside + bond + shares.fee)

  await collectFees(cell, turned, shares.fee)
  await relent(cell, turned)
  await emptyTheEscrow(cell, turned, credits, bond)
}

/** The treasury gets the fees, unless it cannot; then they wait. */
async function collectFees({ world, prepared, before }: Cell, { frozen }: Turned, fee: bigint): Promise<void> {
  const { token } = prepared.rental.offer
  const outcome = await world.send(world.call("keeper", "collectFees", [token]))
  const can = fee > 0n && !frozen.has("treasury")
  expect(outcome.ok, "fees can be collected").to.equal(can)
  const had = amountOf(before, "treasury")
  expect(await balanceOf(world, token, "treasury"), "treasury").to.equal(can ? had + fee : had)
  expect(await world.chain.read(world.escrow, "fees", [token]), "fees that wait").to.equal(can ? 0n : fee)
  if (fee === 0n) expect(outcome, "no fees").to.deep.equal({ ok: false, error: errorText("NoFees", [token]) })
}

/** Once everybody can be paid again, a keeper delivers what waits, and the escrow is empty. */
async function emptyTheEscrow(
  cell: Cell,
  { frozen, life }: Turned,
  credits: ReadonlyMap<Role, bigint>,
  bond: bigint,
): Promise<void> {
  const { world, prepared } = cell
  const { token } = prepared.rental.offer
  const must = (role: Role, verb: string, args: readonly unknown[]) => world.must(world.call(role, verb, args))
  for (const [role, credit] of credits) {
    if (credit > 0n) await must("keeper", "withdraw", [token, addressOf(role), addressOf(role)])
  }
  if (sharesOf(life).fee > 0n && frozen.has("treasury")) await must("keeper", "collectFees", [token])
  await must("host", "withdrawBond", [token, bond, addressOf("host")])
  expect(await balanceOfEscrow(cell), "the escrow in the end").to.equal(0n)
}

function reasonOf(status: Status): string | undefined {
  return {
    None: undefined,
    Funded: "NoShow",
    Active: "Completed",
    Interrupted: "Interrupted",
    Disputed: "ArbitrationTimeout",
    Closed: undefined,
  }[status]
}

async function bookOf({ world, prepared }: Cell, book: "credits" | "bonds", role: Role): Promise<unknown> {
  return world.chain.read(world.escrow, book, [prepared.rental.offer.token, addressOf(role)])
}

async function balanceOfEscrow({ world, prepared }: Cell): Promise<unknown> {
  const { token } = prepared.rental.offer
  if (token === NATIVE) return world.chain.client.getBalance({ address: world.escrow.address })
  return world.chain.read(world.token, "balanceOf", [world.escrow.address])
}

function amountOf(amounts: ReadonlyMap<Role, bigint>, role: Role): bigint {
  const amount = amounts.get(role)
  if (amount === undefined) throw new Error(`nothing is known of the ${role}`)
  return amount
}
