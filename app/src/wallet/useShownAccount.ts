import { useSearch } from "@tanstack/react-router"
import { type Address, getAddress, isAddress } from "viem"
import { useConnection } from "wagmi"

export type AccountSearch = {
  /** Another account than the connected one: everything here is public. */
  readonly of?: Address
}

export function parseAccountSearch(search: Record<string, unknown>): AccountSearch {
  const { of } = search
  return typeof of === "string" && isAddress(of, { strict: false }) ? { of: getAddress(of) } : {}
}

/** The account that a page is about: the one in its address, or else the connected one. */
export function useShownAccount(): { readonly account: Address | undefined; readonly isOwn: boolean } {
  const { of }: AccountSearch = useSearch({ strict: false })
  const { address } = useConnection()
  return { account: of ?? address, isOwn: address !== undefined && (of === undefined || of === address) }
}
