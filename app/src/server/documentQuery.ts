// The description that a host has signed by its hash. Any board may serve it, because its hash is checked.
import { queryOptions, useQueries, useQuery } from "@tanstack/react-query"
import type { Hex } from "viem"

import { useDeployment } from "../settings/SettingsProvider.tsx"

const INTERVAL = 30_000

/** Null: no board has it. */
export function useDocument(spec: Hex | undefined) {
  return useQuery(documentOptions(spec, useSources()))
}

/** Those of several machines, by their hashes. */
export function useDocuments(specs: readonly Hex[]): ReadonlyMap<Hex, Readonly<Record<string, unknown>> | null> {
  const sources = useSources()
  const found = useQueries({ queries: specs.map((spec) => documentOptions(spec, sources)) })
  return new Map(specs.map((spec, index) => [spec, found[index]?.data ?? null]))
}

function useSources(): readonly string[] {
  const { boards, servers } = useDeployment()
  return [...new Set([...boards, ...servers])]
}

function documentOptions(spec: Hex | undefined, sources: readonly string[]) {
  return queryOptions({
    queryKey: ["document", spec, sources],
    queryFn: async ({ signal }): Promise<Readonly<Record<string, unknown>> | null> => {
      const { hashDocument } = await import("@gpuflow/escrow/offer")
      for (const source of sources) {
        const answer = await fetch(`${source}/documents/${spec}`, { signal, credentials: "omit" }).catch(
          () => undefined,
        )
        const document: unknown = answer?.ok ? await answer.json().catch(() => undefined) : undefined
        if (typeof document !== "object" || document === null) continue
        const known = document as Readonly<Record<string, unknown>>
        if (hashDocument(known).toLowerCase() === spec?.toLowerCase()) return known
      }
      return null
    },
    enabled: spec !== undefined,
    // Nobody has to be asked to know that nobody has it.
    ...(sources.length === 0 && { initialData: null }),
    // It never changes. A board that did not answer may have it later.
    staleTime: ({ state }) => (state.data ? Number.POSITIVE_INFINITY : INTERVAL),
    retry: 1,
  })
}
