// What the commands with --gasless have in common.
import type { Address } from "viem"
import type { AccountContext } from "../chain/context.ts"
import { UsageError } from "../errors.ts"
import type { Unit } from "../text/amounts.ts"
import type { WriteOptions } from "../transaction/send.ts"
import type { RelayClient } from "./relayClient.ts"

export type RelayOptions = {
  readonly gasless?: true | undefined
  readonly relay?: string | undefined
  readonly router?: Address | undefined
  readonly maxFee?: string | undefined
}

export type GaslessOptions = WriteOptions & RelayOptions

/** What one command buys with, and of whom. */
export type Purchasing = {
  readonly context: AccountContext
  readonly options: GaslessOptions
  readonly relay: RelayClient
  readonly unit: Unit
}

/** Refuses options of --gasless without it. */
export function requireRelayed({ gasless, relay, maxFee }: RelayOptions): void {
  if (gasless || (relay === undefined && maxFee === undefined)) return
  throw new UsageError("--relay and --max-fee work only with --gasless. Add it, or leave them out.")
}
