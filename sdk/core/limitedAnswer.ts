// What requests of servers and of machines share: the time and the size of an answer are limited.

/** Why there was no answer. */
export type AnswerFailure = "timeout" | "connection" | "overloaded" | "failing"

export const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

/** Why a request was aborted that took too long. */
export const LATE = /* @__PURE__ */ Symbol("late")

export type Limit = {
  readonly signal: AbortSignal
  /** Milliseconds that are left. */
  readonly left: () => number
  /** From now on, only the caller's signal ends the request. */
  readonly lift: () => void
  readonly end: () => void
  /** The caller's own signal. */
  readonly of: AbortSignal | undefined
}

/** Ends a request after a time, and when the caller's own signal ends it. */
export function limitOf(timeout: number, of: AbortSignal | undefined): Limit {
  const controller = new AbortController()
  const until = performance.now() + timeout
  const stop = () => controller.abort(of?.reason)
  of?.addEventListener("abort", stop)
  if (of?.aborted) stop()
  const timer = setTimeout(() => controller.abort(LATE), timeout)
  return {
    signal: controller.signal,
    left: () => until - performance.now(),
    lift: () => clearTimeout(timer),
    end: () => {
      clearTimeout(timer)
      of?.removeEventListener("abort", stop)
    },
    of,
  }
}

/** Ends an answer that is not read any further. */
export async function discard(body: Pick<ReadableStream, "cancel"> | null): Promise<void> {
  await body?.cancel().catch(() => undefined)
}

/** An answer is longer than its reader takes. */
export class TooLong extends Error {}

/** The answer's text, read no further than the limit. */
export async function readText({ body, headers }: Response, maxBytes: number): Promise<string> {
  if (Number(headers.get("content-length")) > maxBytes) {
    await discard(body)
    throw new TooLong()
  }
  if (!body) return ""
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const parts: string[] = []
  for (let size = 0; ; ) {
    const { done, value } = await reader.read()
    if (done) return parts.join("") + decoder.decode()
    size += value.length
    if (size > maxBytes) {
      await discard(reader)
      throw new TooLong()
    }
    parts.push(decoder.decode(value, { stream: true }))
  }
}

/** `Retry-After` in seconds, or as a date. */
export function secondsIn(header: string | null): number | undefined {
  if (header === null) return undefined
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined
}
