import { RESERVED } from "@gpuflow/escrow"
import { useCheckOffer } from "@gpuflow/escrow/react"
import { useQuery } from "@tanstack/react-query"
import { CircleCheck } from "lucide-react"
import { useConnection } from "wagmi"

import { useChainNow } from "../../chain/useHead.ts"
import { useFormats } from "../../format/useFormats.ts"
import { machineWords } from "../../server/machineWords.ts"
import type { ReadOffer } from "../../server/signedOfferQuery.ts"
import { useToken } from "../../server/useToken.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { Crumbs } from "../../shell/Crumbs.tsx"
import { PageHead } from "../../shell/PageHead.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { failureOf } from "../../transactions/failure.ts"
import { Chip } from "../../ui/Chip.tsx"
import { Note } from "../../ui/Note.tsx"
import { HostCard } from "./HostCard.tsx"
import { MachineCard } from "./MachineCard.tsx"
import { OfferSkeleton } from "./OfferSkeleton.tsx"
import { OutcomesCard } from "./OutcomesCard.tsx"
import { offerGrid } from "./offerGrid.ts"
import { outcomesOf } from "./outcomes.ts"
import { PaymentCard } from "./PaymentCard.tsx"
import { ReportButton } from "./ReportButton.tsx"

type OfferProps = {
  readonly read: ReadOffer
  /** Seconds. */
  readonly duration: bigint
  readonly onDuration: (seconds: bigint) => void
  readonly onRefetch: () => void
}

export function Offer({ read, duration, onDuration, onRefetch }: OfferProps) {
  const { offer: words, market } = useTexts()
  const formats = useFormats()
  const { chainId, escrow } = useDeployment()
  const { address } = useConnection()
  const now = useChainNow()
  const { signed, isDocumentRight } = read
  const { offer, hostSignature } = signed
  const token = useToken(offer.token)
  const check = useCheckOffer({
    ...{ chainId, escrow, offer, hostSignature, duration, renter: address },
    query: { placeholderData: (before) => before, structuralSharing: false },
  }).data
  const problem = check?.problems[0]?.error
  const { data: refusal } = useQuery({
    queryKey: ["failure", "offer", problem?.code, String(check?.earliest)],
    queryFn: () => failureOf(problem),
    enabled: problem !== undefined,
    structuralSharing: false,
  })
  if (!token || !check) return <OfferSkeleton />
  const machine = machineWords(isDocumentRight ? signed.document : undefined)
  const name = [machine.gpus > 1 && `${formats.count(machine.gpus)} ×`, machine.model || market.unnamed]
    .filter(Boolean)
    .join(" ")
  const title = machine.place ? `${name} ${words.in(machine.place)}` : name
  const { busyUntil } = check.machine
  const isFree = busyUntil <= now
  const outcomes = outcomesOf({ offer, duration, feeBps: check.feeBps })
  const isForged = problem?.code === "InvalidSignature"
  return (
    <>
      <Crumbs>{name}</Crumbs>
      <PageHead
        title={title}
        below={
          <>
            <Chip tone={isFree ? "ready" : "attention"}>
              {isFree && <CircleCheck aria-hidden className="size-3.5" />}
              {isFree ? words.freeNow : words.freeAt(formats.moment(busyUntil, now))}
            </Chip>
            <Chip tone={offer.expiry > now ? "neutral" : "failed"}>
              {offer.expiry > now ? words.signedUntil(formats.duration(offer.expiry - now)) : words.expired}
            </Chip>
            <Chip tone={isDocumentRight === false ? "failed" : "neutral"}>
              {isDocumentRight === undefined ? words.noDescription : isDocumentRight ? words.matches : words.mismatch}
            </Chip>
          </>
        }
      />
      <div className="mb-4 grid gap-3 empty:hidden">
        {isForged && (
          <Note
            tone="error"
            fact={words.lied}
            action={<ReportButton board={read.board} evidence={{ signed, chain: check.problems.map(saidOf) }} />}
          >
            {words.liedMeaning}
          </Note>
        )}
        {isDocumentRight === false && (
          <Note
            tone="error"
            fact={words.documentLied}
            action={<ReportButton board={read.board} evidence={{ signed, signedHash: offer.spec }} />}
          >
            {words.documentLiedMeaning}
          </Note>
        )}
        {!isFree && (
          <Note
            tone="warning"
            fact={busyUntil >= RESERVED ? words.reserved : words.busy(formats.moment(busyUntil, now))}
          />
        )}
      </div>
      <div className={offerGrid}>
        <aside aria-label={words.payment} className="min-w-0 lg:sticky lg:order-last lg:top-19">
          <PaymentCard
            {...{ read, outcomes, token, duration, onDuration, onRefetch }}
            feeBps={check.feeBps}
            label={title}
            refusal={problem ? refusal : undefined}
          />
        </aside>
        <div className="grid min-w-0 gap-4">
          <MachineCard words={machine} terms={offer} />
          <OutcomesCard outcomes={outcomes} terms={offer} token={token} />
          <HostCard host={offer.host} />
        </div>
      </div>
    </>
  )
}

/** What the chain says against an offer. */
function saidOf({ error }: { error: { readonly code: string; readonly args: object } }) {
  return { code: error.code, args: error.args }
}
