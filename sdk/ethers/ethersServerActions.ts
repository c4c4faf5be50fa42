import type { ContractRunner } from "ethers"

import { type ServerMethods, serverMethods } from "../generated/serverActions.ts"
import { chainOf } from "./ethersPort.ts"

/**
 * Binds what asks servers to an ethers provider, against which each answer is checked.
 *
 * @example
 * import { serverActions } from "@gpuflow/escrow/ethers/server"
 * import { JsonRpcProvider } from "ethers"
 *
 * const server = serverActions(new JsonRpcProvider("http://127.0.0.1:8545"))
 * const { offers } = await server.findOffers({ escrow: "0x…", boards: ["https://server.example"] })
 *
 * @param provider A provider, or a signer that has one
 * @returns The functions of `@gpuflow/escrow/server`. They take the same parameters, without the client
 * @throws {ProviderMissingError} for a signer without a provider
 */
export function serverActions(provider: ContractRunner): ServerMethods {
  return serverMethods(chainOf(provider))
}
