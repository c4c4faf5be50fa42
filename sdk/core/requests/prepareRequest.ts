import { verbs } from "../../generated/verbs.ts"
import type { Wallet } from "../port.ts"
import { findAccessList } from "../rental/accessList.ts"
import type { PreparedRequest } from "../rental/send.ts"

/** A verb that sends a transaction, by its name in Solidity. */
export type Verb = keyof typeof verbs

/** The parameters of a verb. */
export type VerbParameters<verb extends Verb> = Parameters<(typeof verbs)[verb]>[1]

/** Options of `prepareRequest`, for any verb. */
export type PrepareRequestOptions = {
  /**
   * Add an access list (EIP-2930) if the node's estimates show that the call takes less gas with it, as on Polygon.
   * Default: false. Verbs that the SDK sends with a local key do it by themselves.
   */
  readonly accessList?: boolean | undefined
}

/**
 * Prepares any verb as a call that is ready to be signed. The input is checked and the value computed, but nothing is
 * sent. Pass `to`, `data` and `value` to a batch (EIP-5792), a Safe or another wallet, and `accessList` where the wallet
 * takes one.
 *
 * @example
 * import { type Rental } from "@gpuflow/escrow"
 * import { prepareRequest } from "@gpuflow/escrow/requests"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const rental: Rental // from `getRental`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const request = await prepareRequest(client, "stop", { escrow: "0x…", rental })
 *
 * @param verb The verb, by its name in Solidity
 * @param parameters The parameters of the verb, without the options of waiting
 * @returns The call, with the access list if you asked for one and it pays
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 */
export async function prepareRequest<const verb extends Verb>(
  wallet: Wallet,
  verb: verb,
  parameters: VerbParameters<verb> & PrepareRequestOptions,
): Promise<PreparedRequest> {
  // The compiler cannot see that a verb and its parameters belong together once they are a union.
  const prepare = verbs[verb] as (
    wallet: Wallet,
    parameters: VerbParameters<verb>,
  ) => PreparedRequest | Promise<PreparedRequest>
  const request = await prepare(wallet, parameters)
  const { accessList } = parameters.accessList ? await findAccessList(wallet, request) : {}
  return accessList?.length ? { ...request, accessList } : request
}
