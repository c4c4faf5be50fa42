import type { ContractRunner } from "ethers"

import { type AccessMethods, accessMethods } from "../generated/accessActions.ts"
import type { NoAccount } from "./ethersActions.ts"
import { chainOf, walletOf } from "./ethersPort.ts"

/**
 * Binds what lets a renter into its machine to an ethers signer. With a provider instead, as a door has one, only
 * `verifyAccess` works.
 *
 * @example
 * import { accessActions, parseAccessRequest } from "@gpuflow/escrow/ethers/access"
 * import { JsonRpcProvider } from "ethers"
 *
 * const door = accessActions(new JsonRpcProvider("http://127.0.0.1:8545"))
 * const verify = (text: string) =>
 *   door.verifyAccess({ escrow: "0x…", request: parseAccessRequest(text) })
 *
 * @param runner A signer with a provider, or a provider
 * @param options The provider that reads, if it is not the signer's
 * @returns The functions of `@gpuflow/escrow/access`. They take the same parameters, without the client
 * @throws {ProviderMissingError} for a signer without a provider
 */
export function accessActions(
  runner: ContractRunner,
  { reader = runner }: accessActions.Options = {},
): AccessMethods<NoAccount> {
  return accessMethods<NoAccount>(chainOf(reader), () => walletOf(runner, reader))
}

export declare namespace accessActions {
  type Options = {
    /** The provider that reads. Default: the signer's own. */
    readonly reader?: ContractRunner | undefined
  }
}
