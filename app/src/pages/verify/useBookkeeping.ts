import type { Books, BooksProgress } from "@gpuflow/escrow/audit"
import { useMutation } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"

import type { Deployment } from "../../settings/settings.ts"
import { auditClient } from "./auditClient.ts"

export type Bookkeeping = {
  readonly books: Books | undefined
  readonly isAdding: boolean
  readonly progress: BooksProgress | undefined
  readonly hasFailed: boolean
  readonly add: () => void
  readonly stop: () => void
}

/** Attempts before the books count as unreadable: a reader waits for them. */
const TRIES = 3

/** Adds up the books through one node, on request. */
export function useBookkeeping(
  { deployment, url }: { readonly deployment: Deployment; readonly url: string },
  onDone: (books: Books) => void,
): Bookkeeping {
  const { escrow, fromBlock } = deployment
  const [progress, setProgress] = useState<BooksProgress>()
  const stopping = useRef<AbortController>(undefined)
  const adding = useMutation({
    mutationFn: async (): Promise<Books> => {
      const { getBooks } = await import("@gpuflow/escrow/audit")
      const controller = new AbortController()
      stopping.current = controller
      const { signal } = controller
      const onRead = (next: BooksProgress) => {
        signal.throwIfAborted()
        setProgress(next)
      }
      const { client } = auditClient(deployment, url)
      return getBooks(client, { escrow, fromBlock, onRead, signal, tries: TRIES, pollingInterval: 1_000 })
    },
    onSuccess: onDone,
  })
  useEffect(() => () => stopping.current?.abort(), [])
  return {
    books: adding.data,
    isAdding: adding.isPending,
    progress,
    hasFailed: adding.isError && stopping.current?.signal.aborted !== true,
    add: () => {
      setProgress(undefined)
      adding.mutate()
    },
    stop: () => {
      stopping.current?.abort()
      adding.reset()
    },
  }
}
