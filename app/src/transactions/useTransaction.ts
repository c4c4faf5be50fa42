// The one way in which this page writes: every verb of the SDK, every plan, and every signature.
import type { ProgressOptions } from "@gpuflow/escrow"
import { useRentalAction } from "@gpuflow/escrow/react"
import { type QueryClient, useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import type { Address, Client, Hash } from "viem"
import { useConfig, useConnection } from "wagmi"

import { useDeployment } from "../settings/SettingsProvider.tsx"
import type { Deployment } from "../settings/settings.ts"
import { failureOf } from "./failure.ts"
import type { TransactionKind } from "./transactionKinds.ts"
import {
  beginTransaction,
  changeTransaction,
  endTransaction,
  findTransaction,
  forgetTransaction,
  noteProgress,
  type Transaction,
  type TransactionSubject,
  useTransactions,
} from "./transactionStore.ts"

/** What a verb of the SDK takes beside its own parameters: the client that reads, and how far it has come. */
type WorkOptions = ProgressOptions & { readonly reader?: Client }

/** What is done with the connected wallet: `(client, options) => stop(client, { escrow, rental, ...options })`. */
export type Work<result> = (client: Client, options: WorkOptions) => Promise<result>

type WorkVariables<result> = {
  readonly escrow: Address
  readonly key: string
  readonly work: Work<result>
} & WorkOptions

export type UseTransactionResult<result> = {
  readonly kind: TransactionKind
  /** Asks the wallet, and follows what it sends to the end. Another tab, and this page after a reload, do so as well. */
  readonly send: (work: Work<result>) => void
  /** How far it has come. Undefined before `send`. */
  readonly transaction: Transaction | undefined
  /** Whether the wallet is asked, or the answer is awaited. */
  readonly isAsking: boolean
  /** Forgets what went wrong. */
  readonly reset: () => void
  readonly switchChain: () => Promise<void>
}

type UseTransactionOptions<result> = {
  /** A dialog shows how far it has come, until it is sent. Otherwise a toast does from the first moment. */
  readonly isInDialog?: boolean
  readonly onSuccess?: ((result: result) => void) | undefined
}

export function useTransaction<result>(
  subject: Omit<TransactionSubject, "chainId" | "escrow" | "account">,
  { isInDialog = false, onSuccess }: UseTransactionOptions<result> = {},
): UseTransactionResult<result> {
  const deployment = useDeployment()
  const { chainId, escrow } = deployment
  const { address } = useConnection()
  const config = useConfig()
  const queries = useQueryClient()
  const [key, setKey] = useState<string>()
  const transactions = useTransactions()
  const action = useRentalAction<WorkVariables<result>, result>(perform, {
    chainId,
    mutation: {
      // These run also after the reader has gone to another page.
      onSuccess: (data, { key: done }) => {
        const found = findTransaction(done)
        // What was only signed has nothing to wait for.
        endTransaction(done, found?.hash ? { phase: "included" } : { phase: "final" })
        void readAgain(queries, config.getClient({ chainId }), { deployment, hash: found?.hash })
        onSuccess?.(data)
      },
      onError: async (error, { key: failed }) => {
        endTransaction(failed, { phase: "failed", failure: await failureOf(error) })
      },
    },
  })
  useEffect(() => {
    // A dialog that is closed leaves what it began to a toast.
    if (key !== undefined) return () => changeTransaction(key, { isInDialog: false })
    return undefined
  }, [key])
  const transaction = transactions.find((one) => one.key === key)
  return {
    kind: subject.kind,
    transaction,
    isAsking: transaction?.phase === "checking" || transaction?.phase === "wallet",
    send: (work) => {
      if (key !== undefined && transaction?.phase === "failed") forgetTransaction(key)
      const account = address ?? escrow
      const begun = beginTransaction({ ...subject, chainId, escrow, account }, { isInDialog })
      setKey(begun)
      action.mutate({ escrow, key: begun, work })
    },
    reset: () => {
      if (key !== undefined && transaction?.phase === "failed") forgetTransaction(key)
      setKey(undefined)
      action.reset()
    },
    switchChain: action.switchChain,
  }
}

function perform<result>(
  client: Client,
  { escrow: _, key, work, onProgress, ...options }: WorkVariables<result>,
): Promise<result> {
  return work(client, {
    ...options,
    onProgress: async (progress) => {
      noteProgress(key, progress)
      await onProgress?.(progress)
    },
  })
}

/** Once the servers know the transaction, what they say is read again: nothing that was just done is shown as it was before. */
async function readAgain(
  queries: QueryClient,
  client: Client,
  { deployment, hash }: { deployment: Deployment; hash: Hash | undefined },
): Promise<void> {
  const { escrow, servers, boards } = deployment
  if (hash !== undefined) {
    const { waitForServer } = await import("@gpuflow/escrow/server")
    const all = [...new Set([...servers, ...boards])]
    await Promise.allSettled(all.map((server) => waitForServer(client, { server, escrow, transaction: hash })))
  }
  // The SDK's own queries are read again by its hook. These are the page's.
  await queries.invalidateQueries({ predicate: ({ queryKey: [root] }) => root !== "rentalEscrow" && root !== "head" })
}
