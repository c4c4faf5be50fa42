import { prepareMandate, toMandateError } from "@gpuflow/escrow/mandate"
import { type PreparedRequest, simulateRequest } from "@gpuflow/escrow/requests"
import { type Client, concat, type Hex, numberToHex, size, slice } from "viem"

import type { KeeperContext, LatestBlock } from "../keeperContext.ts"
import { reasonOf } from "../log.ts"
import { type DueMandate, tokenOf } from "../mandates/mandateBook.ts"
import { estimateWithAccessList } from "./estimate.ts"
import type { Capacity, PlannedTransaction } from "./plannedTransaction.ts"
import { retryDelay } from "./retryDelay.ts"
import { isRefusal } from "./simulation.ts"
import { missingTip, payableTip } from "./tips.ts"

/** Gas up to which the keeper extends. The renter's contract decides how much its signature takes. */
const MAX_EXTENSION_GAS = 1_000_000n

/** Mandates that one poll simulates beyond those that it can send, in case some are refused. */
const SPARE = 32

/** Plans the extensions that are due, one transaction for each, the most urgent first. */
export async function* planExtensions(
  context: KeeperContext,
  client: Client,
  block: LatestBlock,
  capacity: Capacity,
): AsyncGenerator<PlannedTransaction> {
  if (capacity.slots <= 0) return
  let [planned, failure]: [number, unknown] = [0, undefined]
  await probeTokens(context, client, block, capacity).catch((error: unknown) => {
    failure = error
  })
  const candidates = candidatesOf(context, block.timestamp, capacity)
  while (candidates.length > 0 && planned < capacity.slots) {
    const piece = candidates.splice(0, capacity.slots - planned)
    const results = await Promise.allSettled(piece.map((due) => planExtension(context, client, block, due)))
    for (const result of results) {
      if (result.status === "rejected") failure ??= result.reason
      else if (result.value) {
        planned += 1
        yield result.value
      }
    }
  }
  if (failure !== undefined) throw failure
}

/** Simulates one mandate of each token that has some set aside. If it works, all mandates of the token are released. */
async function probeTokens(context: KeeperContext, client: Client, block: LatestBlock, { pendingItems }: Capacity) {
  const { mandates } = context
  const taken = new Set([...pendingItems].flatMap(rentalIn))
  for (const due of mandates.toProbe(block.timestamp, Date.now())) {
    if (taken.has(due.rentalId)) continue
    if (await planExtension(context, client, block, due)) mandates.releaseToken(tokenOf(due))
  }
}

/** Due mandates that nothing is sent for yet, one of each rental. */
function candidatesOf({ mandates, store }: KeeperContext, now: bigint, { slots, pendingItems }: Capacity) {
  const clock = Date.now()
  const failed = store.failedItems()
  const taken = new Set([...pendingItems].flatMap(rentalIn))
  const candidates: DueMandate[] = []
  for (const due of mandates.due(now)) {
    const { rentalId } = due
    if (taken.has(rentalId) || (failed.get(itemOf(due)) ?? 0) > clock || !mandates.isReady(due.digest, clock)) continue
    taken.add(rentalId)
    candidates.push(due)
  }
  return candidates.slice(0, slots + SPARE)
}

/** Plans one extension, or sets the mandate aside and returns nothing. */
async function planExtension(
  context: KeeperContext,
  client: Client,
  block: LatestBlock,
  due: DueMandate,
): Promise<PlannedTransaction | undefined> {
  try {
    const { request, tip } = await simulated(context, client, due)
    const estimated = await estimateWithAccessList(context, client, { work: "extend", request })
    const refusal = await refusalOf(context, client, { due, tip, gas: estimated.gas, baseFee: block.baseFee })
    if (refusal === undefined) return { work: "extend", items: [itemOf(due)], ...estimated }
    setAside(context, due, refusal, block)
  } catch (failure) {
    const error = toMandateError(failure)
    // The simulation runs the code of the renter and of the token. One that exhausts the node must not come first again.
    setAside(context, due, reasonOf(error), block)
    if (!isRefusal(error)) throw error
  }
  return undefined
}

/** The call with the highest tip that the mandate can pay, and whose simulation succeeds. */
async function simulated(
  { options }: KeeperContext,
  client: Client,
  { signed }: DueMandate,
): Promise<{ readonly request: PreparedRequest; readonly tip: bigint }> {
  const account = options.account.address
  const simulate = async (tip: bigint) => {
    const request = prepareMandate(client, "executeMandate", { signed, tip })
    await simulateRequest(client, { request, account })
    return { request, tip }
  }
  const { maxTip } = signed.mandate
  try {
    return await simulate(maxTip)
  } catch (failure) {
    const less = payableTip(toMandateError(failure), maxTip)
    if (less === undefined) throw failure
    return simulate(less)
  }
}

type Planned = { readonly due: DueMandate; readonly tip: bigint; readonly gas: bigint; readonly baseFee: bigint }

async function refusalOf(
  context: KeeperContext,
  client: Client,
  { due, tip, gas, baseFee }: Planned,
): Promise<string | undefined> {
  if (gas > MAX_EXTENSION_GAS) return `The extension takes ${gas} gas.`
  return missingTip(context, client, { token: tokenOf(due), tip, gas, baseFee })
}

/** Longest delay in milliseconds after a refused simulation. */
const MAX_DELAY = 60_000

/** The delay ends before the rental does, however little time is left. */
function setAside({ log, mandates, options }: KeeperContext, due: DueMandate, reason: string, block: LatestBlock) {
  const { digest, endsAt, rentalId } = due
  log.debug("mandate set aside", { mandate: digest, rental: rentalId, reason })
  const most = Math.min(MAX_DELAY, (Number(endsAt - block.timestamp) * 1_000) / 8)
  mandates.setAside(digest, (failures) => Date.now() + retryDelay(failures, options.pollInterval, most))
}

/** What is done once: a rental's end is put off. */
const itemOf = ({ rentalId, endsAt }: DueMandate): Hex => concat([rentalId, numberToHex(endsAt, { size: END_SIZE })])

/** As the contract stores times. No other work has items of this size. */
const END_SIZE = 5
const ID_SIZE = 32

/** The rental in an item of this work. */
const rentalIn = (item: Hex): Hex[] => (size(item) === ID_SIZE + END_SIZE ? [slice(item, 0, ID_SIZE)] : [])
