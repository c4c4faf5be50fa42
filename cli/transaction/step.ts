import type { PreparedRequest } from "@gpuflow/escrow/requests"
import type { BatchNote } from "../safe/escrowBatch.ts"

/** One transaction, and the sentence that explains it to the user. */
export type Step = {
  readonly sentence: string
  /** What a file for a Safe says of it, where the sentence depends on when and where it is read. */
  readonly note?: BatchNote | undefined
  readonly request: PreparedRequest
  /** A permit is signed for it after confirmation. */
  readonly isSigned?: boolean | undefined
}
