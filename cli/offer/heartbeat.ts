// Publishes an offer for as long as the machine is healthy and free: renews it at an interval, and removes it otherwise.
import { setTimeout as sleep } from "node:timers/promises"
import { getMachine } from "@gpuflow/escrow"
import { getClaims, getMachineHistory } from "@gpuflow/escrow/watch"
import type { SignedTerms } from "@gpuflow/host/offers"
import type { Address, Hash } from "viem"
import { type AccountContext, getChainTime } from "../chain/context.ts"
import { describeFailure } from "../failureReport.ts"
import { note, print, printProse } from "../terminal/output.ts"
import { toJson } from "../text/json.ts"
import { formatLocal } from "../text/times.ts"
import type { Destination } from "./destination.ts"
import { isHealthy } from "./healthCommand.ts"
import type { FoundProblems } from "./offerProblems.ts"
import type { SignedOffer } from "./offerSource.ts"
import { TermsChangedError } from "./ownerTerms.ts"

type Heartbeat = {
  readonly of: { readonly host: Address; readonly machine: Hash }
  /** Throws `TermsChangedError` once the escrow's owner has changed what the heartbeat signs for. */
  readonly requireTerms: () => Promise<SignedTerms>
  readonly sign: (terms: SignedTerms) => Promise<SignedOffer>
  /** Why the offer cannot be taken now. */
  readonly findProblems: (signed: SignedOffer) => Promise<FoundProblems>
  readonly destination: Destination
  /** Seconds between two beats. */
  readonly every: bigint
  readonly health: string
  readonly asJson: boolean
}

type Beat =
  | ({ readonly state: "offered"; readonly expiry: bigint; readonly pricePerHour: bigint } & FoundProblems)
  | { readonly state: "rented"; readonly id: Hash; readonly status: string }
  | { readonly state: "unhealthy" }
  | { readonly state: "failed"; readonly message: string }
  | {
      readonly state: "stopped"
      readonly error?: Pick<TermsChangedError, "code" | "message" | "args">
      /** Why the offer is still there. */
      readonly failure?: string
    }

/** Seconds that a health command may take at most. */
const MAX_HEALTH_TIME = 60n
/** Milliseconds. A longer timer would end at once. */
const LONGEST_TIMER = 2 ** 31 - 1

export async function runHeartbeat(context: AccountContext, heartbeat: Heartbeat): Promise<void> {
  const { signal } = context.session
  let isFirst = true
  while (!signal.aborted) {
    // If the first beat fails, the options are wrong. Later beats fail for temporary reasons.
    const handleError = (error: unknown): Beat => {
      if (isFirst) throw error
      return { state: "failed", message: describeFailure(context.session, error) }
    }
    const result = await beat(context, heartbeat).catch((error: unknown) => {
      if (error instanceof TermsChangedError) return error
      return handleError(error)
    })
    if (result instanceof TermsChangedError) return stopFor(context, heartbeat, result)
    isFirst = false
    if (!signal.aborted) report(context, heartbeat, result)
    await sleep(Math.min(Number(heartbeat.every) * 1_000, LONGEST_TIMER), undefined, { signal }).catch(() => undefined)
  }
  await heartbeat.destination.remove()
  report(context, heartbeat, { state: "stopped" })
}

/** Only the host can accept other terms, so going on would help no one. The exit code and stderr tell a supervisor. */
async function stopFor(context: AccountContext, heartbeat: Heartbeat, error: TermsChangedError): Promise<void> {
  const { code, message, args } = error
  const { session } = context
  session.code = error.exit
  note(session, `${code}: ${message}`)
  // A destination that fails must not hide why the heartbeat stopped.
  const failure = await heartbeat.destination.remove().then(
    () => undefined,
    (cause: unknown) => `The offer was not removed: ${describeFailure(session, cause)}`,
  )
  report(context, heartbeat, { state: "stopped", error: { code, message, args }, ...(failure && { failure }) })
}

async function beat(context: AccountContext, heartbeat: Heartbeat): Promise<Beat> {
  const { of, requireTerms, sign, findProblems, destination, every, health } = heartbeat
  const { session } = context
  const terms = await requireTerms()
  const seconds = every < MAX_HEALTH_TIME ? every : MAX_HEALTH_TIME
  if (!(await isHealthy(session, health, Number(seconds)))) {
    await destination.remove()
    return { state: "unhealthy" }
  }
  const rental = await findBlockingRental(context, of)
  if (rental) {
    await destination.remove()
    return { state: "rented", ...rental }
  }
  const signed = await sign(terms)
  const found = await findProblems(signed)
  await destination.publish(signed)
  return { state: "offered", expiry: signed.offer.expiry, pricePerHour: signed.offer.pricePerHour, ...found }
}

/** The rental that occupies the machine. A no-show does not: the next deposit settles it. */
async function findBlockingRental({ client, escrow }: AccountContext, of: Heartbeat["of"]) {
  const [{ busyUntil }, now] = await Promise.all([getMachine(client, { escrow, ...of }), getChainTime(client)])
  if (busyUntil <= now) return undefined
  const { deposits } = await getMachineHistory(client, { escrow, ...of, limit: 1 })
  const [claim] = await getClaims(client, { escrow, rentals: deposits.slice(0, 1).map(({ args }) => args.rental) })
  if (!claim || (claim.state.status === "Funded" && claim.isDue)) return undefined
  return { id: claim.id, status: claim.state.status }
}

function report({ session }: AccountContext, { asJson }: Heartbeat, result: Beat): void {
  const at = BigInt(Math.floor(Date.now() / 1_000))
  if (asJson) print(session, toJson({ at, ...result }))
  else printProse(session, `${formatLocal(at)}  ${describe(result)}`)
}

function describe(result: Beat): string {
  switch (result.state) {
    case "offered":
      return result.warning === undefined
        ? `Offered until ${formatLocal(result.expiry)}.`
        : `Warning: ${result.warning}.`
    case "rented":
      return result.status === "Funded"
        ? `Rented, not started yet: start rental ${result.id}.`
        : `Rented: rental ${result.id} is ${result.status}. The offer is removed.`
    case "unhealthy":
      return "The health command failed. The offer is removed."
    case "failed":
      return `The offer was not renewed: ${result.message}`
    case "stopped":
      return `${result.error ? `Stopped: ${result.error.message}` : "Stopped."} ${result.failure ?? "The offer is removed."}`
  }
}
