// One of everything that the page about exits speaks of, and what everybody around it does at worst.
import { type Address, type Hex, keccak256, maxUint256, toHex, zeroAddress, zeroHash } from "viem"
import { sign } from "viem/accounts"

import {
  authorizationDigestOf,
  type Purchase,
  purchaseDigestOf,
  transferDigestOf,
} from "../signatures/purchaseEncoder.ts"
import { type Contract, openChain, type Rpc } from "../support/chain.ts"
import { delegate } from "../support/delegation.ts"
import { callOf, NATIVE, openEscrow } from "../support/escrow.ts"
import { serveHttp } from "../support/httpServer.ts"
import { type Mandate, typedMandate } from "../support/mandate.ts"
import {
  cost,
  DAY,
  type Domain,
  HOUR,
  NO_PERMIT,
  OFFER,
  type Offer,
  type Rental,
  STATUSES,
  typedOffer,
} from "../support/offer.ts"
import { type Outcome, outcomeOf } from "../support/outcome.ts"
import { accountOf, addressOf, keyOf, type Role } from "../support/parties.ts"

export const DURATION = 8n * HOUR
/** Of a machine whose offer everybody has. */
const OTHER_MACHINE = keccak256(toHex("a100-1"))
const RICH = ["host", "renter", "payer", "keeper"] as const
const FAR = 2n ** 40n - 1n

export type ExitScene = Awaited<ReturnType<typeof openExitScene>>

/** Balance and credit of each party together, and the host's bond outside of the rental that is got out. */
export interface Purses {
  readonly renter: bigint
  readonly payee: bigint
  readonly host: bigint
  readonly bond: bigint
}

