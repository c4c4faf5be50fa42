import { Option } from "@commander-js/extra-typings"
import type { Address } from "viem"
import { UsageError } from "../errors.ts"
import { as, toAddress } from "../text/parse.ts"
import { type Context, partyOf } from "./context.ts"
import type { Party } from "./deposits.ts"

export const hostOption = () =>
  new Option("--host [address]", "as host; without an address: you").argParser(as(toAddress))
export const renterOption = () =>
  new Option("--renter [address]", "as renter; without an address: you").argParser(as(toAddress))

type Named = { readonly host?: Address | true | undefined; readonly renter?: Address | true | undefined }

/** Whose list it is: one of both sides. */
export async function sideOf({ session }: Context, { host, renter }: Named, otherwise?: "host"): Promise<Party> {
  if (host !== undefined && renter !== undefined) throw new UsageError("Either --host or --renter.")
  if (renter !== undefined) return { renter: await partyOf(session, renter) }
  if (host !== undefined || otherwise === "host") return { host: await partyOf(session, host) }
  throw new UsageError("Whose rentals? Pass --host or --renter, with an address if it is not you.")
}
