import { type Hex, keccak256, maxUint256, toHex } from "viem"

import type { Call } from "../support/chain.ts"
import { callOf } from "../support/escrow.ts"
import { NO_PERMIT, type Rental, T0 } from "../support/offer.ts"
import { addressOf, type Role } from "../support/parties.ts"
import type { World } from "../support/world.ts"
import { DURATION, type RentalInStatus } from "./rentalInStatus.ts"

/** Seconds that every `extend` adds and every `refund` gives back. */
export const EXTRA = 600n
export const GIVEN_BACK = 60n

/** The function's name in a form such as `withdraw` to another address. */
export function nameOf(form: string): string {
  return form.split(" ")[0] ?? form
}

/** A function, named as in docs/authority.md, as somebody who is entitled to it would call it; sent by a role. */
export function attempt(world: World, form: string, role: Role, prepared: RentalInStatus, signature: Hex): Call {
  const { rental, duration, refundedSeconds } = prepared
  const token = world.token.address
  const args: Record<string, readonly unknown[]> = {
    deposit: [rental, DURATION, signature, NO_PERMIT],
    start: [rental],
    extend: [rental, duration + EXTRA, NO_PERMIT],
    stop: [rental, maxUint256],
    interrupt: [rental, maxUint256],
    refund: [rental, refundedSeconds + GIVEN_BACK],
    settle: [rental],
    settleMany: [[rental]],
    dispute: [rental, "ipfs://evidence", NO_PERMIT],
    submitEvidence: [rental, "ipfs://more"],
    resolve: [rental, 5000n],
    fundBond: [token, 1_000_000n],
    withdrawBond: [token, 1_000_000n, addressOf("keeper")],
    revokeOffers: [rental.offer.machine],
    setSigner: [addressOf("signer")],
    "withdraw to another address": [token, addressOf("payee"), addressOf("successor")],
    "withdraw to the payee itself": [token, addressOf("payee"), addressOf("payee")],
    collectFees: [token],
    transferOut: [token, addressOf(role), 1n],
    setMarket: [token, addressOf("keeper"), 1500n, true],
    setHostFee: [addressOf("host"), 1500n],
    setTreasury: [addressOf("keeper")],
    setGuardian: [addressOf("keeper")],
    closeMarket: [token],
    transferOwnership: [addressOf("keeper")],
    acceptOwnership: [],
    renounceOwnership: [],
  }
  const known = args[form]
  if (known === undefined) throw new Error(`no arguments are known for: ${form}`)
  return callOf(world.escrow, addressOf(role), nameOf(form), known)
}

/** Leaves fees, a credit of the payee and a named successor behind, as a market in use has them. */
export async function earlierBusiness(world: World): Promise<void> {
  const rental: Rental = {
    offer: world.offer({ machine: keccak256(toHex("another machine")), startWindow: 0n }),
    renter: addressOf("renter"),
    salt: keccak256(toHex("earlier")),
  }
  const block = (blocked: boolean) =>
    world.must(callOf(world.token, addressOf("owner"), "setBlocked", [addressOf("payee"), blocked]))
  await world.deposit(rental, DURATION, T0 + 600n)
  await block(true)
  await world.must(world.call("renter", "stop", [rental, maxUint256]), T0 + 1200n)
  await block(false)
  await world.must(world.call("owner", "transferOwnership", [addressOf("successor")]))
}
