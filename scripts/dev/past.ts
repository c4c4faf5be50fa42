// Plays the past of the local market on its chain, which was started that long ago, up to the present.
import { cost, idOf, type Offer, type Rental, type Status } from "@gpuflow/escrow"
import { mandateTypedData, prepareMandate, type SignedMandate } from "@gpuflow/escrow/mandate"
import { offerTypedData } from "@gpuflow/escrow/offer"
import { prepareRequest, type Verb, type VerbParameters } from "@gpuflow/escrow/requests"
import type { TestEscrow } from "@gpuflow/escrow/testing"
import { getStates } from "@gpuflow/escrow/watch"
import { type Hex, keccak256, maxUint256, toHex, zeroAddress } from "viem"
import type { PrivateKeyAccount } from "viem/accounts"

import { type Blocks, inBlocks, type Sent } from "./blocks.ts"
import { accountNamed, type Coin, hostAccount, machines } from "./hosts.ts"
import { CHALLENGE_WINDOW, LIFETIME, termsOf } from "./offers.ts"
import { type Prices, readPrices } from "./prices.ts"
import { allowed, fillPurses, minted, payBonds } from "./purses.ts"
import {
  type Course,
  PAST,
  type PlannedRental,
  type RentalName,
  type RenterName,
  rentals,
  renterNames,
} from "./rentals.ts"

const MINUTE = 60n
const HOUR = 3_600n
/** From the deposit until the host has started the machine. */
const BOOT = 4n * MINUTE
/** From a dispute until the other side answers. */
const ANSWER = 90n * MINUTE
/** Between two rounds of the keeper, seconds, of which the last is so long ago. */
const ROUNDS = { every: 12n * HOUR, last: 30n * MINUTE }
/** Dollars that a renter begins with, in each coin. */
const PURSE = "20000"
const TIP = "0.01"
/** Dollars that a mandate may spend in all. */
const MANDATED = "60"

/** The rentals that have a name. */
export type Past = { readonly ids: Readonly<Record<RentalName, Hex>> }

/** What happens at a time, seconds since 1970. */
type Moment = { readonly at: bigint; readonly sent: Promise<Sent> }
/** One rental, and how it must stand in the end. */
type Played = {
  readonly planned: PlannedRental
  readonly rental: Rental
  readonly moments: readonly Moment[]
  readonly status: Status
  /** When anyone can settle it. Undefined: it is closed otherwise, or nobody does. */
  readonly dueAt?: bigint
}

/** Seconds before now at which a chain must have started for its past. */
export const beforePast = (now: number): number => now - Number(PAST) * 1_000

/** Gives hosts and renters what they need, and plays all that has happened. The chain is at the present afterwards. */
export async function playPast(chain: TestEscrow): Promise<Past> {
  const begun = chain.now()
  let moved = 0n
  const moveTo = async (time: bigint) => {
    const seconds = time - chain.now()
    if (seconds <= 0n || moved + seconds > PAST) return
    moved += seconds
    await chain.warp(seconds)
  }
  const played = await inBlocks(chain, async (blocks) => {
    await payBonds(chain, blocks)
    const all = await planAll(chain, begun + PAST)
    await fillRenters(chain, blocks, all)
    const moments = [...all.flatMap(({ moments }) => moments), ...roundsOf(chain, all, begun + PAST)]
    const byTime = [...grouped(moments, ({ at }) => at)].sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [at, together] of byTime) {
      await moveTo(at)
      await blocks.send(await Promise.all(together.map(({ sent }) => sent)))
    }
    return all
  })
  // Real time has passed meanwhile, by which the chain is as far ahead of its moments.
  await chain.warp(PAST - moved)
  await requireStates(chain, played)
  const named = played.flatMap(({ planned: { name }, rental }) => (name ? [[name, idOf(rental)] as const] : []))
  return { ids: Object.fromEntries(named) as Past["ids"] }
}

const renterAccount = ({ accounts }: TestEscrow, name: RenterName): PrivateKeyAccount =>
  name === "renter" ? accounts.renter : accountNamed(`renter ${name}`)

