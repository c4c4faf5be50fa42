// What is secret in a URL: libraries, nodes, and servers quote it whole or in parts.

/** A shorter part of a path is a name, such as that of a network, and not an access key. */
const MIN_KEY_LENGTH = 12
/** A shorter secret keeps nobody out, and would be found in every other word. */
const MIN_SECRET_LENGTH = 4

/** An address, an id, or a hash, as the paths of boards have them. */
const IS_PUBLIC = /^0x[\da-f]+$/i

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

/** A text without what is secret in these URLs. Of a database, the user may be named. */
export function hideSecrets(
  text: string,
  { servers = [], databases = [] }: { readonly servers?: readonly string[]; readonly databases?: readonly string[] },
): string {
  const users = new Set(databases.flatMap((url) => (URL.canParse(url) ? decodePart(new URL(url).username) : [])))
  const secrets = [
    ...servers.flatMap(serverSecrets),
    ...databases.flatMap(loginSecrets).filter((one) => !users.has(one)),
  ]
  return secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .sort((a, b) => b.length - a.length)
    .reduce((hidden, secret) => hidden.replaceAll(secret, "…"), text)
}

/** Where to send a request, and the header for the URL's login: `fetch` refuses a URL that contains one. */
export function requestOf(text: string): { readonly url: URL; readonly login: Readonly<Record<string, string>> } {
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
