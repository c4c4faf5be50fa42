import { placeMulticall as place } from "../../sdk/testing/setUp.ts"
import type { Chain } from "./chain.ts"

/** Puts Multicall3 at its address. */
export function placeMulticall(chain: Pick<Chain, "rpc">): Promise<void> {
  return place(chain.rpc)
}
