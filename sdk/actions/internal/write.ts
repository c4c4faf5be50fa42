import type { Address, Client, Hash, TransactionReceipt } from "viem"

import { assertAddress, encodeCall } from "../../codec.ts"
import { decodeEvents, type EscrowEvent } from "../../events.ts"
import { CREDIT_GAS, PAYOUT_GAS } from "../../generated/constants.ts"
import type { FunctionArgs, FunctionName } from "../../solidity.ts"
import { type SendParameters, send } from "./send.ts"

/** What every transaction takes. */
export type WriteParameters = SendParameters & { readonly escrow: Address }

/** What every transaction gives. */
export type WriteReturnType = {
  readonly hash: Hash
  readonly receipt: TransactionReceipt
  /** The escrow's events of this transaction, in their order. */
  readonly events: EscrowEvent[]
}

/**
 * Gas for one payout more than the estimate saw: until the block, an amount may stop being zero, or a receiver may stop
 * taking it. What is not used comes back.
 */
const PAYOUT_ROOM = PAYOUT_GAS + PAYOUT_GAS / 63n + CREDIT_GAS

/** The verbs that push payouts. */
const payingVerbs: readonly FunctionName[] = [
  "dispute",
  "interrupt",
  "refund",
  "resolve",
  "settle",
  "settleMany",
  "stop",
]

/** Calls a verb of the escrow: checks the input, then all that `send` checks. */
export async function write<const name extends FunctionName>(
  client: Client,
  functionName: name,
  args: FunctionArgs<name>,
  { escrow, value = 0n, account, confirmations }: WriteParameters & { readonly value?: bigint | undefined },
): Promise<WriteReturnType> {
  assertAddress("escrow", escrow)
  const request = { to: escrow, data: encodeCall(functionName, args), value }
  const room = payingVerbs.includes(functionName) ? PAYOUT_ROOM : 0n
  const receipt = await send(client, request, { account, confirmations, room })
  return { hash: receipt.transactionHash, receipt, events: decodeEvents({ escrow, logs: receipt.logs }) }
}
