// A relayer in this process, on a chain behind a port of this machine, and purchases for it.

import { idOf } from "@gpuflow/escrow"
import { buildOffer, signOffer } from "@gpuflow/escrow/offer"
import {
  type PurchaseOrder,
  type PurchaseWay,
  preparePurchase,
  purchaseDigest,
  type SignedPurchase,
  serializePurchase,
  signPurchase,
} from "@gpuflow/escrow/router"
import { type Address, createWalletClient, type Hex, http, keccak256, toHex } from "viem"
import { polygon } from "viem/chains"
import { type RelayerOptions, runRelayer } from "../../keeper/relay/index.ts"
import { newDatabase, removeDatabase } from "./keeperProcess.ts"
import { openLocalChain } from "./localChain.ts"
import { accountNamed, accountOf, addressOf, type Role } from "./parties.ts"
import { until } from "./until.ts"

export const USDC: Address = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
export const DOLLAR = 1_000_000n
const HOUR = 3_600n
/** Hundreds of years from now. */
const FAR = 10n ** 10n

export type RelayWorld = Awaited<ReturnType<typeof openRelayWorld>>

/** Polygon with an escrow and its router, a host, and two renters with dollars. The relayer alone has POL to send with. */
async function openRelayWorld() {
  const chain = await openLocalChain()
  for (const role of ["renter", "payer"] as const) await chain.mint(USDC, role, 1_000n * DOLLAR)
  for (const name of ["relayer", "other relayer"]) await chain.fund(accountNamed(name).address)
  let snapshot = await chain.client.snapshot()
  return {
    ...chain,
    reset: async () => {
      await chain.client.revert({ id: snapshot })
      snapshot = await chain.client.snapshot()
      await chain.rpc("evm_setAutomine", true)
      await chain.client.mine({ blocks: 1 })
    },
  }
}

/** Before each test of the block: one chain for all of them, put back to its start. After each: what was started is stopped. */
export function onRelayChain(set: (world: RelayWorld) => void) {
  let opened: RelayWorld | undefined
  before(async () => {
    opened = await openRelayWorld()
  })
  beforeEach(async () => {
    if (!opened) throw new Error("The chain did not open.")
    await opened.reset()
    set(opened)
  })
  afterEach(stopRelayers)
  after(() => opened?.close())
}

/** Stops every relayer that was started here, and removes what it has stored. */
export async function stopRelayers(): Promise<void> {
  await Promise.all(started.splice(0).map(({ stop }) => stop()))
  for (const path of databases.splice(0)) removeDatabase(path)
}

const started: { readonly stop: () => Promise<void> }[] = []
const databases: string[] = []

export function newRelayDatabase(): string {
  const path = newDatabase()
  databases.push(path)
  return path
}

export const walletOf = ({ url }: { readonly url: string }, role: Role) =>
  createWalletClient({ account: accountOf(role), chain: polygon, transport: http(url), pollingInterval: 5 })

/** An hour on a machine of its own, at a dollar and a half. */
export async function orderOf(
  world: RelayWorld,
  {
    machine = "a100-0",
    renter = "renter",
    host = "host",
    salt = "order 1",
  }: {
    readonly machine?: string
    readonly renter?: Role
    readonly host?: Role
    readonly salt?: string
  } = {},
): Promise<PurchaseOrder> {
  const offer = await buildOffer(world.client, {
    escrow: world.escrow,
    host: addressOf(host),
    token: USDC,
    machine: keccak256(toHex(machine)),
    spec: keccak256(toHex("A100 80 GB")),
    pricePerHour: 1_500_000n,
    maxDuration: 24n * HOUR,
    startWindow: 0n,
    expiry: FAR,
  })
  const hostSignature = await signOffer(walletOf(world, host), { escrow: world.escrow, offer })
  const rental = { offer, renter: addressOf(renter), salt: keccak256(toHex(salt)) }
  return { rental, duration: HOUR, hostSignature }
}

type Wanted = Partial<preparePurchase.Parameters> & { readonly by?: Role; readonly way?: PurchaseWay }

/** A purchase of one hour, signed. */
export async function purchaseOf(
  world: RelayWorld,
  { by = "renter", way = "authorization", ...changes }: Wanted = {},
): Promise<SignedPurchase> {
  const { escrow, router } = world
  const wallet = walletOf(world, by)
  const orders = changes.orders ?? [await orderOf(world, { renter: by })]
  const terms = { escrow, router, payer: addressOf(by), orders, relayFee: DOLLAR, ...changes }
  return signPurchase(wallet, { purchase: await preparePurchase(wallet, terms), way })
}

export function digestOf({ router, chainId, orders, payment }: SignedPurchase): Hex {
  const { relayFee, relayer, validBefore } = payment
  const ordered = orders.map(({ rental, duration }) => ({ rentalId: idOf(rental), renter: rental.renter, duration }))
  return purchaseDigest({ router, chainId, purchase: { orders: ordered, relayFee, relayer, validBefore } })
}

export type Answer = { readonly status: number; readonly body: Body; readonly headers: Headers }
/** What the relayer answers, looked into by name. */
export type Body = { readonly [field: string]: unknown }

export type Relayer = Awaited<ReturnType<typeof startRelayer>>

/** A relayer with short pauses. */
export async function startRelayer(
  world: Pick<RelayWorld, "url" | "escrow" | "router">,
  { name = "relayer", ...options }: Partial<RelayerOptions> & { readonly name?: string } = {},
) {
  const lines: Body[] = []
  const stopping = new AbortController()
  const output = {
    write: (text: string) => {
      for (const line of text.trim().split("\n")) lines.push(JSON.parse(line))
    },
  }
  let failure: unknown
  const done = runRelayer({
    rpcUrls: [world.url],
    escrow: world.escrow,
    router: world.router,
    account: accountNamed(name),
    database: options.database ?? newRelayDatabase(),
    pollInterval: 100,
    bumpAfter: 400,
    confirmations: 3,
    purchasesPerMinute: 10_000,
    requestsPerMinute: 10_000,
    port: 0,
    logLevel: "debug",
    output,
    signal: stopping.signal,
    ...options,
  }).catch((error: unknown) => {
    failure = error
  })
  const logged = (msg: string) => lines.filter((line) => line["msg"] === msg)
  await until(() => failure !== undefined || logged("poll finished").length > 0)
  if (failure !== undefined) throw failure
  const url = `http://127.0.0.1:${logged("relayer started")[0]?.["port"]}`
  const relayer = {
    url,
    lines,
    logged,
    stop: async () => {
      stopping.abort()
      await done
    },
    get: (path: string, init?: RequestInit) => ask(`${url}${path}`, init),
    post: (purchase: SignedPurchase | string, init: RequestInit = {}) =>
      ask(`${url}/purchases`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: typeof purchase === "string" ? purchase : serializePurchase(purchase),
        ...init,
      }),
    /** Waits until a purchase has a status, and returns what the relayer answers then. */
    reached: async (purchase: SignedPurchase, ...statuses: string[]): Promise<Body> => {
      let found: Body = {}
      await until(async () => {
        const path = `/purchases/${digestOf(purchase)}?payer=${purchase.payment.payer}`
        found = (await ask(`${url}${path}`)).body
        return statuses.includes(String(found["status"]))
      })
      return found
    },
  }
  started.push(relayer)
  return relayer
}

async function ask(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init)
  const text = await response.text()
  const isJson = response.headers.get("content-type")?.includes("json") === true
  return { status: response.status, body: isJson ? JSON.parse(text) : { text }, headers: response.headers }
}
