// Written by `npm run generate`. Do not edit.

import { foreignItem } from "../core/parseAbi.ts"
import { structs } from "./structs.ts"

/** The structs that the contract takes, their fields as in Solidity. */
export const mandateStructs = {
  Mandate: "address renter,bytes32 rentalId,uint96 maxTotal,uint32 step,uint32 extendBefore,uint96 maxTip,uint40 expiry,uint32 epoch,bytes32 salt",
  Offer: structs.Offer,
  Rental: structs.Rental,
} as const

/** `digestOf` of the ABI. */
export const digestOfFunction = /* @__PURE__ */ foreignItem("function", "digestOf", "Mandate mandate", "bytes32", mandateStructs)

/** `epoch` of the ABI. */
export const epochFunction = /* @__PURE__ */ foreignItem("function", "epoch", "address renter", "uint32")

/** `escrow` of the ABI. */
export const escrowFunction = /* @__PURE__ */ foreignItem("function", "escrow", "", "address")

/** `execute` of the ABI. */
export const executeFunction = /* @__PURE__ */ foreignItem("function", "execute", "Mandate mandate,bytes signature,Rental rental,uint96 tip,bytes permit", "", mandateStructs)

/** `nextExtension` of the ABI. */
export const nextExtensionFunction = /* @__PURE__ */ foreignItem("function", "nextExtension", "Mandate mandate,Rental rental,uint96 tip", "uint32 duration,uint256 amount,uint256 dueAt", mandateStructs)

/** `revoke` of the ABI. */
export const revokeFunction = /* @__PURE__ */ foreignItem("function", "revoke", "bytes32 salt", "")

/** `revokeAll` of the ABI. */
export const revokeAllFunction = /* @__PURE__ */ foreignItem("function", "revokeAll", "", "")

/** `revoked` of the ABI. */
export const revokedFunction = /* @__PURE__ */ foreignItem("function", "revoked", "address renter,bytes32 salt", "bool")

/** `spent` of the ABI. */
export const spentFunction = /* @__PURE__ */ foreignItem("function", "spent", "address renter,bytes32 salt", "uint256")

/** Every event. */
export const eventItems = [
  /* @__PURE__ */ foreignItem("event", "AllMandatesRevoked", "address indexed renter,uint32 epoch"),
  /* @__PURE__ */ foreignItem("event", "MandateExecuted", "bytes32 indexed mandate,bytes32 indexed id,address indexed renter,address keeper,uint32 duration,uint256 amount,uint256 tip,uint256 spent"),
  /* @__PURE__ */ foreignItem("event", "MandateRevoked", "address indexed renter,bytes32 indexed salt"),
]
