import type { Intercept } from "./interceptedNode.ts"
import { interceptedNode } from "./interceptedNode.ts"

/** Milliseconds without a further request until the requests so far are answered. ethers collects its requests for 10. */
const QUIET = 25

/** What an account is asked to do. */
const QUESTIONS = ["eth_sendTransaction", "eth_signTypedData_v4", "wallet_sendCalls"]

type Asked = { readonly method: string; readonly round: number; readonly by: string }

/**
 * A node, or a node and a wallet, whose requests of one moment are all answered at the same time. What is asked after
 * those answers is the next round trip, so the count does not depend on the speed of the machine.
 */
export function countRoundTrips(intercept?: Intercept) {
  const { request: answer } = interceptedNode(intercept)
  const asked: Asked[] = []
  let round = 0
  let waiting: (() => Promise<() => void>)[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  async function release() {
    round += 1
    const due = waiting.splice(0)
    // Nothing is delivered before everything is there.
    for (const deliver of await Promise.all(due.map((ask) => ask()))) deliver()
  }

  const requestBy = (by: string) => (request: { method: string; params?: unknown }) =>
    new Promise<unknown>((resolve, reject) => {
      asked.push({ method: request.method, round: round + 1, by })
      waiting.push(() =>
        answer(request).then(
          (result) => () => resolve(result),
          (error: unknown) => () => reject(error),
        ),
      )
      clearTimeout(timer)
      timer = setTimeout(release, QUIET)
    })

  return {
    asked: asked as readonly Asked[],
    requestBy,
    /** The round trips so far. */
    rounds: () => round,
    /** What the account was asked to do. */
    questions: () => asked.filter(({ method }) => QUESTIONS.includes(method)),
    forget() {
      asked.length = 0
      waiting = []
      round = 0
    },
  }
}

/** A wallet that carries out batches one call after the other, and answers with the last transaction. */
export const batching: Intercept = async (method, params, pass, ask) => {
  const [first] = params
  if (method === "wallet_getCapabilities") return { "0x89": { atomic: { status: "supported" } } }
  if (method === "wallet_getCallsStatus") {
    return { version: "2.0.0", id: first, status: 200, receipts: [{ transactionHash: first }] }
  }
  if (method !== "wallet_sendCalls") return pass()
  const { from, calls } = Object(first)
  const hashes: unknown[] = []
  for (const call of calls) hashes.push(await ask("eth_sendTransaction", [{ from, ...call }]))
  return { id: hashes.at(-1) }
}
