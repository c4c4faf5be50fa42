import { cost, deposit, fundBond, type Offer, type Rental } from "@gpuflow/escrow"
import { buildOffer, signOffer } from "@gpuflow/escrow/offer"
import { type Address, keccak256, parseAbi, toHex } from "viem"

import { deployed, type World } from "./sharedChain.ts"

export const HOUR = 3_600n
/** Hundreds of years from now. */
const FAR = 10n ** 10n
export const tokenAbi = parseAbi([
  "function mint(address to, uint256 amount)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function balanceOf(address account) view returns (uint256)",
  "function nonces(address owner) view returns (uint256)",
])

/** A machine at 1.50 dollars an hour. */
export async function makeOffer(world: World, terms: Partial<buildOffer.Parameters> = {}): Promise<Offer> {
  return buildOffer(world.client, {
    escrow: world.escrow,
    host: world.host.account.address,
    operator: world.operator.account.address,
    payee: world.payee.account.address,
    token: world.token,
    machine: keccak256(toHex("a100-0")),
    spec: keccak256(toHex("A100 80 GB")),
    pricePerHour: 1_500_000n,
    maxDuration: 24n * HOUR,
    // The chain's clock runs on while other files are tested, and a fixture's last block stays where it was.
    expiry: FAR,
    ...terms,
  })
}

export function makeRental(world: World, offer: Offer, salt = "order 1"): Rental {
  return { offer, renter: world.renter.account.address, salt: keccak256(toHex(salt)) }
}

/** A fixture: as `deployed`, but the renter has not approved its dollars yet. */
export async function withoutAllowance(): Promise<World> {
  const world = await deployed()
  const { renter, token, escrow } = world
  await renter.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [escrow, 0n] })
  return world
}

/** The parameters of a deposit for an hour that starts at once. */
export async function wantedDeposit(world: World, terms: Partial<buildOffer.Parameters> = {}) {
  const { escrow, host } = world
  const offer = await makeOffer(world, { startWindow: 0n, ...terms })
  const hostSignature = await signOffer(host, { escrow, offer })
  return { escrow, rental: makeRental(world, offer), duration: HOUR, hostSignature }
}

/** A rental of an hour, paid by the payer; the bond that it needs is funded first. */
export async function deposited(world: World, terms: Partial<buildOffer.Parameters> = {}, salt?: string) {
  const { escrow, host, payer } = world
  const offer = await makeOffer(world, terms)
  if (offer.bond > 0n) await fundBond(host, { escrow, token: offer.token, amount: offer.bond })
  const hostSignature = await signOffer(host, { escrow, offer })
  const rental = makeRental(world, offer, salt)
  const price = cost(offer.pricePerHour, HOUR)
  const result = await deposit(payer, { escrow, rental, duration: HOUR, hostSignature })
  return { ...result, rental, offer, hostSignature, price }
}

/** As `deposited`, running from the deposit on. */
export function running(world: World, terms: Partial<buildOffer.Parameters> = {}, salt?: string) {
  return deposited(world, { startWindow: 0n, ...terms }, salt)
}

/** An account's dollars. */
export async function balance({ client, token }: World, account: Address): Promise<bigint> {
  return client.readContract({ address: token, abi: tokenAbi, functionName: "balanceOf", args: [account] })
}
