import type { Session } from "../session.ts"
import { visible } from "../text/escape.ts"

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
const INTERVAL = 80
const NARROW = 80

/** Says on a terminal what is waited for, as long as it takes. */
export async function progress<result>(
  { stderr, signal }: Session,
  what: string,
  work: Promise<result>,
): Promise<result> {
  if (!stderr.isTTY) return work
  let frame = 0
  // A line that wraps would not be drawn over.
  const line = visible(what).slice(0, (stderr.columns ?? NARROW) - 3)
  const draw = () => stderr.write(`\r\x1b[2K${FRAMES[frame++ % FRAMES.length]} ${line}`)
  draw()
  const timer = setInterval(draw, INTERVAL)
  const end = () => {
    clearInterval(timer)
    stderr.write("\r\x1b[2K")
  }
  // What is told of the end does not wait for the work.
  signal.addEventListener("abort", end, { once: true })
  try {
    return await work
  } finally {
    signal.removeEventListener("abort", end)
    if (!signal.aborted) end()
  }
}
