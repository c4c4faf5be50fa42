// Reads a document that a party points to, once the reader has asked for it.

/** Bytes of a document that are read at most. */
export const MOST_BYTES = 33_554_432

/** Fails where the server does not answer, does not allow this page to read, or sends too much. */
export async function readEvidence(url: string): Promise<Uint8Array> {
  const answer = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" })
  if (!answer.ok || !answer.body) throw new Error(`The server answered ${answer.status}.`)
  const parts: Uint8Array[] = []
  let size = 0
  const reader = answer.body.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length
    if (size > MOST_BYTES) {
      await reader.cancel()
      throw new Error("The document is too large.")
    }
    parts.push(part.value)
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer())
}
