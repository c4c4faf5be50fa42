import { ExternalLink, FileCheck } from "lucide-react"
import { useRef, useState } from "react"
import type { Hex } from "viem"

import { useFormats } from "../../format/useFormats.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Button, buttonClasses } from "../../ui/Button.tsx"
import { CopyButton } from "../../ui/CopyButton.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { type EvidenceProof, judgeDocument, proofOf, type Verdict } from "./evidenceProof.ts"
import { MOST_BYTES, readEvidence } from "./readEvidence.ts"

type EvidenceCheckProps = {
  readonly uri: string
  readonly rental: Hex
  /** When the rental was over: an outage in its log counts until then. */
  readonly endedAt: bigint
}

type Result = Verdict | { readonly kind: "unread" | "large" }

/** What the chain holds of an evidence, and whether a document is the one that it means. Nothing is asked before a click. */
export function EvidenceCheck({ uri, rental, endedAt }: EvidenceCheckProps) {
  const { arbiter } = useTexts()
  const texts = arbiter.evidence
  const input = useRef<HTMLInputElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [isReading, setReading] = useState(false)
  const [result, setResult] = useState<Result>()
  const proof = proofOf(uri)
  if (uri === "") return null
  const hasHash = proof.kind === "log" || (proof.kind === "ipfs" && proof.address !== undefined)
  const url = proof.kind === "words" ? undefined : proof.url
  const judge = (file: Uint8Array) => {
    if (proof.kind === "log" || proof.kind === "ipfs") setResult(judgeDocument(proof, { rental, file, endedAt }))
  }
  const check = async (file: File | undefined) => {
    if (!file) return
    if (file.size > MOST_BYTES) setResult({ kind: "large" })
    else judge(new Uint8Array(await file.arrayBuffer()))
  }
  const read = async (from: string) => {
    setOpen(false)
    setReading(true)
    await readEvidence(from).then(judge, () => setResult({ kind: "unread" }))
    setReading(false)
  }
  return (
    <div className="mt-1.5 grid gap-1.5 text-xs text-muted-foreground">
      <p>{factOf(proof, texts)}</p>
      {(url !== undefined || hasHash) && (
        <div className="flex flex-wrap gap-2">
          {url !== undefined && (
            <Button size="small" waiting={isReading} onClick={() => setOpen(true)}>
              <ExternalLink aria-hidden className="size-3.5" />
              {texts.open}
            </Button>
          )}
          {hasHash && (
            <Button size="small" onClick={() => input.current?.click()}>
              <FileCheck aria-hidden className="size-3.5" />
              {texts.check}
            </Button>
          )}
          <input
            ref={input}
            type="file"
            hidden
            aria-label={texts.check}
            onChange={({ target }) => {
              void check(target.files?.[0])
              target.value = ""
            }}
          />
        </div>
      )}
      {result && <VerdictLine {...{ result }} />}
      {url !== undefined && (
        <Dialog
          title={texts.openTitle}
          isOpen={isOpen}
          onClose={() => setOpen(false)}
          actions={
            <>
              <Button autoFocus onClick={() => setOpen(false)}>
                {texts.leave}
              </Button>
              {proof.kind === "log" && /^https?:/i.test(url) && (
                <Button onClick={() => void read(url)}>{texts.readHere}</Button>
              )}
              <a
                href={url}
                target="_blank"
                rel="noopener noreferrer"
                className={buttonClasses({ look: "primary" })}
                onClick={() => setOpen(false)}
              >
                {texts.openNow}
              </a>
            </>
          }
        >
          <p className="flex items-start gap-1 text-sm">
            <span className="mono min-w-0 wrap-anywhere">{url}</span>
            <CopyButton text={url} label={texts.address} />
          </p>
          <p className="text-sm text-muted-foreground">
            {/^https?:/i.test(url) ? texts.openMeaning : texts.openByIpfs}
          </p>
        </Dialog>
      )}
    </div>
  )
}

type EvidenceTexts = ReturnType<typeof useTexts>["arbiter"]["evidence"]

function factOf(proof: EvidenceProof, texts: EvidenceTexts): string {
  if (proof.kind === "words") return texts.isWords
  if (proof.kind === "log") return texts.isLog
  return proof.kind === "ipfs" && proof.address ? texts.isHash : texts.isAddress
}

const tones = {
  same: "text-success",
  log: "text-success",
  other: "text-destructive",
  unknown: "text-warning",
  unread: "text-warning",
  large: "text-warning",
} as const

function VerdictLine({ result }: { readonly result: Result }) {
  const { arbiter } = useTexts()
  const texts = arbiter.evidence
  const formats = useFormats()
  const words =
    result.kind === "log"
      ? texts.logMatches(result.lines, formats.count(result.lines), formats.duration(result.downSeconds))
      : texts[result.kind]
  return (
    <p role="status" className={`text-sm font-medium ${tones[result.kind]}`}>
      {words}
    </p>
  )
}
