export type { Phase } from "./machine/phase.ts"
export type { AccessibleRental, AccessPoint, RentalAccess } from "./machine/rentalAccess.ts"
