// A flood of forged offers at a board, beside hosts that renew theirs.
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

import { type Address, type Hex, toHex } from "viem"
import type { PrivateKeyAccount } from "viem/accounts"
import type { Board } from "../../server/board/board.ts"
import { accountNamed } from "./parties.ts"
import { makeOffer, refusalOf, send } from "./testBoard.ts"

// What has to be measured is what is kept, not what was left over.
setFlagsFromString("--expose-gc")
export const collectGarbage: () => void = runInNewContext("gc")

interface Flood {
  readonly board: Board
  readonly place: { readonly escrow: Address; readonly token: Address }
  readonly forged: number
  /** Hosts that have an offer on the board, and renew it during the flood. */
  readonly hosts: readonly PrivateKeyAccount[]
  /** Requests under way at once. */
  readonly atOnce: number
}

export interface FloodResult {
  /** How often each refusal was given to a forged offer. */
  readonly refusals: Readonly<Record<string, number>>
  /** What each renewal was answered with. */
  readonly renewals: readonly string[]
  /** Bytes of JavaScript's heap after the flood, less those before. */
  readonly growth: number
}

export async function flood({ board, place, forged, hosts, atOnce }: Flood): Promise<FloodResult> {
  const sample = await makeOffer(place, { by: accountNamed("forger") })
  const victims = hosts.map(({ address }) => address)
  const refusals: Record<string, number> = {}
  const renewals: string[] = []
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  for (let first = 0; first < forged; first += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, forged - first) }, async (_, index) => {
      const number = first + index
      // Half of them name hosts of the board, the others hosts that nobody has heard of.
      const victim = victims[number % (2 * victims.length)]
      const host = victim ?? (toHex(BigInt(number) + 2n ** 100n, { size: 20 }) as Address)
      const hostSignature: Hex = `0x${toHex(BigInt(number) + 1n, { size: 32 }).slice(2)}${"11".repeat(32)}1b`
      const json = JSON.parse(sample.text)
      const machine = toHex(number, { size: 32 })
      const text = JSON.stringify({
        ...json,
        offer: { ...json.offer, host: host.toLowerCase(), machine },
        hostSignature,
      })
      const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
      const name = await refusalOf(send(board, { ...sample, text, host: host.toLowerCase(), machine }, address))
      refusals[name] = (refusals[name] ?? 0) + 1
    })
    const by = hosts[(first / atOnce) % hosts.length]
    const renewal = by && makeOffer(place, { by }).then(async (sent) => refusalOf(send(board, sent, "192.0.2.7")))
    await Promise.all(batch)
    if (renewal) renewals.push(await renewal)
  }
  collectGarbage()
  return { refusals, renewals, growth: process.memoryUsage().heapUsed - before }
}
