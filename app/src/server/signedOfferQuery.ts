// One machine's offer: from a board, or from the link that its host gave. Its hash and its signature are checked.
import type { SignedOffer } from "@gpuflow/escrow/offer"
import { useQuery } from "@tanstack/react-query"
import type { Address, Hex } from "viem"

import { useDeployment } from "../settings/SettingsProvider.tsx"
import type { Deployment } from "../settings/settings.ts"

export type ReadOffer = {
  readonly signed: SignedOffer
  /** Whether the description is the one that the host signed. Undefined: there is none. */
  readonly isDocumentRight: boolean | undefined
  /** The board that served it. Undefined: it stood in the link. */
  readonly board: string | undefined
}

/** Why there is no offer to show. */
export type NoOffer = "unreachable" | "gone" | "unreadable" | "elsewhere"

type Wanted = { readonly host: Address; readonly machine: Hex; readonly text: string | undefined }

const INTERVAL = 30_000

export function useSignedOffer({ host, machine, text }: Wanted) {
  const deployment = useDeployment()
  const { chainId, escrow, boards } = deployment
  return useQuery({
    queryKey: ["offer", chainId, escrow, boards, host, machine, text ?? null],
    queryFn: ({ signal }) => readOffer(deployment, { host, machine, text, signal }),
    refetchInterval: INTERVAL,
    staleTime: INTERVAL / 2,
    retry: 1,
    structuralSharing: false,
  })
}

async function readOffer(
  deployment: Deployment,
  { host, machine, text, signal }: Wanted & { readonly signal: AbortSignal },
): Promise<ReadOffer | NoOffer> {
  if (text !== undefined) {
    const { parseOfferLink } = await import("@gpuflow/escrow/offer")
    return judge(deployment, () => parseOfferLink(`${location.origin}#offer=${text}`), undefined)
  }
  const answers = await Promise.all(
    deployment.boards.map(async (board) => {
      const answer = await fetch(`${board}/offers/${host}/${machine}`, { signal, credentials: "omit" }).catch(
        () => undefined,
      )
      if (answer?.status === 404) return "gone"
      if (!answer?.ok) return "unreachable"
      const json: unknown = await answer.json().catch(() => undefined)
      const { parseOffer } = await import("@gpuflow/escrow/offer")
      const parts = JSON.stringify(Object(json).signed)
      return judge(deployment, () => parseOffer(parts), board)
    }),
  )
  const found = answers.filter((answer) => typeof answer === "object")
  // Of two boards, the one with the later offer has heard of what replaced the other's.
  const latest = found.toSorted((a, b) => Number(b.signed.offer.expiry - a.signed.offer.expiry))[0]
  const order: readonly NoOffer[] = ["unreadable", "elsewhere", "gone", "unreachable"]
  return latest ?? order.find((one) => answers.includes(one)) ?? "unreachable"
}

async function judge(
  { chainId, escrow }: Deployment,
  read: () => SignedOffer,
  board: string | undefined,
): Promise<ReadOffer | NoOffer> {
  try {
    const signed = read()
    const isHere = signed.chainId === chainId && signed.escrow.toLowerCase() === escrow.toLowerCase()
    if (!isHere) return "elsewhere"
    return { signed, isDocumentRight: await isRight(signed.document, signed.offer.spec), board }
  } catch {
    return "unreadable"
  }
}

async function isRight(document: SignedOffer["document"], spec: Hex): Promise<boolean | undefined> {
  if (document === undefined) return undefined
  const { hashDocument } = await import("@gpuflow/escrow/offer")
  return hashDocument(document).toLowerCase() === spec.toLowerCase()
}
