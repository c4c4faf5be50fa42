import { cost, type Offer, type Rental } from "@gpuflow/escrow"
import { type Address, type Hex, keccak256, toHex, zeroAddress } from "viem"
import { act, type BenchEscrow, DAY, HOUR, makeOffer, makeRental, measure, type Role, signatureOf } from "./escrow.ts"
import type { Gas } from "./meter.ts"

const DURATION = 2n * HOUR
const WEEK = 7n * DAY
const MONTH = 30n * DAY
const BOND = 1_000_000n
/** Code that reverts at once. */
const REFUSES = "0x5f5ffd"
const EVIDENCE = "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"

/** Gas by what a user would call it. */
export type Figures = Map<string, Gas>

/**
 * Every call of the protocol in one coin, in the steady state: everything is done twice with the same parties and the
 * same machine, and the second time counts.
 */
export async function measureCalls(bench: BenchEscrow, token: Address): Promise<Figures> {
  const figures: Figures = new Map()
  for (const round of ["warm up", "measured"]) await playRound(bench, token, figures, round)
  return figures
}

async function playRound(bench: BenchEscrow, token: Address, figures: Figures, round: string): Promise<void> {
  const { chain } = bench
  const isNative = token === zeroAddress
  let nonce = 0n
  let salt = 0

  const note = async (name: string, by: Role, verb: string, args: readonly unknown[], value?: bigint) => {
    figures.set(name, await measure(bench, by, verb, args, value))
  }
  const take = async (name: string, terms: Partial<Offer> = {}, duration = DURATION): Promise<Rental> => {
    const offer = makeOffer(bench, {
      token,
      machine: keccak256(toHex(`machine ${token}`)),
      nonce: await nonceNow(),
      ...terms,
    })
    const rental = makeRental(bench, offer, `${round} ${++salt}`)
    const value = isNative ? cost(offer.pricePerHour, duration) : 0n
    await note(name, "renter", "deposit", [rental, duration, await signatureOf(bench, offer), "0x"], value)
    return rental
  }
  const nonceNow = async () => nonce + baseNonce
  const baseNonce = BigInt(round === "warm up" ? 0 : brokenPromises)
  const closed = (rental: Rental) => chain.pass(DURATION + rental.offer.challengeWindow + DAY)

  await act(bench, "host", "fundBond", [token, BOND], isNative ? BOND : 0n)
  await note("fundBond", "host", "fundBond", [token, BOND], isNative ? BOND : 0n)

  let rental = await take("deposit, instant")
  closed(rental)
  await note("settle, completed", "keeper", "settle", [rental])

  rental = await take("deposit, with a start window", { startWindow: 1_800n })
  await note("start", "operator", "start", [rental])
  closed(rental)
  await note("settle, completed after a start", "keeper", "settle", [rental])

  rental = await take("deposit, instant")
  chain.pass(HOUR)
  await note("stop, early", "renter", "stop", [rental])

  rental = await take("deposit, with a start window", { startWindow: 1_800n })
  await note("stop, before the start", "renter", "stop", [rental])

  rental = await take("deposit, instant")
  const price = cost(rental.offer.pricePerHour, HOUR)
  await note("extend", "renter", "extend", [rental, HOUR, "0x"], isNative ? price : 0n)
  chain.pass(HOUR)
  await note("refund", "host", "refund", [rental, 600n])
  closed(rental)
  await act(bench, "keeper", "settle", [rental])

  rental = await take("deposit, with a bond", { bond: BOND })
  chain.pass(HOUR)
  await note("interrupt, running", "operator", "interrupt", [rental])
  nonce += 1n
  closed(rental)
  await note("settle, interrupted", "keeper", "settle", [rental])
  // What the renter got of the bond.
  await act(bench, "host", "fundBond", [token, BOND / 2n], isNative ? BOND / 2n : 0n)

  rental = await take("deposit, with a start window", { startWindow: 1_800n })
  await note("interrupt, declined", "operator", "interrupt", [rental])
  nonce += 1n

  rental = await take("deposit, with a start window", { startWindow: 1_800n })
  chain.pass(1_800n)
  await note("settle, no-show", "keeper", "settle", [rental])
  nonce += 1n

  rental = await take("deposit, instant")
  chain.pass(HOUR)
  await note("dispute", "renter", "dispute", [rental, EVIDENCE, "0x"])
  nonce += 1n
  await note("submitEvidence", "operator", "submitEvidence", [rental, EVIDENCE])
  chain.pass(2n * DAY)
  await note("resolve", "arbiter", "resolve", [rental, 5_000])

  rental = await take("deposit, instant")
  chain.pass(HOUR)
  await act(bench, "renter", "dispute", [rental, EVIDENCE, "0x"])
  nonce += 1n
  await note("stop, conceding", "renter", "stop", [rental])

  rental = await take("deposit, instant")
  chain.pass(HOUR)
  await act(bench, "renter", "dispute", [rental, EVIDENCE, "0x"])
  nonce += 1n
  chain.pass(14n * DAY)
  await note("settle, silent arbiter", "keeper", "settle", [rental])

  rental = await take("deposit, rolling", { rolling: true }, MONTH)
  for (let week = 1; week <= 4; ++week) {
    chain.pass(WEEK)
    await note("settle, rolling", "keeper", "settle", [rental])
  }
  chain.pass(WEEK)
  await note("settle, rolling, the last", "keeper", "settle", [rental])

  rental = await take("deposit, instant")
  closed(rental)
  await chain.withCode(isNative ? rental.offer.payee : token, REFUSES, () =>
    note("settle, credited", "keeper", "settle", [rental]),
  )
  await note("withdraw", "keeper", "withdraw", [token, rental.offer.payee, rental.offer.payee])

  await note("withdrawBond", "host", "withdrawBond", [token, BOND / 2n, bench.parties.host.address])
  await act(bench, "host", "withdrawBond", [token, BOND, bench.parties.host.address])
  await note("collectFees", "keeper", "collectFees", [token])
  // Fees are there again, as they always are.
  rental = await take("deposit, instant")
  closed(rental)
  await act(bench, "keeper", "settle", [rental])
}

