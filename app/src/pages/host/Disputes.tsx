import { bondLocked, held } from "@gpuflow/escrow"
import type { Hex } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import { MachineLabel } from "../../server/MachineLabel.tsx"
import type { MachineName } from "../../server/machineNames.ts"
import type { ListedRental } from "../../server/rentalList.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Amount } from "../../ui/Amount.tsx"
import { Card } from "../../ui/Card.tsx"
import { Table } from "../../ui/Table.tsx"
import { nextOf } from "../rentals/rentalNext.ts"

type DisputesProps = {
  readonly disputed: readonly ListedRental[]
  readonly names: ReadonlyMap<Hex, MachineName>
  readonly now: bigint
}

/** Open disputes: what is at stake, and what can be done until when. */
export function Disputes({ disputed, names, now }: DisputesProps) {
  const { host: texts, rentals } = useTexts()
  const formats = useFormats()
  if (disputed.length === 0) return null
  return (
    <Card title={texts.disputes} isFlush>
      <p className="-mt-2 px-5 pb-2 text-sm text-muted-foreground max-md:px-4">{texts.disputesMeaning}</p>
      <Table
        caption={texts.disputes}
        rows={disputed}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "machine",
            title: rentals.machine,
            cell: ({ id, rental: { offer } }) => (
              <MachineLabel {...{ id, offer }} name={names.get(offer.spec)} lead="name" />
            ),
          },
          {
            key: "next",
            title: rentals.next,
            cell: (one) => {
              const next = nextOf(one, now)
              return next && rentals.nextWords(next.kind, formats.moment(next.at, now), undefined)
            },
          },
          {
            key: "contested",
            title: texts.contested,
            isNumber: true,
            cell: ({ rental: { offer }, state, token }) => (
              <Amount amount={held(offer, state)} decimals={token?.decimals ?? 0} symbol={token?.symbol} />
            ),
          },
          {
            key: "bond",
            title: texts.bondAtStake,
            isNumber: true,
            cell: ({ rental: { offer }, state, token }) => (
              <Amount amount={bondLocked(offer, state)} decimals={token?.decimals ?? 0} symbol={token?.symbol} />
            ),
          },
        ]}
      />
    </Card>
  )
}
