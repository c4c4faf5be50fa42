// What the chain says of the rentals of the agent's machines. Events only make rentals known; their states are read at
// the block on which the whole poll decides, so a reorganisation needs no care of its own.
import { type EventName, isEscrowError } from "@gpuflow/escrow"
import { getMachineHistory, getStates, watchEvents } from "@gpuflow/escrow/watch"
import type { Endpoints } from "@gpuflow/keeper/sending"
import { isAddressEqual } from "viem"
import { getBlock } from "viem/actions"

import type { AgentContext } from "../agentContext.ts"

/** The block that a poll decides on. */
export type PollBlock = { readonly number: bigint; readonly timestamp: bigint; readonly baseFee: bigint }

const EVENTS = ["Deposited", "EvidenceSubmitted"] as const satisfies EventName[]
/** Attempts per request. After that the next poll starts again. */
const TRIES = 3
/** Earlier rentals of a machine that a new database asks for: one that runs, and those that may not be settled. */
const EARLIER = 10

/** The block, and why new events could not be read. The states of known rentals are read all the same. */
export async function followRentals(
  context: AgentContext,
  endpoints: Endpoints,
): Promise<{ readonly block: PollBlock; readonly failure: unknown }> {
  const { store, clock } = context
  if (store.isNew()) await seed(context, endpoints)
  const [followed] = await Promise.allSettled([followEvents(context, endpoints)])
  const block = await latestBlock(endpoints)
  clock.observe(block.number, block.timestamp)
  const cursor = BigInt(store.cursor()?.block ?? -1)
  if (block.number < cursor)
    throw new Error(`The endpoint is behind: its latest block is ${block.number}, expected ${cursor}.`)
  await readStates(context, endpoints, block)
  return { block, failure: followed.status === "rejected" ? followed.reason : undefined }
}

async function latestBlock({ client }: Endpoints): Promise<PollBlock> {
  const { number, timestamp, baseFeePerGas } = await getBlock(client, { blockTag: "latest" })
  return { number, timestamp, baseFee: baseFeePerGas ?? 0n }
}

/**
 * Without a database of its own, the agent does not know what its machines hold. It prepares a machine for a rental that
 * runs, and stops and wipes it for the last one otherwise.
 */
async function seed({ options, owner: host, machines, store }: AgentContext, { client }: Endpoints): Promise<void> {
  const { escrow, maxReorgDepth } = options
  const { number: blockNumber } = await getBlock(client, { blockTag: "latest" })
  const found = await Promise.all(
    [...machines.keys()].map(async (machine) => {
      const { deposits } = await getMachineHistory(client, { escrow, host, machine, limit: EARLIER })
      // Later ones come as events.
      const earlier = deposits.filter((deposit) => (deposit.blockNumber ?? 0n) <= blockNumber)
      const rentals = earlier.map(({ args }) => ({ id: args.id, rental: args.rental }))
      const states = await getStates(client, { escrow, ids: rentals.map(({ id }) => id), blockNumber })
      return rentals.map((one, place) => ({ ...one, status: states[place]?.status ?? "None" }))
    }),
  )
  const depth = BigInt(maxReorgDepth)
  const { cursor } = await firstBatch(client, escrow, blockNumber > depth ? blockNumber - depth : 0n)
  store.atomically(() => {
    for (const rentals of found) {
      const [latest] = rentals
      const held = latest?.status === "Active" ? undefined : latest?.status === "Funded" ? rentals[1] : latest
      // The oldest first, as events would make them known.
      for (const { id, rental, status } of rentals.toReversed()) {
        const isOpen = id === latest?.id && (status === "Active" || status === "Funded")
        store.addWorkload(id, rental, isOpen ? "paid" : id === held?.id ? "stopping" : "wiped")
      }
    }
    store.setCursor(cursor)
    store.setSeeded()
  })
}

async function firstBatch(client: Endpoints["client"], escrow: AgentContext["options"]["escrow"], fromBlock: bigint) {
  for await (const batch of watchEvents(client, { escrow, events: EVENTS, fromBlock, untilLatest: true })) return batch
  throw new Error("The node did not answer.")
}

async function followEvents(context: AgentContext, { client }: Endpoints): Promise<void> {
  const { options, owner: host, machines, store } = context
  const { account, escrow, maxReorgDepth, signal } = options
  const parameters = { escrow, host, events: EVENTS, maxReorgDepth, tries: TRIES, signal, untilLatest: true }
  try {
    for await (const { added, removed, cursor } of watchEvents(client, { ...parameters, cursor: store.cursor() })) {
      store.atomically(() => {
        for (const { eventName, args } of removed) {
          if (eventName === "EvidenceSubmitted" && isAddressEqual(args.party, account.address)) {
            store.setEvidence(args.id, undefined)
          }
        }
        for (const { eventName, args, blockNumber } of added) {
          if (eventName === "Deposited") {
            if (machines.has(args.rental.offer.machine)) store.addWorkload(args.id, args.rental)
          } else if (isAddressEqual(args.party, account.address)) store.setEvidence(args.id, blockNumber ?? undefined)
        }
        store.setCursor(cursor)
      })
    }
  } catch (error) {
    if (!isEscrowError(error) || error.code !== "ReorgTooDeep") throw error
    // Deeper than the cursor covers. Known rentals keep their phases, and the others are found again.
    store.setCursor((await firstBatch(client, escrow, BigInt(String(error.args.resyncFrom)))).cursor)
  }
}

async function readStates({ options, store }: AgentContext, { client }: Endpoints, block: PollBlock): Promise<void> {
  const open = store.openWorkloads()
  const states =
    open.length === 0
      ? []
      : await getStates(client, { escrow: options.escrow, ids: open.map(({ id }) => id), blockNumber: block.number })
  store.atomically(() => {
    for (const [place, { id }] of open.entries()) {
      const state = states[place]
      if (state) store.setState(id, state)
    }
    store.setLastBlock(block.number, block.timestamp, Date.now())
  })
}