/** How often a round moves the machine's nonce. */
const brokenPromises = 6

/** Calls that move no coin, or are the owner's. */
export async function measurePolicy(bench: BenchEscrow): Promise<Figures> {
  const { parties, token } = bench
  const figures: Figures = new Map()
  for (const signer of [parties.signer.address, zeroAddress]) {
    for (const [name, by, args] of [
      ["revokeOffers", "host", [keccak256(toHex("another machine"))]],
      ["setSigner", "host", [signer]],
      ["setMarket", "owner", [token, parties.arbiter.address, 1_000, true]],
      ["setHostFee", "owner", [parties.host.address, signer === zeroAddress ? 0 : 1_200]],
      ["setTreasury", "owner", [parties.treasury.address]],
      ["setGuardian", "owner", [parties.owner.address]],
      ["closeMarket", "owner", [zeroAddress]],
    ] as const) {
      figures.set(name, await measure(bench, by, name, args))
    }
  }
  return figures
}

/** Rentals of an hour on as many machines, and their settlement in one transaction. */
export async function measureBatch(bench: BenchEscrow, token: Address, count: number): Promise<Gas> {
  const rentals = await takeMany(bench, token, count, `batch of ${count}`)
  bench.chain.pass(DAY)
  return measure(bench, "keeper", "settleMany", [rentals])
}

export async function takeMany(
  bench: BenchEscrow,
  token: Address,
  count: number,
  name: string,
  terms: (index: number) => Partial<Offer> = () => ({}),
): Promise<Rental[]> {
  const rentals: Rental[] = []
  for (let index = 0; index < count; ++index) {
    const machine: Hex = keccak256(toHex(`${name} ${index}`))
    const offer = makeOffer(bench, { token, machine, ...terms(index) })
    const rental = makeRental(bench, offer, `${name} ${index}`)
    const value = token === zeroAddress ? cost(offer.pricePerHour, HOUR) : 0n
    await act(bench, "renter", "deposit", [rental, HOUR, await signatureOf(bench, offer), "0x"], value)
    rentals.push(rental)
  }
  return rentals
}
