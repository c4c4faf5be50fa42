import { cost } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { type Address, type Hex, zeroAddress } from "viem"
import { LARGEST_BATCH } from "../../../sdk/core/requests/settleMany.ts"
import { escrowBytecode } from "../../../sdk/generated/escrowBytecode.ts"
import type { Artifact } from "../../../test/support/chain.ts"
import { type Figures, measureBatch, measureCalls, measurePolicy, takeMany } from "./calls.ts"
import { compile } from "./compile.ts"
import { type Fixture, HOUR, makeOffer, makeRental, measure, openFixture, signatureOf } from "./fixture.ts"
import { encode, type Gas, openMeter, plus } from "./meter.ts"
import { measurePeers } from "./peers.ts"
import { measureWays, type Ways } from "./ways.ts"

export const BATCHES = [1, 10, 50, 100] as const
const CROWD = 50_000n
const MACHINE: Hex = `0x${"ab".repeat(32)}`

/** Everything that the benchmark measures. */
export interface Measurements {
  readonly codeSize: number
  readonly deployment: Gas
  readonly coins: Readonly<Record<"ERC-20" | "native", { readonly calls: Figures; readonly batches: Map<number, Gas> }>>
  readonly policy: Figures
  readonly peers: Figures
  /** The same rental in an empty escrow and in one with many rentals. */
  readonly growth: { readonly rentals: bigint; readonly before: Figures; readonly after: Figures }
  /** How many rentals one transaction can settle, by their payees. */
  readonly largestBatch: ReadonlyMap<string, number>
  readonly ways: Ways
}

/** The production build, as the SDK deploys it. */
const escrowArtifact: Artifact = { abi: escrowAbi, bytecode: escrowBytecode }

export async function measureAll(say: (what: string) => void): Promise<Measurements> {
  const chain = await openMeter()
  try {
    const fixture = await openFixture(chain, escrowArtifact, compile("BenchToken"))
    say("every call, in a token and in the native coin")
    const calls = {
      "ERC-20": await measureCalls(fixture, fixture.token),
      native: await measureCalls(fixture, zeroAddress),
    }
    say("batches")
    const batchesOf = async (token: Address) => {
      const batches = new Map<number, Gas>()
      for (const count of BATCHES) batches.set(count, await measureBatch(fixture, token, count))
      return batches
    }
    const batches = { "ERC-20": await batchesOf(fixture.token), native: await batchesOf(zeroAddress) }
    say("the largest batch")
    const largestBatch = await findLargestBatches(fixture)
    say("peers")
    const peers = await measurePeers(fixture)
    say(`${CROWD} more rentals`)
    const growth = await measureGrowth(fixture)
    const policy = await measurePolicy(fixture)
    say("every way to pay")
    const ways = await measureWays()
    return {
      codeSize: await chain.codeSize(fixture.escrow),
      deployment: fixture.deployment,
      coins: {
        "ERC-20": { calls: calls["ERC-20"], batches: batches["ERC-20"] },
        native: { calls: calls.native, batches: batches.native },
      },
      policy,
      peers,
      growth,
      largestBatch,
      ways,
    }
  } finally {
    await chain.close()
  }
}

/** The reference rentals, as sums of whole transactions. */
export function livesOf(calls: Figures): Figures {
  const sum = (...names: string[]) => plus(...names.map((name) => figure(calls, name)))
  const rolling = Array.from({ length: 4 }, () => "settle, rolling")
  return new Map([
    ["instant: deposit + settle", sum("deposit, instant", "settle, completed")],
    [
      "windowed: deposit + start + settle",
      sum("deposit, with a start window", "start", "settle, completed after a start"),
    ],
    ["early stop: deposit + stop", sum("deposit, instant", "stop, early")],
    [
      "interruption: deposit + interrupt + settle",
      sum("deposit, with a bond", "interrupt, running", "settle, interrupted"),
    ],
    ["dispute: deposit + dispute + resolve", sum("deposit, instant", "dispute", "resolve")],
    ["rolling month: deposit + 4 payments + settle", sum("deposit, rolling", ...rolling, "settle, rolling, the last")],
  ])
}

export function figure(figures: Figures, name: string): Gas {
  const gas = figures.get(name)
  if (!gas) throw new Error(`Nothing was measured for "${name}".`)
  return gas
}

/** Finds by halving how many settlements fit into one transaction. */
async function findLargestBatches(fixture: Fixture): Promise<Map<string, number>> {
  const { chain, parties, escrow, token } = fixture
  const largest = new Map<string, number>()
  const newcomer = (name: string, index: number): Address => `0x${name}${index.toString(16).padStart(36, "0")}`
  for (const [name, terms] of [
    ["one for all", () => ({})],
    ["a new one for each", (index: number) => ({ payee: newcomer("aaaa", index) })],
  ] as const) {
    const rentals = await takeMany(fixture, token, 900, name, terms)
    chain.pass(30n * HOUR)
    let [fits, fails] = [0, rentals.length + 1]
    while (fails - fits > 1) {
      const count = (fits + fails) >> 1
      const data = encode(escrowAbi, "settleMany", [rentals.slice(0, count)])
      if (await chain.fits(parties.keeper.address, escrow, data)) fits = count
      else fails = count
    }
    if (fits < LARGEST_BATCH) throw new Error(`The SDK sends batches of ${LARGEST_BATCH}, but ${fits} fit: ${name}.`)
    largest.set(name, fits)
  }
  return largest
}

/** Measures a rental before and after many others are deposited. */
async function measureGrowth(fixture: Fixture): Promise<Measurements["growth"]> {
  const { chain, parties, escrow, token, tokenAbi } = fixture
  const life = async (name: string): Promise<Figures> => {
    const figures: Figures = new Map()
    for (const round of ["first", "second"]) {
      const rental = makeRental(fixture, makeOffer(fixture, { machine: MACHINE }), `${name} ${round}`)
      const args = [rental, HOUR, await signatureOf(fixture, rental.offer), "0x"]
      figures.set("deposit", await measure(fixture, "renter", "deposit", args))
      chain.pass(30n * HOUR)
      figures.set("settle", await measure(fixture, "keeper", "settle", [rental]))
    }
    return figures
  }
  const before = await life("before")
  const crowdArtifact = compile("Crowd")
  const [crowd] = await chain.deploy(parties.owner.address, crowdArtifact, [])
  await chain.act(parties.owner.address, token, encode(tokenAbi, "mint", [crowd, 10n ** 24n]))
  const offer = makeOffer(fixture, { host: crowd, operator: parties.operator.address, expiry: chain.now() + 10n ** 6n })
  const rental = makeRental(fixture, offer, "crowd")
  const step = 100n
  for (let first = 0n; first < CROWD; first += step) {
    const data = encode(crowdArtifact.abi, "rent", [escrow, rental, HOUR, first, step])
    await chain.act(parties.owner.address, crowd, data)
  }
  const expected = CROWD * cost(offer.pricePerHour, HOUR)
  if ((await chain.tokenBalance(token, crowd)) !== 10n ** 24n - expected)
    throw new Error("The other rentals were not deposited.")
  return { rentals: CROWD, before, after: await life("after") }
}
