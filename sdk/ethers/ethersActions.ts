import type { ContractRunner } from "ethers"

import { type DeployEscrowParameters, type DeployResult, deployEscrow } from "../core/deploy/deployEscrow.ts"
import type { WaitOptions } from "../core/rental/waitForTransaction.ts"
import { type AdminMethods, adminMethods } from "../generated/adminActions.ts"
import { type MandateMethods, mandateMethods } from "../generated/mandateActions.ts"
import { type OfferMethods, offerMethods } from "../generated/offerActions.ts"
import { type PlanMethods, planMethods } from "../generated/planActions.ts"
import { type RentalMethods, rentalMethods } from "../generated/rentalActions.ts"
import { type RequestsMethods, requestsMethods } from "../generated/requestsActions.ts"
import { type RouterMethods, routerMethods } from "../generated/routerActions.ts"
import { type WatchMethods, watchMethods } from "../generated/watchActions.ts"
import type { Hex } from "../types.ts"
import { chainOf, walletOf } from "./ethersPort.ts"

/** The signer is the account, so no method takes one. */
export type NoAccount = Record<never, never>

/** Every verb and read of the contracts on one signer or provider. */
export type RentalActions = RentalMethods<NoAccount> &
  RequestsMethods<NoAccount> &
  OfferMethods<NoAccount> &
  PlanMethods<NoAccount> &
  WatchMethods &
  AdminMethods<NoAccount> &
  MandateMethods<NoAccount> &
  RouterMethods<NoAccount> & {
    /**
     * Deploys an escrow. No market is open yet. The owner opens markets with `setMarket`.
     *
     * @returns The escrow's address, the transaction's hash, and the block to read events from
     */
    readonly deployEscrow: (
      parameters: DeployEscrowParameters &
        WaitOptions & {
          /** The contract's creation code: `escrowBytecode` of `@gpuflow/escrow/bytecode`. */
          readonly bytecode: Hex
        },
    ) => Promise<DeployResult>
  }

/**
 * Binds every verb and read of the contracts to an ethers signer. With a provider instead, only the reads work.
 * `serverActions` of `@gpuflow/escrow/ethers/server` asks servers, and `accessActions` of
 * `@gpuflow/escrow/ethers/access` a machine.
 *
 * @example
 * import { rentalActions } from "@gpuflow/escrow/ethers"
 * import { JsonRpcProvider } from "ethers"
 *
 * const signer = await new JsonRpcProvider("http://127.0.0.1:8545").getSigner()
 * const escrow = rentalActions(signer)
 * const { rental } = await escrow.getRental({ escrow: "0x…", id: "0x…" })
 * const { events } = await escrow.stop({ escrow: "0x…", rental })
 *
 * @param runner A signer with a provider, or a provider
 * @param options The provider that reads, simulates and waits, if it is not the signer's. A browser's wallet answers reads
 * more slowly than a node
 * @returns The verbs and reads. They take the parameters of the viem actions of the same names, without the client
 * @throws {ProviderMissingError} for a signer without a provider
 */
export function rentalActions(runner: ContractRunner, { reader = runner }: rentalActions.Options = {}): RentalActions {
  const chain = chainOf(reader)
  const walletFor = () => walletOf(runner, reader)
  return {
    ...rentalMethods<NoAccount>(chain, walletFor),
    ...requestsMethods<NoAccount>(chain, walletFor),
    ...offerMethods<NoAccount>(chain, walletFor),
    ...planMethods<NoAccount>(chain, walletFor),
    ...watchMethods(chain),
    ...adminMethods<NoAccount>(chain, walletFor),
    ...mandateMethods<NoAccount>(chain, walletFor),
    ...routerMethods<NoAccount>(chain, walletFor),
    deployEscrow: async (parameters) => deployEscrow(await walletFor(), parameters),
  }
}

export declare namespace rentalActions {
  type Options = {
    /** The provider that reads. Default: the signer's own. */
    readonly reader?: ContractRunner | undefined
  }
}
