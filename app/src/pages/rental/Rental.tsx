import { Link } from "@tanstack/react-router"
import { ChevronRight } from "lucide-react"
import type { Hex } from "viem"

import { useChainNow } from "../../chain/useHead.ts"
import { shortHex } from "../../format/shortHex.ts"
import { useFormats } from "../../format/useFormats.ts"
import { useDocument } from "../../server/documentQuery.ts"
import { machineWords } from "../../server/machineWords.ts"
import { useToken } from "../../server/useToken.ts"
import { PageHead } from "../../shell/PageHead.tsx"
import { PagePending } from "../../shell/PagePending.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Address } from "../../ui/Address.tsx"
import { Chip } from "../../ui/Chip.tsx"
import { offerGrid } from "../offer/offerGrid.ts"
import { nextOf } from "../rentals/rentalNext.ts"
import { toneOf } from "../rentals/rentalTones.ts"
import { AccessCard } from "./AccessCard.tsx"
import { ActionsCard } from "./ActionsCard.tsx"
import { ClosedCard } from "./ClosedCard.tsx"
import { EvidenceCard } from "./EvidenceCard.tsx"
import { LifeCard } from "./LifeCard.tsx"
import { MeterCard } from "./MeterCard.tsx"
import type { Found } from "./rentalMoney.ts"
import { TermsCard } from "./TermsCard.tsx"
import { useRentalHistory } from "./useRentalHistory.ts"

export function Rental({ id, found }: { id: Hex; found: Found }) {
  const { rental: words, rentals, market, offer: offerWords, shell } = useTexts()
  const formats = useFormats()
  const now = useChainNow()
  const { rental, state } = found
  const { offer } = rental
  const token = useToken(offer.token)
  const history = useRentalHistory(id, state.depositBlock)
  const machine = machineWords(useDocument(offer.spec).data)
  if (!token) return <PagePending />
  const next = nextOf(found, now)
  const name = [machine.gpus > 1 && `${formats.count(machine.gpus)} ×`, machine.model || market.unnamed]
    .filter(Boolean)
    .join(" ")
  const isRunning = state.status === "Active" && next?.kind === "end"
  const isClosed = state.status === "Closed"
  return (
    <>
      <nav aria-label={shell.path} className="mb-3 flex items-center gap-1.5 text-sm text-muted-foreground">
        <Link to="/rentals" className="py-1 hover:text-foreground">
          {words.rentals}
        </Link>
        <ChevronRight aria-hidden className="size-4" />
        <span className="mono">{shortHex(id)}</span>
      </nav>
      <PageHead
        title={machine.place ? `${name} ${offerWords.in(machine.place)}` : name}
        below={
          <>
            <Chip tone={isClosed ? "neutral" : toneOf(state.status, next?.kind)}>
              {isRunning
                ? words.runningSince(formats.moment(state.since, now))
                : isClosed
                  ? words.closed
                  : rentals.states(state.status, next?.kind)}
            </Chip>
            <span className="text-sm text-muted-foreground">
              {words.host} <Address value={offer.host} />
            </span>
          </>
        }
      />
      <div className={offerGrid}>
        <div className="grid min-w-0 gap-4">
          {isClosed ? <ClosedCard {...{ history, token }} /> : <MeterCard {...{ id, found, token, now }} />}
          {isRunning && <AccessCard {...{ id, found }} />}
          {!isClosed && <ActionsCard {...{ id, found, token, now }} />}
          <EvidenceCard {...{ history, found, now }} />
        </div>
        <aside aria-label={words.life} className="grid min-w-0 gap-4">
          <LifeCard {...{ history, found, token, now }} />
          <TermsCard {...{ found, token, now }} />
        </aside>
      </div>
    </>
  )
}
