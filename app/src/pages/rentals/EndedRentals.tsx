import { cost } from "@gpuflow/escrow"
import type { Hex } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import { MachineLabel } from "../../server/MachineLabel.tsx"
import type { MachineName } from "../../server/machineNames.ts"
import type { ListedRental } from "../../server/rentalList.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Amount } from "../../ui/Amount.tsx"
import { Chip } from "../../ui/Chip.tsx"
import { Table } from "../../ui/Table.tsx"
import { toneOfEnding } from "./rentalTones.ts"

type EndedRentalsProps = {
  /** The latest first. */
  readonly rentals: readonly ListedRental[]
  readonly names: ReadonlyMap<Hex, MachineName>
  readonly now: bigint
}

export function EndedRentals({ rentals, names, now }: EndedRentalsProps) {
  const { rentals: texts } = useTexts()
  const formats = useFormats()
  return (
    <Table
      caption={texts.ended}
      rows={rentals}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "machine",
          title: texts.machine,
          cell: ({ id, rental: { offer } }) => <MachineLabel {...{ id, offer }} name={names.get(offer.spec)} />,
        },
        {
          key: "end",
          title: texts.end,
          cell: ({ ending }) => <Chip tone={toneOfEnding(ending?.reason)}>{texts.reasons(ending?.reason)}</Chip>,
        },
        {
          key: "when",
          title: texts.when,
          cell: ({ ending }) => (ending ? formats.moment(ending.at, now) : texts.unknown),
        },
        { key: "paid", title: texts.paid, isNumber: true, cell: (one) => <Paid one={one} /> },
      ]}
    />
  )
}

/** What it cost. Without an index, by the seconds that were billed. */
function Paid({ one: { rental, state, ending, token } }: { one: ListedRental }) {
  const { rentals: texts } = useTexts()
  const formats = useFormats()
  if (!token) return null
  const paid = ending
    ? ending.toHost + ending.fee
    : cost(rental.offer.pricePerHour, state.billedSeconds - state.refundedSeconds)
  const back = ending && ending.toRenter > 0n ? formats.amount(ending.toRenter, token.decimals) : undefined
  const bond = ending && ending.bondToRenter > 0n ? formats.amount(ending.bondToRenter, token.decimals) : undefined
  const below = [
    back !== undefined && texts.back(back),
    bond !== undefined && texts.fromBond(bond),
    back === undefined && bond === undefined && state.billedSeconds > 0n && formats.duration(state.billedSeconds),
  ].filter(Boolean)
  return (
    <>
      <Amount amount={paid} decimals={token.decimals} symbol={token.symbol} />
      <span className="block text-xs text-muted-foreground">{below.join(" · ")}</span>
    </>
  )
}
