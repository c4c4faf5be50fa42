// What to send: proven by simulation, in batches. What fails alone is put aside, so that it holds up nothing else.

import { estimateRequest, getFees, isEscrowError, prepareRequest, type Request, simulateRequest } from "@gpuflow/escrow"
import { BaseError, type Client, ExecutionRevertedError, type Hex, hexToBigInt, pad } from "viem"
import { asideFor, byPayee } from "./due.ts"
import type { Node } from "./endpoints.ts"
import { type Log, reasonOf } from "./log.ts"
import { type Options, works } from "./options.ts"
import type { Places } from "./sender.ts"
import type { Credit, Known, Store, Work } from "./store.ts"

/** A transaction to be: what it does, to what, and the gas that it takes. */
export type Job = {
  readonly work: Work
  readonly items: readonly Hex[]
  readonly request: Request
  readonly gas: bigint
}

/**
 * Gas for which a credit is delivered: more than a payout gets in the contract. What a receiver does with it is the
 * receiver's choice, and the keeper's expense.
 */
const DELIVERY_GAS = 500_000n

/** Seconds between two collections of fees. */
const FEES_EVERY = 3_600

/** Transactions that may be sent, and what others are about that wait for a block. */
type Room = { readonly room: number; readonly busy: ReadonlySet<Hex> }

type Desk = {
  readonly store: Store
  readonly options: Options
  readonly log: Log
}

/** What can be sent, and why it is not more. */
export type Plan = { readonly jobs: readonly Job[]; readonly failure: unknown }

/** All that can be sent now, as many transactions as there is room for. One kind of work that fails leaves the others. */
export async function plan(desk: Desk, { client }: Node, now: bigint, { taken, busy }: Places): Promise<Plan> {
  const room = desk.options.maxInFlight - taken.size
  const makers = {
    settle: () => settlements(desk, client, { now, room, busy }),
    credits: () => withdrawals(desk, client, { room: room - jobs.length, busy }),
    fees: () => collections(desk, client, room - jobs.length),
  }
  const jobs: Job[] = []
  let failure: unknown
  for (const kind of works.filter((known) => desk.options.work.includes(known))) {
    try {
      for await (const job of makers[kind]()) jobs.push(job)
    } catch (error) {
      failure ??= error
    }
  }
  return { jobs: jobs.slice(0, Math.max(room, 0)), failure }
}

async function* settlements(
  desk: Desk,
  client: Client,
  { now, room, busy }: Room & { readonly now: bigint },
): AsyncGenerator<Job> {
  const { store, options } = desk
  const clock = Date.now()
  // One of each token that was put aside is tried: if it works again, all of that token do.
  for (const known of store.asideRentals(now, clock)) {
    if (room > 0 && (await prove(desk, client, [known])).length > 0) store.releaseRentals(known.rental.offer.token)
  }

  const reverts = store.reverts()
  const most = options.batchSize * Math.max(room, 0) + busy.size + reverts.size
  const due = store.due(now, clock, most).filter(({ id }) => !busy.has(id) && (reverts.get(id) ?? 0) <= clock)
  const sound = due.filter(({ id }) => !reverts.has(id))
  const batches: Known[][] = []
  for (let first = 0; first < sound.length; first += options.batchSize) {
    batches.push(sound.slice(first, first + options.batchSize).sort((a, b) => byPayee(a.rental, b.rental)))
  }
  // What was in a transaction that failed in its block is alone from then on, and takes no other with it.
  for (const known of due) if (reverts.has(known.id)) batches.push([known])
  let made = 0
  for (const batch of batches) {
    if (made >= room) return
    const jobs = await prove(desk, client, batch)
    made += jobs.length
    yield* jobs
  }
}

/** A batch that works, as one transaction or, where it costs too much or something in it fails, as several. */
async function prove(desk: Desk, client: Client, batch: readonly Known[]): Promise<Job[]> {
  const { store, options, log } = desk
  const { escrow, pollInterval } = options
  const request = await prepareRequest(client, "settleMany", { escrow, rentals: batch.map(({ rental }) => rental) })
  try {
    const settled = hexToBigInt(await simulateRequest(client, { request }))
    // The node is behind, or somebody was faster: the state says which.
    if (settled === 0n) return []
    const gas = await estimateRequest(client, { request })
    const isAffordable = gas * options.maxFeePerGas <= options.maxCostPerTransaction
    if (isAffordable || batch.length === 1) return [{ work: "settle", items: batch.map(({ id }) => id), request, gas }]
  } catch (error) {
    if (!isRefusal(error)) throw error
    const [only] = batch
    if (batch.length === 1 && only) {
      log.warn("rental put aside", { id: only.id, reason: reasonOf(error) })
      store.rentalFailed(only.id, (failures) => Date.now() + asideFor(failures, pollInterval))
      return []
    }
  }
  const half = Math.ceil(batch.length / 2)
  const first = await prove(desk, client, batch.slice(0, half))
  return [...first, ...(await prove(desk, client, batch.slice(half)))]
}

