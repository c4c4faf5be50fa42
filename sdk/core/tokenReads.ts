// What a token says of an account. A contract that answers otherwise counts as 0.
import { NATIVE } from "../generated/constants.ts"
import type { Address } from "../types.ts"
import { isSameAddress } from "./address.ts"
import type { Chain } from "./port.ts"
import { readNumber } from "./readContract.ts"

type Held = { readonly token: Address; readonly account: Address }

/** The account's balance of a token, or of the native coin. */
export async function balanceOf(chain: Chain, { token, account }: Held): Promise<bigint> {
  if (isSameAddress(token, NATIVE)) return chain.balance(account)
  return readNumber(chain, { to: token, name: "balanceOf", args: [account] })
}

type Allowance = { readonly token: Address; readonly spender: Address; readonly owner: Address }

export function allowanceOf(chain: Chain, { token, spender, owner }: Allowance): Promise<bigint> {
  return readNumber(chain, { to: token, name: "allowance", args: [owner, spender] })
}
