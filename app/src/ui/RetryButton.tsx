import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "./Button.tsx"

/** The way on of a note about what could not be read. */
export function RetryButton({ onClick }: { onClick: () => void }) {
  const { ui } = useTexts()
  return (
    <Button size="small" onClick={onClick}>
      {ui.tryAgain}
    </Button>
  )
}
