// The description that a host has signed by its hash. Any board may serve it, because its hash is checked.
import { useQuery } from "@tanstack/react-query"
import type { Hex } from "viem"

import { useDeployment } from "../settings/SettingsProvider.tsx"

/** Null: no board has it. */
export function useDocument(spec: Hex | undefined) {
  const { boards, servers } = useDeployment()
  const sources = [...new Set([...boards, ...servers])]
  return useQuery({
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
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })
}
