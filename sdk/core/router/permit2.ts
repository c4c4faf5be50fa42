import type { Address } from "../../types.ts"

/** The address of Permit2, the same on every chain that has it, including Polygon. */
export const PERMIT2: Address = "0x000000000022D473030F116dDEE9F6B43aC78BA3"
