import type { Session } from "../session.ts"
import { escapeHidden } from "../text/escape.ts"
import { columnsOf, isLively } from "./screen.ts"

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
/** Milliseconds per frame. */
const INTERVAL = 80

/** Shows on a terminal what the program waits for, until the work is done. */
export async function progress<result>(session: Session, text: string, work: Promise<result>): Promise<result> {
  const { stderr, signal } = session
  if (!isLively(session, stderr)) return work
  let frame = 0
  // A line that wraps could not be redrawn.
  const line = escapeHidden(text).slice(0, (columnsOf(stderr) ?? 0) - 3)
  const draw = () => stderr.write(`\r\x1b[2K${FRAMES[frame++ % FRAMES.length]} ${line}`)
  draw()
  const timer = setInterval(draw, INTERVAL)
  const end = () => {
    clearInterval(timer)
    stderr.write("\r\x1b[2K")
  }
  // The failure is printed at once, while the work may still be running.
  signal.addEventListener("abort", end, { once: true })
  try {
    return await work
  } finally {
    signal.removeEventListener("abort", end)
    if (!signal.aborted) end()
  }
}
