import type { Hex } from "viem"
import { isHash } from "viem"

import { type AccountSearch, parseAccountSearch } from "../../wallet/useShownAccount.ts"

export type ArbiterSearch = AccountSearch & {
  /** The dispute that is open: its rental's id. */
  readonly dispute?: Hex
}

export function parseArbiterSearch(search: Record<string, unknown>): ArbiterSearch {
  const { dispute } = search
  return {
    ...parseAccountSearch(search),
    ...(typeof dispute === "string" && isHash(dispute) ? { dispute } : {}),
  }
}
