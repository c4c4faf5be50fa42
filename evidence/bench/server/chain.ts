// The local node that the server is measured at, as a program of its own: a chain with many rentals, and an escrow in
// which every offer can be taken. It sends its address and its latest block to the process that started it. On any message it goes on, with a
// block every two seconds.
import { tokens as knownTokens } from "@gpuflow/escrow/plan"
import {
  type Abi,
  type AbiFunction,
  type Address,
  decodeAbiParameters,
  encodeAbiParameters,
  erc20Abi,
  type Hex,
  multicall3Abi,
  numberToHex,
  parseAbi,
  toFunctionSelector,
  zeroAddress,
} from "viem"
import { escrowAbi } from "../../../sdk/generated/escrowAbi.ts"
import { crowd, manyRentals } from "../../../test/support/manyRentals.ts"
import { RecordedChain } from "../../../test/support/recordedChain.ts"
import { serveRecordedChain } from "../../../test/support/serveRecordedChain.ts"
import { ESCROW, GOING_ON, paidIn } from "./scene.ts"

/** Milliseconds between two blocks while the chain goes on, as on Polygon. */
const BLOCK_TIME = 2_000
const feedAbi = parseAbi([
  "function description() view returns (string)",
  "function decimals() view returns (uint8)",
  "function latestRoundData() view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)",
])
/** A dollar, in the decimals of a feed. */
const DOLLAR = 100_000_000n

const rentals = Number(process.argv[2])
const blocks = manyRentals(rentals + GOING_ON, { tokens: paidIn })
const chain = new RecordedChain({ escrow: ESCROW, blocks, random: () => Math.random() })
// The last events are kept back, and happen while the pages are measured.
chain.replay(blocks.length - 4 * GOING_ON)

const served = await serveRecordedChain({
  answer: async (method, params) => {
    const [call] = params
    if (method === "eth_call") return answer(Object(call).to, Object(call).data)
    if (method === "eth_blockNumber") return numberToHex(chain.head)
    return chain.answer(method, params)
  },
})
process.send?.({ url: served.url, head: chain.head, time: String(chain.timestamp) })
process.once("message", () => {
  setInterval(() => {
    if (!chain.isComplete) chain.mine(1)
  }, BLOCK_TIME)
})

/** The functions of an ABI by their selectors. viem would hash them all again for each call. */
const bySelector = (abi: Abi) =>
  new Map(abi.flatMap((item) => (item.type === "function" ? [[toFunctionSelector(item), item] as const] : [])))
type Functions = ReturnType<typeof bySelector>
const escrowFunctions = bySelector(escrowAbi)
const feedFunctions = bySelector(feedAbi)
const tokenFunctions = bySelector(erc20Abi)
const multicallFunctions = bySelector(multicall3Abi)

function answer(to: Address, data: Hex): Hex {
  const at = to.toLowerCase()
  if (at === ESCROW) return answerWith(escrowFunctions, data, escrowView)
  const feed = knownTokens.map((token) => token.feed).find((one) => one?.address.toLowerCase() === at)
  if (feed) {
    const updatedAt = chain.timestamp
    const round = [1n, DOLLAR, updatedAt, updatedAt, 1n]
    return answerWith(feedFunctions, data, (name) => {
      return name === "description" ? feed.description : name === "decimals" ? feed.decimals : round
    })
  }
  const token = knownTokens.find(({ address }) => address.toLowerCase() === at)
  if (token) {
    return answerWith(tokenFunctions, data, (name) => {
      if (name === "decimals") return token.decimals
      if (name === "symbol" || name === "name") return token.symbol
      // As a node that keeps no old states, so that the books are compared with nothing.
      throw new Error("missing trie node")
    })
  }
  return answerWith(multicallFunctions, data, (_, [calls]) => {
    const wanted = calls as readonly { readonly target: Address; readonly callData: Hex }[]
    return wanted.map(({ target, callData }) => ({ success: true, returnData: answer(target, callData) }))
  })
}

/**
 * Every market is open, no host has named a signer, every machine is free, and every bond is covered. Rentals from before
 * the board's start are not known.
 */
function escrowView(name: string): unknown {
  switch (name) {
    case "markets":
      return [crowd.arbiter, 1_000, true]
    case "hosts":
      return [zeroAddress, 0, 0]
    case "machines":
      return [0, 0, 0]
    case "getRental": {
      const times = { since: 0, duration: 0, billedSeconds: 0, paidSeconds: 0, refundedSeconds: 0, settlingUntil: 0 }
      return { status: 0, feeBps: 0, depositBlock: 0, interrupted: false, ...times }
    }
    case "bonds":
      return 10n ** 30n
    default:
      throw new Error(`The escrow here does not answer ${name}.`)
  }
}

/** Answers a call. `find` gives the values of the function's outputs: one alone, several as a list. */
function answerWith(functions: Functions, data: Hex, find: (name: string, args: readonly unknown[]) => unknown): Hex {
  const item: AbiFunction | undefined = functions.get(data.slice(0, 10) as Hex)
  if (!item) throw new Error(`Nothing here answers ${data.slice(0, 10)}.`)
  const { name, inputs, outputs } = item
  const found = find(name, decodeAbiParameters(inputs, `0x${data.slice(10)}`))
  return encodeAbiParameters(outputs, outputs.length === 1 ? [found] : (found as readonly unknown[]))
}
