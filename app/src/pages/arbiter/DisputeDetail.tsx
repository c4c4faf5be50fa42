import type { AccountKind } from "../../chain/accountKind.ts"
import { useFormats } from "../../format/useFormats.ts"
import type { ListedDispute } from "../../server/disputeList.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Note } from "../../ui/Note.tsx"
import { type Happening, useRentalHistory } from "../rental/useRentalHistory.ts"
import { RulingCard } from "./RulingCard.tsx"
import { SidesCards } from "./SidesCards.tsx"
import { StakesCard } from "./StakesCard.tsx"
import { saidIn } from "./said.ts"

type DisputeDetailProps = {
  readonly dispute: ListedDispute
  readonly title: string
  readonly kind: AccountKind | undefined
  readonly now: bigint
}

/** One dispute: what is at stake, what both sides say, and the ruling. */
export function DisputeDetail({ dispute, title, kind, now }: DisputeDetailProps) {
  const { state, token } = dispute
  const history = useRentalHistory(dispute.id, state.depositBlock)
  const said = saidIn(history, dispute)
  const disputedAt =
    state.status === "Disputed" ? state.since : history.find(({ event }) => event.eventName === "Disputed")?.at
  if (!token) return null
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
      <StakesCard {...{ dispute, title, token, disputedAt, now }} />
      {state.status === "Closed" && <Outcome history={history} />}
      <SidesCards {...{ dispute, said, history, disputedAt, now }} />
      {state.status === "Disputed" && <RulingCard key={dispute.id} {...{ dispute, token, kind, now }} />}
    </div>
  )
}

/** How a dispute ended. */
function Outcome({ history }: { history: readonly Happening[] }) {
  const { arbiter: texts } = useTexts()
  const formats = useFormats()
  for (const { event } of history) {
    if (event.eventName === "Resolved") {
      return <Note tone="info" fact={texts.wasRuled(formats.exactShare(event.args.hostBps))} />
    }
    if (event.eventName === "Closed" && event.args.reason === "Conceded") {
      return <Note tone="info" fact={texts.wasConceded} />
    }
    if (event.eventName === "Closed" && event.args.reason === "ArbitrationTimeout") {
      return <Note tone="info" fact={texts.wasUnruled} />
    }
  }
  return null
}
