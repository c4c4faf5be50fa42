import { Option } from "@commander-js/extra-typings"
import type { Address } from "viem"

import { CHAIN_OPTIONS } from "../commands/help.ts"
import { UsageError } from "../errors.ts"
import type { Session } from "../session.ts"
import { as, toAddress } from "../text/parse.ts"

/** Where the mandate contract is, for commands that use it. */
export const mandateContractOption = () =>
  new Option("--mandate-contract <address>", "Address of the mandate contract (env: GPUFLOW_MANDATE_CONTRACT)")
    .helpGroup(CHAIN_OPTIONS)
    .argParser(as(toAddress))

/** Returns nothing if neither the option nor the environment names it. */
export function findMandateContract({ env }: Session, given: Address | undefined): Address | undefined {
  const text = env["GPUFLOW_MANDATE_CONTRACT"]?.trim()
  if (given !== undefined || !text) return given
  try {
    return toAddress(text)
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`GPUFLOW_MANDATE_CONTRACT is invalid. ${error.message}`) : error
  }
}

export function resolveMandateContract(session: Session, given: Address | undefined): Address {
  const found = findMandateContract(session, given)
  if (found) return found
  throw new UsageError("The mandate contract is not known. Pass --mandate-contract, or set GPUFLOW_MANDATE_CONTRACT.")
}
