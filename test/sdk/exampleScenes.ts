// What an example finds when it is run: who acts, and what has happened before.

import { deposit, dispute, fundBond, getRental, getState, MachineBusyError, stop } from "@gpuflow/escrow"
import { serializeAccessRequest, signAccess } from "@gpuflow/escrow/access"
import { setMarket, transferOwnership } from "@gpuflow/escrow/admin"
import { buildMandate, executeMandate, parseMandate, serializeMandate, signMandate } from "@gpuflow/escrow/mandate"
import { hashDocument, offerLink, serializeOffer, signOffer } from "@gpuflow/escrow/offer"
import {
  encodePermit,
  getQuote,
  planDeposit,
  planPayment,
  probeToken,
  runDeposit,
  serializePlan,
} from "@gpuflow/escrow/plan"
import {
  parsePurchase,
  preparePurchase,
  relayThrough,
  type SignedPurchase,
  sendPurchase,
  serializePurchase,
  signPurchase,
  verifyPurchase,
} from "@gpuflow/escrow/router"
import { createWalletClient, parseEther, type Transport, toHex } from "viem"
import { boardItem, serveBoard } from "../support/board.ts"
import { openBundler } from "../support/bundler.ts"
import { FEE_BPS, NATIVE } from "../support/escrow.ts"
import { relayPermit } from "../support/gasless.ts"
import { answerJson } from "../support/httpServer.ts"
import { indexedRental, serveIndex } from "../support/indexServer.ts"
import { openDoor, testSshKey } from "../support/machineDoor.ts"
import { placeMulticall } from "../support/multicall.ts"
import { accountNamed, accountOf } from "../support/parties.ts"
import { allow } from "../support/periphery.ts"
import { deposited, HOUR, makeOffer, makeRental, running, tokenAbi } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, polygon, provider, transport, type World } from "../support/sharedChain.ts"

const { impersonateAccount, mine, setBalance, time } = networkHelpers
const USDC = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
const DAY = 24n * HOUR
const machine = (name: string) => toHex(name, { size: 32 })

type Actor = Exclude<keyof World, "client" | "escrow" | "token">

/** What a scene changes: addresses and ids by the properties that take them, values by the names of what is declared. */
export interface Change {
  readonly places?: Readonly<Record<string, unknown>>
  readonly given?: Readonly<Record<string, unknown>>
  /** What answers at the addresses that it names. Everything else is the chain. */
  readonly endpoints?: Readonly<Record<string, Transport>>
}

type Before = (scenery: Scenery) => Promise<Change | undefined>

export interface Scene {
  /** Who acts; without it, the renter. */
  readonly actor?: Actor
  readonly before?: Before | undefined
  /** What it must print. */
  readonly prints?: RegExp
  /** It goes on for ever: it is left once it has printed that. */
  readonly endless?: boolean
  /** The error's code that it must end in. */
  readonly refused?: string
  /** Blocks must come while it waits. */
  readonly mines?: boolean
}

export type Scenery = Awaited<ReturnType<typeof scenery>>

/** Polygon's tokens, feeds and Multicall3; one rental that ended, two that run. */
export async function scenery() {
  await polygon()
  const world = await deployed()
  await placeMulticall(chain)
  const { escrow, owner, arbiter, renter } = world
  await setMarket(owner, { escrow, token: USDC, arbiter: arbiter.account.address, feeBps: FEE_BPS, open: true })
  const first = await running(world, { machine: machine("ended") }, "ended")
  const { events } = await stop(renter, { escrow, rental: first.rental })
  const second = await running(world, { machine: machine("second") }, "second")
  const rented = await running(world, { bond: 2_000_000n })
  return { ...world, rented, second, ended: { ...first, events } }
}

const signedOffer: Before = async (world) => {
  const offer = await makeOffer(world, { machine: machine("free"), startWindow: 0n, maxFeeBps: 1_500n })
  const hostSignature = await signOffer(world.host, { escrow: world.escrow, offer })
  return { places: { hostSignature }, given: { offer, hostSignature } }
}

const later =
  (seconds: bigint): Scene["before"] =>
  async () => {
    await time.increase(seconds)
    return undefined
  }

