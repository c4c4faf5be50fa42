// Transactions, from the intent to the outcome. Every one is in the store before any node has it. Which of them are still
// open is not remembered but asked: those whose place the account has not used. So a crash, a time-out, a reorganisation
// and a node that forgets all look the same, and are mended by the same step: look, and send again.

import { decodeEvents } from "@gpuflow/escrow"
import { type Hex, keccak256, type LocalAccount } from "viem"
import { getTransaction, getTransactionCount, getTransactionReceipt } from "viem/actions"
import { asideFor, LONGEST_PAUSE_PAID } from "./due.ts"
import type { Node } from "./endpoints.ts"
import { bumped, type Fees, feesAbove, type Market } from "./fees.ts"
import type { Log } from "./log.ts"
import { reasonOf } from "./log.ts"
import type { Metrics } from "./metrics.ts"
import type { Options } from "./options.ts"
import type { Intent, Outcome, Store } from "./store.ts"
import { isPoor, type Verdict } from "./verdict.ts"
import { isMoot, type Job } from "./work.ts"

const DAY = 86_400_000
/** Eighths that are added at once to what a node calls underpriced, until it is not. */
const STEPS = 24

type Head = { readonly number: bigint; readonly baseFee: bigint }

/** The account's places in the chain's order. */
export type Places = {
  /** The first that no block has used. */
  readonly next: number
  /** Those from there on in which a transaction stands, … */
  readonly taken: ReadonlySet<number>
  /** … and what those transactions are about. */
  readonly busy: ReadonlySet<Hex>
}

export type Tools = {
  readonly store: Store
  readonly options: Options
  readonly log: Log
  readonly metrics: Metrics
}

