import { ARBITRATION_WINDOW, EVIDENCE_WINDOW, MAX_FEE_BPS, MIN_FEE_BPS } from "@gpuflow/escrow"

import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Card } from "../../ui/Card.tsx"
import { Facts } from "../../ui/Facts.tsx"
import type { ReadDeployment } from "./readDeployment.ts"

/** Each market, and what the code fixes for all of them. */
export function MarketsCard({ read: { markets } }: { read: ReadDeployment }) {
  const { verify: texts } = useTexts()
  const formats = useFormats()
  const share = (bps: number | bigint) => formats.exactShare(bps)
  return (
    <Card title={texts.markets}>
      <div className="text-sm">
        {!markets && <p className="pb-2 text-warning">{texts.couldNotRead}</p>}
        <Facts
          facts={[
            ...(markets ?? []).map(({ token, open, feeBps }) => ({
              key: token.address,
              name: token.symbol,
              value: texts.market(open, share(feeBps)),
            })),
            { name: texts.bounds, value: texts.boundsOf(share(MIN_FEE_BPS), share(MAX_FEE_BPS)) },
            { name: texts.earliest, value: texts.afterDispute(formats.duration(EVIDENCE_WINDOW)) },
            { name: texts.latest, value: texts.afterDispute(formats.duration(ARBITRATION_WINDOW)) },
          ]}
        />
      </div>
    </Card>
  )
}
