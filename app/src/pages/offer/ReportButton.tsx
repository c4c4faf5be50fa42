import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { useCopy } from "../../ui/useCopy.ts"

type ReportButtonProps = {
  /** The board that served it. Undefined: it stood in a link. */
  readonly board: string | undefined
  /** What was served, and what the chain says to it. Amounts may be `bigint`. */
  readonly evidence: object
}

/** Copies what a board has served and what the chain says, so that a reader can pass it on to whoever runs the board. */
export function ReportButton({ board, evidence }: ReportButtonProps) {
  const { offer, ui } = useTexts()
  const { chainId, escrow } = useDeployment()
  const report = { board: board ?? null, chainId, escrow, ...evidence }
  const { isCopied, copy } = useCopy(JSON.stringify(report, asText, 2))
  return (
    <Button size="small" onClick={copy}>
      {isCopied ? ui.copied : offer.report}
    </Button>
  )
}

const asText = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value)
