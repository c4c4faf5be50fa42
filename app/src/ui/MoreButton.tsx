import { useFormats } from "../format/useFormats.ts"
import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "./Button.tsx"

type MoreButtonProps = {
  readonly count: number
  readonly isWhole: boolean
  readonly toggle: (() => void) | undefined
}

/** Shows a whole list, or its first rows again. */
export function MoreButton({ count, isWhole, toggle }: MoreButtonProps) {
  const { ui } = useTexts()
  const formats = useFormats()
  if (!toggle) return null
  return (
    <Button size="small" look="ghost" aria-expanded={isWhole} onClick={toggle}>
      {isWhole ? ui.fewer : ui.all(formats.count(count))}
    </Button>
  )
}
