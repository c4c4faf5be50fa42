import { type Address, isAddressEqual } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Card } from "../../ui/Card.tsx"
import { evidenceWords } from "./evidence.ts"
import type { Found } from "./rentalMoney.ts"
import type { Happening } from "./useRentalHistory.ts"

/** What both sides said in a dispute, in the order of time: quoted as text alone. */
type Said = { readonly key: string; readonly at: bigint | undefined; readonly party: Address; readonly uri: string }
type EvidenceCardProps = { readonly history: readonly Happening[]; readonly found: Found; readonly now: bigint }

export function EvidenceCard({ history, found, now }: EvidenceCardProps) {
  const { rental: words } = useTexts()
  const formats = useFormats()
  const { rental } = found
  const said = history.flatMap(({ event, at }): readonly Said[] => {
    const key = `${event.transactionHash} ${event.logIndex}`
    if (event.eventName === "Disputed") return [{ key, at, party: rental.renter, uri: event.args.evidenceURI }]
    if (event.eventName !== "EvidenceSubmitted") return []
    return [{ key, at, party: event.args.party, uri: event.args.evidenceURI }]
  })
  if (said.length === 0) return null
  return (
    <Card title={words.evidenceOf}>
      <ul className="grid gap-3">
        {said.map(({ key, at, party, uri }) => (
          <li key={key} className="text-sm">
            <p className="text-muted-foreground">
              {isAddressEqual(party, rental.renter) ? words.renterSays : words.hostSays} ·{" "}
              {at === undefined ? "…" : formats.moment(at, now)}
            </p>
            <blockquote className="mt-0.5 whitespace-pre-wrap wrap-anywhere">{evidenceWords(uri)}</blockquote>
          </li>
        ))}
      </ul>
    </Card>
  )
}
