import { decodeEvents, type TransactionResult } from "@gpuflow/escrow"
import type { PreparedRequest } from "@gpuflow/escrow/requests"
import type { Address } from "viem"

import { accountNamed, accountOf } from "../../test/support/parties.ts"
import { deploySafes, signSafeTransaction } from "../../test/support/safe.ts"
import type { Chain, Party } from "./chain.ts"

/** A Safe that is a market's arbiter. */
export interface ArbiterSafe {
  readonly address: Address
  readonly owners: number
  readonly threshold: number
  /** Two owners sign a call of the Safe, and a party brings it to the chain. */
  send(party: Party, escrow: Address, request: PreparedRequest): Promise<TransactionResult>
}

/** A real Safe with three owners, any two of which rule. */
export async function openArbiterSafe({ local, reader }: Chain): Promise<ArbiterSafe> {
  const owners = [accountOf("arbiter"), accountNamed("second arbiter"), accountNamed("third arbiter")]
  const threshold = 2
  const safes = await deploySafes(local)
  const safe = await safes.open(owners, BigInt(threshold))
  return {
    address: safe.address,
    owners: owners.length,
    threshold,
    async send(party, escrow, request) {
      const { data } = await signSafeTransaction(local, safe, request, owners.slice(0, threshold))
      const hash = await party.sendTransaction({ to: safe.address, data })
      const receipt = await reader.waitForTransactionReceipt({ hash })
      return { hash, receipt, events: decodeEvents({ escrow, logs: receipt.logs }) }
    },
  }
}
