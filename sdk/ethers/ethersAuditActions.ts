import type { ContractRunner } from "ethers"

import { type AuditMethods, auditMethods } from "../generated/auditActions.ts"
import { chainOf } from "./ethersPort.ts"

/**
 * Binds what audits the escrow to an ethers provider.
 *
 * @example
 * import { auditActions } from "@gpuflow/escrow/ethers/audit"
 * import { JsonRpcProvider } from "ethers"
 *
 * const audit = auditActions(new JsonRpcProvider("http://127.0.0.1:8545"))
 * const { tokens } = await audit.getBooks({ escrow: "0x…", fromBlock: 70_000_000n })
 *
 * @param provider A provider, or a signer that has one
 * @returns The functions of `@gpuflow/escrow/audit`. They take the same parameters, without the client
 * @throws {ProviderMissingError} for a signer without a provider
 */
export function auditActions(provider: ContractRunner): AuditMethods {
  return auditMethods(chainOf(provider))
}
