// An offer that lives as long as the machine: signed again while it is well and free, taken down when it is not.
import { setTimeout as sleep } from "node:timers/promises"
import { getMachine } from "@gpuflow/escrow"
import { getClaims, getMachineHistory } from "@gpuflow/escrow/watch"
import type { Address, Hash } from "viem"
import { type Acting, nowOf } from "../chain/context.ts"
import { print } from "../terminal/output.ts"
import { toJson } from "../text/json.ts"
import { formatLocal } from "../text/times.ts"
import type { Target } from "./destination.ts"
import { isHealthy } from "./healthCommand.ts"
import type { SignedOffer } from "./signedOffer.ts"

export type Heartbeat = {
  readonly of: { readonly host: Address; readonly machine: Hash }
  readonly sign: () => Promise<SignedOffer>
  readonly target: Target
  /** Seconds. */
  readonly every: bigint
  readonly health: string
  readonly asJson: boolean
}

type Beat =
  | { readonly state: "offered"; readonly expiry: bigint; readonly pricePerHour: bigint }
  | { readonly state: "rented"; readonly id: Hash; readonly status: string }
  | { readonly state: "unhealthy" }
  | { readonly state: "failed"; readonly message: string }
  | { readonly state: "stopped" }

/** The longest that a health command may take. */
const LONGEST_CHECK = 60n

export async function heartbeat(acting: Acting, beating: Heartbeat): Promise<void> {
  const { signal } = acting.session
  let isFirst = true
  while (!signal.aborted) {
    // The first beat shows what is wrong with the options; later ones fail for reasons that pass.
    const failing = (error: unknown): Beat => {
      if (isFirst) throw error
      return { state: "failed", message: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error) }
    }
    const told = await beat(acting, beating).catch(failing)
    isFirst = false
    if (!signal.aborted) say(acting, beating, told)
    await sleep(Number(beating.every) * 1_000, undefined, { signal }).catch(() => undefined)
  }
  await beating.target.remove()
  say(acting, beating, { state: "stopped" })
}

async function beat(acting: Acting, { of, sign, target, every, health }: Heartbeat): Promise<Beat> {
  const { session } = acting
  const seconds = every < LONGEST_CHECK ? every : LONGEST_CHECK
  if (!(await isHealthy(session, health, Number(seconds)))) {
    await target.remove()
    return { state: "unhealthy" }
  }
  const taken = await rentalOn(acting, of)
  if (taken) {
    await target.remove()
    return { state: "rented", ...taken }
  }
  const signed = await sign()
  await target.put(signed)
  return { state: "offered", expiry: signed.offer.expiry, pricePerHour: signed.offer.pricePerHour }
}

/** What keeps the machine from being rented, a no-show aside: its settlement comes with the next deposit. */
async function rentalOn({ client, escrow }: Acting, of: Heartbeat["of"]) {
  const [{ busyUntil }, now] = await Promise.all([getMachine(client, { escrow, ...of }), nowOf(client)])
  if (busyUntil <= now) return undefined
  const { deposits } = await getMachineHistory(client, { escrow, ...of, limit: 1 })
  const [claim] = await getClaims(client, { escrow, rentals: deposits.slice(0, 1).map(({ args }) => args.rental) })
  if (!claim || (claim.state.status === "Funded" && claim.isDue)) return undefined
  return { id: claim.id, status: claim.state.status }
}

function say({ session }: Acting, { asJson }: Heartbeat, told: Beat): void {
  const at = BigInt(Math.floor(Date.now() / 1_000))
  print(session, asJson ? toJson({ at, ...told }) : `${formatLocal(at)}  ${sentence(told)}`)
}

function sentence(told: Beat): string {
  switch (told.state) {
    case "offered":
      return `Offered until ${formatLocal(told.expiry)}.`
    case "rented":
      return `Rented (${told.status}): ${told.id}. ${told.status === "Funded" ? "Start it." : "No offer meanwhile."}`
    case "unhealthy":
      return "The health command failed: the offer is taken down."
    case "failed":
      return `Not offered anew: ${told.message}`
    case "stopped":
      return "Stopped: the offer is taken down."
  }
}
