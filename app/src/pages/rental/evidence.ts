// What a party says, in the form that the escrow keeps: an address of what it shows, or the words themselves.

const TEXT = "data:text/plain;charset=utf-8,"

/** An address stays one. Anything else becomes a text that needs no server. */
export function evidenceUriOf(said: string): string {
  const text = said.trim()
  return /^(https?|ipfs|ar):\/\/\S+$/.test(text) ? text : TEXT + encodeURIComponent(text)
}

/** The words of an evidence, or its address. Never a link that opens by itself. */
export function evidenceWords(uri: string): string {
  if (!/^data:(text\/plain|application\/json)[;,]/.test(uri)) return uri
  try {
    return decodeURIComponent(uri.slice(uri.indexOf(",") + 1))
  } catch {
    return uri
  }
}
