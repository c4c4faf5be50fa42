// What happened, in a sentence.
import type { EscrowEvent } from "@gpuflow/escrow"
import { formatAmount, type Unit } from "./amounts.ts"
import { visible } from "./escape.ts"
import { formatSeconds } from "./times.ts"

const amounts: Readonly<Record<string, string>> = {
  toHost: "to the host",
  fee: "fee",
  toRenter: "to the renter",
  refund: "back to the renter",
  amount: "amount",
  contested: "contested",
  stake: "stake",
  stakeReturned: "stake returned",
  stakeToHost: "stake to the host",
  stakeToRenter: "stake to the renter",
  bondToRenter: "bond to the renter",
  bondToHost: "bond to the host",
}
const times: Readonly<Record<string, string>> = {
  duration: "for",
  served: "served",
  billed: "billed",
  paid: "paid up to",
  seconds_: "given back",
}
/** Said by the rest of the output. */
const left = ["id", "rental", "token", "previousDepositBlock"]

/** Amounts in their token, times in words, the rest as it is. */
export function sentenceOf({ eventName, args }: EscrowEvent, unit: Unit | undefined): string {
  const parts = Object.entries(args).flatMap(([name, value]): string[] => {
    if (left.includes(name)) return []
    if (typeof value === "bigint" && amounts[name]) {
      return [`${amounts[name]} ${unit ? formatAmount(value, unit) : `${value} units`}`]
    }
    if (typeof value === "bigint" && times[name]) return [`${times[name]} ${formatSeconds(value)}`]
    return [`${name} ${visible(String(value))}`]
  })
  return `${eventName}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}.`
}