async function disputed({ renter, escrow, rented: { rental } }: Scenery) {
  await time.increase(1_200n)
  await dispute(renter, { escrow, rental, evidenceURI: "ipfs://evidence" })
}

/** What the planner's examples ask for. */
async function wanted(world: Scenery): Promise<planDeposit.Parameters> {
  const offer = await makeOffer(world, { machine: machine("free") })
  const hostSignature = await signOffer(world.host, { escrow: world.escrow, offer })
  return { escrow: world.escrow, rental: makeRental(world, offer, "wanted"), duration: HOUR, hostSignature }
}

const planned: Before = async (world) => {
  const parameters = await wanted(world)
  return { given: { wanted: parameters, plan: await planDeposit(world.renter, parameters) } }
}

/** A plan that a page has kept. */
const kept =
  (plan: (world: Scenery) => Promise<object>): Scene["before"] =>
  async (world) => {
    const text = JSON.stringify(await plan(world))
    return { given: { sessionStorage: { getItem: () => text } } }
  }

/** What a page has kept of a deposit that went through. */
const paid: Before = async (world) => {
  const plan = await planDeposit(world.renter, await wanted(world))
  const { hash } = await runDeposit(world.renter, { plan })
  return { given: { stored: { plan: serializePlan(plan), hash } } }
}

const extension = ({ renter, escrow, rented: { rental } }: Scenery) =>
  planPayment(renter, { verb: "extend", parameters: { escrow, rental, duration: 4n * HOUR } })

const failing: Before = async ({ escrow }) => ({ places: { to: escrow, data: "0x00000000" } })

/** A mandate for the rental that runs, signed by its renter. */
const mandated =
  (later?: bigint) =>
  async ({ escrow, renter, rented: { rental } }: Scenery) => {
    const { address: mandateContract } = await chain.deploy("RentalMandate", [escrow])
    await allow(renter, rental.offer.token, mandateContract)
    const contracts = { escrow, mandateContract }
    const until = 2n * HOUR
    const mandate = await buildMandate(renter, { ...contracts, rental, until, maxTip: 10_000n })
    const signed = await signMandate(renter, { ...contracts, rental, mandate })
    if (later !== undefined) await time.increase(later)
    const text = serializeMandate(signed)
    return {
      places: { mandateContract, salt: mandate.salt },
      given: {
        ...contracts,
        mandate,
        rental,
        signed,
        stored: signed,
        text,
        request: new Request("https://example.com", { method: "POST", body: text }),
      },
    }
  }

/** A keeper that takes mandates. */
const postedMandate = async (_url: string, { body }: { readonly body: string }) =>
  new Response(parseMandate(body).signature)

/** A host has described its machine in a document. */
const described: Scene = {
  before: async () => {
    const json = { version: 1, name: "rack 3, slot 2", gpu: { model: "NVIDIA A100", count: 8, memoryMiB: 81_920 } }
    return { given: { json, text: JSON.stringify(json), fetch: async () => new Response() } }
  },
}

/** A purchase of the renter, who has USDC and has allowed nobody anything. */
const purchased = async (world: Scenery) => {
  const { escrow, host, renter, stranger } = world
  const payer = renter.account.address
  await renter.writeContract({ address: USDC, abi: tokenAbi, functionName: "mint", args: [payer, 10n ** 9n] })
  const offer = await makeOffer(world, { machine: machine("free"), startWindow: 0n, token: USDC })
  const hostSignature = await signOffer(host, { escrow, offer })
  const { address: permit2 } = await chain.deploy("@uniswap/v4-periphery/lib/permit2/src/Permit2.sol:Permit2", [])
  const { address: router } = await chain.deploy("RentalRouter", [escrow, permit2])
  const orders = [{ rental: makeRental(world, offer, "wanted"), duration: HOUR, hostSignature }]
  const wanted = { escrow, router, payer, orders, relayFee: 20_000n }
  const prepared = await preparePurchase(renter, wanted)
  const signed = await signPurchase(renter, { purchase: prepared, way: "authorization" })
  const text = serializePurchase(signed)
  return {
    places: { router, hostSignature, relayer: stranger.account.address },
    // What is signed, where an example has nothing else of a purchase.
    given: {
      offer,
      signed,
      text,
      prepared,
      purchase: prepared,
      wanted,
      request: new Request("https://example.com", { method: "POST", body: text }),
    },
  }
}