/** One poll's dealings with the mempool. */
export function makeSender({ store, options, log, metrics }: Tools, node: Node, head: Head) {
  const { account, chainId, escrow, maxFeePerGas: cap, minTip, bumpAfter, confirmations } = options
  const { client } = node
  let asked: Promise<Market> | undefined
  const market = () => {
    asked ??= node.tips().then((tips) => ({ tips, baseFee: head.baseFee, minTip, cap }))
    return asked
  }

  /** Looks after what was sent before. */
  async function reconcile(): Promise<Places> {
    const next = await getTransactionCount(client, { address: account.address, blockTag: "latest" })
    const open = store.openIntents()
    await conclude(open.filter(({ nonce }) => nonce < next))
    // The dearest in each place stands for it.
    const standing = new Map(open.filter(({ nonce }) => nonce >= next).map((intent) => [intent.nonce, intent]))
    for (const intent of standing.values()) {
      if (!(await tend(intent))) standing.delete(intent.nonce)
    }
    await closeGaps(next, standing)
    metrics.inFlight.set(standing.size)
    const busy = new Set([...standing.values()].flatMap(({ items }) => items))
    return { next, taken: new Set(standing.keys()), busy }
  }

  /** Fees above what stands in a place; nothing if they exceed what may be paid. */
  async function feesWithin(gas: bigint, standing: Fees | undefined): Promise<Fees | undefined> {
    const fees = feesAbove(await market(), standing)
    return fees && gas * fees.maxFeePerGas <= options.maxCostPerTransaction ? fees : undefined
  }

  /** Above a free place nothing moves: the highest transactions come down, until there is none. */
  async function closeGaps(next: number, standing: Map<number, Intent>) {
    for (let place = next; standing.size > 0; ++place) {
      const highest = Math.max(...standing.keys())
      if (place >= highest) return
      const intent = standing.get(place) ? undefined : standing.get(highest)
      if (!intent) continue
      const fees = await feesWithin(intent.gas, dearestAt(place))
      if (!fees) return
      vacate(highest, "moved")
      standing.delete(highest)
      if (await post({ ...intent, nonce: place }, fees)) standing.set(place, intent)
    }
  }

  function dearestAt(nonce: number): Intent | undefined {
    return store
      .intentsAt(nonce)
      .toSorted((a, b) => Number(a.maxFeePerGas - b.maxFeePerGas))
      .at(-1)
  }

  /**
   * Writes down what became of transactions whose place was used deep enough below the latest block. A failure counts
   * at once: the next poll would send the same again.
   */
  async function conclude(used: readonly Intent[]) {
    const deep = head.number - BigInt(confirmations) + 1n
    if (used.length === 0) return
    const count = deep < 0n ? 0 : await getTransactionCount(client, { address: account.address, blockNumber: deep })
    for (const intent of used) {
      const receipt = await getTransactionReceipt(client, { hash: intent.hash }).catch(nothingIf("could not be found"))
      if (receipt?.status === "reverted") store.noteRevert(intent.hash, intent.items, pauseAfter)
      if (intent.nonce >= count) continue
      const outcome = receipt ? (receipt.status === "success" ? "included" : "reverted") : "replaced"
      const events = receipt ? decodeEvents({ escrow, logs: receipt.logs }) : []
      const done = (...names: readonly string[]) => events.filter(({ eventName }) => names.includes(eventName)).length
      metrics.settled.inc(done("Paid", "Closed"))
      metrics.withdrawn.inc(done("Withdrawn"))
      finish(intent, outcome, receipt ? receipt.gasUsed * receipt.effectiveGasPrice : 0n)
    }
  }

  const pauseAfter = (times: number) => Date.now() + asideFor(times, options.pollInterval, LONGEST_PAUSE_PAID)

  function finish(intent: Intent, outcome: Outcome, cost = 0n) {
    const { hash, nonce, work, items } = intent
    store.conclude(hash, outcome, cost)
    metrics.transactions.inc({ work, outcome })
    log.info("transaction over", { hash, nonce, work, items: items.length, outcome, cost })
  }

  function vacate(place: number, outcome: Outcome) {
    for (const intent of store.openIntents().filter(({ nonce }) => nonce === place)) finish(intent, outcome)
  }

  /** Keeps a transaction going; false if its place is free for another. */
  async function tend(intent: Intent): Promise<boolean> {
    const isKnown = await getTransaction(client, { hash: intent.hash }).then(
      () => true,
      nothingIf("could not be found"),
    )
    const isOld = Date.now() - intent.sentAt >= bumpAfter
    if (isKnown && !isOld) return true
    if (await isMoot(client, { ...intent, request: { to: escrow, data: intent.data, value: 0n } })) {
      vacate(intent.nonce, "moot")
      return false
    }
    return isOld ? bump(intent) : follow(intent, await node.broadcast(intent.raw))
  }

  /** The same call in the same place, for more. */
  async function bump(intent: Intent): Promise<boolean> {
    const fees = await feesWithin(intent.gas, intent)
    if (!fees) {
      metrics.held.set({ limit: "fee" }, 1)
      log.warn("fees exceed a limit", { hash: intent.hash, baseFee: head.baseFee, cap })
      return follow(intent, await node.broadcast(intent.raw))
    }
    metrics.bumps.inc()
    log.info("bump", { replaced: intent.hash, nonce: intent.nonce, ...fees })
    return post(intent, fees)
  }

  /** Signs, writes down, sends. */
  async function post(call: Omit<Intent, "hash" | "raw" | "sentAt" | keyof Fees>, fees: Fees): Promise<boolean> {
    const { nonce, work, items, data, gas } = call
    const raw = await sign(account, { chainId, nonce, to: escrow, data, gas, ...fees })
    const intent = { hash: keccak256(raw), nonce, work, items, raw, data, gas, ...fees, sentAt: Date.now() }
    store.intend(intent, gas * fees.maxFeePerGas)
    log.info("send", { hash: intent.hash, nonce, work, items: items.length, gas, ...fees })
    return follow(intent, await node.broadcast(raw))
  }

  /** What a node's answer means for a transaction; false if it has no place. */
  async function follow(intent: Intent, { kind, reason }: Verdict): Promise<boolean> {
    if (kind === "sent" || kind === "known") return true
    log.warn("not taken", { hash: intent.hash, nonce: intent.nonce, kind, reason })
    if (kind === "refused") {
      if (isPoor(reason)) metrics.held.set({ limit: "funds" }, 1)
      finish(intent, "refused")
      return false
    }
    if (kind !== "underpriced" || stepsOf(store, intent) > STEPS) return true
    const fees = await feesWithin(intent.gas, bumped(intent))
    return fees ? post(intent, fees) : true
  }

  /** Sends jobs in free places, as far as the limits allow. */
  async function send(jobs: readonly Job[], { next, taken }: Places) {
    let nonce = next
    for (const { request, ...job } of jobs) {
      while (taken.has(nonce)) nonce += 1
      const fees = feesAbove(await market(), dearestAt(nonce))
      const limit = fees ? limitOn(job.gas * fees.maxFeePerGas) : "fee"
      if (limit) metrics.held.set({ limit }, 1)
      if (limit) log.warn("held back", { limit, work: job.work, items: job.items.length, baseFee: head.baseFee })
      // What is too dear alone leaves its place to the next.
      if (limit === "transaction") continue
      // A place that stays free would hold up all above it.
      if (!fees || limit) return
      if (!(await post({ ...job, nonce, data: request.data }, fees))) return
      nonce += 1
    }
  }

  function limitOn(cost: bigint): "transaction" | "day" | undefined {
    if (cost > options.maxCostPerTransaction) return "transaction"
    return store.spentSince(Date.now() - DAY) + cost > options.maxCostPerDay ? "day" : undefined
  }

  return { reconcile, send }
}

type Signed = Fees & {
  readonly chainId: number
  readonly nonce: number
  readonly to: Hex
  readonly data: Hex
  readonly gas: bigint
}

function sign(account: LocalAccount, transaction: Signed): Promise<Hex> {
  return account.signTransaction({ ...transaction, type: "eip1559" })
}

const stepsOf = (store: Store, { nonce }: Intent) => store.intentsAt(nonce).length

/** An error that says that there is nothing becomes `undefined`; any other is one. */
const nothingIf = (words: string) => (error: unknown) => {
  if (reasonOf(error).includes(words)) return undefined
  throw error
}
