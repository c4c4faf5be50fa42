export { type DoorContext, type StartedDoor, startDoor } from "./door/startDoor.ts"
export type { Phase } from "./machine/phase.ts"
export type { AccessibleRental, AccessPoint, RentalAccess } from "./machine/rentalAccess.ts"
