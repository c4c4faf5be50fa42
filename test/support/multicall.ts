import type { Hex } from "viem"

import { MULTICALL3 } from "../../sdk/core/multicall.ts"
import type { Chain } from "./chain.ts"

/** Multicall3's creation code, which viem has for its own use. */
const { multicall3Bytecode }: { multicall3Bytecode: Hex } = await import(
  new URL("../../node_modules/viem/_esm/constants/contracts.js", import.meta.url).href
)

/** Puts the real Multicall3 at its address. */
export async function placeMulticall(chain: Chain): Promise<void> {
  const deployed = await chain.deploy({ abi: [], bytecode: multicall3Bytecode }, [])
  const bytecode = await chain.client.getCode(deployed)
  if (!bytecode) throw new Error("Multicall3 was not deployed.")
  await chain.client.setCode({ address: MULTICALL3, bytecode })
}
