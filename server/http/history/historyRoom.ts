// The index as a room of the server: a writer follows the chain, and both a writer and a reader answer.
import { reasonOf } from "@gpuflow/keeper/service"
import { isUnreadable } from "../../database/damage.ts"
import { REBUILD_CHANNEL } from "../../history/rebuildRequest.ts"
import { writeHistory } from "../../history/writeHistory.ts"
import { watchFollower } from "../../monitoring/followerWatch.ts"
import { lagOf } from "../../monitoring/lag.ts"
import type { OpenRoom } from "../../roomContext.ts"
import { Problem } from "../problem.ts"
import { openHistoryReader } from "./historyReader.ts"
import { listBooks } from "./markets.ts"
import { serveHistory } from "./serveHistory.ts"

export const openHistoryRoom: OpenRoom = async (context) => {
  const { settings, database, client, log, metrics, streams, clientOf, stopping } = context
  const reader = await openHistoryReader(database, settings)
  const { escrow, router, mandateContract, fromBlock, maxReorgDepth, pollInterval: pollingInterval } = settings
  const source = { escrow, router, mandateContract, fromBlock, maxReorgDepth, pollingInterval }
  const follower = watchFollower(client, settings)
  const writer =
    settings.role === "writer" ? writeHistory({ ...source, database, client: follower.client, log }) : undefined
  const failure = () =>
    writer?.isWriting() && follower.isStuck()
      ? "The index does not follow the chain any more. Start the server again."
      : undefined
  const { tables, place, onChange } = reader
  const routes = serveHistory(
    { settings, databaseKind: database.kind, client, tables, place, onChange, stopping, streams, clientOf },
    log,
  )
  return {
    name: "index",
    routes,
    async obstacle() {
      try {
        const { block, timestamp } = await place()
        const seconds = lagOf(timestamp)
        if (seconds <= settings.maxLagSeconds) return failure()
        return `The index is at block ${block}, ${seconds} seconds behind the clock.`
      } catch (error) {
        return error instanceof Problem ? error.message : `The database does not answer: ${reasonOf(error)}`
      }
    },
    failure,
    onFailedRequest(error) {
      // The writer may never touch what is damaged.
      if (!isUnreadable(error)) return
      log.error("the history is damaged, and its writer is asked to build it again", { reason: reasonOf(error) })
      database.notify(REBUILD_CHANNEL, "").catch(() => {})
    },
    async measure() {
      const { block, latest, timestamp } = await place()
      metrics.block.set(block)
      metrics.head.set(latest)
      metrics.lagBlocks.set(Math.max(latest - block, 0))
      metrics.lagSeconds.set(lagOf(timestamp))
      for (const { token, proof } of (await listBooks(await tables())).items) {
        if (proof) metrics.booksDifference.set({ token }, Number(proof.difference))
      }
    },
    async stop() {
      await writer?.stop()
      await reader.close()
    },
  }
}
