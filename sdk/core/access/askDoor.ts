// One request of a machine's door. A door is as untrusted as any server: time, size and type of its answer are limited,
// it may not send anyone elsewhere, and nothing of the answer is used before every field has been checked.
import type { Hash } from "../../types.ts"
import { discard, JSON_TYPE, LATE, limitOf, readText, secondsIn, TooLong } from "../limitedAnswer.ts"
import type { Codec } from "../port.ts"
import { isObject, type JsonObject } from "../strictJson.ts"
import { AccessRefusedError, DoorAnswerInvalidError, DoorUnavailableError, isAccessRefusal } from "./accessErrors.ts"
import { type AccessRequest, serializeAccessRequest } from "./accessRequest.ts"
import { fingerprintOf, InvalidSshKeyError, parseSshKey } from "./sshKey.ts"

/** How a renter reaches its machine. */
export type MachineAccess = {
  /** The rental's id. */
  readonly rental: Hash
  /** A name or an address. */
  readonly host: string
  readonly port: number
  readonly user: string
  /** The machine's public SSH host key, as a line of `known_hosts` has it after the name. */
  readonly hostKey: string
  /** Timestamp at which the rental ends, and the key is removed. */
  readonly endsAt: bigint
}

/** What a door's answer is read with: `fetch`, or a function of its form. */
export type DoorFetch = (url: string, init: RequestInit) => Promise<Response>

type Asking = {
  readonly endpoint: string
  readonly request: AccessRequest
  readonly fetch: DoorFetch
  /** Milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal | undefined
}

/** Bytes of the longest answer. An answer with an RSA key of 16 384 bits has 3 000. */
const MAX_BYTES = 16_384

/** The fingerprint of the host key that a door answers with, beside the answer. */
export type DoorAnswer = MachineAccess & { readonly fingerprint: string }

export async function askDoor(codec: Codec, asking: Asking): Promise<DoorAnswer> {
  const { endpoint, request, timeout, signal } = asking
  const limit = limitOf(timeout, signal)
  const failed = (cause: unknown) => {
    if (signal?.aborted) return signal.reason
    const failure = limit.signal.reason === LATE ? "timeout" : "connection"
    return new DoorUnavailableError({ endpoint, failure }, { cause })
  }
  const invalid = (problem: string, options?: ErrorOptions) =>
    new DoorAnswerInvalidError({ endpoint, field: "", problem }, options)
  try {
    const response = await asking
      .fetch(`${endpoint}/access`, {
        method: "POST",
        headers: { accept: "application/json", "content-type": "application/json" },
        body: serializeAccessRequest(request),
        signal: limit.signal,
        redirect: "manual",
        credentials: "omit",
        referrerPolicy: "no-referrer",
      })
      .catch((cause: unknown) => {
        throw failed(cause)
      })
    const { status, type } = response
    const isElsewhere = type === "opaqueredirect" || (status >= 300 && status < 400)
    if (isElsewhere || !JSON_TYPE.test(response.headers.get("content-type") ?? "")) {
      await discard(response.body)
      if (isElsewhere) throw invalid("sends elsewhere")
      throw outageOf(endpoint, status) ?? invalid(`has status ${status} and is not JSON`)
    }
    const text = await readText(response, MAX_BYTES).catch((cause: unknown) => {
      throw cause instanceof TooLong ? invalid(`is longer than ${MAX_BYTES} bytes`) : failed(cause)
    })
    const json = jsonIn(text)
    if (!isObject(json)) throw invalid("is not a JSON object")
    if (!response.ok) throw refusalIn(json, { endpoint, response, rental: request.rental })
    return answerIn(codec, json, { endpoint, rental: request.rental })
  } finally {
    limit.end()
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Asked = { readonly endpoint: string; readonly rental: Hash }

function refusalIn({ code }: JsonObject, { endpoint, response, rental }: Asked & { readonly response: Response }) {
  const { status } = response
  const retryAfter = secondsIn(response.headers.get("retry-after"))
  if (isAccessRefusal(code)) {
    return new AccessRefusedError({ rental, reason: code, ...(retryAfter === undefined ? {} : { retryAfter }) })
  }
  const problem = `is a refusal without a known reason, with status ${status}`
  return outageOf(endpoint, status) ?? new DoorAnswerInvalidError({ endpoint, field: "", problem })
}

/** What a status says of a door that gives no reason. Undefined: that it answers. */
function outageOf(endpoint: string, status: number): DoorUnavailableError | undefined {
  if (status !== 429 && status < 500) return undefined
  return new DoorUnavailableError({ endpoint, failure: status === 429 ? "overloaded" : "failing", status })
}

/** Letters that neither ssh nor a shell reads as an option or a command. */
const NAME = /^(?=.{1,253}$)[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i
const IPV6 = /^(?=.*:.*:)[\da-f:]{2,39}(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3})?$/i
const USER = /^[a-z_][\w.-]{0,31}$/i

function answerIn(codec: Codec, json: JsonObject, { endpoint, rental }: Asked): DoorAnswer {
  const fail = (field: string, problem: string) => new DoorAnswerInvalidError({ endpoint, field, problem })
  const read = <value>(field: string, isRight: (value: unknown) => value is value, problem: string): value => {
    if (!Object.hasOwn(json, field)) throw fail(field, "is missing")
    const value = json[field]
    if (!isRight(value)) throw fail(field, problem)
    return value
  }
  const matching =
    (form: RegExp) =>
    (value: unknown): value is string =>
      typeof value === "string" && form.test(value)
  const isPort = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) < 65_536
  const of = read("rental", matching(/^0x[\da-f]{64}$/i), "is not a rental's id")
  if (of.toLowerCase() !== rental.toLowerCase()) throw fail("rental", "names another rental than the one asked for")
  const isHost = (value: unknown): value is string => matching(NAME)(value) || matching(IPV6)(value)
  const host = read("host", isHost, "is not the name or the address of a machine")
  const port = read("port", isPort, "is not a port from 1 to 65535")
  const user = read("user", matching(USER), "is not the name of a user")
  const line = read("hostKey", (value): value is string => typeof value === "string", "is not a public SSH key")
  const endsAt = read("endsAt", matching(/^(0|[1-9]\d{0,12})$/), "is not a time in seconds, in quotes")
  try {
    const key = parseSshKey(line)
    return {
      rental,
      host,
      port,
      user,
      hostKey: key.text,
      endsAt: BigInt(endsAt),
      fingerprint: fingerprintOf(codec, key),
    }
  } catch (cause) {
    if (!(cause instanceof InvalidSshKeyError)) throw cause
    throw fail("hostKey", cause.args.problem)
  }
}
