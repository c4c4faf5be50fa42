import { expect } from "chai"
import { type Address, concat, encodeAbiParameters, type Hex } from "viem"

import { NATIVE } from "../support/escrow.ts"
import { cost, NO_PERMIT, type Offer, type Rental } from "../support/offer.ts"
import { errorText, type Outcome } from "../support/outcome.ts"
import { addressOf } from "../support/parties.ts"
import type { World } from "../support/world.ts"

const DURATION = 3600n

/** Deposits under an offer and a signature, and answers with what came of it; nothing of it stays. */
function tryToTake(world: World, offer: Offer, signature: Hex): Promise<Outcome> {
  const rental: Rental = { offer, renter: addressOf("renter"), salt: offer.spec }
  const value = offer.token === NATIVE ? cost(offer, DURATION) : 0n
  const call = world.call("payer", "deposit", [rental, DURATION, signature, NO_PERMIT], value)
  return world.chain.apart(() => world.send(call))
}

export async function expectTaken(world: World, offer: Offer, signature: Hex, label: string): Promise<void> {
  const outcome = await tryToTake(world, offer, signature)
  expect(outcome.ok ? "taken" : outcome.error, label).to.equal("taken")
}

/** Refused because `signer`, and nobody else, would have had to sign this. */
export async function expectRefused(
  world: World,
  offer: Offer,
  signature: Hex,
  signer: string,
  label: string,
): Promise<void> {
  const outcome = await tryToTake(world, offer, signature)
  expect(outcome.ok ? "taken" : outcome.error, label).to.equal(errorText("InvalidSignature", [signer]))
}

/** A signature as ERC-6492 wraps it for an account that a factory has yet to make. */
export function wrapped(signature: Hex, factory: Address, factoryCall: Hex): Hex {
  const types = [{ type: "address" }, { type: "bytes" }, { type: "bytes" }] as const
  return concat([encodeAbiParameters(types, [factory, factoryCall, signature]), `0x${"6492".repeat(16)}`])
}