/** A renter without native coin, what it wants to rent, and a relayer behind `/relay`. */
const relayed: Before = async (world) => {
  const { places, given } = await purchased(world)
  const [order] = given.wanted.orders
  await setBalance(world.renter.account.address, 0n)
  return {
    places,
    given: {
      router: given.wanted.router,
      wanted: { escrow: world.escrow, ...order },
      fetch: async (_url: string, { body }: { readonly body: string }) => {
        const { hash } = await sendPurchase(world.stranger, { signed: parsePurchase(body) })
        return Response.json({ hash })
      },
    },
  }
}

/** A board with one offer. */
const listed: Before = async ({ escrow, host, ...world }) => {
  const document = { gpu: { model: "NVIDIA H100 80GB HBM3", count: 8, memoryMiB: 81_559 } }
  const spec = hashDocument(document)
  const terms = { machine: machine("free"), startWindow: 0n, spec, token: USDC, pricePerHour: 1_500_000n } as const
  const offer = await makeOffer({ escrow, host, ...world }, terms)
  const hostSignature = await signOffer(host, { escrow, offer })
  const board = await serveBoard(() => [boardItem({ chainId: 137, escrow, offer, hostSignature, document })])
  return { places: { server: board.url } }
}

/** The changes of a board that reports one of each kind. */
class ReportingBoard {
  addEventListener(_kind: string, report: () => void): void {
    report()
  }
}

/** A server that has the rental that runs, its host, the latest transaction, and one change after the other. */
const serving: Before = async ({ client, escrow, rented }) => {
  const found = await getRental(client, { escrow, id: rented.id })
  const record = {
    ...{ rentals: 1, open: 1, completed: 0, cancelled: 0, declined: 0, noShows: 0, interruptions: 0, disputes: 0 },
    ...{
      rulings: 0,
      lost: 0,
      promisedSeconds: 0,
      servedSeconds: 0,
      servedBps: null,
      feesPaid: [],
      feesPaidDollars: null,
    },
  }
  const pages: Readonly<Record<string, object>> = {
    hosts: { items: [{ host: found.rental.offer.host, rank: 1, record }], next: null },
    transactions: { transaction: rented.hash, block: 1, blockHash: rented.hash, timestamp: 1, events: [] },
  }
  const server = await serveIndex({
    escrow,
    rentals: () => [indexedRental(found)],
    other: ({ url }, response) => {
      const [, page = ""] = url.pathname.split("/")
      if (page !== "changes") return answerJson(response, pages[page])
      response.writeHead(200, { "content-type": "text/event-stream" })
      response.end('event: block\ndata: {"block":7}\n\n')
    },
  })
  return { places: { server: server.url, transaction: rented.hash } }
}

/** What the renter wants to rent, from a host that offers a month. */
const extendable: Before = async (world) => {
  const { places } = await mandated()(world)
  const { rental, ...deposit } = await wanted(world)
  const offer = { ...rental.offer, maxDuration: 30n * DAY }
  const hostSignature = await signOffer(world.host, { escrow: world.escrow, offer })
  const { mandateContract } = places
  const given = { mandateContract, wanted: { ...deposit, rental: { ...rental, offer }, hostSignature } }
  return { places, given: { ...given, fetch: postedMandate } }
}

/** A rental whose machine has a door that lets its renter in. */
const withDoor: Before = async (world) => {
  const { document, rental } = await openDoor(world)
  return {
    places: { rental },
    given: { document, publicKey: `${testSshKey("renter")} me@home` },
  }
}

/** A request that the renter signed. */
const asked: Before = async (world) => {
  const { escrow, renter, rented } = world
  const publicKey = testSshKey("renter")
  const request = await signAccess(renter, { escrow, rental: rented.id, publicKey })
  const access = { rental: rented.id, publicKey, expiry: request.expiry }
  const text = serializeAccessRequest(request)
  return {
    places: { rental: rented.id },
    given: { publicKey, access, request, body: text, text, line: publicKey },
  }
}

/** The renter, and what it wants to buy, by the names of the guide. */
const bought: Before = async (world) => {
  const { places, given } = await purchased(world)
  const { router, payer, orders } = given.wanted
  const posted = async (_url: string, { body }: { readonly body: string }) =>
    new Response(parsePurchase(body).chainId.toString())
  return {
    places,
    given: { ...given, router, payer, orders, minimumFee: 20_000n, relayer: places.relayer, fetch: posted },
  }
}

