// What the chain holds of an evidence, and whether a document is the one that it means. Pure, and asks nobody.
import { downtimeOf, FIRST_HASH, findBreak, type LoggedCheck, readCheck } from "@gpuflow/host/health"
import { type Hash, type Hex, isHash } from "viem"

import { type IpfsAddress, isFileOf, parseIpfsUri } from "./ipfsAddress.ts"

/** `words`: all of it. `log`: the hash of a health log's last line. `ipfs`: the document's hash. `address`: no hash. */
export type EvidenceProof =
  | { readonly kind: "words" }
  | { readonly kind: "log"; readonly head: Hash; readonly url: string | undefined }
  | { readonly kind: "ipfs"; readonly address: IpfsAddress | undefined; readonly url: string }
  | { readonly kind: "address"; readonly url: string | undefined }

/** What a host's agent puts on the chain where it serves no logs. */
const SUMMARY = "data:application/json,"

export function proofOf(uri: string): EvidenceProof {
  const url = /^(https?|ipfs|ar):\/\//i.test(uri) ? uri : undefined
  const head = /#head=(0x[\da-f]{64})$/.exec(uri)?.[1] ?? headIn(uri)
  if (isHash(head ?? "")) return { kind: "log", head: head as Hash, url: url?.replace(/#.*$/, "") }
  if (uri.startsWith("data:")) return { kind: "words" }
  if (url?.startsWith("ipfs://")) return { kind: "ipfs", address: parseIpfsUri(url), url }
  // Words that are no address at all are on the chain as they are.
  return url === undefined ? { kind: "words" } : { kind: "address", url }
}

function headIn(uri: string): string | undefined {
  if (!uri.startsWith(SUMMARY)) return undefined
  try {
    const { kind, head } = Object(JSON.parse(decodeURIComponent(uri.slice(SUMMARY.length))))
    return kind === "health-log" ? head : undefined
  } catch {
    return undefined
  }
}

/** `same`: it is what the chain means. `other`: it is not. `unknown`: it cannot be told from this document. */
export type Verdict =
  | { readonly kind: "same" | "other" | "unknown" }
  | { readonly kind: "log"; readonly lines: number; readonly downSeconds: bigint }

/** Of an evidence with a hash on the chain. */
export function judgeDocument(
  proof: Extract<EvidenceProof, { readonly kind: "log" | "ipfs" }>,
  { rental, file, endedAt }: { readonly rental: Hex; readonly file: Uint8Array; readonly endedAt: bigint },
): Verdict {
  if (proof.kind === "log") return judgeLog(proof.head, { rental, file, endedAt })
  const isSame = proof.address && isFileOf(proof.address, file)
  return { kind: isSame === undefined ? "unknown" : isSame ? "same" : "other" }
}

/** The lines up to the hash on the chain. Later ones were not there when it was put there. */
function judgeLog(
  head: Hash,
  { rental, file, endedAt }: { readonly rental: Hex; readonly file: Uint8Array; readonly endedAt: bigint },
): Verdict {
  const lines = new TextDecoder().decode(file).split("\n").filter(Boolean).map(readCheck)
  if (lines.includes(undefined)) return { kind: "other" }
  const checks = lines as readonly LoggedCheck[]
  const place = head === FIRST_HASH(rental) ? -1 : checks.findIndex(({ hash }) => hash === head)
  if (place < 0 && head !== FIRST_HASH(rental)) return { kind: "other" }
  const meant = checks.slice(0, place + 1)
  if (findBreak(rental, meant) !== undefined) return { kind: "other" }
  return { kind: "log", lines: meant.length, downSeconds: downtimeOf(meant, endedAt) }
}
