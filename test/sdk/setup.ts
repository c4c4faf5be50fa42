import {
  buildOffer,
  cost,
  deposit,
  type EscrowError,
  fundBond,
  isEscrowError,
  type Offer,
  type Rental,
  signOffer,
} from "@gpuflow/escrow"
import { setMarket } from "@gpuflow/escrow/admin"
import { deployEscrow } from "@gpuflow/escrow/deploy"
import { expect } from "chai"
import { network } from "hardhat"
import { type Address, custom, type Hex, keccak256, parseAbi, toHex, zeroAddress } from "viem"

export const connection = await network.create("polygonLike")
export const { viem, networkHelpers, provider } = connection

export const HOUR = 3_600n
export const FEE_BPS = 1_000n
/** Hundreds of years from now. */
const FAR = 10n ** 10n
export const NATIVE: Address = zeroAddress
export const tokenAbi = parseAbi([
  "function mint(address to, uint256 amount)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function balanceOf(address account) view returns (uint256)",
  "function nonces(address owner) view returns (uint256)",
])

/**
 * Requests go to the simulated chain as they are, unless `change` has another answer; a method that the chain does not
 * know is asked under another name.
 */
export function transport(
  change?: (method: string, answer: unknown) => unknown,
  names: Readonly<Record<string, string>> = {},
) {
  return custom({
    request: async ({ method: asked, params }: { method: string; params?: unknown[] }) => {
      const method = names[asked] ?? asked
      const answer = await provider.request({ method, params: params ?? [] })
      return change ? change(method, answer) : answer
    },
  })
}

/** The actors, a dollar token with plenty for everyone, and an escrow with a market for it and for the native coin. */
export async function deployed() {
  const [owner, host, renter, payer, arbiter, treasury, guardian, operator, payee, stranger] =
    await viem.getWalletClients()
  if (!owner || !host || !renter || !payer || !arbiter || !treasury || !guardian || !operator || !payee || !stranger) {
    throw new Error("The network has too few accounts.")
  }
  const token = await viem.deployContract("Token", ["USD Coin", "USDC", 6])
  const roles = { guardian: guardian.account.address, treasury: treasury.account.address }
  const { address: escrow } = await deployEscrow(owner, { owner: owner.account.address, ...roles })
  for (const market of [token.address, NATIVE]) {
    await setMarket(owner, {
      escrow,
      token: market,
      arbiter: arbiter.account.address,
      feeBps: FEE_BPS,
      open: true,
    })
  }
  for (const wallet of [host, renter, payer, stranger]) {
    const contract = { address: token.address, abi: tokenAbi } as const
    await wallet.writeContract({ ...contract, functionName: "mint", args: [wallet.account.address, 10n ** 12n] })
    await wallet.writeContract({ ...contract, functionName: "approve", args: [escrow, 2n ** 256n - 1n] })
  }
  const client = await viem.getPublicClient()
  const actors = { owner, host, renter, payer, arbiter, treasury, guardian, operator, payee, stranger }
  return { client, escrow, token: token.address, ...actors }
}

export type World = Awaited<ReturnType<typeof deployed>>

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

/** Expects one of the SDK's errors, by class, code and arguments. */
export async function expectError(
  action: Promise<unknown>,
  kind: abstract new (...args: never[]) => EscrowError<string, object>,
  args: object,
) {
  const error = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error, "error's class").to.be.instanceOf(kind)
  if (!isEscrowError(error)) throw new Error("The error lacks the SDK's brand.")
  expect(error.name, "error's name").to.equal(`${error.code}Error`)
  expect(error.args, "error's arguments").to.deep.equal(args)
  return error
}

/** Expects that an action fails before anything is sent. */
export async function expectNothingSent(
  action: () => Promise<unknown>,
  kind: abstract new (...args: never[]) => EscrowError<string, object>,
  args: object,
) {
  const before = await provider.request({ method: "eth_blockNumber" })
  const error = await expectError(action(), kind, args)
  expect(await provider.request({ method: "eth_blockNumber" }), "block number").to.equal(before)
  return error
}

/** Gives an address the code that always does the same, without a Solidity file. */
export async function setCode(address: Address, code: Hex) {
  await provider.request({ method: "hardhat_setCode", params: [address, code] })
}