/** Two machines, and a relay that sends what the renter signs. */
const cluster: Before = async (world) => {
  const { given } = await purchased(world)
  const { escrow, host, stranger } = world
  const [first] = given.wanted.orders
  const offer = await makeOffer(world, { machine: machine("free, too"), startWindow: 0n, token: USDC })
  const hostSignature = await signOffer(host, { escrow, offer })
  const second = { rental: makeRental(world, offer, "wanted, too"), duration: HOUR, hostSignature }
  const send = async (signed: SignedPurchase) => (await sendPurchase(stranger, { signed })).hash
  const relay = relayThrough({ router: given.wanted.router, fee: 20_000n, send })
  return { given: { orders: [first, second], relay } }
}

/** A relayer's two routes, as `gpuflow-escrow relay` answers them. */
const relayer: Before = async (world) => {
  const change = await bought(world)
  const { stranger, escrow } = world
  const relayer = stranger.account.address
  const fetch = async (asked: string, request?: { readonly body: string }) => {
    const { pathname, searchParams } = new URL(asked)
    if (pathname === "/fee") {
      const [token, method, orders] = ["token", "method", "orders"].map((name) => searchParams.get(name))
      return Response.json({ fee: "20000", relayer, token, method, orders })
    }
    const signed = parsePurchase(request?.body ?? "")
    const checking = { signed, escrow, router: signed.router, relayer, minimumFee: 20_000n }
    const { refusals } = await verifyPurchase(stranger, checking)
    if (refusals[0]) return Response.json({ title: refusals[0].error.message }, { status: 422 })
    await sendPurchase(stranger, { signed })
    return Response.json({ status: "accepted" }, { status: 202 })
  }
  return { ...change, given: { ...change?.given, token: USDC, fetch } }
}

/** A rental whose host offers a month, and a keeper that takes mandates. */
const extendableForWeeks: Before = async (world) => {
  const { places } = await mandated()(world)
  const terms = { machine: machine("for weeks"), maxDuration: 30n * DAY }
  const { rental } = await running(world, terms, "for weeks")
  return { places, given: { rental, mandateContract: places.mandateContract, fetch: postedMandate } }
}

/** A renter with dollars and no POL, whose gas a paymaster pays through a bundler. */
const withPaymaster: Before = async (world) => {
  const { escrow, host, payer, stranger } = world
  const owner = accountNamed("a renter that stops without POL")
  const bundler = await openBundler(chain, accountOf("keeper"))
  const { address: paymaster } = await chain.deploy("TokenPaymaster", [USDC, 500_000n])
  await bundler.fundPaymaster(paymaster, parseEther("10"))
  const offer = await makeOffer(world, { machine: machine("free"), startWindow: 0n })
  const rental = { offer, renter: owner.address, salt: machine("without POL") }
  const hostSignature = await signOffer(host, { escrow, offer })
  await deposit(payer, { escrow, rental, duration: HOUR, hostSignature })
  await stranger.writeContract({ address: USDC, abi: tokenAbi, functionName: "mint", args: [owner.address, 10n ** 9n] })
  const wallet = createWalletClient({ account: owner, chain: chain.client.chain, transport: transport() })
  await relayPermit({ wallet, account: owner, token: USDC, relayer: stranger }, paymaster, 5_000_000n)
  return {
    given: {
      owner,
      rental,
      paymaster: { getPaymasterData: async () => ({ paymaster, paymasterData: "0x" }) },
    },
    endpoints: { "https://bundler.example.com": bundler.endpoint },
  }
}

/** As `purchased`, for examples that hash what is signed. */
const ordered: Before = async (world) => {
  const change = await purchased(world)
  return { ...change, given: { ...change.given, purchase: change.given.prepared.purchase } }
}

