// Who holds a role of the timelock: it keeps no list, so its events are folded.
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

/** Everyone who was granted any role, whether revoked since or not. */
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
