// Boards that do harm, beside an honest one: what the SDK finds must be what hosts have signed and the escrow takes.

import { hashOffer, type SignedOffer } from "@gpuflow/escrow/offer"
import { findOffers } from "@gpuflow/escrow/server"
import { type Address, createPublicClient, type Hex, keccak256, toHex } from "viem"
import { polygon } from "viem/chains"

import { boardItem, listing } from "./board.ts"
import { randomOf } from "./forkingNodes.ts"
import { type Answer, answerJson, type HttpServer, serveHttp } from "./httpServer.ts"
import { placeMulticall } from "./multicall.ts"
import { HOUR } from "./offer.ts"
import { addressOf } from "./parties.ts"
import { chain, transport } from "./sharedChain.ts"
import { escrowCall, makeOffer } from "./testBoard.ts"

interface HostileRun {
  readonly place: { readonly escrow: Address; readonly token: Address }
  readonly seed: number
  /** Boards of each kind. */
  readonly boards: number
}

export interface HostileResult {
  readonly boards: Readonly<Record<string, number>>
  /** Offers that were found, over all boards. */
  readonly found: number
  readonly wrong: readonly string[]
}

type Scene = {
  /** Offers that the escrow takes. */
  readonly good: readonly SignedOffer[]
  /** Offers that were signed, and that the escrow does not take any more. */
  readonly dead: readonly SignedOffer[]
  readonly below: (limit: number) => number
}

const STRANGER = addressOf("stranger")
const MEGABYTE = 2 ** 20

/** What each kind of board answers. */
const kinds: Readonly<Record<string, (scene: Scene) => Answer>> = {
  stale: ({ dead }) => listing(() => dead.map((one) => boardItem(one))),
  forged: (scene) => listing(() => scene.good.map((one) => boardItem(forge(one, scene.below)))),
  mutilated: ({ good, below }) => listing(() => good.map((one) => mutilate(boardItem(one), below))),
  reordered: ({ good, below }) =>
    listing(() => [...good, ...good].map((one) => boardItem(one)).sort(() => below(3) - 1)),
  withheld: () => listing(() => []),
  endless:
    ({ good }) =>
    (_, response) =>
      answerJson(response, { items: good.map((one) => boardItem(one)), next: "1" }),
  slow: () => (_, response) => {
    response.writeHead(200, { "content-type": "application/json" })
    response.write('{"items":[')
  },
  huge: () => (_, response) => {
    response.writeHead(200, { "content-type": "application/json" })
    const piece = " ".repeat(MEGABYTE)
    const pour = () => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once("drain", pour)
    }
    pour()
  },
  HTML: () => (_, response) => {
    response.writeHead(200, { "content-type": "text/html" })
    response.end("<!doctype html><title>Just a moment…</title>")
  },
  cut:
    ({ good }) =>
    (_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100000" })
      response.write(JSON.stringify({ items: good.map((one) => boardItem(one)), next: null }).slice(0, 500))
      setImmediate(() => response.destroy())
    },
}

export async function playHostileBoards({ place, seed, boards }: HostileRun): Promise<HostileResult> {
  const { escrow } = place
  const random = randomOf(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  await placeMulticall(chain)
  const client = createPublicClient({ chain: polygon, transport: transport(), cacheTime: 0 })
  const dead: SignedOffer[] = []
  const good: SignedOffer[] = []
  const sign = async (name: string, terms: object = {}): Promise<SignedOffer> => {
    const { text, offer } = await makeOffer(place, { machine: keccak256(toHex(name)), ...terms })
    return { chainId: polygon.id, escrow, offer, hostSignature: JSON.parse(text).hostSignature }
  }
  // Dead by their nonce, by their machine's rental, by their epoch, and by their expiry.
  for (const name of ["revoked", "rented"]) dead.push(await sign(name))
  const [revoked, rented] = dead
  if (!revoked || !rented) throw new Error("There are no offers.")
  await escrowCall(escrow, "host", "revokeOffers", [revoked.offer.machine])
  const rental = { offer: rented.offer, renter: addressOf("renter"), salt: keccak256(toHex("salt")) }
  await escrowCall(escrow, "renter", "deposit", [rental, HOUR, rented.hostSignature, "0x"])
  dead.push(await sign("epoch", { epoch: 7n }), await sign("expired", { expiry: await chain.now() }))
  for (let place = 0; place < 5; place += 1)
    good.push(await sign(`good ${place}`, { pricePerHour: BigInt(1 + place) * 10n ** 6n }))
  const keyOf = ({ offer, hostSignature }: SignedOffer) => `${hashOffer(offer)} ${hostSignature}`
  const expected = good.map(keyOf).sort().join()

  const played: Record<string, number> = {}
  const wrong: string[] = []
  let found = 0
  for (const [kind, answerOf] of Object.entries(kinds)) {
    for (let index = 0; index < boards; index += 1) {
      const servers: HttpServer[] = [
        await serveHttp(answerOf({ good, dead, below })),
        await serveHttp(listing(() => good.map((one) => boardItem(one)))),
      ]
      const urls = servers.map(({ url }) => url)
      const both = await findOffers(client, { escrow, boards: urls, timeout: 1_000 })
      played[kind] = (played[kind] ?? 0) + 1
      found += both.offers.length
      const keys = both.offers
        .map(({ signed }) => keyOf(signed))
        .sort()
        .join()
      if (keys !== expected) wrong.push(`${kind}: found other offers than those that hosts have signed`)
      const prices = both.offers.map(({ signed }) => signed.offer.pricePerHour)
      if (prices.some((price, at) => price < (prices[at - 1] ?? 0n))) wrong.push(`${kind}: the order is another`)
      await Promise.all(servers.map((server) => server.close()))
    }
  }
  return { boards: played, found, wrong }
}

/** An offer that its host has not signed. */
function forge(signed: SignedOffer, below: (limit: number) => number): SignedOffer {
  const { offer } = signed
  const changes = [
    { pricePerHour: 1n },
    { payee: STRANGER },
    { host: STRANGER },
    { bond: 0n, maxFeeBps: 10_000n },
    { machine: keccak256(toHex("another machine")) },
    { expiry: offer.expiry + 1n },
    { operator: STRANGER },
  ]
  const bytes = signed.hostSignature.slice(2)
  const at = below(bytes.length)
  const digit = ((Number.parseInt(bytes[at] ?? "0", 16) + 1 + below(14)) % 16).toString(16)
  const hostSignature: Hex = `0x${bytes.slice(0, at)}${digit}${bytes.slice(at + 1)}`
  const change = changes[below(changes.length + 1)]
  return change ? { ...signed, offer: { ...offer, ...change } } : { ...signed, hostSignature }
}

/** An item of which something is missing, or of another type. */
function mutilate(item: Record<string, unknown>, below: (limit: number) => number): unknown {
  const others: readonly unknown[] = [null, 0, -1, "", "0x", [], {}, "x".repeat(100_000), 1e308]
  const other = others[below(others.length)]
  const signed = Object(structuredClone(item["signed"]))
  const target = below(2) === 0 ? signed : signed.offer
  const names = Object.keys(target)
  const name = names[below(names.length)] ?? "offer"
  if (below(3) === 0) delete target[name]
  else target[name] = other
  return below(6) === 0 ? other : { ...item, signed }
}
