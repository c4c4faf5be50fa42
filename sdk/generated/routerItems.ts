// Written by `npm run generate`. Do not edit.

import { foreignItem } from "../core/parseAbi.ts"
import { structs } from "./structs.ts"

/** The structs that the contract takes, their fields as in Solidity. */
export const routerStructs = {
  Offer: structs.Offer,
  Order: "bytes32 rentalId,address renter,uint32 duration",
  Payment: "address payer,uint256 value,uint256 relayFee,address relayer,uint256 validBefore,bytes signature,Method method,bytes permit",
  Purchase: "Order[] orders,uint256 relayFee,address relayer,uint256 validBefore",
  Rental: structs.Rental,
} as const

/** `digestOf` of the ABI. */
export const digestOfFunction = /* @__PURE__ */ foreignItem("function", "digestOf", "Purchase purchase", "bytes32", routerStructs)

/** `escrow` of the ABI. */
export const escrowFunction = /* @__PURE__ */ foreignItem("function", "escrow", "", "address")

/** `extend` of the ABI. */
export const extendFunction = /* @__PURE__ */ foreignItem("function", "extend", "Rental rental,uint32 duration,Payment payment", "", routerStructs)

/** `permit2` of the ABI. */
export const permit2Function = /* @__PURE__ */ foreignItem("function", "permit2", "", "address")

/** `rent` of the ABI. */
export const rentFunction = /* @__PURE__ */ foreignItem("function", "rent", "Rental[] rentals,uint32[] durations,bytes[] hostSignatures,Payment payment", "", routerStructs)

/** Every event. */
export const eventItems = [
  /* @__PURE__ */ foreignItem("event", "Purchased", "bytes32 indexed purchase,bytes32 indexed id,address indexed payer,address relayer,uint32 duration,uint256 amount"),
]
