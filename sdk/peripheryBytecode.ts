export { mandateBytecode } from "./generated/mandateBytecode.ts"
export { routerBytecode } from "./generated/routerBytecode.ts"
export { mandateRuntimeCode, type RuntimeCode, routerRuntimeCode } from "./generated/runtimeCode.ts"
