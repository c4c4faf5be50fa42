import type { Offer } from "@gpuflow/escrow"
import type { Address, Hash } from "viem"

import type { HealthLogPart } from "../health/healthChain.ts"
import type { Phase } from "./phase.ts"

/** How a renter reaches the machine. */
export type AccessPoint = {
  readonly host: string
  readonly port: number
  readonly user: string
  /** The machine's whole public SSH key, as in `ssh_host_ed25519_key.pub`. */
  readonly hostKey: string
}

/** A rental as the door sees it. */
export type AccessibleRental = {
  readonly renter: Address
  readonly phase: Phase
  /** Unix seconds. */
  readonly endsAt: bigint
}

/** What the door asks of the agent. */
export type RentalAccess = {
  /** Returns nothing if the agent does not know the rental, or not yet. */
  readonly find: (rental: Hash) => AccessibleRental | undefined
  /** Whether an offer is for one of this agent's machines. */
  readonly serves: (offer: Pick<Offer, "host" | "machine">) => boolean
  /** Hands a public SSH key to the machine's hook, and resolves once the machine accepts it. Idempotent. */
  readonly admit: (rental: Hash, publicKey: string) => Promise<AccessPoint>
  /** The lines of a rental's health log that follow a place, some at a time. At the end of the log there are none. */
  readonly healthAfter: (rental: Hash, place: number) => HealthLogPart
}
