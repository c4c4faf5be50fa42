import type { Hex } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import { MachineLabel } from "../../server/MachineLabel.tsx"
import type { MachineName } from "../../server/machineNames.ts"
import type { ListedRental } from "../../server/rentalList.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Amount } from "../../ui/Amount.tsx"
import { Chip } from "../../ui/Chip.tsx"
import { Table } from "../../ui/Table.tsx"
import { nextOf, openMoney } from "./rentalNext.ts"
import { toneOf } from "./rentalTones.ts"

type OpenRentalsProps = {
  /** By the next deadline. */
  readonly rentals: readonly ListedRental[]
  readonly names: ReadonlyMap<Hex, MachineName>
  readonly now: bigint
}

export function OpenRentals({ rentals, names, now }: OpenRentalsProps) {
  const { rentals: texts } = useTexts()
  const formats = useFormats()
  return (
    <Table
      caption={texts.open}
      rows={rentals}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "machine",
          title: texts.machine,
          cell: ({ id, rental: { offer } }) => <MachineLabel {...{ id, offer }} name={names.get(offer.spec)} />,
        },
        {
          key: "state",
          title: texts.state,
          cell: (one) => {
            const next = nextOf(one, now)?.kind
            return <Chip tone={toneOf(one.state.status, next)}>{texts.states(one.state.status, next)}</Chip>
          },
        },
        {
          key: "next",
          title: texts.next,
          cell: (one) => {
            const next = nextOf(one, now)
            if (!next) return null
            const day = formats.moment(next.at, now)
            const left = next.at - now
            const distance = left > 0n && left < 86_400n ? formats.duration(left) : undefined
            return texts.nextWords(next.kind, day, distance)
          },
        },
        {
          key: "billed",
          title: texts.billedOfLocked,
          isNumber: true,
          cell: (one) => <Billed one={one} now={now} />,
        },
      ]}
    />
  )
}

function Billed({ one, now }: { one: ListedRental; now: bigint }) {
  const { rentals: texts } = useTexts()
  const formats = useFormats()
  const { token } = one
  const next = nextOf(one, now)?.kind
  if (!token) return null
  const { locked, billed, back } = openMoney(one, now)
  const backWritten = formats.amount(back, token.decimals)
  return (
    <>
      <Amount amount={billed} decimals={token.decimals} /> {texts.of}{" "}
      <Amount amount={locked} decimals={token.decimals} symbol={token.symbol} />
      <span className="block text-xs text-muted-foreground">
        {next === "end" && texts.backIfStopped(backWritten)}
        {next === "start" && texts.backIfCancelled(backWritten)}
        {next === "noShow" && texts.back(backWritten)}
        {next !== "end" &&
          next !== "start" &&
          next !== "noShow" &&
          texts.notDecided(formats.amount(locked, token.decimals))}
      </span>
    </>
  )
}
