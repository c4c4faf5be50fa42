import { DAY, EVIDENCE_WINDOW, T0 } from "../support/offer.ts"
import type { RentalInStatus, Status } from "./rentalInStatus.ts"

/** Every column of the published tables: the status it is about, and a moment in it. */
export const SITUATIONS: Readonly<Record<string, { status: Status; at: (prepared: RentalInStatus) => bigint }>> = {
  None: { status: "None", at: () => T0 + DAY },
  Funded: { status: "Funded", at: ({ since }) => since + 300n },
  "Funded, start window over": { status: "Funded", at: ({ closesAt }) => closesAt + 1n },
  Active: { status: "Active", at: ({ since }) => since + 7200n },
  "Active, ended": { status: "Active", at: ({ end }) => end + 1n },
  "Active, challenge window over": { status: "Active", at: ({ closesAt }) => closesAt + 1n },
  Interrupted: { status: "Interrupted", at: ({ since }) => since + 60n },
  "Interrupted, challenge window over": { status: "Interrupted", at: ({ closesAt }) => closesAt + 1n },
  Disputed: { status: "Disputed", at: ({ since }) => since + 60n },
  "Disputed, evidence window over": { status: "Disputed", at: ({ since }) => since + EVIDENCE_WINDOW + 1n },
  "Disputed, arbitration window over": { status: "Disputed", at: ({ closesAt }) => closesAt + 1n },
  Closed: { status: "Closed", at: ({ since }) => since + 60n },
}
