// The way into a rented machine: its document is looked up, and its door is asked.
import { getRental } from "@gpuflow/escrow"
import { type MachineAccess, requestAccess } from "@gpuflow/escrow/access"
import { hashMachineDocument, type MachineDocument } from "@gpuflow/escrow/offer"
import { readBody } from "@gpuflow/keeper/httpBody"
import type { Account, Hash } from "viem"
import { pinnedFetch } from "../access/pinnedFetch.ts"
import type { Context } from "../chain/context.ts"
import { UsageError } from "../errors.ts"
import { readDocument } from "../machine/document.ts"

type Asked = {
  readonly account: Account
  readonly rental: Hash
  readonly publicKey: string
  readonly boards: readonly string[]
  /** The document of an offer that was found before. */
  readonly known: (spec: Hash) => MachineDocument | undefined
}

/** Milliseconds that a machine may take to be ready, within one call of a tool. */
const PATIENCE = 30_000

export async function askForAccess({ client, escrow, session }: Context, asked: Asked): Promise<MachineAccess> {
  const { account, rental: id, publicKey, boards, known } = asked
  const { rental } = await getRental(client, { escrow, id })
  const { spec } = rental.offer
  const document = known(spec) ?? (await findDocument(boards, spec, session.signal))
  if (!document) {
    throw new UsageError("No board has the document of this rental's offer. Call `find` first, or ask the host for it.")
  }
  const { signal } = session
  const certificate = document.access?.certificate
  return requestAccess(client, {
    ...{ escrow, rental: id, document, publicKey, account, patience: PATIENCE, signal },
    ...(certificate === undefined ? {} : { fetch: pinnedFetch(certificate) }),
  })
}

/** Milliseconds. */
const TIMEOUT = 10_000
const MAX_BYTES = 100_000

/** The document with a hash, from the first board that has it. A board cannot answer with another one. */
async function findDocument(
  boards: readonly string[],
  spec: Hash,
  signal: AbortSignal,
): Promise<MachineDocument | undefined> {
  for (const board of boards) {
    const found = await readFrom(`${board.replace(/\/+$/, "")}/documents/${spec}`, signal).catch(() => undefined)
    const { document } = readDocument(found)
    if (document && hashMachineDocument(document).spec === spec) return document
  }
  return undefined
}

async function readFrom(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]) })
  if (!response.ok) return undefined
  const text = await readBody(response, MAX_BYTES)
  return text === undefined ? undefined : JSON.parse(text)
}
