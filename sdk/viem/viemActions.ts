import type { Client } from "viem"

import { type AdminMethods, adminMethods } from "../generated/adminActions.ts"
import { type MandateMethods, mandateMethods } from "../generated/mandateActions.ts"
import { type OfferMethods, offerMethods } from "../generated/offerActions.ts"
import { type PlanMethods, planMethods } from "../generated/planActions.ts"
import { type RentalMethods, rentalMethods } from "../generated/rentalActions.ts"
import { type RequestsMethods, requestsMethods } from "../generated/requestsActions.ts"
import { type RouterMethods, routerMethods } from "../generated/routerActions.ts"
import { type WatchMethods, watchMethods } from "../generated/watchActions.ts"
import type { AccountParameters } from "./accountParameters.ts"
import { chainOf, walletOf } from "./viemPort.ts"

/** Every verb and read of the contracts on one client. */
export type RentalActions = RentalMethods<AccountParameters> &
  RequestsMethods<AccountParameters> &
  OfferMethods<AccountParameters> &
  PlanMethods<AccountParameters> &
  WatchMethods &
  AdminMethods<AccountParameters> &
  MandateMethods<AccountParameters> &
  RouterMethods<AccountParameters>

/**
 * Every verb and read of the contracts as methods of a client, under `rental`. They are the plain functions of the other
 * entries without their first parameter. Import the functions one by one for a smaller bundle, and import those that ask
 * servers and machines from `@gpuflow/escrow/server` and `@gpuflow/escrow/access`.
 *
 * @example
 * import { rentalActions } from "@gpuflow/escrow/actions"
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
  return (client) => {
    const chain = chainOf(reader ?? client)
    const walletFor = ({ account, reader: other = reader }: AccountParameters) =>
      walletOf(client, { account, reader: other })
    return {
      rental: {
        ...rentalMethods<AccountParameters>(chain, walletFor),
        ...requestsMethods<AccountParameters>(chain, walletFor),
        ...offerMethods<AccountParameters>(chain, walletFor),
        ...planMethods<AccountParameters>(chain, walletFor),
        ...watchMethods(chain),
        ...adminMethods<AccountParameters>(chain, walletFor),
        ...mandateMethods<AccountParameters>(chain, walletFor),
        ...routerMethods<AccountParameters>(chain, walletFor),
      },
    }
  }
}

export declare namespace rentalActions {
  type Parameters = Pick<AccountParameters, "reader">
}