/** Gives renters a purse, out of which the escrow may take what their rentals cost, and no more. */
async function fillRenters(chain: TestEscrow, blocks: Blocks, played: readonly Played[]): Promise<void> {
  const { escrow, mandate, tokens, accounts } = chain
  const unitsOf = await readPrices(chain)
  const renters = renterNames.map((name) => renterAccount(chain, name))
  await fillPurses(chain, renters)
  const inTokens: readonly Coin[] = ["USDC", "WETH", "SOL"]
  const pairs = renters.flatMap((renter) => inTokens.map((coin) => ({ renter, coin })))
  await blocks.send(pairs.map(({ renter, coin }) => minted(chain, coin, renter.address, unitsOf(coin, PURSE))))
  const costs = pairs.map(({ renter, coin }) => {
    const own = played.filter(({ rental, planned: { machine } }) => {
      return rental.renter === renter.address && machine.coin === coin
    })
    const total = own.reduce((sum, { rental, planned }) => sum + cost(rental.offer.pricePerHour, planned.duration), 0n)
    return allowed(renter, tokens[coin], escrow, total)
  })
  const toppedUp = allowed(accounts.renter, tokens.USDC, mandate, unitsOf("USDC", MANDATED))
  await blocks.send([...costs, toppedUp])
}

/** Every rental, as its host and renter signed it, with its moments. */
async function planAll(chain: TestEscrow, present: bigint): Promise<readonly Played[]> {
  const prices = await readPrices(chain)
  /** Of each machine: it grows when a promise was broken or is contested. */
  const nonces = new Map(machines.map((machine) => [machine, 0n]))
  return Promise.all(
    rentals.map((planned, index) => {
      const nonce = nonces.get(planned.machine) ?? 0n
      if (["interrupted", "disputed"].includes(planned.course.kind)) nonces.set(planned.machine, nonce + 1n)
      return planOne(chain, { planned, index, nonce, prices, present })
    }),
  )
}

type ToPlan = {
  readonly planned: PlannedRental
  readonly index: number
  readonly nonce: bigint
  readonly prices: Prices
  readonly present: bigint
}

async function planOne(chain: TestEscrow, { planned, index, nonce, prices, present }: ToPlan): Promise<Played> {
  const { chainId, escrow, accounts, wallets } = chain
  const { machine, duration, course } = planned
  const paidAt = present - planned.at
  const [host, renter] = [hostAccount(chain, machine.host), renterAccount(chain, planned.renter)]
  const offer: Offer = {
    ...termsOf(chain, machine, prices),
    ...{ payee: host.address, renter: zeroAddress, arbiter: accounts.arbiter.address },
    ...{ nonce, epoch: 0n, expiry: paidAt + LIFETIME, maxFeeBps: 1_000n, rolling: false },
  }
  const rental: Rental = { offer, renter: renter.address, salt: keccak256(toHex(`order ${index}`)) }
  const signature = host.signTypedData(typed(offerTypedData({ escrow, chainId, offer })))
  const calling = async <verb extends Verb>(
    from: PrivateKeyAccount,
    verb: verb,
    parameters: VerbParameters<verb>,
  ): Promise<Sent> => ({ from, call: await prepareRequest(wallets.keeper, verb, parameters) })
  const of = { escrow, rental }
  const hostSignature = await signature
  const moments: Moment[] = [{ at: paidAt, sent: calling(renter, "deposit", { ...of, duration, hostSignature }) }]
  if (course.kind === "waiting") return { planned, rental, moments, status: "Funded" }

  const startedAt = paidAt + (machine.isInstant ? 0n : BOOT)
  if (!machine.isInstant) moments.push({ at: startedAt, sent: calling(accounts.operator, "start", of) })
  const after = "after" in course ? startedAt + course.after : startedAt
  const result = { planned, rental, moments }
  switch (course.kind) {
    case "stopped":
      moments.push({ at: after, sent: calling(renter, "stop", { ...of, maxToHost: maxUint256 }) })
      return { ...result, status: "Closed" }
    case "interrupted":
      moments.push({
        at: after,
        sent: calling(accounts.operator, "interrupt", { ...of, maxFromBond: maxUint256 }),
      })
      return settled(result, after + CHALLENGE_WINDOW, planned)
    case "refunded":
      moments.push({ at: after, sent: calling(host, "refund", { ...of, refundedSeconds: course.seconds }) })
      return settled(result, startedAt + duration + CHALLENGE_WINDOW, planned)
    case "disputed": {
      const { renterSays, hostSays, ruling } = course
      const disputed = { ...of, evidenceURI: evidence(renterSays), value: 0n }
      moments.push(
        { at: after, sent: calling(renter, "dispute", disputed) },
        { at: after + ANSWER, sent: calling(host, "submitEvidence", { ...of, evidenceURI: evidence(hostSays) }) },
      )
      if (!ruling) return { ...result, status: "Disputed" }
      const { hostBps } = ruling
      moments.push({ at: after + ruling.after, sent: calling(accounts.arbiter, "resolve", { ...of, hostBps }) })
      return { ...result, status: "Closed" }
    }
    case "extended":
      moments.push(...(await extensionsOf(chain, { rental, renter, course, startedAt, duration, prices })))
      return { ...result, status: "Active" }
    case "unclaimed":
      return { ...result, status: "Active" }
    case "served":
      return settled(result, startedAt + duration + CHALLENGE_WINDOW, planned)
  }
}

