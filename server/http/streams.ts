// Streams of server-sent events: bounded in number, kept alive by comments, and dropped when their reader is too slow.
import { Problem } from "./problem.ts"

type StreamOptions = {
  /** Streams at once: of all clients, and of one network address. */
  readonly most: number
  readonly mostPerClient: number
  /** Milliseconds between comments, by which both sides notice that the other is gone. */
  readonly heartbeat?: number
  /** Bytes that may wait for a reader. */
  readonly backlog?: number
  /** Called for each stream that is ended because its reader is too slow. */
  readonly onDropped?: () => void
}

type Message = { readonly event: string; readonly data: string; readonly id?: string | undefined }

/** The server's end of one stream. */
export interface Stream {
  readonly send: (message: Message) => void
  /** Aborted when the stream has ended, by whichever side. */
  readonly ended: AbortSignal
}

export type Streams = ReturnType<typeof createStreams>

const HEARTBEAT = 15_000
const BACKLOG = 262_144
/** Seconds after which a client that found no place may try again. */
const RETRY = 30

export function createStreams({
  most,
  mostPerClient,
  heartbeat = HEARTBEAT,
  backlog = BACKLOG,
  onDropped = () => {},
}: StreamOptions) {
  const open = new Map<Entry, string>()
  const counts = new Map<string, number>()
  let isClosed = false
  const timer = setInterval(() => {
    for (const entry of open.keys()) entry.write(": \n\n")
  }, heartbeat)
  timer.unref()

  function requireRoom(client: string): void {
    if (isClosed) throw new Problem(503, "Stopping", "The server is being stopped. Connect to another one.", {}, RETRY)
    if (open.size >= most)
      throw new Problem(503, "TooManyStreams", "Too many streams are open. Try again soon.", { maximum: most }, RETRY)
    if ((counts.get(client) ?? 0) >= mostPerClient) {
      const detail = "Too many streams are open from this address. Close one first."
      throw new Problem(429, "TooManyStreamsOfClient", detail, { maximum: mostPerClient }, RETRY)
    }
  }

  return {
    /**
     * Answers with a stream for a client's network address. `start` subscribes it, and may send at once. `cut` ends the
     * connection of a reader that is too slow: what waits for it would never be taken.
     */
    open(client: string, start: (stream: Stream) => void | Promise<void>, cut: () => void): Response {
      requireRoom(client)
      const ending = new AbortController()
      const encoder = new TextEncoder()
      let entry: Entry | undefined
      const end = () => {
        if (!entry || !open.delete(entry)) return
        const left = (counts.get(client) ?? 1) - 1
        if (left > 0) counts.set(client, left)
        else counts.delete(client)
        ending.abort()
      }
      const body = new ReadableStream<Uint8Array>(
        {
          start(controller) {
            entry = {
              write(text) {
                if (ending.signal.aborted) return
                const bytes = encoder.encode(text)
                if ((controller.desiredSize ?? 0) < bytes.length) {
                  onDropped()
                  end()
                  // An error of the stream would be printed beside the log, for each such reader.
                  cut()
                  return
                }
                controller.enqueue(bytes)
              },
              close() {
                if (ending.signal.aborted) return
                end()
                controller.close()
              },
            }
            open.set(entry, client)
            counts.set(client, (counts.get(client) ?? 0) + 1)
          },
          cancel: end,
        },
        new ByteLengthQueuingStrategy({ highWaterMark: backlog }),
      )
      const stream: Stream = { send: (message) => entry?.write(textOf(message)), ended: ending.signal }
      // The first bytes tell the client that it is connected.
      entry?.write("retry: 2000\n\n")
      Promise.resolve()
        .then(() => start(stream))
        .catch(() => entry?.close())
      return new Response(body, {
        headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
      })
    },
    size: () => open.size,
    /** Ends every stream, and takes no other. */
    close(): void {
      isClosed = true
      clearInterval(timer)
      for (const entry of [...open.keys()]) entry.close()
    },
  }
}

type Entry = { readonly write: (text: string) => void; readonly close: () => void }

function textOf({ event, data, id }: Message): string {
  const lines = data.split("\n").map((line) => `data: ${line}`)
  return [...(id === undefined ? [] : [`id: ${id}`]), `event: ${event}`, ...lines, "", ""].join("\n")
}
