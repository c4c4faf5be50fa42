// The contracts around the escrow, beside the fixture's world.

import { deposit } from "@gpuflow/escrow"
import { setMarket } from "@gpuflow/escrow/admin"
import { type Address, maxUint256, parseEther } from "viem"
import type { Contract } from "./chain.ts"
import { callOf, FEE_BPS } from "./escrow.ts"
import { addressOf } from "./parties.ts"
import { HOUR, makeRental, tokenAbi, wantedDeposit } from "./rentals.ts"
import { chain, deployed, networkHelpers, type World } from "./sharedChain.ts"

/** A fixture: as `deployed`, with the mandate contract. The renter has approved nothing to it. */
export async function withMandates() {
  const world = await deployed()
  const { address: mandateContract } = await chain.deploy("RentalMandate", [world.escrow])
  return { ...world, mandateContract }
}

/** Lets a spender take an account's tokens. */
export async function allow(owner: World["renter"], token: Address, spender: Address): Promise<void> {
  await owner.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [spender, maxUint256] })
}

/** A rental of the renter that runs for an hour, paid by the renter. */
export async function rented(world: World, terms: Parameters<typeof wantedDeposit>[1] = {}, duration = HOUR) {
  const { escrow, hostSignature, rental } = await wantedDeposit(world, terms)
  return deposit(world.renter, { escrow, rental: makeRental(world, rental.offer), duration, hostSignature }).then(
    (result) => ({ ...result, rental, hostSignature }),
  )
}

/** A dollar that behaves as USDC 2.2 does, with plenty for an account. */
async function openDollar(owner: Address): Promise<Contract> {
  const dollar = await chain.deploy("UsdcToken", [])
  await describeDollar(dollar, owner, { hasAuthorizations: true })
  await mintDollars(dollar, owner)
  return dollar
}

/** What the dollar can do. Anyone may change it. */
export async function describeDollar(
  dollar: Contract,
  sender: Address,
  abilities: { readonly hasAuthorizations: boolean },
): Promise<void> {
  const description = { name: "USD Coin", symbol: "USDC", version: "2", decimals: 6, showsVersion: true, wraps: false }
  await chain.transact(callOf(dollar, sender, "describe", [{ ...description, ...abilities }]))
}

/** Plenty of dollars for an account, which pays for the transaction. */
export async function mintDollars(dollar: Contract, owner: Address, sender = owner): Promise<void> {
  await chain.transact(callOf(dollar, sender, "mint", [owner, 10n ** 12n]))
}

/**
 * A fixture: an escrow whose dollar behaves as USDC 2.2 does, the real Permit2, and the router. The renter has dollars,
 * and has allowed nobody anything.
 */
export async function withRouter() {
  const world = await deployed()
  const { escrow, owner, arbiter, renter } = world
  const dollar = await openDollar(renter.account.address)
  const token = dollar.address
  await setMarket(owner, { escrow, token, arbiter: arbiter.account.address, feeBps: FEE_BPS, open: true })
  const { address: permit2 } = await chain.deploy("@uniswap/v4-periphery/lib/permit2/src/Permit2.sol:Permit2", [])
  const { address: router } = await chain.deploy("RentalRouter", [escrow, permit2])
  return { ...world, token, dollar, permit2, router }
}

export type RouterWorld = Awaited<ReturnType<typeof withRouter>>

/** A fixture: as `withRouter`, with the mandate contract. */
export async function withBoth() {
  const world = await withRouter()
  const { address: mandateContract } = await chain.deploy("RentalMandate", [world.escrow])
  return { ...world, mandateContract }
}

/** Puts the renter's account back as every fixture expects it: without code, and with coins. */
export async function restoreRenter(): Promise<void> {
  await networkHelpers.setCode(addressOf("renter"), "0x")
  await networkHelpers.setBalance(addressOf("renter"), parseEther("10000"))
}
