export { escrowAbi } from "./generated/escrowAbi.ts"
