export { escrowAbi } from "./generated/abi.ts"
