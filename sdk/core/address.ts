import type { Address } from "../types.ts"

/** Whether two addresses are equal, whatever the case of their letters. */
export function isSameAddress(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