/** By the name of the function, or by the guide's heading. */
export const scenes: Readonly<Record<string, Scene>> = {
  buildMandate: { before: mandated() },
  signMandate: { before: mandated() },
  summarizeMandate: { before: mandated() },
  checkMandate: { before: mandated() },
  executeMandate: { actor: "stranger", before: mandated(3_000n) },
  getMandateSpent: { before: mandated() },
  getMandateStatus: { before: mandated() },
  getNextExtension: { before: mandated() },
  prepareMandate: { before: mandated() },
  revokeMandate: { before: mandated() },
  revokeAllMandates: { before: mandated() },
  mandateTypedData: { before: mandated() },
  hashMandate: { before: mandated() },
  serializeMandate: { before: mandated() },
  parseMandate: { before: mandated() },
  parseDocument: described,
  canonicalDocument: described,
  hashMachineDocument: described,
  offerRemovalTypedData: {
    before: async ({ host }) => ({
      given: { removal: { host: host.account.address, machine: machine("free"), expiry: 2_000_000_000n } },
    }),
  },
  decodeMandateEvents: {
    before: async (world) => {
      const change = await mandated(3_000n)(world)
      const { signed } = change.given
      const { hash } = await executeMandate(world.stranger, { signed })
      return { ...change, places: { ...change.places, hash } }
    },
  },
  toMandateError: { before: failing, prints: /not from the contracts/ },
  useMandate: { before: mandated() },
  preparePurchase: { before: purchased },
  signPurchase: { before: purchased },
  getPurchaseWays: { before: purchased },
  preparePurchaseCall: { before: purchased },
  simulatePurchase: { before: purchased },
  sendPurchase: { actor: "stranger", before: purchased, prints: /^0x/ },
  verifyPurchase: { actor: "stranger", before: purchased },
  serializePurchase: { before: purchased },
  parsePurchase: { before: purchased },
  purchaseDigest: { before: ordered },
  hashPurchase: { before: ordered },
  decodeRouterEvents: {
    before: async (world) => {
      const change = await purchased(world)
      const { signed } = change.given
      const { hash } = await sendPurchase(world.stranger, { signed })
      return { ...change, places: { ...change.places, hash } }
    },
  },
  toRouterError: { before: failing, prints: /not from the contracts/ },
  relayThrough: { before: relayed, prints: /fee of 0\.02 USDC for the relayer/ },
  extendUpTo: { before: extendable, prints: /Sign the mandate/ },
  usePurchase: { before: purchased },
  usePurchaseWays: { before: purchased },
  start: {
    actor: "host",
    before: async (world) => {
      const { id } = await deposited(world, { machine: machine("waiting") }, "waiting")
      return { places: { id } }
    },
  },
  deposit: { before: signedOffer },
  verifyOffer: { before: signedOffer },
  checkOffer: { before: signedOffer },
  isSignedBy: { before: signedOffer },
  signOffer: { actor: "host", before: signedOffer },
  buildOffer: { actor: "host" },
  interrupt: { actor: "host" },
  refund: { actor: "host", before: later(3_000n) },
  settle: { before: later(8n * HOUR) },
  settleMany: { before: later(8n * HOUR) },
  getClaims: { before: later(8n * HOUR) },
  isEscrowError: { prints: /^Try again at \d+\.$/m },
  dispute: { before: later(1_200n) },
  submitEvidence: {
    before: async (world) => {
      await disputed(world)
      return undefined
    },
  },
  resolve: {
    actor: "arbiter",
    before: async (world) => {
      await disputed(world)
      await time.increase(DAY)
      return undefined
    },
  },
  installWallet: {
    before: async () => ({ given: { context: { exposeFunction: async () => {}, addInitScript: async () => {} } } }),
  },
  fundBond: { actor: "host" },
  withdrawBond: {
    actor: "host",
    before: async ({ host, escrow, token }) => {
      await fundBond(host, { escrow, token, amount: 1_500_000n })
      return undefined
    },
  },
  withdraw: {
    before: async (world) => {
      const { renter, escrow, token } = world
      // The payee is a contract that takes no coins; afterwards it is an account like any other.
      const terms = { token: NATIVE, payee: token, pricePerHour: parseEther("1"), machine: machine("native") }
      const { rental } = await running(world, terms, "native")
      await time.increase(1_000n)
      await stop(renter, { escrow, rental })
      await chain.client.setCode({ address: token, bytecode: "0x" })
      await impersonateAccount(token)
      await setBalance(token, parseEther("1"))
      return { places: { account: token, token: NATIVE } }
    },
  },
  revokeOffers: { actor: "host" },
  setSigner: { actor: "host" },
  setMarket: { actor: "owner" },
  setHostFee: { actor: "owner" },
  setTreasury: { actor: "owner" },
  setGuardian: { actor: "owner" },
  closeMarket: { actor: "guardian" },
  transferOwnership: { actor: "owner" },
  renounceOwnership: { actor: "owner" },
  acceptOwnership: {
    before: async ({ owner, renter, escrow }) => {
      await transferOwnership(owner, { escrow, newOwner: renter.account.address })
      return undefined
    },
  },
  // There is none on Polygon yet.
  findDeployment: { prints: /^not known$/ },
  getDeployment: { refused: "DeploymentUnknown" },
  toEscrowError: { before: failing, prints: /^not from the escrow$/m },
  waitForTransaction: {
    before: async () => {
      await mine(200)
      return undefined
    },
  },
  usePlanDeposit: { before: planned },
  planDepositQueryOptions: { before: planned },
  planDepositQueryKey: { before: planned },
  planDeposit: { before: signedOffer, prints: /^Pay for the rental/m },
  runDeposit: { before: planned, prints: /^Pay for the rental/m },
  useRent: { before: planned },
  accessActions: { before: asked },
  serverActions: { before: listed },
  findOffers: { before: listed, prints: /^0x\w+/m },
  readServer: { before: serving, prints: /^0x\w+ Active \d+$/m },
  readServerItems: { before: serving, prints: /^0x\w+ 1$/m },
  waitForServer: { before: serving },
  requestAccess: { before: withDoor, prints: /^ssh -p 2222 renter@127\.0\.0\.1$/m },
  "Get into a rented machine": { before: withDoor, prints: /^ssh -p 2222 renter@127\.0\.0\.1 ssh-ed25519 /m },
  signAccess: { before: asked },
  verifyAccess: { actor: "stranger", before: asked },
  accessTypedData: { before: asked },
  serializeAccessRequest: { before: asked },
  parseAccessRequest: {
    before: async (world) => {
      const change = await asked(world)
      return { ...change, given: { request: new Response(String(change?.given?.["body"])) } }
    },
  },
  parseSshKey: { before: asked },
  sshFingerprint: { before: asked },
  watchServer: { before: serving, prints: /^block/m, endless: true },
  dollarValue: {
    before: async (world) => {
      const terms = { token: USDC, dollarsPerHour: "1.50", hours: 1n, slippageBps: 50n, validFor: 600n } as const
      return { given: { quote: await getQuote(world.client, terms) } }
    },
  },
  requireWithinQuote: {
    before: async (world) => {
      const terms = { token: USDC, dollarsPerHour: "1.50", hours: 1n, slippageBps: 50n, validFor: 600n } as const
      const offer = await makeOffer(world, { token: USDC, machine: machine("free") })
      return { given: { offer, quote: await getQuote(world.client, terms) } }
    },
  },
  serializePlan: {
    before: async (world) => ({
      given: { plan: await planDeposit(world.renter, await wanted(world)), sessionStorage: { setItem: () => true } },
    }),
  },
  parseDepositPlan: { before: kept(async (world) => planDeposit(world.renter, await wanted(world))) },
  parsePaymentPlan: { before: kept(extension) },
  runPayment: { before: async (world) => ({ given: { plan: await extension(world) } }) },
  resumeDeposit: { before: paid, prints: /^Rental 0x\w+ is paid\.$/m },
  "After a reload in the middle of a deposit": { before: paid },
  "Show progress, and cancel": {
    before: async () => ({
      given: { button: new AbortController(), show: () => undefined, progress: { phase: "final" } },
    }),
    mines: true,
  },
  "Read through a node, sign in a wallet": {
    before: async (world) => {
      const plan = await planDeposit(world.renter, await wanted(world))
      return { given: { plan, wallet: world.renter, reader: world.client } }
    },
  },
  "Errors in words for people": { prints: /^The machine is taken: / },
  watchEvents: { prints: /^keep this/m, endless: true },
  "Rent with one signature": { before: bought, prints: /^At most 1520000 base units, including a fee of 20000\.$/m },
  "Let the planner do it": { before: relayed, prints: /fee of 0\.02 USDC for the relayer/ },
  "Rent several machines at once": { before: cluster, prints: /^2 machines are rented\.$/m },
  "Check a purchase before you send it": { actor: "stranger", before: bought, prints: /^0x/ },
  "Run a relayer": { before: relayer },
  "Pay as you go": { before: extendableForWeeks, prints: /take up to .* in all/ },
  "Execute a mandate": { actor: "stranger", before: mandated(3_000n), prints: /^0x/ },
  "Rent and sign the mandate in one plan": { before: extendable },
  "Afterwards, without POL": { before: withPaymaster },
  "Read a server's index": { before: serving, prints: /^0x\w+ Active \d+$/m },
  "Find an offer": { before: listed, prints: /^https?:/m },
  "Offers in a page": {
    before: async (world) => {
      const change = await listed(world)
      return { ...change, given: { EventSource: ReportingBoard } }
    },
    prints: /^1\nSearch again\./m,
  },
  "Rent a machine": { before: signedOffer, prints: /^Back: \d+$/m },
  "Show what happens": {
    // The meter there takes the state as of now.
    before: async ({ client, escrow, rented: { id } }) => ({ given: { now: await getState(client, { escrow, id }) } }),
    prints: /^\d+$/m,
  },
  "Be paid, as a host": { actor: "host", before: later(8n * HOUR) },
  "When something is wrong": {
    before: async (world) => {
      const { escrow, second } = world
      // Its machine is taken.
      const offer = await makeOffer(world, { machine: machine("second") })
      const hostSignature = await signOffer(world.host, { escrow, offer })
      const rental = makeRental(world, offer, "other")
      return { given: { parameters: { escrow, rental, duration: HOUR, hostSignature }, second } }
    },
    prints: /^Free again at \d+\.$/m,
  },
  "Step by step": { mines: true },
  "Follow events": { prints: /^Deposited$(.|\n)*^written \d/m, endless: true },
  "What it costs in dollars": { prints: /^1500000 base units an hour, until \d+$/m },
  "Let the SDK plan the payment": { before: planned, prints: /^Rented: 0x/m },
  ethers: { prints: /^\d+$/m },
}