export async function openExitScene() {
  const chain = await openChain({ initialBaseFeePerGas: 0n })
  const serve = (rpc: Rpc) =>
    serveHttp(async ({ body }, response) => {
      response.end(JSON.stringify(await answer(rpc, JSON.parse(body))))
    })
  const endpoint = await serve(chain.rpc)
  const priceWord = (price: bigint) => price.toString(16).padStart(64, "0")
  const lying = await serve(async (method, ...params) => {
    const result = await chain.rpc(method, ...params)
    if (method !== "eth_getLogs") return result
    return JSON.parse(JSON.stringify(result).replaceAll(priceWord(OFFER.pricePerHour), priceWord(1n)))
  })
  const { escrow, token } = await openEscrow(chain, { token: ["UsdcToken"], rich: RICH })
  const permit2 = await chain.deploy("@uniswap/v4-periphery/lib/permit2/src/Permit2.sol:Permit2", [])
  const router = await chain.deploy("RentalRouter", [escrow.address, permit2.address])
  const mandates = await chain.deploy("RentalMandate", [escrow.address])
  const contracts = [escrow, token, permit2, router, mandates]
  const domain: Domain = {
    name: "RentalEscrow",
    version: "1",
    chainId: chain.id,
    verifyingContract: escrow.address,
  }

  const send = (contract: Contract, role: Role, name: string, args: readonly unknown[], value = 0n): Promise<Outcome> =>
    outcomeOf(chain, contracts, callOf(contract, addressOf(role), name, args, value))
  async function must(contract: Contract, role: Role, name: string, args: readonly unknown[], value = 0n) {
    const outcome = await send(contract, role, name, args, value)
    if (!outcome.ok) throw new Error(`${name} was refused: ${outcome.error}`)
  }
  const numberOf = async (contract: Contract, name: string, args: readonly unknown[]) =>
    BigInt(String(await chain.read(contract, name, args)))

  const description = { name: "USD Coin", symbol: "USDC", version: "2", decimals: 6 }
  const abilities = { showsVersion: true, hasAuthorizations: true, wraps: false }
  await must(token, "owner", "describe", [{ ...description, ...abilities }])
  await must(token, "payer", "approve", [permit2.address, maxUint256])
  await must(escrow, "host", "fundBond", [token.address, OFFER.bond * 5n])
  await must(escrow, "host", "fundBond", [NATIVE, OFFER.bond], OFFER.bond)
  await must(escrow, "host", "setSigner", [addressOf("signer")])

  const offerOf = (changes: Partial<Offer> = {}): Offer => ({
    ...OFFER,
    token: token.address,
    expiry: FAR,
    challengeWindow: HOUR,
    ...changes,
  })
  const rentalOf = (offer: Offer): Rental => ({ offer, renter: addressOf("renter"), salt: zeroHash })
  const signed = (offer: Offer) => accountOf("signer").signTypedData(typedOffer(offer, domain))
  /** An offer that the host has signed, for a machine that is free. */
  const standing = rentalOf(offerOf({ machine: OTHER_MACHINE, startWindow: 0n }))
  const standingSignature = await signed(standing.offer)

  const standingOf = (role: Role): Rental => ({ ...standing, renter: addressOf(role) })
  /** What a stranger has locked of the host's bond. */
  async function locked(): Promise<bigint> {
    const id = await chain.read(escrow, "idOf", [standingOf("keeper")])
    const { status } = Object(await chain.read(escrow, "getRental", [id]))
    return STATUSES[status] === "Active" ? smaller(standing.offer.bond, 20n * cost(standing.offer, HOUR)) : 0n
  }
  const purseOf = async (account: Address) =>
    (await numberOf(token, "balanceOf", [account])) + (await numberOf(escrow, "credits", [token.address, account]))

  return {
    chain,
    url: endpoint.url,
    /** An endpoint that changes the price in every event. */
    lyingUrl: lying.url,
    async close() {
      await Promise.all([endpoint.close(), lying.close()])
      await chain.close()
    },
    escrow,
    token,
    permit2,
    router,
    mandates,
    send,
    must,
    numberOf,
    offerOf,
    rentalOf,
    idOf: async (rental: Rental) => (await chain.read(escrow, "idOf", [rental])) as Hex,
    async deposit(changes: Partial<Offer> = {}): Promise<Rental> {
      const rental = rentalOf(offerOf(changes))
      const value = rental.offer.token === NATIVE ? cost(rental.offer, DURATION) : 0n
      await must(escrow, "payer", "deposit", [rental, DURATION, await signed(rental.offer), NO_PERMIT], value)
      return rental
    },
    /** A stranger takes the offer that everybody has. */
    takeStanding: (role: Role) => send(escrow, role, "deposit", [standingOf(role), HOUR, standingSignature, NO_PERMIT]),
    /** A mandate of the renter that is due at once, as a keeper executes it. */
    async mandateOf(rental: Rental) {
      const mandate: Mandate = {
        renter: addressOf("renter"),
        rentalId: (await chain.read(escrow, "idOf", [rental])) as Hex,
        maxTotal: 10n ** 12n,
        step: HOUR,
        extendBefore: DAY,
        maxTip: 0n,
        expiry: FAR,
        epoch: 0n,
        salt: zeroHash,
      }
      const domainOfMandates = { ...domain, name: "RentalMandate", verifyingContract: mandates.address }
      const signature = await accountOf("renter").signTypedData(typedMandate(mandate, domainOfMandates))
      return () => send(mandates, "keeper", "execute", [mandate, signature, rental, 0n, NO_PERMIT])
    },
    /** A purchase that the payer has signed for the standing offer, as a relayer sends it. */
    async purchaseOf(method: "authorization" | "permit2") {
      const price = cost(standing.offer, HOUR)
      const purchase: Purchase = {
        orders: [
          { rentalId: (await chain.read(escrow, "idOf", [standing])) as Hex, renter: standing.renter, duration: HOUR },
        ],
        relayFee: 20_000n,
        relayer: zeroAddress,
        validBefore: FAR,
      }
      const itsDomain = { ...domain, name: "RentalRouter", verifyingContract: router.address }
      const payer = addressOf("payer")
      const value = price + purchase.relayFee
      const payment = { purchase, payer, router: itsDomain, token: token.address, value }
      const hash = method === "permit2" ? transferDigestOf(payment, permit2.address) : authorizationDigestOf(payment)
      const signature = await sign({ hash, privateKey: keyOf("payer"), to: "hex" })
      const { relayFee, relayer, validBefore } = purchase
      const part = { payer, value, relayFee, relayer, validBefore, signature, permit: NO_PERMIT }
      const args = [[standing], [HOUR], [standingSignature], { ...part, method: method === "permit2" ? 1 : 0 }]
      return {
        digest: purchaseDigestOf(purchase, itsDomain),
        relay: () => send(router, "keeper", "rent", args),
      }
    },
    /** The account runs a smart account's code from now on. */
    async delegate(role: Role): Promise<void> {
      const code = await chain.deploy("KeyWallet", [addressOf("keeper")])
      await delegate(chain, accountOf(role), code.address)
    },
    purses: async (): Promise<Purses> => ({
      renter: await purseOf(addressOf("renter")),
      payee: await purseOf(addressOf("payee")),
      host: await purseOf(addressOf("host")),
      bond: (await numberOf(escrow, "bonds", [token.address, addressOf("host")])) + (await locked()),
    }),
  }
}

