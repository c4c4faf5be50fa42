// Boards report when an offer is added, changed, or removed.
import { useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"

import { useDeployment } from "../settings/SettingsProvider.tsx"
import { OFFERS_KEY } from "./offersQuery.ts"

/** Milliseconds: hosts renew many offers at once. */
const GATHERING = 1_000

/** Reads the offers again when a board says that they changed. */
export function useBoardChanges(): void {
  const { boards } = useDeployment()
  const queries = useQueryClient()
  const addresses = boards.join(" ")
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const onChange = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void queries.invalidateQueries({ queryKey: [OFFERS_KEY] })
      }, GATHERING)
    }
    const streams = addresses
      .split(" ")
      .filter(Boolean)
      .map((board) => {
        const stream = new EventSource(`${board}/offers/changes`)
        for (const kind of ["added", "changed", "removed"]) stream.addEventListener(kind, onChange)
        return stream
      })
    return () => {
      clearTimeout(timer)
      for (const stream of streams) stream.close()
    }
  }, [addresses, queries])
}
