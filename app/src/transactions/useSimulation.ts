import type { prepareRequest, Verb, VerbParameters } from "@gpuflow/escrow/requests"
import { useQuery } from "@tanstack/react-query"
import { useConfig, useConnection } from "wagmi"

import { useHead } from "../chain/useHead.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import { type Failure, refusalOf } from "./failure.ts"

type SimulationParameters<verb extends Verb> = Omit<VerbParameters<verb>, "escrow"> & {
  readonly enabled?: boolean
}

/**
 * What the escrow would say to a verb at the latest block. Null: it would do it. Undefined: it is not known, because no
 * node has said it yet. Nothing has to wait for it, because a verb asks again before it is signed.
 */
export function useSimulation<const verb extends Verb>(
  verb: verb,
  { enabled = true, ...parameters }: SimulationParameters<verb>,
): Failure | null | undefined {
  const { chainId, escrow } = useDeployment()
  const config = useConfig()
  const { address } = useConnection()
  const { data: head } = useHead()
  const { data } = useQuery({
    queryKey: ["simulation", chainId, escrow, address, verb, written(parameters), String(head?.number)],
    queryFn: async (): Promise<Failure | null> => {
      const requests = await import("@gpuflow/escrow/requests")
      const client = config.getClient({ chainId })
      try {
        // The compiler cannot see that a verb and its parameters belong together once they are a union.
        const given = { escrow, ...parameters, account: address } as unknown as prepareRequest.Parameters<verb>
        const request = await requests.prepareRequest(client, verb, given)
        await requests.simulateRequest(client, { request, account: address })
        return null
      } catch (error) {
        return refusalOf(error)
      }
    },
    enabled: enabled && address !== undefined && head !== undefined,
    placeholderData: (before) => before,
    structuralSharing: false,
  })
  return data
}

function written(parameters: object): string {
  return JSON.stringify(parameters, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))
}
