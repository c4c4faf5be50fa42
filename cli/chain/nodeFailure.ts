// What went wrong with a node, in words that contain no address: the URL of an endpoint often holds a key.
import { STATUS_CODES } from "node:http"
import { BaseError, HttpRequestError, ResponseBodyTooLargeError, RpcRequestError, TimeoutError } from "viem"

/** Characters of a node's own words. */
const LONGEST_QUOTE = 200

/** Continues a sentence that begins with the node, such as `answered 429 Too Many Requests`. */
export function describeNodeFailure(error: unknown): string {
  const found = findCause(error, (cause) => {
    return [HttpRequestError, TimeoutError, RpcRequestError, ResponseBodyTooLargeError].some(
      (kind) => cause instanceof kind,
    )
  })
  if (found instanceof TimeoutError) return SLOW
  if (found instanceof ResponseBodyTooLargeError) return "answered more than fits into memory"
  if (found instanceof RpcRequestError) return `answered with error ${found.code}: ${quote(found.details)}`
  if (found instanceof HttpRequestError && found.status !== undefined) {
    return `answered ${[found.status, STATUS_CODES[found.status]].filter(Boolean).join(" ")}`
  }
  if (findCause(error, (cause) => cause instanceof SyntaxError)) return "did not answer with JSON"
  const codes: string[] = []
  findCause(error, (cause) => {
    const code: unknown = typeof cause === "object" && cause !== null && Reflect.get(cause, "code")
    if (typeof code === "string") codes.push(code)
    return false
  })
  return (
    codes.map((code) => connectionFailures[code] ?? (isAboutTls(code) ? UNTRUSTED : undefined)).find(Boolean) ??
    UNREACHABLE
  )
}

const SLOW = "did not answer in time"
const CLOSED = "closed the connection"
const UNFOUND = "has a host name that cannot be resolved"
const UNREACHABLE = "cannot be reached"
const UNTRUSTED = "has a certificate that is not trusted"

/** By the codes of Node's network. */
const connectionFailures: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused the connection",
  ECONNRESET: CLOSED,
  UND_ERR_SOCKET: CLOSED,
  ENOTFOUND: UNFOUND,
  EAI_AGAIN: UNFOUND,
  ETIMEDOUT: SLOW,
  UND_ERR_CONNECT_TIMEOUT: SLOW,
  UND_ERR_HEADERS_TIMEOUT: SLOW,
  UND_ERR_BODY_TIMEOUT: SLOW,
}

function isAboutTls(code: string): boolean {
  return /CERT|^ERR_(TLS|SSL)/.test(code)
}

/** The error or the first of its causes that matches. Connections to several addresses fail together. */
function findCause(error: unknown, matches: (cause: unknown) => boolean, seen = new Set<unknown>()): unknown {
  if (typeof error !== "object" || error === null || seen.has(error)) return undefined
  seen.add(error)
  if (matches(error)) return error
  const causes = [Reflect.get(error, "cause"), ...(error instanceof AggregateError ? error.errors : [])]
  for (const cause of causes) {
    const found = findCause(cause, matches, seen)
    if (found) return found
  }
  return undefined
}

/** The node's words on one line. */
function quote(text: string): string {
  const line = text.replace(/\s+/g, " ").trim()
  const short = line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line
  return short.replace(/\.+$/, "")
}

/** The methods whose errors are usually the contract's answer, not a failure of the node. */
const calls = ["eth_call", "eth_estimateGas", "eth_sendRawTransaction", "eth_sendTransaction"]
/** Too many requests, in the codes of several providers, and unknown methods. */
const nodeCodes = [429, -32_005, -32_007, -32_601]

/** Methods that many nodes lack. The libraries and the SDK then go another way. */
const optional = ["eth_createAccessList", "eth_fillTransaction"]

/** Whether a request failed because of the node, and not because of what was asked. */
export function isNodeFailure(method: string, error: unknown): boolean {
  if (!(error instanceof BaseError) || optional.includes(method)) return false
  const answer = error.walk((cause) => cause instanceof RpcRequestError)
  return !(answer instanceof RpcRequestError) || nodeCodes.includes(answer.code) || !calls.includes(method)
}

const TOO_OFTEN = /\brate\b|too many requests|per second|throttl|capacity|compute units|credits|daily/i

/** Whether a node refuses the size of a query of logs, and neither its rate nor the query itself. */
export function isRangeRefusal(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false
  const answer = error.walk((cause) => cause instanceof RpcRequestError || cause instanceof HttpRequestError)
  if (answer instanceof HttpRequestError) return answer.status === 413
  return answer instanceof RpcRequestError && answer.code !== 429 && !TOO_OFTEN.test(answer.details)
}
