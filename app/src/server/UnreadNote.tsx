import { useTexts } from "../texts/TextsProvider.tsx"
import { Button } from "../ui/Button.tsx"
import { Note } from "../ui/Note.tsx"

/** Says so where neither a server nor the chain gave an account's rentals. */
export function UnreadNote({ onRetry }: { onRetry: () => void }) {
  const { source, ui } = useTexts()
  return (
    <Note
      tone="error"
      fact={source.unread}
      action={
        <Button size="small" onClick={onRetry}>
          {ui.tryAgain}
        </Button>
      }
    >
      {source.unreadMeaning}
    </Note>
  )
}
