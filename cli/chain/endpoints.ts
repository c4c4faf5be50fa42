// The endpoints of GPUFLOW_RPC_URL. Their URLs often contain an access key, so they are read only from the environment
// and named by their place.
import type { KnownBlockRange } from "@gpuflow/escrow/watch"
import { BaseError, custom, http, type Transport } from "viem"
import { z } from "zod"
import { UsageError } from "../errors.ts"
import { type Session, urlsIn } from "../session.ts"
import { isHttpUrl } from "../text/httpUrl.ts"
import { assertNodeAnswer, NodeAnswerError, withoutResponse } from "./nodeAnswer.ts"
import { describeNodeFailure, isNodeFailure, isRangeRefusal } from "./nodeFailure.ts"

export function readEndpoints({ env }: Session): readonly string[] {
  const given = urlsIn(env["GPUFLOW_RPC_URL"])
  if (given.length === 0) {
    throw new UsageError(
      "No RPC endpoint is configured. Set GPUFLOW_RPC_URL to a JSON-RPC URL of the chain, or to several, separated by commas.",
    )
  }
  return given
}

/** Throws unless the text is a URL that requests can be sent to. */
export function assertEndpoint(url: string, place: number): void {
  if (isHttpUrl(url) && URL.canParse(url)) return
  throw new UsageError(`Endpoint ${place} of GPUFLOW_RPC_URL is not an http or https URL. Correct it.`)
}

/** Sends requests to one endpoint, and remembers its failures for the report. It must serve the chain. */
export function endpointTransport(session: Session, url: string, place: number): Transport {
  return (parameters) => {
    const endpoint = http(url, { retryCount: parameters.retryCount ?? 1 })(parameters)
    const expected = parameters.chain?.id
    const ask = async (request: RpcRequest): Promise<unknown> => {
      const answered: unknown = await endpoint.request(request).catch((error: unknown) => {
        throw withoutResponse(request.method, error)
      })
      assertNodeAnswer(request, answered)
      return answered
    }
    let known: Promise<unknown> | undefined
    const readChainId = () => {
      known ??= ask({ method: "eth_chainId" })
      return known.catch((error: unknown) => {
        known = undefined
        throw error
      })
    }
    const answer = async (request: RpcRequest): Promise<unknown> => {
      const chainId = await readChainId()
      // Asked for its chain, the endpoint answers for itself.
      if (request.method === "eth_chainId") return chainId
      if (expected !== undefined && Number(chainId) !== expected) throw new OtherChainError(Number(chainId), expected)
      return ask(request)
    }
    const request = async (asked: RpcRequest): Promise<unknown> => {
      const { method } = asked
      const blocks = blocksIn(asked)
      try {
        const answered = await answer(asked)
        if (blocks !== undefined) session.ranges.set(place, afterAnswer(session.ranges.get(place), blocks))
        session.lastAnswer = { place, method }
        if (session.failures.get(place)?.method === method) session.failures.delete(place)
        return answered
      } catch (error) {
        if (blocks !== undefined && isRangeRefusal(error)) {
          const known = afterRefusal(session.ranges.get(place), blocks)
          if (known) session.ranges.set(place, known)
          else session.ranges.delete(place)
        }
        if (isNodeFailure(method, error)) session.failures.set(place, { method, text: textOf(error) })
        throw error
      }
    }
    return custom({ request }, { retryCount: 0 })(parameters)
  }
}

type RpcRequest = { readonly method: string; readonly params?: unknown }

const logQuery = z.tuple([z.object({ fromBlock: z.string(), toBlock: z.string() })])

/** Number of blocks whose logs are requested. */
function blocksIn({ method, params }: RpcRequest): bigint | undefined {
  const query = method === "eth_getLogs" ? logQuery.safeParse(params).data?.[0] : undefined
  return query && BigInt(query.toBlock) - BigInt(query.fromBlock) + 1n
}

/** Behind a working endpoint, one of another chain would answer about another contract. */
class OtherChainError extends BaseError {
  constructor(chainId: number, expected: number) {
    super(`serves chain ${chainId}, not chain ${expected}`)
  }
}

function textOf(error: unknown): string {
  const isOwn = error instanceof OtherChainError || error instanceof NodeAnswerError
  return isOwn ? error.shortMessage : describeNodeFailure(error)
}

/**
 * The endpoints that fail, a sentence each, such as `Endpoint 2 of 3 answered 429 Too Many Requests.` If none
 * does and an answer itself may be at fault, the endpoint that gave the last one.
 */
export function describeFailures({ env, failures, lastAnswer }: Session, isAnswered: boolean): NodeFailures {
  const count = urlsIn(env["GPUFLOW_RPC_URL"]).length
  if (isAnswered && failures.size === 0 && lastAnswer) {
    const { place, method } = lastAnswer
    return { endpoints: [`Endpoint ${place} of ${count} gave the last answer, to ${method}.`], methods: [method] }
  }
  const found = [...failures].toSorted(([a], [b]) => a - b)
  return {
    endpoints: found.map(([place, { text }]) => `Endpoint ${place} of ${count} ${text}.`),
    methods: [...new Set(found.map(([, { method }]) => method))],
  }
}

type NodeFailures = {
  readonly endpoints: readonly string[]
  /** What the endpoints were asked for. */
  readonly methods: readonly string[]
}

function afterAnswer(known: KnownBlockRange | undefined, blocks: bigint): KnownBlockRange {
  const answered = known && known.answered > blocks ? known.answered : blocks
  const refused = known?.refused
  return refused !== undefined && refused > answered ? { answered, refused } : { answered }
}

/** Undefined if nothing smaller was answered: the next reading finds out anew. */
function afterRefusal(known: KnownBlockRange | undefined, blocks: bigint): KnownBlockRange | undefined {
  if (!known || known.answered >= blocks) return undefined
  return { answered: known.answered, refused: known.refused && known.refused < blocks ? known.refused : blocks }
}
