import type { Address, Hex } from "../../types.ts"
import { assertAddress } from "../codec.ts"
import { discard, limitOf } from "../limitedAnswer.ts"
import type { Chain } from "../port.ts"
import { pauseAfter, sleep } from "../retry.ts"
import { failureOf, nameOf, openServer, type ServerOptions } from "./askServer.ts"
import { ServerAnswerInvalidError, ServerUnavailableError } from "./serverErrors.ts"

/** Parameters of `watchServer`. */
export type WatchServerParameters = Pick<ServerOptions, "server" | "signal"> & {
  /** The escrow's address. */
  readonly escrow: Address
  /** Which events. Default: all of the escrow. */
  readonly filters?:
    | {
        readonly rental?: Hex | undefined
        readonly host?: Address | undefined
        readonly renter?: Address | undefined
        readonly machine?: Hex | undefined
        readonly token?: Address | undefined
        /** In any part: host, renter, arbiter, owner of a credit. */
        readonly account?: Address | undefined
        /** Names of events. */
        readonly name?: readonly string[] | undefined
      }
    | undefined
  /** Where to go on, from an earlier change. Default: what happens from now on. */
  readonly lastId?: string | undefined
  /** Connections that may fail one after the other. Default: 10. */
  readonly tries?: number | undefined
}

/** A change that a server reports. */
export type ServerChange = {
  /**
   * `event`: an event of the escrow happened. `block`: the server has read this far. `removed`: the chain took back the
   * event in `data`. `reset`: read everything again.
   */
  readonly kind: string
  /** What the server says of it. It was not checked. */
  readonly data: unknown
  /** Pass the latest to a later call as `lastId`. */
  readonly id: string | undefined
}

const TRIES = 10
/** Milliseconds. */
const PAUSE = 1_000
/** Milliseconds until a connection must begin to answer. */
const TIMEOUT = 15_000
/** Milliseconds without a sign of life, after which a connection is given up. Servers send a comment every 15 seconds. */
const SILENCE = 60_000
/** Characters of one change. */
const LONGEST = 200_000

/**
 * Follows a server's changes as they happen, and goes on after a broken connection where it ended. Use it to know when to
 * read again. What it reports is the server's word: read from the chain, or with `verify`, before money depends on it.
 *
 * @example
 * import { watchServer } from "@gpuflow/escrow/server"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const filters = { host: "0x…" } as const
 * for await (const { kind, data } of watchServer(client, { escrow: "0x…", server: "https://server.example", filters })) {
 *   console.log(kind, data)
 * }
 *
 * @returns Changes, until the signal is aborted
 * @throws {ServerUnavailableError} if so many connections fail one after the other
 * @throws {ServerRefusedError} if the server refuses
 * @throws {ServerAnswerInvalidError} for a change that is not JSON, or longer than 200 000 characters
 */
export async function* watchServer(
  chain: Chain,
  { escrow, server, filters = {}, lastId, tries = TRIES, signal }: WatchServerParameters,
): AsyncGenerator<ServerChange, void, undefined> {
  assertAddress(chain.codec, "escrow", escrow)
  let id = lastId
  let failures = 0
  while (!signal?.aborted) {
    try {
      const query = Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, value?.toString()]))
      const headers = { accept: "text/event-stream", ...(id === undefined ? {} : { "last-event-id": id }) }
      const opened = await openServer({ server, signal, timeout: TIMEOUT }, { path: "/changes", query, headers })
      try {
        for await (const change of changesIn(opened.response, server, signal)) {
          failures = 0
          id = change.id ?? id
          yield { ...change, id }
        }
      } finally {
        opened.close()
      }
    } catch (error) {
      if (signal?.aborted) return
      if (!(error instanceof ServerUnavailableError)) throw error
      failures += 1
      if (failures >= tries) throw error
    }
    await sleep(pauseAfter(failures, PAUSE), signal)
  }
}

/** The messages of an event stream, as the standard of HTML has it. */
async function* changesIn(
  response: Response,
  server: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ServerChange, void, undefined> {
  const invalid = (problem: string, options?: ErrorOptions) =>
    new ServerAnswerInvalidError({ server: nameOf(server), path: "/changes", field: "", problem }, options)
  if (!/^text\/event-stream\b/i.test(response.headers.get("content-type") ?? "") || !response.body) {
    await discard(response.body)
    throw invalid("is not a stream of events")
  }
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ""
  try {
    for (;;) {
      const part = await readWithin(reader, signal, server)
      if (part === undefined) return
      text += decoder.decode(part, { stream: true }).replaceAll(/\r\n?/g, "\n")
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const message = text.slice(0, end)
        text = text.slice(end + 2)
        const change = changeOf(message, invalid)
        if (change) yield change
      }
      if (text.length > LONGEST) throw invalid(`has a change of more than ${LONGEST} characters`)
    }
  } finally {
    await discard(reader)
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>

/** The next part, or nothing at the end. */
async function readWithin(
  reader: Reader,
  of: AbortSignal | undefined,
  server: string,
): Promise<Uint8Array | undefined> {
  const { signal, end } = limitOf(SILENCE, of)
  // This ends a read that waits.
  const stop = () => discard(reader)
  signal.addEventListener("abort", stop)
  try {
    if (signal.aborted) await stop()
    const { done, value } = await reader.read()
    signal.throwIfAborted()
    return done ? undefined : value
  } catch (cause) {
    throw failureOf(cause, { server, signal, of })
  } finally {
    end()
  }
}

function changeOf(
  message: string,
  invalid: (problem: string, options?: ErrorOptions) => Error,
): ServerChange | undefined {
  const fields = message.split("\n").map((line) => /^([^:]*):? ?(.*)$/.exec(line) ?? [])
  const last = (name: string) => fields.findLast(([, field]) => field === name)?.[2]
  const data = fields.flatMap(([, name, value = ""]) => (name === "data" ? [value] : []))
  // A comment, by which the server shows that it is there.
  if (data.length === 0) return undefined
  try {
    return { kind: last("event") ?? "message", data: JSON.parse(data.join("\n")), id: last("id") }
  } catch (cause) {
    throw invalid("has a change that is not JSON", { cause })
  }
}
