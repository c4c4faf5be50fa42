// Rentals that only a keeper ends, and what each party must have once it has.
import {
  CONCESSION_FLOOR,
  cost,
  decodeEvents,
  due,
  EVIDENCE_WINDOW,
  exitAt,
  fee,
  getState,
  idOf,
  type Offer,
  type Rental,
  stakeOf,
  waitCompensation,
} from "@gpuflow/escrow"
import { offerTypedData } from "@gpuflow/escrow/offer"
import { prepareRequest, type Verb } from "@gpuflow/escrow/requests"
import { getStates } from "@gpuflow/escrow/watch"
import { type Address, type Hex, keccak256, slice, toHex } from "viem"

import type { Chain } from "./chain.ts"
import { callOf, type Escrow, FEE_BPS, NATIVE, openEscrow } from "./escrow.ts"
import { accountOf, addressOf, keyNamed } from "./parties.ts"

/** What makes a rental due: its end, a host that never starts, a silent arbiter, a rolling payment, a refused payout. */
const kinds = ["settlement", "noShow", "silentArbiter", "rolling", "credit"] as const
export type Kind = (typeof kinds)[number]

/** One rental, and where its money has to go. */
export interface DueRental {
  readonly kind: Kind
  readonly id: Hex
  readonly rental: Rental
  /** What payee and renter had before anything was due, … */
  readonly before: Balances
  /** … and what is to be added; of rolling ones at least, and by what was paid in all. */
  readonly owed: Balances
}
interface Balances {
  readonly payee: bigint
  readonly renter: bigint
}

const HOUR = 3_600n
const DAY = 24n * HOUR
/** From here on everything but the rest of a rolling month is due. */
export const LONG = 15n * DAY

export type DueRentals = Awaited<ReturnType<typeof openDueRentals>>

/** Deploys an escrow of its own, to which rentals are added. */
export async function openDueRentals(chain: Chain) {
  for (const role of ["owner", "payer", "arbiter", "host"] as const) await chain.fund(addressOf(role), 10n ** 24n)
  const deployed = await openEscrow(chain, { rich: ["payer", "host"], purse: 10n ** 18n })
  const { escrow, token, fromBlock } = deployed
  for (const market of [token.address, NATIVE]) {
    await act(deployed, addressOf("host"), "fundBond", { escrow: escrow.address, token: market, amount: 10n ** 15n })
  }
  const rentals: DueRental[] = []
  let made = 0

  return {
    chain,
    escrow: escrow.address,
    token: token.address,
    fromBlock,
    work: "settle" as const,
    environment: {},
    allowed: 2,
    rentals,
    size: () => rentals.length,
    /** Adds one of the next kind. */
    addNext() {
      return this.add(kinds[rentals.length % kinds.length] ?? "settlement")
    },
    makeDue: () => chain.pass(LONG),
    /** Adds a rental of its own machine, with a payee and a renter of its own, as far as it gets without a keeper. */
    async add(kind: Kind, currency = made % 3 === 2 && kind !== "credit" ? NATIVE : token.address): Promise<DueRental> {
      made += 1
      const rental = rentalOf(kind, made, currency, (await chain.now()) + HOUR)
      await bringOn(deployed, kind, rental)
      const id = idOf(rental)
      const added = { kind, id, rental, ...(await expected(deployed, kind, rental)) }
      rentals.push(added)
      return added
    },
    /** Those whose payout is missing: rentals not closed or paid on the chain, credits not delivered. */
    unpaid: () => unpaid(deployed, rentals),
    /** Payouts that are not what the contract's arithmetic says, and rentals that were closed more than once. */
    mispaid: () => mispaid(deployed, rentals),
    setPaused: (on: boolean) => chain.transact(callOf(token, addressOf("owner"), "setPaused", [on])),
    setBlocked: (account: Address, on: boolean) => setBlocked(deployed, account, on),
    close() {},
  }
}

/** An account that follows from a name, and whose key nobody needs. */
const addressNamed = (name: string): Address => slice(keyNamed(name), 12)

/** The n-th rental; its figures divide by nothing, so that every rounding shows. */
function rentalOf(kind: Kind, n: number, token: Address, expiry: bigint): Rental {
  const name = `${kind} ${n}`
  const offer: Offer = {
    host: addressOf("host"),
    payee: addressNamed(`payee ${name}`),
    operator: NATIVE,
    renter: NATIVE,
    token,
    arbiter: addressOf("arbiter"),
    pricePerHour: 650_000n + BigInt(n),
    bond: 2_000_000n,
    minDuration: 1n,
    maxDuration: 60n * DAY,
    startWindow: kind === "noShow" ? HOUR / 2n : 0n,
    challengeWindow: HOUR,
    nonce: 0n,
    epoch: 0n,
    expiry,
    maxFeeBps: FEE_BPS,
    rolling: kind === "rolling",
    machine: keccak256(toHex(name)),
    spec: keccak256(toHex("RTX 4090")),
  }
  return { offer, renter: addressNamed(`renter ${name}`), salt: keccak256(toHex(name)) }
}

