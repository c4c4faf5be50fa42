import { expect } from "chai"
import { maxUint256, zeroAddress } from "viem"

import { callOf, NATIVE } from "../support/escrow.ts"
import { ARBITRATION_WINDOW, EVIDENCE_WINDOW, HOUR, NO_PERMIT, STATUSES } from "../support/offer.ts"
import { errorText } from "../support/outcome.ts"
import { addressOf, type Role } from "../support/parties.ts"
import type { World } from "../support/world.ts"
import { bringTo, CUT, DURATION, type RentalInStatus, STAKE_AT_MOST, STARTED, type Status } from "./rentalInStatus.ts"
import type { Life } from "./shares.ts"

/** In the order in which they turn: the last two wait for the last second in which they can do harm. */
export const PARTIES = ["guardian", "owner", "arbiter", "treasury", "host", "operator", "renter"] as const
export type Party = (typeof PARTIES)[number]

/** What the money does once somebody has turned. */
export const MONIES = ["native, refused", "plain token", "token that blocks them", "token paused for all"] as const
export type Money = (typeof MONIES)[number]

/** Seconds that the host has given back in every rental that had started. */
const GIVEN_BACK = 61n
/** A price per hour at which 20 prices of the rental are less than the offer's bond. */
const CHEAP = 40_001n
const EVIDENCE = ["ipfs://nothing", NO_PERMIT]
/** Reverts on whatever it is sent. */
const REFUSING = "0x5f5ffd"

/** A live rental, as everybody who turns finds it. */
export interface Cell {
  readonly world: World
  readonly money: Money
  readonly prepared: RentalInStatus
  /** The date by which the money is out, whoever turns. */
  readonly exit: bigint
  /** What each had before the rental. */
  readonly before: ReadonlyMap<Role, bigint>
  /** Nobody has turned yet. */
  readonly untouched: Turned
}

/** What has become of a cell since the parties began to turn. */
export interface Turned {
  readonly parties: readonly Party[]
  /** The latest moment so far. */
  readonly now: bigint
  readonly status: Status
  readonly closesAt: bigint
  readonly exit: bigint
  readonly life: Life
  /** Balances of those whom no coin reaches any more. */
  readonly frozen: ReadonlyMap<Role, bigint>
}

/** Opens a rental in a status and lets the clock run to the moment at which the parties begin to turn. */
export async function openCell(
  world: World,
  {
    status,
    from,
    rolling,
    isCheap,
    money,
  }: {
    status: Status
    from: (prepared: RentalInStatus) => bigint
    rolling: boolean
    /** Whether 20 prices are less than the offer's bond. */
    isCheap: boolean
    money: Money
  },
): Promise<Cell> {
  const token = money === "native, refused" ? NATIVE : world.token.address
  const price = isCheap ? { pricePerHour: CHEAP } : {}
  const offer = { payee: addressOf("host"), challengeWindow: HOUR, rolling, token, ...price }
  const before = await balances(world, token)
  const prepared = await bringTo(world, status, status === "Funded" ? { offer } : { offer, refund: GIVEN_BACK })
  if (rolling && (status === "Active" || status === "Interrupted")) {
    await world.must(world.call("keeper", "settle", [prepared.rental]), CUT + 300n)
  }
  const now = from(prepared)
  const paused = money === "token paused for all"
  if (paused) await world.must(callOf(world.token, addressOf("owner"), "setPaused", [true]), now)

  const exit = await world.exitAt(prepared.rental)
  const untouched: Turned = {
    parties: [],
    now,
    status,
    closesAt: prepared.closesAt,
    exit,
    life: lifeOf(prepared),
    frozen: paused ? await balances(world, token) : new Map(),
  }
  return { world, money, prepared, exit, before, untouched }
}

/** One party does its worst, and is out of reach from then on. */
export async function turn(cell: Cell, turned: Turned, party: Party): Promise<Turned> {
  const { world, money, prepared } = cell
  const acted = { ...(await worstOf(cell, turned, party)), parties: [...turned.parties, party] }
  const frozen = new Map(acted.frozen)
  if (money === "native, refused") await world.chain.client.setCode({ address: addressOf(party), bytecode: REFUSING })
  if (money === "token that blocks them") await setBlocked(world, party, true)
  if (money === "native, refused" || money === "token that blocks them") {
    frozen.set(party, await balanceOf(world, prepared.rental.offer.token, party))
  }

  const exit = await world.exitAt(prepared.rental)
  expect(exit <= turned.exit, `exitAt after ${acted.parties.join(", ")}: ${exit}, was ${turned.exit}`).to.equal(true)
  return { ...acted, exit, frozen }
}

/** Those whom no coin reached can be paid again. */
export async function relent({ world, money }: Cell, { parties }: Turned): Promise<void> {
  if (money === "token paused for all") {
    await world.must(callOf(world.token, addressOf("keeper"), "setPaused", [false]))
  }
  for (const party of parties) {
    if (money === "native, refused") await world.chain.client.setCode({ address: addressOf(party), bytecode: "0x" })
    if (money === "token that blocks them") await setBlocked(world, party, false)
  }
}

export async function balanceOf({ chain, token }: World, currency: string, role: Role): Promise<bigint> {
  const account = addressOf(role)
  return currency === NATIVE
    ? chain.client.getBalance({ address: account })
    : ((await chain.read(token, "balanceOf", [account])) as bigint)
}

