// The contracts around the escrow, beside the fixture's world.

import { deposit } from "@gpuflow/escrow"
import { type Address, maxUint256 } from "viem"
import { HOUR, makeRental, tokenAbi, wantedDeposit } from "./rentals.ts"
import { chain, deployed, type World } from "./sharedChain.ts"

/** A fixture: as `deployed`, with the mandate contract. The renter has approved nothing to it. */
export async function withMandates() {
  const world = await deployed()
  const { address: mandateContract } = await chain.deploy("RentalMandate", [world.escrow])
  return { ...world, mandateContract }
}

export type MandateWorld = Awaited<ReturnType<typeof withMandates>>

/** Lets a spender take a role's dollars. */
export async function allow(
  { token }: World,
  owner: World["renter"],
  spender: Address,
  amount = maxUint256,
): Promise<void> {
  await owner.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [spender, amount] })
}

/** A rental of the renter that runs for an hour, paid by the renter. */
export async function rented(world: World, terms: Parameters<typeof wantedDeposit>[1] = {}, duration = HOUR) {
  const { escrow, hostSignature, rental } = await wantedDeposit(world, terms)
  return deposit(world.renter, { escrow, rental: makeRental(world, rental.offer), duration, hostSignature }).then(
    (result) => ({ ...result, rental, hostSignature }),
  )
}
