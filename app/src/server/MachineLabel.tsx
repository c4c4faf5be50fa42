import type { Offer } from "@gpuflow/escrow"
import type { Hex } from "viem"

import { rentalLinkOf } from "../chain/links.ts"
import { shortHex } from "../format/shortHex.ts"
import type { MachineName } from "./machineNames.ts"

type MachineLabelProps = {
  readonly offer: Pick<Offer, "machine">
  readonly name: MachineName | undefined
  /** The rental that it belongs to. */
  readonly id: Hex
  readonly lead?: "model" | "name"
}

/** A rented machine: what it is, where, and its rental. */
export function MachineLabel({ offer, name, id, lead = "model" }: MachineLabelProps) {
  const words = (lead === "name" ? (name?.name ?? name?.model) : (name?.model ?? name?.name)) ?? shortHex(offer.machine)
  return (
    <>
      <a href={rentalLinkOf(id)} className="relative -my-0.5 inline-block py-0.5 font-semibold hover:underline">
        {words}
      </a>
      <span className="block text-xs text-muted-foreground">
        {name?.place && `${name.place} · `}
        <span className="mono">{shortHex(id)}</span>
      </span>
    </>
  )
}
