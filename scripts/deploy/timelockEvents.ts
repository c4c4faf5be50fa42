// Roles and operations of the timelock. It keeps no lists, so they are computed from its events.
import { type Address, getAddress, type Hex } from "viem"

type Event = { readonly eventName: string; readonly args: object }

export function holdersOf(events: readonly Event[], role: Hex): Address[] {
  const holders = new Set<Address>()
  for (const change of changesOf(events)) {
    if (change.role !== role) continue
    if (change.granted) holders.add(change.account)
    else holders.delete(change.account)
  }
  return [...holders]
}

/** Every account that was ever granted a role, whether or not it was revoked since. */
export function everGranted(events: readonly Event[]): Address[] {
  return [...new Set(changesOf(events).flatMap(({ granted, account }) => (granted ? [account] : [])))]
}

function changesOf(events: readonly Event[]) {
  return events.flatMap(({ eventName, args }) =>
    "role" in args && "account" in args
      ? [{ role: args.role, account: getAddress(String(args.account)), granted: eventName === "RoleGranted" }]
      : [],
  )
}

/** Operations that were scheduled, and neither executed nor cancelled since. */
export function openOperations(events: readonly Event[]): Hex[] {
  const open = new Set<Hex>()
  for (const { eventName, args } of events) {
    if (!("id" in args)) continue
    if (eventName === "CallScheduled") open.add(args.id as Hex)
    if (eventName === "CallExecuted" || eventName === "Cancelled") open.delete(args.id as Hex)
  }
  return [...open]
}
