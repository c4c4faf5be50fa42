import { useState } from "react"

import { fromMicroDollars } from "../../format/microDollars.ts"
import { useFormats } from "../../format/useFormats.ts"
import type { Listed } from "../../server/offersQuery.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Dialog } from "../../ui/Dialog.tsx"

type CheckedLineProps = {
  readonly listed: Listed
  /** The range of the chosen model's prices. */
  readonly range: readonly [bigint, bigint] | undefined
}

/** Below the list: what was checked, and what was hidden and why. */
export function CheckedLine({ listed, range }: CheckedLineProps) {
  const { market } = useTexts()
  const formats = useFormats()
  const [isOpen, setOpen] = useState(false)
  const answering = listed.sources.filter(({ error }) => error === undefined).length
  const hidden = hiddenReasons(listed)
  const count = hidden.reduce((sum, [, its]) => sum + its, 0)
  const reasons = formats.list(hidden.map(([reason, its]) => market.hiddenReason(reason, formats.count(its))))
  return (
    <div className="mt-3 max-w-[100ch] text-xs text-muted-foreground">
      {range &&
        market.markExplained(
          formats.dollars(fromMicroDollars(range[0])),
          formats.dollars(fromMicroDollars(range[1])),
        )}{" "}
      {market.bondExplained} {market.checked(answering, formats.count(answering), formats.count(listed.block))}{" "}
      {market.recordWord} {count > 0 && market.hidden(count, formats.count(count), reasons)}{" "}
      <button type="button" className="link" onClick={() => setOpen(true)}>
        {market.howChecked}
      </button>
      <Dialog title={market.howChecked} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="grid gap-3 text-sm text-foreground">
          {market.howCheckedText.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      </Dialog>
    </div>
  )
}

/** How many offers were hidden for each reason, over all boards. */
function hiddenReasons({ sources }: Listed): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const { hidden } of sources) {
    for (const { reason, count } of hidden) counts.set(reason, (counts.get(reason) ?? 0) + count)
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)
}
