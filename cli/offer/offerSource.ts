// Where a signed offer comes from: a file, an http or https URL, or a link that contains it.
import { isEscrowError } from "@gpuflow/escrow"
import {
  type MachineDocument,
  parseOffer,
  parseOfferLink,
  type SignedOffer as SdkSignedOffer,
} from "@gpuflow/escrow/offer"
import { readBody } from "@gpuflow/keeper/httpBody"
import { UsageError } from "../errors.ts"
import { readTextFile } from "../files.ts"
import { describeFaults, readDocument } from "../machine/document.ts"
import { isHttpUrl } from "../text/httpUrl.ts"
import { nameOfUrl, requestOf } from "../urlSecrets.ts"

/** The document has this program's form. */
export type SignedOffer = Omit<SdkSignedOffer, "document"> & { readonly document?: MachineDocument | undefined }

/** Milliseconds. */
const TIMEOUT = 20_000
const MAX_BYTES = 100_000

/** Reads an offer from a file, from an http or https URL, or from the link or QR code's text that contains it. */
export async function readOffer(source: string): Promise<SignedOffer> {
  if (/#offer=|^GPUFLOW:/.test(source)) return readSigned("The link", () => parseOfferLink(source))
  if (!isHttpUrl(source)) {
    const { text } = await readTextFile(source, { source: "the path or URL", maxBytes: MAX_BYTES })
    return readSigned(source, () => parseOffer(text))
  }
  const text = await download(source)
  const name = nameOfUrl(source)
  if (text === undefined) throw new UsageError(`Cannot read an offer from ${name}. Check the URL.`, { source: name })
  return readSigned(name, () => parseOffer(text))
}

function readSigned(source: string, read: () => SdkSignedOffer): SignedOffer {
  const { document, ...signed } = readFields(source, read)
  if (document === undefined) return signed
  const found = readDocument(document)
  if (found.document) return { ...signed, document: found.document }
  throw invalid(source, describeFaults(found.faults))
}

function readFields(source: string, read: () => SdkSignedOffer): SdkSignedOffer {
  try {
    return read()
  } catch (error) {
    if (!isEscrowError(error) || error.code !== "OfferUnreadable") throw error
    const [first] = error.args.faults
    if (first?.field === "")
      throw new UsageError(`${source} ${first.problem}. Ask the host for a new offer.`, { source })
    throw invalid(source, error.args.faults.map(({ field, problem }) => `- ${field} ${problem}.`).join("\n"))
  }
}

function invalid(source: string, faults: string): UsageError {
  return new UsageError(`${source} is not a valid signed offer. Ask the host for a new one.\n${faults}`, { source })
}

async function download(source: string): Promise<string | undefined> {
  const { url, login } = requestOf(source)
  try {
    const response = await fetch(url, { headers: login, signal: AbortSignal.timeout(TIMEOUT) })
    return response.ok ? await readBody(response, MAX_BYTES) : undefined
  } catch {
    // The request or the body failed.
    return undefined
  }
}