async function worstOf(cell: Cell, turned: Turned, party: Party): Promise<Turned> {
  const { world, prepared } = cell
  const { offer } = prepared.rental
  switch (party) {
    case "guardian":
      await world.must(world.call(party, "closeMarket", [offer.token]))
      return turned
    case "owner":
      await world.must(world.call(party, "setMarket", [offer.token, addressOf("keeper"), 1500n, false]))
      await world.must(world.call(party, "setHostFee", [offer.host, 1500n]))
      await world.must(world.call(party, "setGuardian", [zeroAddress]))
      await world.must(world.call(party, "renounceOwnership", []))
      return turned
    case "arbiter":
      await refused(cell, turned, party, "resolve", [0n], {
        Disputed: errorText("EvidenceWindowOpen", [prepared.since + EVIDENCE_WINDOW]),
      })
      return turned
    case "treasury":
      return turned
    case "host":
      await world.must(world.call(party, "setSigner", [zeroAddress]))
      await world.must(world.call(party, "revokeOffers", [offer.machine]))
      return turned
    case "operator":
      return operatorsWorst(cell, turned)
    case "renter":
      return rentersWorst(cell, turned)
  }
}

/** Starts in the last second of the start window, or interrupts in the last second of the rental. */
async function operatorsWorst(cell: Cell, turned: Turned): Promise<Turned> {
  const { world, prepared } = cell
  const { offer } = prepared.rental
  if (turned.status === "Funded") {
    const now = turned.closesAt - 1n
    await world.must(world.call("operator", "start", [prepared.rental]), now)
    const life: Life = { ...turned.life, billed: DURATION, failure: "none" }
    return { ...turned, now, status: "Active", closesAt: now + DURATION + offer.challengeWindow, life }
  }
  if (turned.status === "Active" && turned.now < prepared.end) {
    const now = prepared.end - 1n
    await world.must(world.call("operator", "interrupt", [prepared.rental, maxUint256]), now)
    const life: Life = { ...turned.life, billed: DURATION - 1n, failure: "interrupted" }
    return { ...turned, now, status: "Interrupted", closesAt: now + offer.challengeWindow, life }
  }
  await refused(cell, turned, "operator", "start", [], {})
  return turned
}

/** Disputes in the last second in which it can. */
async function rentersWorst(cell: Cell, turned: Turned): Promise<Turned> {
  const { world, money, prepared } = cell
  if (money === "token paused for all") return disputeWhilePaused(cell, turned)
  if (turned.status !== "Active" && turned.status !== "Interrupted") {
    await refused(cell, turned, "renter", "dispute", EVIDENCE, {})
    return turned
  }
  const now = turned.closesAt - 1n
  const value = money === "native, refused" ? STAKE_AT_MOST : 0n
  await world.must(world.call("renter", "dispute", [prepared.rental, ...EVIDENCE], value), now)
  const { offer, billed, refunded } = turned.life
  const life: Life = { ...turned.life, disputed: { paid: offer.rolling ? billed - 1n - refunded : 0n } }
  return { ...turned, now, status: "Disputed", closesAt: now + ARBITRATION_WINDOW, life }
}

/** No stake can be pulled, but while the rental runs what comes back covers it, unless the bond is large beside the price. */
async function disputeWhilePaused(cell: Cell, turned: Turned): Promise<Turned> {
  const { world, prepared } = cell
  const { offer } = prepared.rental
  const running = prepared.status === "Active" && turned.status === "Active" && turned.now < prepared.end
  if (!running || offer.pricePerHour === CHEAP) {
    const paused = errorText("TransferRefused", [offer.token])
    const errors = { Active: paused, Interrupted: paused }
    await refused(cell, turned, "renter", "dispute", EVIDENCE, errors, turned.closesAt - 1n)
    return turned
  }
  const now = turned.now + HOUR
  await world.must(world.call("renter", "dispute", [prepared.rental, ...EVIDENCE]), now)
  const paid = offer.rolling ? now - offer.challengeWindow - STARTED - GIVEN_BACK : 0n
  const life: Life = { ...turned.life, billed: now - STARTED, disputed: { paid } }
  return { ...turned, now, status: "Disputed", closesAt: now + ARBITRATION_WINDOW, life }
}

/** What does not work does not work for those who mean harm either. */
async function refused(
  { world, prepared }: Cell,
  { status }: Turned,
  role: Role,
  verb: string,
  rest: readonly unknown[],
  errors: Readonly<Partial<Record<Status, string>>>,
  at?: bigint,
): Promise<void> {
  const outcome = await world.send(world.call(role, verb, [prepared.rental, ...rest]), at)
  const wrongStatus = errorText("WrongStatus", [prepared.id, STATUSES.indexOf(status)])
  expect(outcome.ok ? "allowed" : outcome.error, `${verb} by ${role}`).to.equal(errors[status] ?? wrongStatus)
}

/** How the rental goes if nobody does anything any more. */
function lifeOf({ rental, status }: RentalInStatus): Life {
  const { offer } = rental
  const common = { offer, duration: DURATION, refunded: GIVEN_BACK }
  if (status === "Funded") return { ...common, billed: 0n, refunded: 0n, failure: "not started" }
  if (status === "Active") return { ...common, billed: DURATION, failure: "none" }
  const cut = { ...common, billed: CUT - STARTED }
  if (status === "Interrupted") return { ...cut, failure: "interrupted" }
  const paid = offer.rolling ? CUT - offer.challengeWindow - STARTED : 0n
  return { ...cut, failure: "none", disputed: { paid } }
}

async function balances(world: World, currency: string): Promise<ReadonlyMap<Role, bigint>> {
  const found = new Map<Role, bigint>()
  for (const role of ["host", "renter", "treasury"] as const) found.set(role, await balanceOf(world, currency, role))
  return found
}

async function setBlocked(world: World, role: Role, blocked: boolean): Promise<void> {
  await world.must(callOf(world.token, addressOf("keeper"), "setBlocked", [addressOf(role), blocked]))
}
