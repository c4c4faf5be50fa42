import { useQuery } from "@tanstack/react-query"

import { type Failure, failureOf } from "./failure.ts"

/** An error of a query in words. They are loaded with the first one. */
export function useFailure(error: unknown): Failure | undefined {
  const { data } = useQuery({
    queryKey: ["failure", String(error)],
    queryFn: () => failureOf(error),
    enabled: Boolean(error),
    structuralSharing: false,
    staleTime: 0,
  })
  return error ? data : undefined
}
