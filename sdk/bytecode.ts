export { escrowBytecode } from "./generated/escrowBytecode.ts"
export { escrowRuntimeCode, type RuntimeCode } from "./generated/runtimeCode.ts"
