import type { Hex } from "viem"

import { MULTICALL3 } from "../../sdk/core/multicall.ts"
import { setCode, type World } from "./setup.ts"

/** Multicall3's creation code, which viem has for its own use. */
const { multicall3Bytecode }: { multicall3Bytecode: Hex } = await import(
  new URL("../../node_modules/viem/_esm/constants/contracts.js", import.meta.url).href
)

/** Puts the real Multicall3 at its address. */
export async function placeMulticall({ owner, client }: World): Promise<void> {
  const hash = await owner.deployContract({ abi: [], bytecode: multicall3Bytecode })
  const { contractAddress } = await client.waitForTransactionReceipt({ hash })
  const code = contractAddress && (await client.getCode({ address: contractAddress }))
  if (!code) throw new Error("Multicall3 was not deployed.")
  await setCode(MULTICALL3, code)
}
