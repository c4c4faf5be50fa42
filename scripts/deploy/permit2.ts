// Permit2 (github.com/Uniswap/permit2), with which payers of the router sign. Its publisher deploys it on every chain through
// the same proxy, so that its address follows from its code.
import { type Address, type Client, type Hex, keccak256 } from "viem"
import { getCode, waitForTransactionReceipt } from "viem/actions"

import { Permit2MissingError } from "./errors.ts"
import { FACTORY } from "./factory.ts"

/** Of script/DeployPermit2.s.sol. */
export const PERMIT2_SALT: Hex = "0x0000000000000000000000000000000000000000d3af2663da51c10215000000"

/** Refuses a chain without Permit2, or with other code at its address. */
export async function requirePermit2(
  client: Client,
  { address, code, optional }: { readonly address: Address; readonly code: Hex; readonly optional: boolean },
): Promise<void> {
  const found = await getCode(client, { address })
  if (found !== code && (found || !optional)) {
    throw new Permit2MissingError({ address, codeHash: found === undefined ? undefined : keccak256(found) })
  }
}

/** Deploys Permit2 on a local chain as its publisher does. Live chains have it. */
export async function installPermit2(
  client: Client,
  payer: Address,
  { address, data }: { readonly address: Address; readonly data: Hex },
): Promise<void> {
  if (await getCode(client, { address })) return
  const hash = await client.request({ method: "eth_sendTransaction", params: [{ from: payer, to: FACTORY, data }] })
  await waitForTransactionReceipt(client, { hash })
}
