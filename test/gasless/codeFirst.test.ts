// USDC 2.2 and Permit2 ask the code of an account that has some, and its key only where there is none. An account that
// delegates (EIP-7702) has code.
import { getState, idOf } from "@gpuflow/escrow"
import { signOffer } from "@gpuflow/escrow/offer"
import {
  AccountCannotSignError,
  getPurchaseWays,
  PaymentRefusedError,
  type PreparedPurchase,
  type PurchaseWay,
  preparePurchase,
  type SignedPurchase,
  sendPurchase,
  signPurchase,
  simulatePurchase,
} from "@gpuflow/escrow/router"
import { expect } from "chai"
import { zeroAddress } from "viem"

import { expectError } from "../support/expectError.ts"
import { failureOf } from "../support/failureOf.ts"
import { type GaslessWorld, relayDelegation, relayPermit, withoutCoins } from "../support/gasless.ts"
import { HOUR, makeOffer, makeRental } from "../support/rentals.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers
const ways = ["authorization", "permit2"] as const satisfies readonly PurchaseWay[]

describe("a purchase by an account that delegates", () => {
  for (const way of ways) {
    it(`default: code that knows ERC-1271 signs by ${way}, and what its key signed before stays valid`, async () => {
      const world = await loadFixture(withoutCoins)
      const { client, escrow, wallet, relayer, bundler } = world
      const { purchase, signed: before } = await signedByKey(world, way)

      await relayDelegation(world, bundler.simpleAccount)

      expect(await available(world, purchase), "ways").to.deep.equal([true, true])
      await simulatePurchase(client, { signed: before })
      await sendPurchase(relayer, { signed: await signPurchase(wallet, { purchase, way }) })
      const [order] = purchase.orders
      if (!order) throw new Error("no order")
      expect((await getState(client, { escrow, id: idOf(order.rental) })).status, "rental").to.equal("Active")
    })

    it(`error: code that does not know ERC-1271 cannot sign by ${way}, until the delegation is taken back`, async () => {
      const world = await loadFixture(withoutCoins)
      const { client, wallet, account } = world
      const { purchase, signed: before } = await signedByKey(world, way)
      const { address: batches } = await chain.deploy("BatchAccount", [])

      await relayDelegation(world, batches)

      expect(await available(world, purchase), "ways").to.deep.equal([false, false])
      for (const { error } of await getPurchaseWays(client, { purchase }))
        expect(error, "reason").to.be.instanceOf(AccountCannotSignError)
      await expectError(signPurchase(wallet, { purchase, way }), AccountCannotSignError, { account: account.address })
      // This is what the planner spares its user: token and Permit2 do not ask the key.
      const refused = await failureOf(simulatePurchase(client, { signed: before }))
      expect(refused, "a signature of the key").to.be.instanceOf(PaymentRefusedError)

      await relayDelegation(world, zeroAddress)
      expect(await available(world, purchase), "ways without a delegation").to.deep.equal([true, true])
      await simulatePurchase(client, { signed: before })
    })
  }
})

/** An hour of a machine, signed by the account while it has no code, which Permit2 may be paid from. */
async function signedByKey(
  world: GaslessWorld,
  way: PurchaseWay,
): Promise<{ purchase: PreparedPurchase; signed: SignedPurchase }> {
  const { client, escrow, router, permit2, account, wallet, host } = world
  const offer = await makeOffer(world, { startWindow: 0n })
  const rental = { ...makeRental(world, offer), renter: account.address }
  const orders = [{ rental, duration: HOUR, hostSignature: await signOffer(host, { escrow, offer }) }]
  const purchase = await preparePurchase(client, { escrow, router, payer: account.address, orders, relayFee: 20_000n })
  await relayPermit(world, permit2, purchase.value)
  return { purchase, signed: await signPurchase(wallet, { purchase, way }) }
}

async function available({ client }: GaslessWorld, purchase: PreparedPurchase): Promise<readonly boolean[]> {
  return (await getPurchaseWays(client, { purchase })).map((option) => option.available)
}
