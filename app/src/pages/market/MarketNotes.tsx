import { Link } from "@tanstack/react-router"

import { useFormats } from "../../format/useFormats.ts"
import type { Listed } from "../../server/offersQuery.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { buttonClasses } from "../../ui/Button.tsx"
import { Note } from "../../ui/Note.tsx"
import { RetryButton } from "../../ui/RetryButton.tsx"

type MarketNotesProps = {
  readonly boards: readonly string[]
  readonly listed: Listed | undefined
  /** Why nothing could be checked. */
  readonly error: unknown
  readonly onRetry: () => void
}

/** What stands in the way of the list, each with its way on. */
export function MarketNotes({ boards, listed, error, onRetry }: MarketNotesProps) {
  const { market } = useTexts()
  const formats = useFormats()
  const toSettings = (
    <Link to="/settings" className={buttonClasses({ size: "small" })}>
      {market.openSettings}
    </Link>
  )
  const again = <RetryButton onClick={onRetry} />
  if (boards.length === 0) {
    return (
      <Note tone="warning" fact={market.noBoards} action={toSettings}>
        {market.noBoardsMeaning}
      </Note>
    )
  }
  if (error) {
    return (
      <Note tone="warning" fact={market.unread} action={again}>
        {market.unreadMeaning}
      </Note>
    )
  }
  const silent = listed?.sources.filter((source) => source.error !== undefined).length ?? 0
  if (silent > 0 && silent === listed?.sources.length) {
    return (
      <Note tone="warning" fact={market.noBoard} action={again}>
        {market.noBoardMeaning}
      </Note>
    )
  }
  if (silent > 0) {
    return (
      <Note tone="warning" fact={market.someBoards(silent, formats.count(silent))} action={again}>
        {market.someBoardsMeaning}
      </Note>
    )
  }
  return null
}