async function* withdrawals(desk: Desk, client: Client, { room, busy }: Room): AsyncGenerator<Job> {
  const { store } = desk
  if (room <= 0) return
  let failure: unknown
  for (const credit of store.asideCredits(Date.now())) {
    const job = await withdrawal(desk, client, credit).catch((error: unknown) => {
      failure ??= error
    })
    if (job) store.releaseCredits(credit.token)
  }
  let made = 0
  const [reverts, clock] = [store.reverts(), Date.now()]
  for (const credit of store.credits(clock, room + busy.size + reverts.size)) {
    const name = nameOf(credit)
    if (made >= room || busy.has(name) || (reverts.get(name) ?? 0) > clock) continue
    const job = await withdrawal(desk, client, credit)
    if (!job) continue
    made += 1
    yield job
  }
  if (failure !== undefined) throw failure
}

/** Delivers a credit to its owner, which anyone may. */
async function withdrawal({ store, options, log }: Desk, client: Client, credit: Credit): Promise<Job | undefined> {
  const { token, account } = credit
  const { escrow, pollInterval } = options
  const request = await prepareRequest(client, "withdraw", { escrow, token, owner: account, to: account })
  let reason: string
  try {
    await simulateRequest(client, { request })
    const gas = await estimateRequest(client, { request })
    if (gas <= DELIVERY_GAS) return { work: "withdraw", items: [nameOf(credit)], request, gas }
    reason = `The receiver takes ${gas} gas. It can withdraw by itself.`
  } catch (error) {
    // The receiver's code runs in the call: one that exhausts the node must not be the first again in the next poll.
    if (!isRefusal(error)) {
      putAside()
      throw error
    }
    if (isEscrowError(error) && error.code === "NothingCredited") store.addCredit(credit)
    reason = reasonOf(error)
  }
  log.debug("credit put aside", { token, account, reason })
  putAside()
  return undefined

  function putAside() {
    store.creditFailed(credit, (failures) => Date.now() + asideFor(failures, pollInterval))
  }
}

async function* collections({ store, options, log }: Desk, client: Client, room: number): AsyncGenerator<Job> {
  const { escrow } = options
  const now = Math.floor(Date.now() / 1_000)
  if (room <= 0 || now - store.time("collected") < FEES_EVERY) return
  for (const token of store.tokens()) {
    if ((await getFees(client, { escrow, token })) === 0n) continue
    const request = await prepareRequest(client, "collectFees", { escrow, token })
    try {
      const gas = await estimateRequest(client, { request })
      yield { work: "collect", items: [pad(token)], request, gas }
    } catch (error) {
      if (!isRefusal(error)) throw error
      log.warn("fees left where they are", { token, reason: reasonOf(error) })
    }
  }
  store.setTime("collected", now)
}

/** Whether a transaction would do anything still. */
export async function isMoot(client: Client, { work, request }: Pick<Job, "work" | "request">): Promise<boolean> {
  try {
    const answer = await simulateRequest(client, { request })
    return work === "settle" && hexToBigInt(answer) === 0n
  } catch (error) {
    if (isRefusal(error)) return true
    throw error
  }
}

const nameOf = ({ token, account }: Credit): Hex => `${token}${account.slice(2)}`

/** Errors of this SDK that say something of the node, and nothing of the call. */
const OF_THE_NODE = ["WrongChain", "EscrowNotFound", "ReadFailed"]

/** Whether the contract refused, or the call does not fit into a block; else a node failed. */
function isRefusal(error: unknown): boolean {
  if (isEscrowError(error)) return !OF_THE_NODE.includes(error.code)
  if (!(error instanceof BaseError)) return false
  const isRevert = error.walk((cause) => cause instanceof ExecutionRevertedError) !== null
  return isRevert || /out of gas|gas required exceeds|revert/i.test(error.details)
}
