export { escrowBytecode } from "./generated/bytecode.ts"
