import type { Offer } from "@gpuflow/escrow"

import { useFormats } from "../../format/useFormats.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Note } from "../../ui/Note.tsx"

/** Below which the protocol warns of a term. */
const [LEAST_CHALLENGE, LEAST_START, LEAST_DECIMALS] = [6n * 3_600n, 1_800n, 6]

/** The terms of which the protocol warns, in words, beside the button. */
export function RiskNotes({ terms, token }: { terms: Offer; token: TokenInfo }) {
  const { offer } = useTexts()
  const formats = useFormats()
  const { minDuration, challengeWindow, startWindow } = terms
  return (
    <>
      {minDuration > 60n && (
        <Note tone="info" fact={offer.commitmentFact(formats.duration(minDuration))}>
          {offer.commitment}
        </Note>
      )}
      {challengeWindow < LEAST_CHALLENGE && (
        <Note tone="warning" fact={offer.windowFact(formats.duration(challengeWindow))}>
          {offer.windowMeaning}
        </Note>
      )}
      {startWindow > 0n && startWindow < LEAST_START && (
        <Note tone="warning" fact={offer.startFact(formats.duration(startWindow))}>
          {offer.startMeaning}
        </Note>
      )}
      {token.decimals < LEAST_DECIMALS && (
        <Note tone="warning" fact={offer.tokenFact}>
          {offer.tokenMeaning}
        </Note>
      )}
    </>
  )
}
