// A Safe as a page sees it: an account whose wallet signs as a message of the Safe, and sends as a transaction of the Safe.
import {
  createWalletClient,
  custom,
  hashTypedData,
  isAddress,
  isHex,
  type PrivateKeyAccount,
  type TypedDataDefinition,
} from "viem"
import { polygon } from "viem/chains"

import type { Chain, Contract } from "./chain.ts"
import { interceptedNode } from "./interceptedNode.ts"
import { type SafeCall, signAsSafe, signSafeTransaction } from "./safe.ts"

/** Opens the wallet of a Safe. Every owner who is named signs. */
export function openSafeWallet(chain: Chain, safe: Contract, owners: readonly PrivateKeyAccount[]) {
  const { address } = safe
  const { asked, request } = interceptedNode(async (method, params, pass) => {
    if (/^eth_(requestA|a)ccounts$/.test(method)) return [address]
    if (method === "eth_signTypedData_v4") {
      const typed: TypedDataDefinition = JSON.parse(String(params[1]))
      return signAsSafe(chain, address, hashTypedData(typed), owners)
    }
    if (method !== "eth_sendTransaction") return pass()
    return chain.send(await signSafeTransaction(chain, safe, callOf(params[0]), owners))
  })
  const wallet = createWalletClient({
    account: address,
    chain: polygon,
    transport: custom({ request }, { retryCount: 0 }),
    pollingInterval: 5,
  })
  return { address, asked, request, wallet }
}

/** What a transaction of the page calls. */
function callOf(transaction: unknown): SafeCall {
  const { to, data, value = "0x0" } = Object(transaction)
  if (!isAddress(to) || !isHex(data)) throw new Error("The Safe is asked to send something else than a call.")
  return { to, data, value: BigInt(value) }
}
