import { type Progress, waitForTransaction } from "@gpuflow/escrow"
import { useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { useConfig } from "wagmi"

import { failureOf } from "./failure.ts"
import { changeTransaction, isRunningHere, noteProgress, type Transaction } from "./transactionStore.ts"

/** Seconds without a block, after which its owner is told. */
const BLOCK_PATIENCE = 120
/** Seconds after which a block that is not reported as final counts as if it were. */
const FINAL_PATIENCE = 30

/** Follows a transaction whose function has ended, or was ended by a reload, until the chain keeps it. */
export function TransactionFollower({ transaction }: { transaction: Transaction }) {
  const { key, chainId, account, hash, phase } = transaction
  const config = useConfig()
  const queries = useQueryClient()
  const isLeft = (phase === "sent" || phase === "included") && !isRunningHere(key)
  useEffect(() => {
    if (!isLeft || !hash) return
    const end = new AbortController()
    const { signal } = end
    const follow = async () => {
      const client = config.getClient({ chainId })
      const following = { hash, from: account, signal, onProgress: (progress: Progress) => noteProgress(key, progress) }
      const first = await waitForTransaction(client, { ...following, stalledAfter: BLOCK_PATIENCE })
      const isSound = first.status === "included" && first.receipt.status === "success" && !signal.aborted
      const outcome = isSound
        ? await waitForTransaction(client, { ...following, finalized: true, stalledAfter: FINAL_PATIENCE })
        : first
      if (signal.aborted) return
      if (outcome.status === "included" && outcome.receipt.status === "reverted") {
        const { explainTransaction } = await import("@gpuflow/escrow")
        const explained = await explainTransaction(client, { hash })
        const cause = explained.status === "reverted" ? explained.cause : undefined
        return changeTransaction(key, { phase: "failed", failure: await failureOf(cause) })
      }
      if (outcome.status === "included") return changeTransaction(key, { phase: "final" })
      if (outcome.status === "stalled") {
        // In a block, which no one has taken back since.
        if (outcome.receipt) return changeTransaction(key, { phase: "final" })
        return changeTransaction(key, {
          phase: "failed",
          failure: failureFor("TransactionStalled", { where: outcome.where }),
        })
      }
      if (outcome.status === "dropped") {
        return changeTransaction(key, { phase: "failed", failure: failureFor("TransactionDropped") })
      }
      const { repriced, replacement } = outcome
      changeTransaction(
        key,
        repriced && replacement
          ? { hash: replacement }
          : { phase: "failed", failure: failureFor("TransactionReplaced") },
      )
    }
    follow()
      .catch(async (error: unknown) => {
        if (!signal.aborted) changeTransaction(key, { phase: "failed", failure: await failureOf(error) })
      })
      .finally(() => {
        if (!signal.aborted) void queries.invalidateQueries()
      })
    return () => end.abort()
  }, [isLeft, hash, key, chainId, account, config, queries])
  return null
}

function failureFor(code: "TransactionStalled" | "TransactionDropped" | "TransactionReplaced", args: object = {}) {
  return { code, kind: "network", args: { ...args }, cause: code } as const
}
