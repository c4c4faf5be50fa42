import { type Hex, keccak256, maxUint256, toHex, zeroAddress } from "viem"
import { sign } from "viem/accounts"

import { type Purchase, transferDigestOf } from "../signatures/purchaseEncoder.ts"
import type { Call, Contract } from "../support/chain.ts"
import { callOf } from "../support/escrow.ts"
import { type Mandate, typedMandate } from "../support/mandate.ts"
import { DAY, type Domain, NO_PERMIT, type Rental, T0 } from "../support/offer.ts"
import { accountOf, addressOf, keyOf, type Role } from "../support/parties.ts"
import { openWorld, type World } from "../support/world.ts"

/** Until when a mandate and a purchase can be used. */
export const EXPIRY = T0 + 50n * DAY
export const MANDATE_SALT = keccak256(toHex("mandate"))

/** More than any price. What is left of it goes back to the payer. */
const VALUE = 10n ** 12n
const FEE = 10_000n
export const TIP = 10_000n
/** Permit2's place among the router's methods. */
const PERMIT2 = 1

/** A world in which deposits are paid through the router, and extensions by a mandate of the renter. */
export interface PeripheryWorld extends World {
  readonly router: Contract
  readonly mandates: Contract
  readonly permit2: Contract
  /** A purchase of one order that the payer signed, as a call of the router. */
  purchase(verb: "rent" | "extend", order: Order, relayer?: Role): Promise<(role: Role) => Call>
  /** An execution of a mandate that the renter signed, of so many seconds. */
  execution(rental: Rental, step: bigint): Promise<(role: Role) => Call>
}

interface Order {
  readonly rental: Rental
  readonly duration: bigint
}

export async function openPeripheryWorld(): Promise<PeripheryWorld> {
  const core = await openWorld()
  const { chain, token, escrow } = core
  const permit2 = await core.deploy("@uniswap/v4-periphery/lib/permit2/src/Permit2.sol:Permit2", [])
  const router = await core.deploy("RentalRouter", [escrow.address, permit2.address])
  const mandates = await core.deploy("RentalMandate", [escrow.address])
  await core.must(callOf(token, addressOf("payer"), "approve", [permit2.address, maxUint256]))
  await core.must(callOf(token, addressOf("renter"), "approve", [mandates.address, maxUint256]))
  const domain = (name: string, { address }: Contract): Domain => {
    return { name, version: "1", chainId: chain.id, verifyingContract: address }
  }

  const world: PeripheryWorld = {
    ...core,
    router,
    mandates,
    permit2,
    async purchase(verb, { rental, duration }, relayer) {
      const payer = addressOf("payer")
      const order = { rentalId: await core.idOf(rental), renter: rental.renter, duration }
      const purchase: Purchase = {
        orders: [order],
        relayFee: FEE,
        relayer: relayer ? addressOf(relayer) : zeroAddress,
        validBefore: EXPIRY,
      }
      const signed = { purchase, payer, router: domain("RentalRouter", router), token: token.address, value: VALUE }
      const hash = transferDigestOf(signed, permit2.address)
      const signature = await sign({ hash, privateKey: keyOf("payer"), to: "hex" })
      const { orders: _, ...terms } = purchase
      const payment = { ...terms, payer, value: VALUE, signature, method: PERMIT2, permit: NO_PERMIT }
      const args =
        verb === "rent" ? [[rental], [duration], [await core.sign(rental.offer)], payment] : [rental, duration, payment]
      return (role) => callOf(router, addressOf(role), verb, args)
    },
    async execution(rental, step) {
      const mandate: Mandate = {
        renter: rental.renter,
        rentalId: await core.idOf(rental),
        maxTotal: VALUE,
        step,
        extendBefore: 2n ** 32n - 1n,
        maxTip: TIP,
        expiry: EXPIRY,
        epoch: 0n,
        salt: MANDATE_SALT,
      }
      const typed = typedMandate(mandate, domain("RentalMandate", mandates))
      const signature: Hex = await accountOf("renter").signTypedData(typed)
      return (role) => callOf(mandates, addressOf(role), "execute", [mandate, signature, rental, TIP, NO_PERMIT])
    },
    async deposit(rental, duration, at) {
      const purchase = await world.purchase("rent", { rental, duration })
      await world.must(purchase("keeper"), at)
    },
    async extend(rental, { before, duration }, at) {
      const execution = await world.execution(rental, duration - before)
      await world.must(execution("keeper"), at)
    },
  }
  return world
}
