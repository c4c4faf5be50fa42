import type { Hex } from "viem"

import type { TokenInfo } from "../../server/tokensOf.ts"
import type { Found } from "./rentalMoney.ts"

/** What every action of a rental is given. */
export type ActionProps = {
  readonly id: Hex
  readonly found: Found
  readonly token: TokenInfo
  /** The chain's time. */
  readonly now: bigint
}
