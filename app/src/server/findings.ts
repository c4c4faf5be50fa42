// What an address, an id, or the first digits of one stand for.
import type { IndexedFinding } from "@gpuflow/escrow/server"
import { queryOptions, useQuery } from "@tanstack/react-query"
import { type Address, type Client, getAddress, type Hash, type Hex } from "viem"
import { getTransactionReceipt } from "viem/actions"
import { type Config, useConfig } from "wagmi"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import type { Deployment } from "../settings/settings.ts"
import { readKnown } from "./knownServer.ts"

export type Finding =
  | { readonly kind: "rental"; readonly id: Hex }
  | { readonly kind: "machine"; readonly host: Address; readonly machine: Hex }
  | { readonly kind: "transaction"; readonly transaction: Hash; readonly block: bigint }
  | { readonly kind: "account"; readonly account: Address }

const MOST = 50
const [ACCOUNT, WHOLE] = [42, 66]

/** Asks an index, and without one the chain, which knows whole addresses and ids alone. */
function findingsOptions(config: Config, deployment: Deployment, text: string) {
  const { chainId, escrow, servers } = deployment
  return queryOptions({
    queryKey: ["server", "findings", chainId, escrow, servers, text],
    queryFn: async ({ signal }) => {
      const client = config.getClient({ chainId })
      return readKnown<readonly Finding[]>(
        { client, deployment, signal },
        {
          fromServer: async (server) => {
            const { readServer } = await import("@gpuflow/escrow/server")
            const query = { q: text, limit: MOST }
            const { items } = await readServer(client, { server, escrow, operation: "search", query, signal })
            const found = items.map(asFinding)
            // An account without rentals is an account all the same.
            return found.length === 0 && text.length === ACCOUNT ? accountIn(text) : found
          },
          fromChain: () => findOnChain(client, escrow, text),
        },
      )
    },
    retry: 1,
  })
}

function asFinding(item: IndexedFinding): Finding {
  switch (item.kind) {
    case "rental":
      return { kind: "rental", id: item.id }
    case "machine":
      return { kind: "machine", host: item.host, machine: item.machine }
    case "transaction":
      return { kind: "transaction", transaction: item.transaction, block: item.block }
    case "account":
      return { kind: "account", account: item.account }
  }
}

const accountIn = (text: string): readonly Finding[] => [{ kind: "account", account: getAddress(text) }]

async function findOnChain(client: Client, escrow: Address, text: string): Promise<readonly Finding[]> {
  if (text.length === ACCOUNT) return accountIn(text)
  if (text.length !== WHOLE) return []
  const id = text as Hex
  const { getState } = await import("@gpuflow/escrow")
  const [state, receipt] = await Promise.all([
    getState(client, { escrow, id }),
    // A node answers with an error for what is not a transaction.
    getTransactionReceipt(client, { hash: id }).catch(() => undefined),
  ])
  if (state.status !== "None") return [{ kind: "rental", id }]
  return receipt ? [{ kind: "transaction", transaction: id, block: receipt.blockNumber }] : []
}

export function useFindings(text: string) {
  return useQuery(findingsOptions(useConfig(), useDeployment(), text))
}
