// What is secret in a URL: libraries, nodes, and servers quote it whole or in parts.
import { requestOf as loginRequestOf, serverSecrets } from "@gpuflow/keeper/urlSecrets"
import { UsageError } from "./errors.ts"

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

/** A URL without its login and its query, to be named in output. */
export function nameOfUrl(text: string): string {
  if (!URL.canParse(text)) return text
  const { protocol, host, pathname } = new URL(text)
  return `${protocol}//${host}${pathname}`.replace(/\/+$/, "")
}

/** Where to send a request, and the header for the URL's login. */
export function requestOf(text: string): ReturnType<typeof loginRequestOf> {
  if (!URL.canParse(text)) throw new UsageError("A URL cannot be read. Correct it.")
  return loginRequestOf(text)
}
