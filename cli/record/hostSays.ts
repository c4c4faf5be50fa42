// The uptime that a host claims: the health logs of its newest rentals, from the doors of its machines, held against what
// the chain knows.
import type { RentalState } from "@gpuflow/escrow"
import { hashMachineDocument, type MachineDocument } from "@gpuflow/escrow/offer"
import { getStates, watchEvents } from "@gpuflow/escrow/watch"
import { type Address, type Hash, isAddressEqual } from "viem"
import { getBlock } from "viem/actions"

import { askForDocument } from "../access/findDocument.ts"
import type { Context } from "../chain/context.ts"
import type { HistoryOptions } from "../chain/history.ts"
import { inTurns } from "../chain/inTurns.ts"
import { readJsonFile } from "../files.ts"
import { parseMachineDocument } from "../machine/document.ts"
import { type PartyRental, readRentals } from "../server/readRentals.ts"
import { readServers, type ServerOption } from "../server/servers.ts"
import { progress } from "../terminal/progress.ts"
import { askForLog } from "./askForLog.ts"
import { type AnchoredLog, judgeLog, type LogProblem, readEvidence } from "./healthClaim.ts"

/** What the host says of its newest rentals. All of it is the host's word, but for `refundedSeconds` and `anchored`. */
export type HostSays = {
  /** Rentals whose logs were asked for. */
  readonly rentals: number
  /** Logs that nothing contradicts. */
  readonly logs: number
  /** Seconds that these logs cover, and seconds of these in which the machine was down. */
  readonly watchedSeconds: bigint
  readonly downSeconds: bigint
  /** Seconds that the host gave back of these rentals, by the chain. */
  readonly refundedSeconds: bigint
  /** Logs of these with a line whose hash the host put on the chain. */
  readonly anchored: number
  /** Logs that are not counted, because they contradict the chain or themselves. */
  readonly refused: readonly { readonly id: Hash; readonly problem: LogProblem }[]
  /** Rentals without a log: why, and the downtime that the host's evidence on the chain names. */
  readonly missing: readonly {
    readonly id: Hash
    readonly reason: string
    readonly downSeconds: bigint | undefined
  }[]
}

export type HostSaysOptions = HistoryOptions &
  ServerOption & {
    readonly document?: readonly string[] | undefined
    /** Rentals to ask for, the newest first. */
    readonly logs: number
  }

/** Returns nothing if neither a server nor a document can tell where a door is. */
export async function askHost(
  context: Context,
  host: Address,
  options: HostSaysOptions,
): Promise<HostSays | undefined> {
  const { session } = context
  // Several rentals of a machine have one document.
  const documents = new Map<string, Promise<MachineDocument | undefined>>()
  for (const path of options.document ?? []) {
    const document = parseMachineDocument(await readJsonFile(path), path)
    documents.set(hashMachineDocument(document).spec, Promise.resolve(document))
  }
  const servers = readServers(session, options)
  if (options.logs === 0 || (servers.length === 0 && documents.size === 0)) return undefined
  const chosen = await newestStarted(context, host, options)
  const evidence = await readAnchors(context, chosen)
  const { timestamp: now } = await getBlock(context.client)
  const asked = inTurns(chosen, async (one) => {
    const { spec } = one.rental.offer
    const asking = documents.get(spec) ?? askForDocument(session, servers, spec)
    documents.set(spec, asking)
    const document = await asking
    const checks = document ? await askForLog(session, document, one.id) : "No server has the machine's document."
    const anchors = evidence.get(one.id) ?? []
    if (typeof checks === "string") {
      return { missing: { id: one.id, reason: checks, downSeconds: anchors.at(-1)?.downSeconds } }
    }
    const judged = judgeLog(
      { rental: one.id, now, heads: anchors.map(({ head }) => head), ...timesOf(one, now) },
      checks,
    )
    return typeof judged === "string" ? { refused: { id: one.id, problem: judged } } : { ...judged, state: one.state }
  })
  const answers = await progress(session, "Asking the machines' doors …", asked)
  const claims = answers.filter((answer) => "state" in answer)
  const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n)
  return {
    rentals: chosen.length,
    logs: claims.length,
    watchedSeconds: sum(claims.map(({ watchedSeconds }) => watchedSeconds)),
    downSeconds: sum(claims.map(({ downSeconds }) => downSeconds)),
    refundedSeconds: sum(claims.map(({ state }) => state.refundedSeconds)),
    anchored: claims.filter(({ isAnchored }) => isAnchored).length,
    refused: answers.flatMap((answer) => ("refused" in answer ? answer.refused : [])),
    missing: answers.flatMap((answer) => ("missing" in answer ? answer.missing : [])),
  }
}

type StartedRental = PartyRental & { readonly state: RentalState }

/** The rentals that have started, the newest first. */
async function newestStarted(context: Context, host: Address, options: HostSaysOptions): Promise<StartedRental[]> {
  const { client, escrow } = context
  const { answer } = await readRentals(context, { host }, options)
  const newest = answer.toReversed()
  const started: StartedRental[] = []
  for (let at = 0; at < newest.length && started.length < options.logs; at += AT_ONCE) {
    const some = newest.slice(at, at + AT_ONCE)
    const states = await getStates(client, { escrow, ids: some.map(({ id }) => id) })
    for (const [index, one] of some.entries()) {
      const state = states[index]
      if (state && (state.status === "Active" || state.billedSeconds > 0n)) started.push({ ...one, state })
    }
  }
  return started.slice(0, options.logs)
}

/** Rentals whose states are read at once. */
const AT_ONCE = 200

function timesOf({ state: { status, since, duration, billedSeconds } }: StartedRental, now: bigint) {
  if (status !== "Active") return { startedAt: undefined, ranFor: billedSeconds }
  const sinceStart = now > since ? now - since : 0n
  return { startedAt: since, ranFor: sinceStart < duration ? sinceStart : duration }
}

/** The hashes of logs that the host or its operator submitted in disputes, by rental, the oldest first. */
async function readAnchors(
  { client, escrow, session }: Context,
  rentals: readonly StartedRental[],
): Promise<ReadonlyMap<Hash, readonly AnchoredLog[]>> {
  const found = new Map<Hash, AnchoredLog[]>()
  // While a rental runs, nobody can submit evidence.
  const ended = rentals.filter(({ state }) => state.status !== "Active")
  if (ended.length === 0) return found
  const known = new Map(ended.map((one) => [one.id, one.rental.offer]))
  const blocks = ended.map(({ state }) => state.depositBlock)
  const fromBlock = blocks.reduce((first, block) => (block < first ? block : first))
  const watched = { escrow, id: [...known.keys()], events: ["EvidenceSubmitted"] as const, fromBlock }
  for await (const { added } of watchEvents(client, { ...watched, untilLatest: true, signal: session.signal })) {
    for (const { args } of added) {
      const offer = known.get(args.id)
      const log = readEvidence(args.evidenceURI)
      const isTheirs = offer && [offer.host, offer.operator].some((party) => isAddressEqual(party, args.party))
      if (isTheirs && log) found.set(args.id, [...(found.get(args.id) ?? []), log])
    }
  }
  return found
}
