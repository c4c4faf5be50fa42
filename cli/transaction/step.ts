import type { Request } from "@gpuflow/escrow"

/** One transaction, and the sentence that explains it to the user. */
export type Step = {
  readonly sentence: string
  readonly request: Request
  /** Makes the request to send in place of `request`, after confirmation: with a permit that is signed then. */
  readonly signed?: (() => Promise<Request>) | undefined
}
