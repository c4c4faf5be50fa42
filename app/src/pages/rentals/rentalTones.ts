import type { Reason, Status } from "@gpuflow/escrow"

import type { ChipTone } from "../../ui/Chip.tsx"
import type { NextKind } from "./rentalNext.ts"

/** The colour of an open rental's state. */
export function toneOf(status: Status, next: NextKind | undefined): ChipTone {
  if (status === "Disputed" || next === "noShow") return "attention"
  if (status === "Active" && next === "end") return "running"
  return "neutral"
}

/** Reasons that a renter may want to look at. */
export function toneOfEnding(reason: Reason | undefined): ChipTone {
  return reason === "NoShow" || reason === "Interrupted" ? "attention" : "neutral"
}