interface Request {
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
}

/** What an endpoint of the chain answers to one request, or to several. */
async function answer(rpc: Rpc, asked: Request | readonly Request[]): Promise<unknown> {
  if (!("id" in asked)) return Promise.all(asked.map((one) => answer(rpc, one)))
  const { id, method, params } = asked
  const result = await rpc(method, ...params).then(
    (value) => ({ result: value }),
    ({ code, message, data }: { code: number; message: string; data?: unknown }) => ({
      error: { code, message, data },
    }),
  )
  return { jsonrpc: "2.0", id, ...result }
}

export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

/** What is got out, and by whom. */
interface Target {
  readonly rental?: Rental | undefined
  readonly sender: Role
}

/** Whoever is around a position, and what each tries, as often as it can. None of it has to succeed. */
const EACH: Readonly<Record<string, (scene: ExitScene, target: Target) => Promise<unknown>>> = {
  "everybody is silent": async () => {},
  "a hostile keeper": async ({ send, escrow, token }, { rental }) => {
    for (const role of ["renter", "payee", "host", "treasury"] as const) {
      await send(escrow, "keeper", "withdraw", [token.address, addressOf(role), addressOf("keeper")])
      await send(escrow, "keeper", "withdraw", [token.address, addressOf(role), addressOf(role)])
    }
    await send(escrow, "keeper", "collectFees", [token.address])
    if (rental === undefined) return
    await send(escrow, "keeper", "settleMany", [[rental, rental]])
    await send(escrow, "keeper", "settle", [{ ...rental, renter: addressOf("keeper") }])
  },
  // They can keep offers from a renter, and give those that they have to others: a machine is taken, and a bond with it.
  "a hostile server and board": ({ takeStanding }) => takeStanding("keeper"),
  "a hostile relayer": async ({ send, router, mandates, token, permit2 }) => {
    const payment = {
      payer: addressOf("payer"),
      value: 10n ** 9n,
      relayFee: 10n ** 9n,
      relayer: zeroAddress,
      validBefore: FAR,
      signature: "0x",
      method: 0,
      permit: NO_PERMIT,
    }
    await send(router, "keeper", "rent", [[], [], [], payment])
    for (const spender of [router, mandates, permit2])
      await send(token, "keeper", "transferFrom", [addressOf("payer"), spender.address, 1n])
  },
  "a hostile court": async ({ send, escrow }, { rental }) => {
    if (rental === undefined) return
    for (const share of [0, 10_000]) await send(escrow, "arbiter", "resolve", [rental, share])
    for (const verb of ["settle", "start"]) await send(escrow, "arbiter", verb, [rental])
    await send(escrow, "arbiter", "stop", [rental, maxUint256])
  },
  "a hostile owner and guardian": async ({ send, escrow, token }) => {
    await send(escrow, "guardian", "closeMarket", [token.address])
    await send(escrow, "owner", "setMarket", [token.address, addressOf("owner"), 1500, false])
    await send(escrow, "owner", "setHostFee", [addressOf("host"), 1500])
    await send(escrow, "owner", "setTreasury", [addressOf("owner")])
    await send(escrow, "owner", "setGuardian", [addressOf("owner")])
    await send(escrow, "owner", "renounceOwnership", [])
  },
  "another side that no payout reaches": async ({ send, token }, { sender }) => {
    for (const role of ["renter", "payee"] as const)
      if (role !== sender) await send(token, "owner", "setBlocked", [addressOf(role), true])
  },
}

/** Each of them, and then all of them together. */
export const OTHERS: typeof EACH = {
  ...EACH,
  "all of them together": async (scene, target) => {
    for (const worst of Object.values(EACH)) await worst(scene, target)
  },
}
