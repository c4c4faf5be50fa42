import type { PreparedRequest } from "@gpuflow/escrow/requests"

/** One transaction, and the sentence that explains it to the user. */
export type Step = {
  readonly sentence: string
  readonly request: PreparedRequest
  /** A permit is signed for it after confirmation. */
  readonly isSigned?: boolean | undefined
}
