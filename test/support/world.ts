import type { Address, Hex } from "viem"

import { type Call, type Contract, type InProcessChain, openChain } from "./chain.ts"
import { callOf, NATIVE, openEscrow } from "./escrow.ts"
import { cost, type Domain, NO_PERMIT, OFFER, type Offer, type Rental, T0, typedOffer } from "./offer.ts"
import { type Outcome, outcomeOf } from "./outcome.ts"
import { accountOf, addressOf, ROLES, type Role } from "./parties.ts"

/** Everyone but the stranger, who is nobody in particular: the keeper is that as well. */
export const CALLERS = ROLES.filter((role) => role !== "stranger")

/**
 * The escrow in use, called by its ABI alone: everyone has coins and tokens, the host has bonds and has named its signer.
 * The clock stands still, and gas costs nothing.
 */
export interface World {
  readonly chain: InProcessChain
  readonly escrow: Contract
  readonly token: Contract
  /** Deploys a contract whose events and errors are decoded from then on. */
  deploy: InProcessChain["deploy"]
  call(role: Role, name: string, args: readonly unknown[], value?: bigint): Call
  /** Mines one block with one transaction in it, exactly at `at`, or one second later than the last block. */
  send(call: Call, at?: bigint): Promise<Outcome>
  /** Sends what must succeed. */
  must(call: Call, at?: bigint): Promise<Extract<Outcome, { ok: true }>>
  sign(offer: Offer): Promise<Hex>
  deposit(rental: Rental, duration: bigint, at: bigint): Promise<void>
  /** Pays for what `duration` is more than `before`. */
  extend(rental: Rental, times: { readonly before: bigint; readonly duration: bigint }, at: bigint): Promise<void>
  offer(changes?: Partial<Offer>): Offer
  idOf(rental: Rental): Promise<Hex>
  exitAt(rental: Rental): Promise<bigint>
}

export async function openWorld(chainId = 137): Promise<World> {
  const chain = await openChain({ chainId, initialBaseFeePerGas: 0n })
  for (const role of CALLERS) await chain.fund(addressOf(role))
  await chain.mineAt(T0)
  const { escrow, token } = await openEscrow(chain, { rich: CALLERS })
  const contracts: Contract[] = [escrow, token]

  const world: World = {
    chain,
    escrow,
    token,
    async deploy(what, args, from) {
      const contract = await chain.deploy(what, args, from)
      contracts.push(contract)
      return contract
    },
    call: (role, name, args, value) => callOf(escrow, addressOf(role), name, args, value),
    send: (call, at) => outcomeOf(chain, contracts, call, at),
    async must(call, at) {
      const outcome = await world.send(call, at)
      if (!outcome.ok) throw new Error(`refused: ${outcome.error}`)
      return outcome
    },
    sign: (offer) => accountOf("signer").signTypedData(typedOffer(offer, domainOf(world))),
    async deposit(rental, duration, at) {
      const value = rental.offer.token === NATIVE ? cost(rental.offer, duration) : 0n
      const args = [rental, duration, await world.sign(rental.offer), NO_PERMIT]
      await world.must(world.call("payer", "deposit", args, value), at)
    },
    async extend(rental, { before, duration }, at) {
      const { offer } = rental
      const value = offer.token === NATIVE ? cost(offer, duration) - cost(offer, before) : 0n
      await world.must(world.call("payer", "extend", [rental, duration, NO_PERMIT], value), at)
    },
    offer: (changes = {}) => ({ ...OFFER, token: token.address, ...changes }),
    idOf: async (rental) => (await chain.read(escrow, "idOf", [rental])) as Hex,
    exitAt: async (rental) => (await chain.read(escrow, "exitAt", [rental])) as bigint,
  }

  for (const market of [token.address, NATIVE]) {
    const bond = OFFER.bond * 5n
    await world.must(world.call("host", "fundBond", [market, bond], market === NATIVE ? bond : 0n))
  }
  await world.must(world.call("host", "setSigner", [addressOf("signer")]))
  return world
}

/** What ties a signature to the world's chain and escrow. */
export function domainOf({
  chain,
  escrow,
}: {
  readonly chain: { readonly id: number }
  readonly escrow: { readonly address: Address }
}): Domain {
  return { name: "RentalEscrow", version: "1", chainId: chain.id, verifyingContract: escrow.address }
}
