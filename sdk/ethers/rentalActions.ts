import type { ContractRunner } from "ethers"

import { actionsOf } from "../core/actions.ts"
import { type Deployed, type DeployParameters, deployEscrow } from "../core/deploy.ts"
import { moreActionsOf } from "../core/moreActions.ts"
import type { Patience } from "../core/wait.ts"
import type { Hex } from "../types.ts"
import { chainOf, walletOf } from "./chain.ts"

type Act = Record<never, never>

/** Every verb and read of the SDK on one signer or provider. */
export type RentalActions = ReturnType<typeof actionsOf<Act>> &
  ReturnType<typeof moreActionsOf<Act>> & {
    /** Deploys an escrow. */
    readonly deployEscrow: (
      parameters: DeployParameters &
        Patience & {
          /** The contract's creation code: `escrowBytecode` of `@gpuflow/escrow/bytecode`. */
          readonly bytecode: Hex
        },
    ) => Promise<Deployed>
  }

/**
 * Every verb and read of the SDK on an ethers signer; with a provider instead, the reads.
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
 * @returns The verbs and reads, with the parameters that the viem actions of the same names take after their client
 * @throws {ProviderMissingError} for a signer without a provider
 */
export function rentalActions(runner: ContractRunner): RentalActions {
  return {
    ...actionsOf<Act>(chainOf(runner), () => walletOf(runner)),
    ...moreActionsOf<Act>(chainOf(runner), () => walletOf(runner)),
    deployEscrow: async (parameters) => deployEscrow(await walletOf(runner), parameters),
  }
}
