// The gas of a ruling: by a key, and by Safes.
import { encodeFunctionData, type Hex } from "viem"

import type { Call } from "../../test/support/chain.ts"
import { EVIDENCE_WINDOW, HOUR, type Rental, T0 } from "../../test/support/offer.ts"
import { accountNamed, addressOf } from "../../test/support/parties.ts"
import { deploySafes, signSafeTransaction } from "../../test/support/safe.ts"
import { openWorld } from "../../test/support/world.ts"

export interface Ruling {
  readonly by: string
  readonly gas: bigint
}

const SAFES = [
  [2, 3],
  [3, 5],
] as const

export async function measureRulings(): Promise<readonly Ruling[]> {
  const world = await openWorld()
  const { chain, token, escrow } = world
  try {
    const safes = await deploySafes(chain)
    const measure = (by: string, arbiter: `0x${string}`, sign: (data: Hex) => Promise<Call>): Promise<Ruling> =>
      chain.apart(async () => {
        await world.must(world.call("owner", "setMarket", [token.address, arbiter, 1_000n, true]))
        const offer = world.offer({ arbiter, startWindow: 0n })
        const rental: Rental = { offer, renter: addressOf("renter"), salt: offer.spec }
        const start = T0 + HOUR
        await world.deposit(rental, HOUR, start)
        await world.must(world.call("renter", "dispute", [rental, "ipfs://slow", "0x"]), start + HOUR)
        const args = [rental, 4_000n]
        const call = await sign(encodeFunctionData({ abi: escrow.abi, functionName: "resolve", args }))
        const hash = await chain.send(call, start + HOUR + EVIDENCE_WINDOW)
        const { gasUsed } = await chain.client.getTransactionReceipt({ hash })
        return { by, gas: gasUsed }
      })

    const key = addressOf("arbiter")
    const rulings = [await measure("a single key", key, async (data) => ({ from: key, to: escrow.address, data }))]
    for (const [threshold, size] of SAFES) {
      const owners = Array.from({ length: size }, (_, index) => accountNamed(`owner ${index}`))
      const safe = await safes.open(owners, BigInt(threshold))
      const sign = (data: Hex) =>
        signSafeTransaction(chain, safe, { to: escrow.address, value: 0n, data }, owners.slice(0, threshold))
      rulings.push(await measure(`a Safe, ${threshold} of ${size} owners`, safe.address, sign))
    }
    return rulings
  } finally {
    await chain.close()
  }
}
