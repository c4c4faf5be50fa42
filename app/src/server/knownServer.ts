// Which server is asked, and whether it has seen what the chain has.
import type { Client } from "viem"
import { getBlock } from "viem/actions"

import type { Deployment } from "../settings/settings.ts"

/** Why the chain was read in place of a server. `none`: the page names no server. */
type ServerProblem = "none" | "silent" | "behind" | "wrong"

/** How something is known, which the page says beside it. */
export type Known = {
  readonly source: "server" | "chain"
  /** Why it is not from a server. Undefined if it is. */
  readonly problem: ServerProblem | undefined
  /** The block at which it was read, and its time. */
  readonly block: bigint
  readonly timestamp: bigint
}

/** Seconds that a server may need for the latest block. */
const WAIT = 3

type Wanted = { readonly client: Client; readonly deployment: Deployment; readonly signal?: AbortSignal | undefined }

/** Reads from the first server that answers and has the latest block, or else from the chain. */
export async function readKnown<data>(
  { client, deployment, signal }: Wanted,
  {
    fromServer,
    fromChain,
  }: {
    readonly fromServer: (server: string) => Promise<data>
    readonly fromChain: (at: { readonly block: bigint; readonly timestamp: bigint }) => Promise<data>
  },
): Promise<Known & { readonly data: data }> {
  const { readServer } = await import("@gpuflow/escrow/server")
  const { escrow, servers } = deployment
  const { number: block, timestamp } = await getBlock(client)
  let problem: ServerProblem = "none"
  for (const server of servers) {
    try {
      const query = { block, wait: WAIT }
      const meta = await readServer(client, { server, escrow, operation: "getMeta", query, signal })
      if (!meta.rooms.includes("index")) continue
      if (meta.block < block) {
        problem = "behind"
        continue
      }
      const data = await fromServer(server)
      return { data, source: "server", problem: undefined, block: meta.block, timestamp: meta.timestamp }
    } catch (error) {
      if (signal?.aborted) throw error
      problem = problemOf(error)
    }
  }
  return { data: await fromChain({ block, timestamp }), source: "chain", problem, block, timestamp }
}

function problemOf(error: unknown): ServerProblem {
  const isWrong = ["ServerMismatch", "ServerAnswerInvalid"].includes(String(Object(error).code))
  return isWrong ? "wrong" : "silent"
}
