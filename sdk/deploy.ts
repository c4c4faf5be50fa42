export { deployEscrow } from "./actions/deployEscrow.ts"
export { escrowBytecode } from "./generated/escrowBytecode.ts"
