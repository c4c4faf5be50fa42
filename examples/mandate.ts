import type { Rental } from "@gpuflow/escrow"
import {
  buildMandate,
  checkMandate,
  executeMandate,
  parseMandate,
  serializeMandate,
  signMandate,
  summarizeMandate,
} from "@gpuflow/escrow/mandate"
import { type Account, type Address, type Chain, erc20Abi, type Transport, type WalletClient } from "viem"
import { waitForTransactionReceipt, writeContract } from "viem/actions"

type Wallet = WalletClient<Transport, Chain, Account>
type Terms = { escrow: Address; mandateContract: Address; rental: Rental; until: bigint; maxTip: bigint }
type Shown = { show: (sentences: readonly string[]) => unknown }

/** Allows a running rental to be extended, hour by hour, within a sum. Returns what a keeper takes. */
export async function payAsYouGo(client: Wallet, { show, maxTip, ...terms }: Terms & Shown) {
  const mandate = await buildMandate(client, { ...terms, step: 3_600n, extendBefore: 600n, maxTip })
  const { sentences } = await summarizeMandate(client, { ...terms, mandate })
  await show(sentences)

  const args = [terms.mandateContract, mandate.maxTotal] as const
  const { token } = terms.rental.offer
  const hash = await writeContract(client, { address: token, abi: erc20Abi, functionName: "approve", args })
  await waitForTransactionReceipt(client, { hash })
  return serializeMandate(await signMandate(client, { ...terms, mandate }))
}

/** Extends the rental if that is due, and receives the tip. Otherwise returns what stands in the way. */
export async function keepRunning(client: Wallet, text: string) {
  const signed = parseMandate(text)
  const tip = signed.mandate.maxTip
  const check = await checkMandate(client, { signed, tip, keeper: client.account.address })
  if (check.status === "due") await executeMandate(client, { signed, tip })
  return check
}
