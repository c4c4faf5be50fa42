// A file with calls of the escrow for a Safe's Transaction Builder, as the command line and the page write it.
import { ARBITRATION_WINDOW, EVIDENCE_WINDOW } from "@gpuflow/escrow"
import { escrowAbi, rentalMandateAbi } from "@gpuflow/escrow/abi"
import { type Address, erc20Abi, type Hash } from "viem"

import { type SafeBatch, safeBatch, safeTransactionOf } from "./safeBatch.ts"
import type { SafeCall } from "./safeHash.ts"

/** What a file says of itself. */
export type BatchNote = {
  /** What the Safe's owners read first. */
  readonly description: string
  /** The time that it bears, seconds. */
  readonly timestamp: bigint
}

type EscrowBatchParameters = {
  readonly chainId: number
  /** The Safe that shall send the calls. */
  readonly safe: Address
  readonly note: BatchNote
  /** Of the escrow, of the mandate contract, and of the token. */
  readonly calls: readonly SafeCall[]
}

export function escrowBatch({
  chainId,
  safe,
  note: { description, timestamp },
  calls,
}: EscrowBatchParameters): SafeBatch {
  const abi = [...escrowAbi, ...rentalMandateAbi, ...erc20Abi]
  return safeBatch({
    chainId,
    createdAt: Number(timestamp) * 1_000,
    name: "GPUFlow escrow",
    description,
    safe,
    transactions: calls.map((call) => safeTransactionOf(abi, call)),
  })
}

/** The bytes of the file. */
export const batchText = (batch: SafeBatch): string => `${JSON.stringify(batch, null, 2)}\n`

type Ruling = {
  readonly id: Hash
  readonly hostBps: bigint
  /** Time of the dispute, seconds. */
  readonly since: bigint
}

/**
 * The note of a file with a ruling. It bears the first moment at which the ruling is possible, and names its end in UTC. So
 * the same ruling makes the same file, whoever prepares it, when and where: owners can compare files byte by byte.
 */
export function rulingNote({ id, hostBps, since }: Ruling): BatchNote {
  const end = new Date(Number(since + ARBITRATION_WINDOW) * 1_000).toISOString()
  const until = end.replace("T", " ").replace(".000Z", " UTC")
  return {
    description: `Rule that ${Number(hostBps) / 100} % of the promise was kept, in the rental ${id}. It must be in the chain before ${until}.`,
    timestamp: since + EVIDENCE_WINDOW,
  }
}
