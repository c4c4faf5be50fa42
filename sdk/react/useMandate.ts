"use client"

import type { MandateCheck } from "../core/mandate/checkMandate.ts"
import type { MandateTransactionResult } from "../core/mandate/executeMandate.ts"
import type { SignedMandate } from "../core/mandate/mandate.ts"
import { useCheckMandate } from "../generated/react/useCheckMandate.ts"
import { revokeMandate } from "../generated/viem/revokeMandate.ts"
import { signMandate } from "../generated/viem/signMandate.ts"
import type { Address } from "../types.ts"
import type { ActionResult } from "./useEscrowMutation.ts"
import type { UseReadResult } from "./useRead.ts"
import { useRentalAction } from "./useRentalAction.ts"

/** Parameters of `useMandate`. */
export type UseMandateParameters = {
  /** The mandate, once it is signed. Default: the one that this hook has signed. */
  readonly signed?: SignedMandate | undefined
  /** The chain, whatever chain the wallet is on. Default: that of the mandate, or of the deployment. */
  readonly chainId?: number | undefined
}

/** What to revoke. */
export type RevokeMandateVariables = revokeMandate.Parameters & {
  /** The escrow's address, whose queries are then read again. Default: those of every escrow. */
  readonly escrow?: Address
}

/** Result of `useMandate`. */
export type UseMandateResult = {
  /** Signs a mandate with the connected wallet, as `signMandate`. */
  readonly sign: ActionResult<SignedMandate, signMandate.Parameters>
  /** The mandate, once it is signed. */
  readonly signed: SignedMandate | undefined
  /** What would become of an execution now, as `checkMandate`. */
  readonly state: UseReadResult<MandateCheck>
  /** Revokes a mandate with the connected wallet, as `revokeMandate`. */
  readonly revoke: ActionResult<MandateTransactionResult, RevokeMandateVariables>
}

/**
 * Signs a mandate, shows whether it would be executed and what stands against it, and revokes it.
 *
 * @example
 * import type { SignedMandate } from "@gpuflow/escrow/mandate"
 * import { useMandate } from "@gpuflow/escrow/react"
 *
 * export function useRevokeButton(stored: SignedMandate) {
 *   const { revoke, state } = useMandate({ signed: stored })
 *   const { escrow, mandateContract, mandate } = stored
 *   const onClick = () => revoke.mutate({ escrow, mandateContract, salt: mandate.salt })
 *   return { onClick, warnings: state.data?.problems.map(({ error }) => error.message) }
 * }
 *
 * @param parameters The mandate, once it is signed, and the chain
 * @returns Two mutations with their phases, and the state as a query
 */
export function useMandate({ signed: given, chainId: chosen }: UseMandateParameters = {}): UseMandateResult {
  const options = { chainId: chosen ?? given?.chainId }
  const sign = useRentalAction<signMandate.Parameters, SignedMandate>(signMandate, options)
  const revoke = useRentalAction<RevokeMandateVariables, MandateTransactionResult>(revokeMandate, options)
  const signed = given ?? sign.data
  const state = useCheckMandate({ signed, chainId: chosen ?? signed?.chainId })
  return { sign, signed, state, revoke }
}
