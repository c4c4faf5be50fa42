// The node that answers may not have the newest block that was seen through a library's client. Only a program that
// waits for transactions sees blocks, so the code that asks again comes with the wait, and not with each read.
import type { Chain } from "./port.ts"

/** Asks again at the newest block that was seen. Throws the cause if no node has that block. */
export type SecondQuestion = <answer>(cause: unknown, ask: (blockNumber: bigint) => Promise<answer>) => Promise<answer>

/** By the library's client, from the first block that was seen. */
export const secondQuestions = new WeakMap<object, SecondQuestion>()

/** Asks a node again that may be behind. Throws the cause if no block was seen through the client. */
export async function askAgain<answer>(
  { client }: Pick<Chain, "client">,
  cause: unknown,
  ask: (blockNumber: bigint) => Promise<answer>,
): Promise<answer> {
  const again = secondQuestions.get(client)
  if (!again) throw cause
  return again(cause, ask)
}
