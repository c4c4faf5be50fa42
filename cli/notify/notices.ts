// Which notices follow from a batch of events and from the chain's clock.
import { type EscrowEvent, getRental, type Rental, type RentalState } from "@gpuflow/escrow"
import { getStates } from "@gpuflow/escrow/watch"
import type { Hash } from "viem"
import { getBlock } from "viem/actions"
import type { Context } from "../chain/context.ts"
import { endsAt } from "../chain/rental.ts"
import { toJson } from "../text/json.ts"
import type { NoticeType } from "./noticeTypes.ts"
import type { FollowedRental, Notice, Outbox } from "./outbox.ts"

export type EventBatch = {
  readonly added: readonly EscrowEvent[]
  readonly removed: readonly EscrowEvent[]
  readonly to: bigint
}

export type NoticeRules = {
  /** The types to tell of. */
  readonly types: readonly NoticeType[]
  /** Seconds before the end at which it is told. */
  readonly before: bigint
}

/** What was read for a batch. Reading comes first, because the outbox is written in one go. */
export type ReadBatch = {
  readonly rentals: ReadonlyMap<Hash, { readonly rental: Rental; readonly state: RentalState } | undefined>
  /** Time of the batch's last block. */
  readonly now: bigint
}

/** Reads the rentals of a batch. One that the chain has taken back is missing. */
export async function readBatch({ client, escrow }: Context, { added, removed, to }: EventBatch): Promise<ReadBatch> {
  const ids = [...new Set([...added, ...removed].flatMap(({ args }) => ("id" in args ? [args.id] : [])))]
  const { timestamp: now } = await getBlock(client, { blockNumber: to }).catch(() => getBlock(client))
  const states = ids.length > 0 ? await getStates(client, { escrow, ids }) : []
  const found = await Promise.all(
    ids.map(async (id, index) => {
      const state = states[index]
      if (!state || state.status === "None") return [id, undefined] as const
      const { rental } = await getRental(client, { escrow, id })
      return [id, { rental, state }] as const
    }),
  )
  return { rentals: new Map(found), now }
}

/** Writes the notices of a batch. Call it inside the outbox's transaction. */
export function writeNotices(
  outbox: Outbox,
  context: Context,
  batch: EventBatch,
  read: ReadBatch,
  rules: NoticeRules,
): void {
  const place = { chainId: context.client.chain.id, escrow: context.escrow }
  const tell = (notice: Notice, base?: string) => {
    if (rules.types.includes(notice.type)) outbox.add(notice, base)
  }
  const followed = new Map(outbox.rentals().map((one) => [one.id, one]))
  for (const event of batch.removed) {
    for (const told of outbox.withdraw(logOf(event))) tell(takenBack(told))
  }
  const ended = new Set<Hash>()
  for (const event of batch.added) {
    if (!("id" in event.args)) continue
    const { id } = event.args
    const found = read.rentals.get(id)
    const facts = found ? factsOf(found.rental) : (followed.get(id)?.facts ?? "{}")
    for (const type of typesOf(event, found?.rental)) {
      // The time had run out before, and that was told.
      if (type === "ended" && (ended.has(id) || followed.get(id)?.endedFor !== undefined)) continue
      if (type === "ended") ended.add(id)
      const log = logOf(event)
      const more = {
        block: event.blockNumber,
        transaction: event.transactionHash,
        event: event.eventName,
        args: event.args,
      }
      const base = `${type}:${log}`
      const name = outbox.nameOf(base)
      tell({ id: name, type, log, body: bodyOf({ id: name, type, ...place, rental: id, facts, ...more }) }, base)
    }
  }
  for (const [id, found] of read.rentals) {
    if (!found) outbox.forget(id)
    else {
      const before = followed.get(id)
      const end = found.state.status === "Active" ? endsAt(found.state) : undefined
      const isRunning = end !== undefined && end > read.now
      outbox.putRental({
        id,
        facts: factsOf(found.rental),
        endsAt: end,
        endingFor: before?.endingFor,
        // A rental that runs, after all, has not ended.
        endedFor: isRunning ? undefined : ended.has(id) ? (end ?? read.now) : before?.endedFor,
      })
      if (found.state.status === "Closed") outbox.forget(id)
    }
  }
  for (const rental of outbox.rentals())
    writeClock(outbox, rental, { place, now: read.now, before: rules.before, tell })
}

type Clock = {
  readonly place: object
  readonly now: bigint
  readonly before: bigint
  readonly tell: (notice: Notice) => void
}

/** The end of a rental, and that it is near, each once for each end. */
function writeClock(outbox: Outbox, rental: FollowedRental, { place, now, before, tell }: Clock): void {
  const { id, facts, endsAt: end } = rental
  if (end === undefined) return
  const notice = (type: NoticeType): Notice => {
    const name = `${type}:${id}:${end}`
    return {
      id: name,
      type,
      log: undefined,
      body: bodyOf({ id: name, type, ...place, rental: id, facts, endsAt: end, now }),
    }
  }
  if (now >= end) {
    if (rental.endedFor === end) return
    tell(notice("ended"))
    outbox.putRental({ ...rental, endingFor: end, endedFor: end })
  } else if (now >= end - before && rental.endingFor !== end) {
    tell(notice("ending"))
    outbox.putRental({ ...rental, endingFor: end })
  }
}

/** What an event tells, in the words of hosts and renters. */
function typesOf({ eventName }: EscrowEvent, rental: Rental | undefined): readonly NoticeType[] {
  switch (eventName) {
    case "Deposited":
      // Without a start window, the rental begins with the deposit.
      return rental?.offer.startWindow === 0n ? ["paid", "started"] : ["paid"]
    case "Started":
      return ["started"]
    case "Extended":
      return ["extended"]
    case "Interrupted":
      return ["ended"]
    case "Disputed":
      return ["disputed", "ended"]
    case "Resolved":
      return ["ruled"]
    case "Closed":
      return ["ended", "closed"]
    default:
      return []
  }
}

function takenBack({ id, type, body }: Notice): Notice {
  const name = `reorganised:${id}`
  return {
    id: name,
    type,
    log: undefined,
    body: toJson({ ...JSON.parse(body), id: name, reorganised: true, replaces: id }),
  }
}

const logOf = ({ transactionHash, logIndex, blockNumber }: EscrowEvent): string =>
  `${transactionHash}:${blockNumber}:${logIndex}`

export const factsOf = ({ offer, renter }: Rental): string =>
  toJson({ host: offer.host, renter, machine: offer.machine, token: offer.token, pricePerHour: offer.pricePerHour })

function bodyOf({ facts, ...named }: { readonly facts: string } & Readonly<Record<string, unknown>>): string {
  return toJson({ ...named, ...JSON.parse(facts), reorganised: false })
}
