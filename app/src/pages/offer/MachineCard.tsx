import type { Offer } from "@gpuflow/escrow"

import { useFormats } from "../../format/useFormats.ts"
import type { MachineWords } from "../../server/machineWords.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Address } from "../../ui/Address.tsx"
import { Card } from "../../ui/Card.tsx"
import { Facts } from "../../ui/Facts.tsx"

/** What the host promises about the machine. */
export function MachineCard({ words, terms }: { words: MachineWords; terms: Offer }) {
  const { offer, market } = useTexts()
  const formats = useFormats()
  const { processor, memory, disk, download, upload, driver, access } = words
  const size = (gigabytes: number | undefined) => gigabytes && offer.gigabytes(formats.count(gigabytes))
  const speed = (megabits: number | undefined) =>
    megabits &&
    (megabits >= 1_000 ? market.gigabits(formats.measure(megabits / 1_000)) : market.megabits(formats.count(megabits)))
  const list = (...parts: readonly (string | number | false | undefined)[]) =>
    parts.filter(Boolean).join(", ") || <span className="text-muted-foreground">{offer.notSaid}</span>
  const speeds = [...new Set([speed(download), speed(upload)])].filter(Boolean).join(" / ")
  return (
    <Card title={offer.machine}>
      <div className="grid gap-x-10 md:grid-cols-2 [&>dl:nth-child(2)>div:first-child]:max-md:border-t">
        <Facts
          facts={[
            { name: offer.gpu, value: list(words.model && offer.gpus(formats.count(words.gpus), words.model)) },
            {
              name: offer.processor,
              value: list(processor.model, processor.cores && offer.threads(formats.count(processor.cores))),
            },
            { name: offer.memory, value: list(size(memory)) },
            { name: offer.disk, value: list(disk.kind?.toUpperCase(), size(disk.size)) },
          ]}
        />
        <Facts
          facts={[
            { name: offer.network, value: list(speeds) },
            { name: offer.driver, value: list(driver) },
            { name: offer.access, value: access ? offer.accessSsh : offer.accessNone },
            { name: offer.machineId, value: <Address value={terms.machine} kind="id" /> },
          ]}
        />
      </div>
    </Card>
  )
}
