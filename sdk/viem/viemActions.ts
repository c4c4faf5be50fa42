import type { Client } from "viem"

import { type RentalMethods, rentalMethods } from "../generated/rentalActions.ts"
import type { AccountParameters } from "./accountParameters.ts"
import { chainOf, walletOf } from "./viemPort.ts"

/** The verbs and reads of `@gpuflow/escrow` on one client. */
export type RentalActions = RentalMethods<AccountParameters>

/**
 * Every verb and every read of rentals, machines and markets as methods of a client, under `rental`. They are the plain
 * functions without their first parameter. Import the functions one by one for a smaller bundle.
 *
 * @example
 * import { rentalActions } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() }).extend(rentalActions())
 * const { rental } = await client.rental.getRental({ escrow: "0x…", id: "0x…" })
 * const { events } = await client.rental.stop({ escrow: "0x…", rental })
 *
 * @param parameters The client that reads, if it is not the client that signs
 * @returns A function for `client.extend`
 */
export function rentalActions({ reader }: rentalActions.Parameters = {}): (client: Client) => {
  readonly rental: RentalActions
} {
  return (client) => ({
    rental: rentalMethods<AccountParameters>(chainOf(reader ?? client), ({ account, reader: other = reader }) =>
      walletOf(client, { account, reader: other }),
    ),
  })
}

export declare namespace rentalActions {
  type Parameters = Pick<AccountParameters, "reader">
}