/** Deposits, and does whatever else has to happen before only the clock is left. */
async function bringOn(on: Escrow, kind: Kind, rental: Rental): Promise<void> {
  const escrow = on.escrow.address
  const { offer, renter } = rental
  const hostSignature = await accountOf("host").signTypedData(offerTypedData({ chainId: 137, escrow, offer }))
  const duration = kind === "rolling" ? 60n * DAY : 2n * HOUR
  await on.chain.fund(renter, 10n ** 18n)
  await act(on, addressOf("payer"), "deposit", { escrow, rental, duration, hostSignature })
  if (kind === "silentArbiter") await act(on, renter, "dispute", { escrow, rental, evidenceURI: "ipfs://dark-screen" })
  if (kind === "credit") {
    await setBlocked(on, offer.payee, true)
    await act(on, renter, "stop", { escrow, rental })
    await setBlocked(on, offer.payee, false)
  }
}

async function act<const verb extends Verb>(
  { chain }: Escrow,
  from: Address,
  verb: verb,
  parameters: prepareRequest.Parameters<verb>,
): Promise<void> {
  const request = await prepareRequest(chain.client, verb, { account: from, ...parameters })
  await chain.transact({ from, ...request })
}

async function setBlocked({ chain, token }: Escrow, account: Address, on: boolean): Promise<void> {
  await chain.transact(callOf(token, addressOf("owner"), "setBlocked", [account, on]))
}

/** What both have, and what is owed once all deadlines have passed. A credit may be delivered at any moment. */
async function expected(on: Escrow, kind: Kind, rental: Rental): Promise<Pick<DueRental, "before" | "owed">> {
  const { offer } = rental
  const state = await getState(on.chain.client, { escrow: on.escrow.address, id: idOf(rental) })
  const before = await balances(on, rental)
  if (kind === "credit") {
    const credited = (await eventsOf(on, state.depositBlock)).findLast(({ eventName }) => eventName === "Credited")
    const amount = credited?.eventName === "Credited" ? credited.args.amount : 0n
    return { before: { ...before, payee: 0n }, owed: { payee: amount, renter: 0n } }
  }
  const at = kind === "rolling" ? state.since + LONG : exitAt(offer, state)
  const { toHost, toRenter } = due(offer, state, at)
  const stake = state.status === "Disputed" ? stakeOf(offer, state, at) : 0n
  const waited = kind === "noShow" ? waitCompensation(offer, state.duration) : 0n
  // An arbiter's silence costs the renter a tenth of the stake.
  const forfeited = (stake * CONCESSION_FLOOR) / EVIDENCE_WINDOW
  return { before, owed: { payee: toHost + forfeited, renter: toRenter + stake - forfeited + waited } }
}

async function unpaid(on: Escrow, rentals: readonly DueRental[]): Promise<DueRental[]> {
  const states = await getStates(on.chain.client, { escrow: on.escrow.address, ids: rentals.map(({ id }) => id) })
  const missing: DueRental[] = []
  for (const [index, one] of rentals.entries()) {
    const { payee } = await balances(on, one.rental)
    const isShort = payee < one.before.payee + one.owed.payee
    if (isShort || (one.kind !== "rolling" && states[index]?.status !== "Closed")) missing.push(one)
  }
  return missing
}

async function mispaid(on: Escrow, rentals: readonly DueRental[]): Promise<string[]> {
  const closings = new Map<Hex, number>()
  for (const { eventName, args } of await eventsOf(on, on.fromBlock)) {
    if (eventName === "Closed") closings.set(args.id, (closings.get(args.id) ?? 0) + 1)
  }
  const found: string[] = []
  for (const { kind, id, rental, before, owed } of rentals) {
    const { payee, renter } = await balances(on, rental)
    const [paidOut, paidBack] = [payee - before.payee, renter - before.renter]
    const { status, paidSeconds, feeBps } = await getState(on.chain.client, { escrow: on.escrow.address, id })
    const gross = cost(rental.offer.pricePerHour, paidSeconds)
    const rolled = kind === "rolling" ? gross - fee(gross, feeBps) : owed.payee
    const isRight = paidOut === rolled && paidBack === owed.renter
    if (!isRight && status !== "Active") found.push(`${kind} ${id}: paid ${paidOut}, ${paidBack}`)
    if (status === "Active" && paidOut !== rolled) found.push(`${kind} ${id}: rolled ${paidOut}`)
    const times = closings.get(id) ?? 0
    if (times !== (kind === "rolling" ? 0 : 1)) found.push(`${kind} ${id}: closed ${times} times`)
  }
  return found
}

async function eventsOf({ chain, escrow: { address } }: Escrow, fromBlock: bigint) {
  const logs = await chain.client.getLogs({ address, fromBlock, toBlock: "latest" })
  return decodeEvents({ escrow: address, logs })
}

async function balances(on: Escrow, { offer, renter }: Rental): Promise<Balances> {
  const [payee, back] = await Promise.all([balanceOf(on, offer.token, offer.payee), balanceOf(on, offer.token, renter)])
  return { payee, renter: back }
}

async function balanceOf({ chain, token }: Escrow, currency: Address, account: Address): Promise<bigint> {
  if (currency === NATIVE) return chain.client.getBalance({ address: account })
  return (await chain.read(token, "balanceOf", [account])) as bigint
}
