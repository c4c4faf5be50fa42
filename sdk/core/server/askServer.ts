// Requests of a server. A server may be slow, lie, or never end: time, size, and type of each answer are limited, and
// nothing of it is used before it has been checked.
import { InvalidInputError } from "../codec.ts"
import { discard, JSON_TYPE, LATE, type Limit, limitOf, readText, secondsIn, TooLong } from "../limitedAnswer.ts"
import { sleep } from "../retry.ts"
import { isObject } from "../strictJson.ts"
import { ServerAnswerInvalidError, ServerRefusedError, ServerUnavailableError } from "./serverErrors.ts"

/** The server that is asked, and how patiently. */
export type ServerOptions = {
  /** URL of the server, such as `https://escrow.example`. Only `http` and `https` are asked. */
  readonly server: string
  /** Ends the request. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for the whole answer, repetitions included. Default: 15 000. */
  readonly timeout?: number | undefined
  /** Bytes of the longest answer that is read. Default: 4 000 000. */
  readonly maxBytes?: number | undefined
}

/** What is asked of a server. */
export type ServerRequest = {
  /** After the server's URL: `/rentals`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly method?: "GET" | "PUT" | "DELETE"
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

const TIMEOUT = 15_000
const MAX_BYTES = 4_000_000
/** Requests that are only repeated when the server says so, or when nothing arrived. */
const TRIES = 3
/** Milliseconds before a second try; doubled after that. */
const PAUSE = 250

/** The server's URL without what may be secret in it, for errors. */
export function nameOf(server: string): string {
  const { protocol, host, pathname } = new URL(server)
  return `${protocol}//${host}${pathname}`.replace(/\/+$/, "")
}

/**
 * Asks a server, and returns the JSON of its answer.
 *
 * @throws {InvalidInputError} for what is not an http or https URL
 * @throws {ServerUnavailableError} if it does not answer in time
 * @throws {ServerRefusedError} if it refuses
 * @throws {ServerAnswerInvalidError} for an answer that is not JSON, or too long
 */
export async function askServer(options: ServerOptions, request: ServerRequest): Promise<unknown> {
  const asking = begin(options)
  try {
    return await repeat(asking, request)
  } finally {
    asking.limit.end()
  }
}

/** An answer that goes on. Call `close` once it has ended, or is not read any more. */
type OpenAnswer = { readonly response: Response; readonly close: () => void }

/** Opens an answer that goes on, such as server-sent events. `timeout` bounds the time until it begins. */
export async function openServer(options: ServerOptions, request: ServerRequest): Promise<OpenAnswer> {
  const asking = begin(options)
  const { limit } = asking
  try {
    const response = await send(asking, request)
    if (!response.ok) await requireAnswer(asking, request, response)
    limit.lift()
    return { response, close: limit.end }
  } catch (error) {
    limit.end()
    throw error
  }
}

function begin({ server, signal, timeout = TIMEOUT, maxBytes = MAX_BYTES }: ServerOptions): Asking {
  assertWebUrl("server", server)
  return { server, limit: limitOf(timeout, signal), maxBytes }
}

export function assertWebUrl(field: string, value: unknown): asserts value is string {
  const isUrl = typeof value === "string" && URL.canParse(value)
  if (isUrl && /^https?:$/.test(new URL(value).protocol)) return
  throw new InvalidInputError({ field, value: isUrl ? nameOf(value) : value, expected: "an http or https URL" })
}

type Asking = { readonly server: string; readonly limit: Limit; readonly maxBytes: number }

async function repeat(asking: Asking, request: ServerRequest): Promise<unknown> {
  for (let tries = 1; ; ++tries) {
    try {
      return await requireAnswer(asking, request, await send(asking, request))
    } catch (error) {
      const pause = pauseBefore(error, tries, request)
      if (pause === undefined || tries >= TRIES || pause >= asking.limit.left()) throw error
      await wait(pause, asking)
    }
  }
}

/** Milliseconds until a request is worth repeating. Undefined: it is not. */
function pauseBefore(error: unknown, tries: number, { method = "GET" }: ServerRequest): number | undefined {
  if (!(error instanceof ServerUnavailableError)) return undefined
  const { failure, retryAfter } = error.args
  const own = PAUSE * 2 ** (tries - 1)
  if (failure === "overloaded") return Math.max(own, (retryAfter ?? 0) * 1_000)
  return failure === "connection" && method === "GET" ? own : undefined
}

async function wait(milliseconds: number, { limit, server }: Asking): Promise<void> {
  await sleep(milliseconds, limit.signal)
  if (limit.signal.aborted) throw failureOf(undefined, { server, ...limit })
}

async function send({ server, limit }: Asking, request: ServerRequest): Promise<Response> {
  const { path, query = {}, method = "GET", body, headers } = request
  const { url, login } = withoutLogin(server)
  url.pathname = `${url.pathname.replace(/\/+$/, "")}${path}`
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  try {
    return await fetch(url, {
      method,
      headers: { accept: "application/json", ...login, ...headers },
      ...(body === undefined ? {} : { body }),
      signal: limit.signal,
      // A server must not send its readers elsewhere, nor learn more of them than it is asked.
      redirect: "error",
      credentials: "omit",
      referrerPolicy: "no-referrer",
    })
  } catch (cause) {
    throw failureOf(cause, { server, ...limit })
  }
}

/** `fetch` refuses a URL with a user and a password. They go into the header in which browsers send them. */
function withoutLogin(server: string): { readonly url: URL; readonly login: Readonly<Record<string, string>> } {
  const url = new URL(server)
  if (url.username === "" && url.password === "") return { url, login: {} }
  const words = new TextEncoder().encode([url.username, url.password].map(decodePart).join(":"))
  url.username = ""
  url.password = ""
  return { url, login: { authorization: `Basic ${btoa(String.fromCharCode(...words))}` } }
}

/** A malformed escape stays as it is. */
function decodePart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

type Ending = { readonly server: string; readonly signal: AbortSignal; readonly of: AbortSignal | undefined }

export function failureOf(cause: unknown, { server, signal, of }: Ending): unknown {
  if (of?.aborted) return of.reason
  const failure = signal.reason === LATE ? "timeout" : "connection"
  return new ServerUnavailableError({ server: nameOf(server), failure }, { cause })
}

async function requireAnswer(
  { server, limit, maxBytes }: Asking,
  { path }: ServerRequest,
  response: Response,
): Promise<unknown> {
  const { body, headers, status } = response
  const name = nameOf(server)
  const invalid = (problem: string, options?: ErrorOptions) =>
    new ServerAnswerInvalidError({ server: name, path, field: "", problem }, options)
  const isJson = JSON_TYPE.test(headers.get("content-type") ?? "")
  const isUnavailable = status === 429 || status >= 500
  if (isUnavailable || !isJson) {
    await discard(body)
    if (isUnavailable) {
      const retryAfter = secondsIn(headers.get("retry-after"))
      const failure = status === 429 || retryAfter !== undefined ? "overloaded" : "failing"
      throw new ServerUnavailableError({
        server: name,
        failure,
        status,
        ...(retryAfter === undefined ? {} : { retryAfter }),
      })
    }
    if (status === 204) return undefined
    throw invalid(`has status ${status} and is not JSON`)
  }
  const text = await readText(response, maxBytes).catch((cause: unknown) => {
    throw cause instanceof TooLong
      ? invalid(`is longer than ${maxBytes} bytes`)
      : failureOf(cause, { server, ...limit })
  })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw invalid("is not JSON", { cause })
  }
  if (response.ok) return json
  const { code, title, detail } = isObject(json) ? json : {}
  const sentence = textOf(detail) || textOf(title)
  throw new ServerRefusedError({ server: name, status, reason: textOf(code) || String(status), detail: sentence })
}

/** A server's own words, short and without invisible characters. */
const LONGEST_WORDS = 300

export function textOf(value: unknown): string {
  return typeof value === "string"
    ? value
        .slice(0, LONGEST_WORDS)
        .replaceAll(/\p{C}+/gu, " ")
        .trim()
    : ""
}
