// The node that the page reads through. The wallet has its own, as wallets do.
import { type NodeFault, openNodeProxy } from "@gpuflow/escrow/testing"

import { onAppWorld } from "./onAppWorld.ts"
import type { AppWorld } from "./world.ts"

export type PageNode = Awaited<ReturnType<typeof openPageNode>>

async function openPageNode({ chain, config, site }: AppWorld) {
  const { url, state, close } = await openNodeProxy(chain.url)
  return {
    url,
    close,
    /** What happens to the page's requests from now on. */
    fail: (fault: NodeFault) => {
      state.fault = fault
    },
    heal: () => {
      state.fault = healthy
    },
    /** `config.json` names this node, and what else is given. */
    serve: (changes: object = {}) =>
      site.change({ ...config, deployments: [{ ...config.deployments[0], rpcUrls: [url], ...changes }] }),
  }
}

/** As `onAppWorld`, for a page that reads through a node of its own, which is well before each test. */
export function onPageNode(set: (world: AppWorld, node: PageNode) => void): ReturnType<typeof onAppWorld> {
  let node: PageNode | undefined
  const open = onAppWorld(async (world) => {
    node = await openPageNode(world)
    set(world, node)
  })
  beforeEach(() => {
    node?.heal()
    node?.serve()
  })
  after(() => node?.close())
  return open
}

const healthy: NodeFault = async (_, pass) => ({ answer: await pass() })

/** It answers with an error. */
export const unavailable: NodeFault = async () => ({ status: 503, body: "Service Unavailable" })

/** It refuses so many requests, because there were too many. */
export function busy(requests: number): NodeFault {
  let left = requests
  return async (_, pass) => {
    left -= 1
    return left >= 0 ? { status: 429, body: "Too Many Requests" } : { answer: await pass() }
  }
}

/** It has every transaction in its mempool, and none in a block. */
export const pendingForever: NodeFault = async ({ id, method }, pass) => {
  if (method === "eth_getTransactionReceipt") return { answer: { jsonrpc: "2.0", id, result: null } }
  const answer = await pass()
  if (method !== "eth_getTransactionByHash" || !answer["result"]) return { answer }
  const place = { blockHash: null, blockNumber: null, transactionIndex: null }
  return { answer: { ...answer, result: { ...Object(answer["result"]), ...place } } }
}
