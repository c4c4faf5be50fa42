import { useTexts } from "../texts/TextsProvider.tsx"
import { Note } from "../ui/Note.tsx"
import { RetryButton } from "../ui/RetryButton.tsx"

/** Says so where neither a server nor the chain gave an account's rentals. */
export function UnreadNote({ onRetry }: { onRetry: () => void }) {
  const { source } = useTexts()
  return (
    <Note tone="error" fact={source.unread} action={<RetryButton onClick={onRetry} />}>
      {source.unreadMeaning}
    </Note>
  )
}
