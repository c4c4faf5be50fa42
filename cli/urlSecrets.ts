// What is secret in a URL: libraries, nodes, and servers quote it whole or in parts.
import { UsageError } from "./errors.ts"

/** A shorter part of a path is a name, such as that of a network, and not an access key. */
const MIN_KEY_LENGTH = 12

/** An address, an id, or a hash, as the paths of boards have them. */
const IS_PUBLIC = /^0x[\da-f]+$/i

/** All of a URL that no output may contain, the host included, and its parts that often are an access key. */
export function endpointSecrets(text: string): string[] {
  if (!URL.canParse(text)) return [text]
  const { href, origin, host, hostname, pathname, search } = new URL(text)
  const isLocal = /^(localhost|127\..*|\[::1\])$/.test(hostname)
  return [
    text,
    href,
    `${origin}${pathname}${search}`,
    ...(isLocal ? [] : [host, hostname]),
    ...(pathname.length > 1 || search ? [`${pathname}${search}`] : []),
    ...serverSecrets(text),
  ]
}

/** The login and the keys in the URL of a server, whose host may be named. */
export function serverSecrets(text: string): string[] {
  if (!URL.canParse(text)) return []
  const { pathname, searchParams } = new URL(text)
  const keys = pathname.split("/").filter((part) => part.length >= MIN_KEY_LENGTH && !IS_PUBLIC.test(part))
  return [...loginSecrets(text), ...keys, ...searchParams.values()]
}

/** The user and the password in any URL. */
export function loginSecrets(text: string): string[] {
  if (!URL.canParse(text)) return []
  const { username, password } = new URL(text)
  if (username === "" && password === "") return []
  const login = [username, password].map(decodePart)
  return [`${username}:${password}@`, username, password, ...login, Buffer.from(login.join(":")).toString("base64")]
}

/** A URL without its login and its query, to be named in output. */
export function nameOfUrl(text: string): string {
  if (!URL.canParse(text)) return text
  const { protocol, host, pathname } = new URL(text)
  return `${protocol}//${host}${pathname}`.replace(/\/+$/, "")
}

/** Where to send a request, and the header for the URL's login: `fetch` refuses a URL that contains one. */
export function requestOf(text: string): { readonly url: URL; readonly login: Readonly<Record<string, string>> } {
  if (!URL.canParse(text)) throw new UsageError("A URL cannot be read. Correct it.")
  const url = new URL(text)
  const login = [url.username, url.password].map(decodePart)
  if (login.join("") === "") return { url, login: {} }
  url.username = ""
  url.password = ""
  return { url, login: { authorization: `Basic ${Buffer.from(login.join(":")).toString("base64")}` } }
}

/** A malformed escape stays as it is. */
function decodePart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
