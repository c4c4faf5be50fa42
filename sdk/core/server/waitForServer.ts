import type { ServerOperations } from "../../generated/serverTypes.ts"
import type { Address, Hash } from "../../types.ts"
import type { Chain } from "../port.ts"
import { sleep } from "../retry.ts"
import { nameOf } from "./askServer.ts"
import { readServer } from "./readServer.ts"
import { ServerBehindError, ServerRefusedError } from "./serverErrors.ts"

/** Parameters of `waitForServer`. */
export type WaitForServerParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** URL of the server. */
  readonly server: string
  /** Hash of the transaction. It must be in a block. */
  readonly transaction: Hash
  /** Milliseconds to wait. Default: 30 000. */
  readonly patience?: number | undefined
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined
}

const PATIENCE = 30_000
/** Seconds that the server is asked to wait with its answer. */
const LONGEST_QUESTION = 10
/** Milliseconds that the way there and back may take beside that. */
const ON_THE_WAY = 5_000
/** Milliseconds before a server that does not wait is asked again. */
const PAUSE = 500

/**
 * Waits until a server has the events of a transaction, so that a page that reads it is never older than what its user
 * just did. Call it with the hash of a transaction that was waited for, before you read the server again.
 *
 * @example
 * import { waitForServer } from "@gpuflow/escrow/server"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { block } = await waitForServer(client, {
 *   escrow: "0x…",
 *   server: "https://server.example",
 *   transaction: "0x…",
 * })
 *
 * @returns The transaction's block and its events, as the server has them
 * @throws {ServerBehindError} if the server does not have it in time
 * @throws {ServerUnavailableError} if the server does not answer
 * @throws {ServerAnswerInvalidError} for an answer of another form
 */
export async function waitForServer(
  chain: Chain,
  { escrow, server, transaction, patience = PATIENCE, signal }: WaitForServerParameters,
): Promise<ServerOperations["getTransaction"]["answer"]> {
  const until = performance.now() + patience
  const ask = <const operation extends "getTransaction" | "getMeta">(
    operation: operation,
    query: ServerOperations[operation]["parameters"],
    timeout: number,
  ) => readServer(chain, { escrow, server, operation, query, timeout, signal })
  for (;;) {
    const left = Math.max(0, until - performance.now())
    const wait = Math.min(LONGEST_QUESTION, Math.floor(left / 1_000))
    try {
      return await ask("getTransaction", { hash: transaction, wait }, wait * 1_000 + ON_THE_WAY)
    } catch (error) {
      if (!(error instanceof ServerRefusedError) || error.args.status !== 404) throw error
      if (performance.now() + PAUSE >= until) {
        const { block } = await ask("getMeta", {}, ON_THE_WAY)
        throw new ServerBehindError({ server: nameOf(server), block, wanted: transaction }, { cause: error })
      }
    }
    await sleep(PAUSE, signal)
    signal?.throwIfAborted()
  }
}
