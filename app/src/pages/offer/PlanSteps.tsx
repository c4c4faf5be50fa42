import type { DepositStep, PlannedStep } from "@gpuflow/escrow/plan"

import { useFormats } from "../../format/useFormats.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import type { NetworkFees } from "../../transactions/useNetworkFees.ts"
import { feeWords, stepWords } from "./planWords.ts"

type PlanStepsProps = {
  readonly steps: readonly (DepositStep | PlannedStep)[]
  readonly fees: NetworkFees
  readonly token: TokenInfo
}

/** What the wallet will ask, one after the other, and what the network takes for each. */
export function PlanSteps({ steps, fees, token }: PlanStepsProps) {
  const texts = useTexts()
  const formats = useFormats()
  const { coin } = useDeployment()
  const hasMeasured = fees.ofSteps.some((fee) => fee && !fee.isEstimated)
  return (
    <div className="text-sm text-muted-foreground">
      <ol className="grid list-inside list-decimal gap-0.5">
        {steps.map((step, index) => {
          const fee = fees.ofSteps[index]
          return (
            <li key={step.kind + step.sentence}>
              {stepWords(step, { texts, formats, token })}
              {fee && ` · ${texts.offer.stepFee(feeWords(fee, { texts, formats, coin }))}`}
            </li>
          )
        })}
      </ol>
      {hasMeasured && <p className="mt-1 text-xs">{texts.offer.aboutMeaning}</p>}
    </div>
  )
}
