import type { Session } from "../session.ts"
import { escapeHidden } from "../text/escape.ts"
import { prose } from "./prose.ts"
import { columnsOf, isLively } from "./screen.ts"

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
/** Milliseconds per frame. */
const INTERVAL = 80

/** Shown while transactions are sent. What they do stands above it. */
export const SENDING = "Waiting until the chain has included it …"

/** Milliseconds after which the user may wonder what the program does. */
const PATIENCE = 1_000

/**
 * Shows on a terminal what the program waits for, once it takes longer than a second. Where nothing may move, it is one
 * line.
 */
export async function progress<result>(session: Session, text: string, work: Promise<result>): Promise<result> {
  const { stderr, signal } = session
  if (!stderr.isTTY) return work
  const shown = escapeHidden(text)
  let clear = () => {}
  const timer = setTimeout(() => {
    if (isLively(session, stderr)) clear = spin(session, shown)
    else stderr.write(`${prose(columnsOf(stderr), shown)}\n`)
  }, PATIENCE)
  const end = () => {
    clearTimeout(timer)
    clear()
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

/** Draws a moving line until it is cleared. */
function spin({ stderr }: Session, text: string): () => void {
  let frame = 0
  // A line that wraps could not be redrawn.
  const line = text.slice(0, (columnsOf(stderr) ?? 0) - 3)
  const draw = () => stderr.write(`\r\x1b[2K${FRAMES[frame++ % FRAMES.length]} ${line}`)
  draw()
  const timer = setInterval(draw, INTERVAL)
  return () => {
    clearInterval(timer)
    stderr.write("\r\x1b[2K")
  }
}
