import { type Address, encodeFunctionData, stringToHex } from "viem"

import { testFeedAbi } from "../../sdk/testing/setUp.ts"
import type { Chain } from "./chain.ts"
import { addressOf } from "./parties.ts"

/** What a price feed last reported. */
interface Round {
  readonly answer: bigint
  readonly roundId: bigint
  readonly updatedAt: bigint
  readonly answeredInRound: bigint
}

/** Where a token of Polygon keeps its name, which its permits are signed for, and its symbol. */
const SLOTS = { name: "0x6", symbol: "0x7" }
/** Seconds that a reported price is old. */
const AGE = 60n

/** Changes what a token calls itself, as its owner can. The texts have at most 31 letters. */
export async function rename(
  chain: Pick<Chain, "rpc">,
  token: Address,
  texts: { readonly name?: string; readonly symbol?: string },
): Promise<void> {
  for (const field of ["name", "symbol"] as const) {
    const text = texts[field]
    if (text === undefined) continue
    // A short string has twice its length in its last byte.
    const bytes = stringToHex(text).slice(2)
    const word = `0x${bytes.padEnd(62, "0")}${bytes.length.toString(16).padStart(2, "0")}`
    await chain.rpc("hardhat_setStorageAt", token, SLOTS[field], word)
  }
}

/** Reports one round, which stays as it is; a minute old, unless it says otherwise. */
export async function report(
  chain: Chain,
  feed: Address,
  { answer, roundId = 9n, ...given }: Partial<Round> & { readonly answer: bigint },
): Promise<void> {
  const updatedAt = given.updatedAt ?? (await chain.now()) - AGE
  const answeredInRound = given.answeredInRound ?? roundId
  const round = { roundId, answer, startedAt: updatedAt, updatedAt, answeredInRound }
  const data = encodeFunctionData({ abi: testFeedAbi, functionName: "report", args: [round] })
  await chain.transact({ from: addressOf("owner"), to: feed, data })
}
