import { useQuery } from "@tanstack/react-query"
import { useState } from "react"

import type { Deployment } from "../../settings/settings.ts"
import { type ReadDeployment, readDeployment } from "./readDeployment.ts"

type AuditParameters = {
  readonly deployment: Deployment
  readonly url: string
  /** Undefined: the latest. */
  readonly block: bigint | undefined
  /** Another number reads again. */
  readonly run: number
}

/** Reads the deployment through one node. `share` is how much of its policy's events is read. */
export function useAudit({ deployment, url, block, run }: AuditParameters) {
  const { chainId, escrow } = deployment
  const [share, setShare] = useState(0)
  const query = useQuery({
    queryKey: ["audit", chainId, escrow, url, run, String(block)],
    queryFn: (): Promise<ReadDeployment> => {
      setShare(0)
      return readDeployment({ deployment, url, blockNumber: block, onRead: setShare })
    },
    // The same node's answers stay until those of another block are there.
    placeholderData: (before, query) => (query?.queryKey[3] === url && query.queryKey[4] === run ? before : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    structuralSharing: false,
  })
  return { ...query, share }
}
