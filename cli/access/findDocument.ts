// The document of a rented machine: from a file, or by its hash from a server. Whoever gives it, its hash is in the offer.
import type { Rental } from "@gpuflow/escrow"
import { hashMachineDocument, type MachineDocument } from "@gpuflow/escrow/offer"

import { readBody } from "@gpuflow/keeper/httpBody"

import { UsageError } from "../errors.ts"
import { readJsonFile } from "../files.ts"
import { parseMachineDocument, readDocument } from "../machine/document.ts"
import { readServers, type ServerOption } from "../server/servers.ts"
import type { Session } from "../session.ts"
import { note } from "../terminal/output.ts"
import { nameOfUrl, requestOf } from "../urlSecrets.ts"

export type DocumentOptions = ServerOption & { readonly document?: string | undefined }

/** Milliseconds. */
const TIMEOUT = 15_000
const MAX_BYTES = 100_000

export async function findDocument(
  session: Session,
  { offer: { spec } }: Rental,
  options: DocumentOptions,
): Promise<MachineDocument> {
  if (options.document !== undefined) {
    const document = parseMachineDocument(await readJsonFile(options.document), options.document)
    if (hashMachineDocument(document).spec === spec) return document
    throw new UsageError(
      `${options.document} is not the document of the rented machine, whose hash is ${spec}. Pass the right one, or a board with --server.`,
      { spec },
    )
  }
  const servers = readServers(session, options)
  const document = await askForDocument(session, servers, spec)
  if (document) return document
  const advice =
    servers.length > 0
      ? "Pass another --server, or the host's file with --document."
      : "Pass the board that had the offer with --server, or the host's file with --document."
  throw new UsageError(`The document of the rented machine is needed to find its door. ${advice}`, { spec })
}

/** The document with a hash, from the first server that has it. A server cannot answer with another one. */
export async function askForDocument(
  session: Session,
  servers: readonly string[],
  spec: string,
): Promise<MachineDocument | undefined> {
  for (const server of servers) {
    const found = await askServer(session, server, spec)
    if (typeof found === "object") return found
    note(session, `Note: ${nameOfUrl(server)} is not used. ${found}`)
  }
  return undefined
}

/** The document, or why there is none. */
async function askServer({ signal }: Session, server: string, spec: string): Promise<MachineDocument | string> {
  const { url, login } = requestOf(server)
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/documents/${spec}`
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json", ...login },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
      redirect: "error",
    })
    if (!response.ok) {
      await response.body?.cancel()
      return response.status === 404 ? "It does not have the document." : `It answers with status ${response.status}.`
    }
    const text = await readBody(response, MAX_BYTES)
    const { document } = text === undefined ? {} : readDocument(JSON.parse(text))
    return document && hashMachineDocument(document).spec === spec ? document : "Its document is another one."
  } catch (error) {
    if (signal.aborted) throw error
    return error instanceof SyntaxError ? "Its answer is not JSON." : "It cannot be reached."
  }
}
