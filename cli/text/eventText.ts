import type { EscrowEvent } from "@gpuflow/escrow"
import { formatAmount, type Unit } from "./amounts.ts"
import { escapeHidden } from "./escape.ts"
import { formatSeconds } from "./times.ts"

/** The text of an argument, from its formatted value. */
type Describe = (value: string) => string

const amounts: Readonly<Record<string, Describe>> = {
  toHost: (amount) => `${amount} to the host`,
  fee: (amount) => `${amount} fee`,
  toRenter: (amount) => `${amount} to the renter`,
  refund: (amount) => `${amount} refunded to the renter`,
  amount: (amount) => amount,
  contested: (amount) => `${amount} contested`,
  stake: (amount) => `stake ${amount}`,
  stakeReturned: (amount) => `${amount} of the stake returned`,
  stakeToHost: (amount) => `${amount} of the stake to the host`,
  stakeToRenter: (amount) => `${amount} of the stake to the renter`,
  bondToRenter: (amount) => `${amount} of the bond to the renter`,
  bondToHost: (amount) => `${amount} of the bond to the host`,
}
const durations: Readonly<Record<string, Describe>> = {
  duration: (time) => `duration ${time}`,
  billedSeconds: (time) => `${time} billed`,
  paidSeconds: (time) => `${time} paid so far`,
  refundedSeconds: (time) => `${time} refunded in all`,
}
const shares: Readonly<Record<string, Describe>> = {
  feeBps: (share) => `fee ${share}`,
  hostBps: (share) => `${share} to the host`,
}
const others: Readonly<Record<string, Describe>> = {
  evidenceURI: (uri) => `evidence ${uri}`,
}

/** Arguments that the output already contains, or that mean nothing to a person. */
const omitted = ["id", "rental", "token", "previousDepositBlock"]

/** One sentence about an event, with amounts in its token and durations in words. */
export function describeEvent({ eventName, args }: EscrowEvent, unit: Unit | undefined): string {
  const parts = Object.entries(args)
    .filter(([name]) => !omitted.includes(name))
    .map(([name, value]) => describeArgument(name, value, unit))
  return `${eventName}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}.`
}

function describeArgument(name: string, value: unknown, unit: Unit | undefined): string {
  const [amount, duration, share] = [amounts[name], durations[name], shares[name]]
  if (typeof value === "bigint") {
    if (amount) return amount(unit ? formatAmount(value, unit) : `${value} base units`)
    if (duration) return duration(formatSeconds(value))
    if (share) return share(`${Number(value) / 100} %`)
  }
  const text = escapeHidden(String(value))
  return others[name]?.(text) ?? `${name} ${text}`
}
