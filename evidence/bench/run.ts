import { cost } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { type Address, type Hex, zeroAddress } from "viem"
import { LARGEST_BATCH } from "../../sdk/core/rental/settleMany.ts"
import { escrowBytecode } from "../../sdk/generated/escrowBytecode.ts"
import type { Artifact } from "../../test/support/chain.ts"
import { type Figures, measureBatch, measureCalls, measurePolicy, takeMany } from "./calls.ts"
import { compile } from "./compile.ts"
import { type BenchEscrow, HOUR, makeOffer, makeRental, measure, openBenchEscrow, signatureOf } from "./escrow.ts"
import { encode, type Gas, openMeter, plus } from "./meter.ts"
import { measurePeers } from "./peers.ts"

export const BATCHES = [1, 10, 50, 100] as const
const CROWD = 50_000n
const MACHINE: Hex = `0x${"ab".repeat(32)}`

/** Everything that the bench measures. */
export interface Bench {
  readonly codeSize: number
  readonly deployment: Gas
  readonly coins: Readonly<Record<"ERC-20" | "native", { readonly calls: Figures; readonly batches: Map<number, Gas> }>>
  readonly policy: Figures
  readonly peers: Figures
  /** The same life with an empty escrow and with a crowd of rentals in it. */
  readonly growth: { readonly rentals: bigint; readonly before: Figures; readonly after: Figures }
  /** How many rentals one transaction can settle, by what they need. */
  readonly largestBatch: ReadonlyMap<string, number>
}

/** The production build, as the SDK deploys it. */
const escrowArtifact: Artifact = { abi: escrowAbi, bytecode: escrowBytecode }

export async function runBench(say: (what: string) => void): Promise<Bench> {
  const chain = await openMeter()
  try {
    const bench = await openBenchEscrow(chain, escrowArtifact, compile("BenchToken"))
    say("every call, in a token and in the native coin")
    const calls = { "ERC-20": await measureCalls(bench, bench.token), native: await measureCalls(bench, zeroAddress) }
    say("batches")
    const batchesOf = async (token: Address) => {
      const batches = new Map<number, Gas>()
      for (const count of BATCHES) batches.set(count, await measureBatch(bench, token, count))
      return batches
    }
    const batches = { "ERC-20": await batchesOf(bench.token), native: await batchesOf(zeroAddress) }
    say("the largest batch")
    const largestBatch = await findLargestBatches(bench)
    say("peers")
    const peers = await measurePeers(bench)
    say(`${CROWD} more rentals`)
    const growth = await measureGrowth(bench)
    const policy = await measurePolicy(bench)
    return {
      codeSize: await chain.codeSize(bench.escrow),
      deployment: bench.deployment,
      coins: {
        "ERC-20": { calls: calls["ERC-20"], batches: batches["ERC-20"] },
        native: { calls: calls.native, batches: batches.native },
      },
      policy,
      peers,
      growth,
      largestBatch,
    }
  } finally {
    await chain.close()
  }
}

/** The reference lives, as sums of whole transactions. */
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

/** By halving: what fits into one transaction, of rentals that each need their own payout, or two of them. */
async function findLargestBatches(bench: BenchEscrow): Promise<Map<string, number>> {
  const { chain, parties, escrow, token } = bench
  const largest = new Map<string, number>()
  const newcomer = (name: string, index: number): Address => `0x${name}${index.toString(16).padStart(36, "0")}`
  for (const [name, terms] of [
    ["one payee for all", () => ({})],
    ["a new payee for each", (index: number) => ({ payee: newcomer("aaaa", index) })],
  ] as const) {
    const rentals = await takeMany(bench, token, 900, name, terms)
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

/** A life before and after a crowd moves in. */
async function measureGrowth(bench: BenchEscrow): Promise<Bench["growth"]> {
  const { chain, parties, escrow, token, tokenAbi } = bench
  const life = async (name: string): Promise<Figures> => {
    const figures: Figures = new Map()
    for (const round of ["first", "second"]) {
      const rental = makeRental(bench, makeOffer(bench, { machine: MACHINE }), `${name} ${round}`)
      const args = [rental, HOUR, await signatureOf(bench, rental.offer), "0x"]
      figures.set("deposit", await measure(bench, "renter", "deposit", args))
      chain.pass(30n * HOUR)
      figures.set("settle", await measure(bench, "keeper", "settle", [rental]))
    }
    return figures
  }
  const before = await life("before")
  const crowdArtifact = compile("Crowd")
  const [crowd] = await chain.deploy(parties.owner.address, crowdArtifact, [])
  await chain.act(parties.owner.address, token, encode(tokenAbi, "mint", [crowd, 10n ** 24n]))
  const offer = makeOffer(bench, { host: crowd, operator: parties.operator.address, expiry: chain.now() + 10n ** 6n })
  const rental = makeRental(bench, offer, "crowd")
  const step = 100n
  for (let first = 0n; first < CROWD; first += step) {
    const data = encode(crowdArtifact.abi, "rent", [escrow, rental, HOUR, first, step])
    await chain.act(parties.owner.address, crowd, data)
  }
  const expected = CROWD * cost(offer.pricePerHour, HOUR)
  if ((await chain.tokenBalance(token, crowd)) !== 10n ** 24n - expected) throw new Error("The crowd did not move in.")
  return { rentals: CROWD, before, after: await life("after") }
}
