import type { Address } from "viem"
import { UsageError } from "../errors.ts"
import { type Context, resolveAddress } from "./context.ts"

/** One side of a rental, by its address. */
export type Party = { readonly host: Address } | { readonly renter: Address }

/** The values of --host and --renter; `true` without an address. */
export type PartyOptions = {
  readonly host?: Address | true | undefined
  readonly renter?: Address | true | undefined
}

/** The party that the options select. */
export async function resolveParty(
  { session }: Context,
  { host, renter }: PartyOptions,
  fallback?: "host",
): Promise<Party> {
  if (host !== undefined && renter !== undefined) {
    throw new UsageError("--host and --renter exclude each other. Pass one of them.")
  }
  if (renter !== undefined) return { renter: await resolveAddress(session, renter) }
  if (host !== undefined || fallback === "host") return { host: await resolveAddress(session, host) }
  throw new UsageError("Pass --host or --renter, with an address unless you mean your own account.")
}
