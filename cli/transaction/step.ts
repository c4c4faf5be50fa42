import type { PreparedRequest } from "@gpuflow/escrow"

/** One transaction, and the sentence that explains it to the user. */
export type Step = {
  readonly sentence: string
  readonly request: PreparedRequest
  /** Makes the request to send in place of `request`, after confirmation: with a permit that is signed then. */
  readonly signed?: (() => Promise<PreparedRequest>) | undefined
}