/** What stands everywhere, unless a scene has another. */
export async function standard(world: Scenery): Promise<Required<Pick<Change, "places" | "given">>> {
  const { client, escrow, token, owner, host, renter, guardian, treasury, arbiter, stranger, rented, second, ended } =
    world
  const { rental, offer, hostSignature, id } = rented
  const now = BigInt(await time.latest())
  const signature = `0x${"11".repeat(64)}1b` as const
  const places = {
    escrow,
    token,
    id,
    ids: [id, second.id],
    host: host.account.address,
    renter: renter.account.address,
    owner: owner.account.address,
    newOwner: stranger.account.address,
    guardian: guardian.account.address,
    treasury: treasury.account.address,
    arbiter: arbiter.account.address,
    signer: stranger.account.address,
    to: stranger.account.address,
    account: renter.account.address,
    machine: offer.machine,
    spec: offer.spec,
    hostSignature,
    hash: rented.hash,
    data: encodePermit({ value: 1n, deadline: now, signature }),
    signature,
  }
  const state = await getState(client, { escrow, id })
  const signed = { chainId: 137, escrow, offer, hostSignature }
  const ethereum = {
    request: ({ method, params = [] }: { method: string; params?: unknown[] }): Promise<unknown> =>
      /^eth_(requestA|a)ccounts$/.test(method)
        ? Promise.resolve([renter.account.address])
        : provider.request({ method, params }),
  }
  const given = {
    escrow,
    id,
    host: host.account.address,
    renter: renter.account.address,
    offer,
    hostSignature,
    signed,
    offers: [signed],
    text: serializeOffer(signed),
    url: "https://example.com/offers/1",
    fetch: async () => new Response(serializeOffer(signed)),
    location: { href: offerLink("https://example.com/rent", signed) },
    error: new MachineBusyError({ busyUntil: now }),
    rental,
    rentals: [rental, second.rental],
    state,
    now,
    client: renter,
    events: ended.events,
    records: [{ token, state, reason: "Completed", disputed: false, hostBps: undefined, fees: 0n }],
    token: await probeToken(client, { token: USDC }),
    ethereum,
    injected: ethereum,
  }
  return { places, given }
}
