// `--safe`: the transactions are written for a Safe's owners to sign. Nothing is signed or sent here.
import { formatEther } from "viem"

import { type AccountContext, getChainTime } from "../chain/context.ts"
import { openOutput } from "../files.ts"
import { note, type Result } from "../terminal/output.ts"
import { columnsOf } from "../terminal/screen.ts"
import { facts } from "../terminal/table.ts"
import { type SimulatedStep, simulateSteps } from "../transaction/simulateStep.ts"
import { batchText, escrowBatch } from "./escrowBatch.ts"
import { hashSafeTransaction, type Safe } from "./safe.ts"
import type { SafeHashes } from "./safeHash.ts"

/** Where the file goes. Default: to standard output. */
export type ProposalOptions = { readonly safeFile?: string | undefined }

/** The steps as a file for the Safe's Transaction Builder. Fails if the first of them would revert now. */
export async function proposeSteps(
  context: AccountContext,
  safe: Safe,
  { safeFile }: ProposalOptions,
  steps: readonly SimulatedStep[],
): Promise<Result> {
  const { session, client } = context
  const output = safeFile === undefined ? undefined : await openOutput(safeFile)
  await simulateSteps(context, steps)
  const calls = steps.flatMap(({ request, ...step }) => (request ? [{ ...step, request }] : []))
  const only = calls.length === 1 ? calls[0] : undefined
  // The app makes several calls into one of a contract that it chooses.
  const hashes = only && (await hashSafeTransaction(client, safe, only.request))
  const batch = escrowBatch({
    chainId: client.chain.id,
    safe: safe.address,
    note: only?.note ?? {
      description: calls.map(({ sentence }) => sentence).join(" "),
      timestamp: await getChainTime(client),
    },
    calls: calls.map(({ request }) => request),
  })
  const file = batchText(batch)
  const transactions = calls.map(({ sentence, request: { to, value, data } }) => ({ sentence, to, value, data }))
  const json = { safe, ...hashes, transactions, ...(safeFile === undefined ? { batch } : { file: safeFile }) }

  for (const { sentence } of calls) note(session, sentence)
  note(session, describe(safe, hashes, transactions, columnsOf(session.stderr)))
  if (safe.threshold === 1n) {
    note(session, "Warning: the threshold is 1, so one owner alone decides. Raise it to two or more.")
  }
  note(session, NEXT)
  if (!output) return { json, text: file.trimEnd(), isData: true }
  await output.write(file)
  return { json, text: `Wrote ${safeFile}. Nothing was signed or sent.` }
}

const NEXT =
  "Import the file in the Safe's Transaction Builder. Each owner compares the receiver, the data, and the hash on the device with these before signing. Another nonce gives another hash: pass it with --safe-nonce if the Safe's queue is not empty."

function describe(
  { address, version, owners, threshold, nonce }: Safe,
  hashes: SafeHashes | undefined,
  transactions: readonly { readonly to: string; readonly value: bigint; readonly data: string }[],
  columns: number | undefined,
): string {
  return facts(columns, [
    ["safe", `${address}, version ${version}`],
    ["owners", owners.join("\n")],
    ["threshold", `${threshold} of ${owners.length}`],
    ["nonce", String(nonce)],
    ...transactions.flatMap(({ to, value }) => [
      ["to", to] as const,
      ["value", `${formatEther(value)} POL`] as const,
      ["operation", "0, a call"] as const,
    ]),
    ["safeTxHash", hashes?.safeTxHash ?? "not known: the app makes one transaction of several calls"],
    ["domain hash", hashes?.domainHash],
    ["message hash", hashes?.messageHash],
  ])
}
