export { escrowAbi } from "./generated/escrowAbi.ts"
export { rentalMandateAbi } from "./generated/mandateAbi.ts"
export { rentalRouterAbi } from "./generated/routerAbi.ts"
