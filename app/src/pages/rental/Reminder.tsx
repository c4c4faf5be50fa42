import { CalendarPlus } from "lucide-react"
import { useEffect, useState } from "react"
import type { Hex } from "viem"

import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button } from "../../ui/Button.tsx"
import { saveFile } from "../../ui/saveFile.ts"
import { calendarFile } from "./calendarFile.ts"

/** Seconds before the end. */
const BEFORE = 900n

type ReminderProps = {
  readonly id: Hex
  /** When the rental ends, and the chain's time, seconds since 1970. */
  readonly end: bigint
  readonly now: bigint
}

/** Before a rental ends: an entry for the reader's calendar, and a notification while this page is open. */
export function Reminder({ id, end, now }: ReminderProps) {
  const { rental: words } = useTexts()
  const [permission, setPermission] = useState(() =>
    "Notification" in globalThis ? Notification.permission : "denied",
  )
  const isAhead = end - now > BEFORE
  const isDue = permission === "granted" && !isAhead && end > now
  useEffect(() => {
    // One tag: a reader with several windows is told once.
    if (isDue) new Notification(words.reminder.title, { body: words.reminder.meaning, tag: id })
  }, [isDue, id, words])
  if (!isAhead) return null
  const save = () => {
    const { title, meaning } = words.reminder
    saveFile(
      "gpuflow.ics",
      "text/calendar;charset=utf-8",
      calendarFile({ id, end, before: BEFORE, title, meaning, address: location.href }),
    )
  }
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button size="small" onClick={save}>
        <CalendarPlus aria-hidden className="size-4" />
        {words.reminder.calendar}
      </Button>
      {permission === "default" && (
        <Button size="small" look="ghost" onClick={() => void Notification.requestPermission().then(setPermission)}>
          {words.reminder.notify}
        </Button>
      )}
      {permission === "granted" && <span className="text-muted-foreground">{words.reminder.willNotify}</span>}
    </span>
  )
}
