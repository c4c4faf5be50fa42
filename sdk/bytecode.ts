export { escrowBytecode } from "./generated/escrowBytecode.ts"
