// What machines are called: their documents, which boards keep by hash, and which are checked against it.
import { useQueries } from "@tanstack/react-query"
import type { Hex } from "viem"

import { useDeployment } from "../settings/SettingsProvider.tsx"

export type MachineName = {
  /** The host's name for the machine. */
  readonly name: string | undefined
  /** The cards: "2 × A100 80 GB". */
  readonly model: string | undefined
  readonly place: string | undefined
}

const NO_NAME: MachineName = { name: undefined, model: undefined, place: undefined }
/** Documents that are asked for at once. */
const MOST = 60

/** The names of machines by the hash of their documents. Those that no board has, or that do not fit their hash, are missing. */
export function useMachineNames(specs: readonly Hex[]): ReadonlyMap<Hex, MachineName> {
  const { boards } = useDeployment()
  const wanted = [...new Set(specs)].slice(0, MOST)
  const answers = useQueries({
    queries: wanted.map((spec) => ({
      queryKey: ["document", spec, boards],
      queryFn: ({ signal }: { signal: AbortSignal }) => readName(boards, spec, signal),
      // A document with this hash never changes.
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
  })
  return new Map(wanted.map((spec, index) => [spec, answers[index]?.data ?? NO_NAME]))
}

async function readName(boards: readonly string[], spec: Hex, signal: AbortSignal): Promise<MachineName> {
  const { hashDocument } = await import("@gpuflow/escrow/offer")
  for (const board of boards) {
    const document = await fetch(`${board}/documents/${spec}`, { signal }).then(
      (response) => (response.ok ? response.json() : undefined),
      () => undefined,
    )
    if (document !== undefined && isOf(hashDocument, document, spec)) return nameOf(document)
  }
  return NO_NAME
}

function isOf(hash: (document: Readonly<Record<string, unknown>>) => Hex, document: unknown, spec: Hex): boolean {
  try {
    return hash(Object(document)) === spec
  } catch {
    return false
  }
}

/** Any JSON may be in a document. */
export function nameOf(document: unknown): MachineName {
  const { name, gpu, location } = Object(document) as Record<string, unknown>
  const { model, count, memoryMiB } = Object(gpu) as Record<string, unknown>
  const text = (value: unknown) => (typeof value === "string" && value.trim() !== "" ? value.trim() : undefined)
  const card = text(model)
  const memory = typeof memoryMiB === "number" ? ` ${Math.round(memoryMiB / 1_024)} GB` : ""
  const cards = card && (/\d\s*GB$/.test(card) ? card : card + memory)
  return {
    name: text(name),
    model: cards && (typeof count === "number" && count > 1 ? `${count} × ${cards}` : cards),
    place: text(location),
  }
}