/** A rental that the keeper settles in its next round, unless somebody looks for it as it was before. */
function settled(result: Omit<Played, "status" | "dueAt">, dueAt: bigint, { name }: PlannedRental): Played {
  if (name === "interrupted") return { ...result, status: "Interrupted" }
  return { ...result, status: "Closed", dueAt }
}

type Extended = {
  readonly rental: Rental
  readonly renter: PrivateKeyAccount
  readonly course: Extract<Course, { readonly kind: "extended" }>
  readonly startedAt: bigint
  readonly duration: bigint
  readonly prices: Prices
}

/** The extensions of a rental by its mandate, which its renter signed once. */
async function extensionsOf(
  { chainId, escrow, mandate: mandateContract, accounts, client }: TestEscrow,
  { rental, renter, course, startedAt, duration, prices }: Extended,
): Promise<readonly Moment[]> {
  const { times, before } = course
  const tip = prices("USDC", TIP)
  const mandate = {
    ...{ renter: renter.address, rentalId: idOf(rental), epoch: 0n, salt: rental.salt },
    ...{ step: duration, extendBefore: 2n * before, maxTip: tip },
    maxTotal: prices("USDC", MANDATED),
    expiry: startedAt + 8n * duration,
  }
  const signature = await renter.signTypedData(typed(mandateTypedData({ chainId, mandateContract, mandate })))
  const signed: SignedMandate = { chainId, escrow, mandateContract, mandate, signature, rental }
  const call = prepareMandate(client, "executeMandate", { signed, tip })
  return Array.from({ length: Number(times) }, (_, index) => ({
    at: startedAt + duration * BigInt(index + 1) - before,
    sent: Promise.resolve({ from: accounts.keeper, call }),
  }))
}

/** The keeper's rounds, in each of which it settles what is due. */
function roundsOf({ escrow, accounts, wallets }: TestEscrow, played: readonly Played[], present: bigint): Moment[] {
  const last = present - ROUNDS.last
  const due = played.flatMap(({ rental, dueAt }) => (dueAt === undefined ? [] : [{ rental, dueAt }]))
  const rounds = grouped(due, ({ dueAt }) => last - ((last - dueAt) / ROUNDS.every) * ROUNDS.every)
  return [...rounds].map(([at, some]) => {
    const settling = { escrow, rentals: some.map(({ rental }) => rental) }
    const sent = prepareRequest(wallets.keeper, "settleMany", settling).then((call) => ({
      from: accounts.keeper,
      call,
    }))
    return { at, sent }
  })
}

/** Throws if a transaction was not accepted, which no receipt was asked for. */
async function requireStates({ client, escrow }: TestEscrow, played: readonly Played[]): Promise<void> {
  const states = await getStates(client, { escrow, ids: played.map(({ rental }) => idOf(rental)) })
  for (const [index, { planned, status }] of played.entries()) {
    const found = states[index]?.status
    if (found === status) continue
    const { machine, at, course } = planned
    throw new Error(`${machine.document.name}, ${at / HOUR} h ago, ${course.kind}: ${found} instead of ${status}.`)
  }
}

function grouped<item>(items: readonly item[], timeOf: (item: item) => bigint): ReadonlyMap<bigint, readonly item[]> {
  const groups = new Map<bigint, item[]>()
  for (const item of items) {
    const time = timeOf(item)
    groups.set(time, [...(groups.get(time) ?? []), item])
  }
  return groups
}

const evidence = (text: string) => `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`

/** Typed data as an account of viem takes it. */
const typed = (data: ReturnType<typeof offerTypedData>) => data as Parameters<PrivateKeyAccount["signTypedData"]>[0]
