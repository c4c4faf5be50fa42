import { cost, type Offer, type Rental } from "@gpuflow/escrow"
import { type Address, type Hex, keccak256, toHex, zeroAddress } from "viem"
import { act, DAY, type Fixture, HOUR, makeOffer, makeRental, measure, type Role, signatureOf } from "./fixture.ts"
import type { Gas } from "./meter.ts"

const MINUTE = 60n
const DURATION = 2n * HOUR
const WEEK = 7n * DAY
const MONTH = 30n * DAY
const START_WINDOW = 1_800n
const BOND = 1_000_000n
/** As long as the bound that the SDK computes: its bytes cost gas. */
const STOP_BOUND = 1_300_000n
/** Code that reverts at once. */
const REFUSES = "0x5f5ffd"
const EVIDENCE = "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"

/** Gas by the name that a user knows. */
export type Figures = Map<string, Gas>

/**
 * Measures every call of the protocol in one coin, in the steady state: everything happens twice with the same parties and
 * the same machine, and the second time counts.
 */
export async function measureCalls(fixture: Fixture, token: Address): Promise<Figures> {
  const figures: Figures = new Map()
  for (const round of ["warm up", "measured"]) await playRound(fixture, token, figures, round)
  return figures
}

/** One pass over all calls, with what its steps share. */
interface Round {
  readonly fixture: Fixture
  readonly token: Address
  /** What a payable call is sent for an amount: nothing if the rental is paid in a token. */
  readonly coinsFor: (amount: bigint) => bigint
  /** Measures a call under a name. */
  readonly note: (name: string, by: Role, verb: string, args: readonly unknown[], value?: bigint) => Promise<void>
  /** Deposits a rental of the machine, and measures it. */
  readonly rent: (name: string, terms?: Partial<Offer>, duration?: bigint) => Promise<Rental>
  /** Lets so much time pass that a rental can be closed. */
  readonly passUntilClosable: (rental: Rental) => void
  /** Notes that a call has raised the machine's nonce: the host has broken a promise. */
  readonly raiseNonce: () => void
}

/** How often a round raises the machine's nonce. */
const NONCES_PER_ROUND = 6n

async function playRound(fixture: Fixture, token: Address, figures: Figures, name: string): Promise<void> {
  const round = openRound(fixture, token, figures, name)
  await fundBond(round)
  await completeRentals(round)
  await stopRentals(round)
  await changeRental(round)
  await raiseBond(round)
  await breakPromises(round)
  await disputeRentals(round)
  await payEveryWeek(round)
  await withdrawAll(round)
}

function openRound(fixture: Fixture, token: Address, figures: Figures, round: string): Round {
  let nonce = round === "warm up" ? 0n : NONCES_PER_ROUND
  let salt = 0
  const coinsFor = (amount: bigint) => (token === zeroAddress ? amount : 0n)
  const note: Round["note"] = async (name, by, verb, args, value) => {
    figures.set(name, await measure(fixture, by, verb, args, value))
  }
  return {
    fixture,
    token,
    coinsFor,
    note,
    async rent(name, terms = {}, duration = DURATION) {
      const machine = keccak256(toHex(`machine ${token}`))
      const offer = makeOffer(fixture, { token, machine, nonce, ...terms })
      const rental = makeRental(fixture, offer, `${round} ${++salt}`)
      const args = [rental, duration, await signatureOf(fixture, offer), "0x"]
      await note(name, "renter", "deposit", args, coinsFor(cost(offer.pricePerHour, duration)))
      return rental
    },
    passUntilClosable: ({ offer }) => fixture.chain.pass(DURATION + offer.challengeWindow + DAY),
    raiseNonce() {
      nonce += 1n
    },
  }
}

async function fundBond({ fixture, token, coinsFor, note }: Round): Promise<void> {
  await act(fixture, "host", "fundBond", [token, BOND], coinsFor(BOND))
  await note("fundBond", "host", "fundBond", [token, BOND], coinsFor(BOND))
}

async function completeRentals({ note, rent, passUntilClosable }: Round): Promise<void> {
  const instant = await rent("deposit, instant")
  passUntilClosable(instant)
  await note("settle, completed", "keeper", "settle", [instant])

  const windowed = await rent("deposit, with a start window", { startWindow: START_WINDOW })
  await note("start", "operator", "start", [windowed])
  passUntilClosable(windowed)
  await note("settle, completed after a start", "keeper", "settle", [windowed])
}

async function stopRentals({ fixture, note, rent }: Round): Promise<void> {
  const instant = await rent("deposit, instant")
  fixture.chain.pass(HOUR)
  await note("stop, early", "renter", "stop", [instant, STOP_BOUND])

  const windowed = await rent("deposit, with a start window", { startWindow: START_WINDOW })
  await note("stop, before the start", "renter", "stop", [windowed, 0n])
}

async function changeRental({ fixture, coinsFor, note, rent, passUntilClosable }: Round): Promise<void> {
  const rental = await rent("deposit, instant")
  const price = cost(rental.offer.pricePerHour, HOUR)
  await note("extend", "renter", "extend", [rental, DURATION + HOUR, "0x"], coinsFor(price))
  fixture.chain.pass(HOUR)
  await note("refund", "host", "refund", [rental, 600n])
  passUntilClosable(rental)
  await act(fixture, "keeper", "settle", [rental])
}

/** A minute's bond is 20 prices of it. The extension raises it to the offer's. */
async function raiseBond({ fixture, coinsFor, note, rent, passUntilClosable }: Round): Promise<void> {
  const rental = await rent("deposit, with a bond", { bond: BOND }, MINUTE)
  const { pricePerHour } = rental.offer
  const added = coinsFor(cost(pricePerHour, DURATION) - cost(pricePerHour, MINUTE))
  await note("extend, raising the bond", "renter", "extend", [rental, DURATION, "0x"], added)
  passUntilClosable(rental)
  await act(fixture, "keeper", "settle", [rental])
}

async function breakPromises({ fixture, token, coinsFor, note, rent, passUntilClosable, raiseNonce }: Round) {
  const running = await rent("deposit, with a bond", { bond: BOND })
  fixture.chain.pass(HOUR)
  await note("interrupt, running", "operator", "interrupt", [running, BOND])
  raiseNonce()
  passUntilClosable(running)
  await note("settle, interrupted", "keeper", "settle", [running])
  // Replaces the part of the bond that the renter received.
  await act(fixture, "host", "fundBond", [token, BOND / 2n], coinsFor(BOND / 2n))

  const declined = await rent("deposit, with a start window", { startWindow: START_WINDOW })
  await note("interrupt, declined", "operator", "interrupt", [declined, BOND])
  raiseNonce()

  const unstarted = await rent("deposit, with a start window", { startWindow: START_WINDOW })
  fixture.chain.pass(START_WINDOW)
  await note("settle, no-show", "keeper", "settle", [unstarted])
  raiseNonce()
}

async function disputeRentals({ fixture, note, rent, raiseNonce }: Round): Promise<void> {
  const ruled = await rent("deposit, instant")
  fixture.chain.pass(HOUR)
  await note("dispute", "renter", "dispute", [ruled, EVIDENCE, "0x"])
  raiseNonce()
  await note("submitEvidence", "operator", "submitEvidence", [ruled, EVIDENCE])
  fixture.chain.pass(2n * DAY)
  await note("resolve", "arbiter", "resolve", [ruled, 5_000])

  const conceded = await rent("deposit, instant")
  fixture.chain.pass(HOUR)
  await act(fixture, "renter", "dispute", [conceded, EVIDENCE, "0x"])
  raiseNonce()
  await note("stop, conceding", "renter", "stop", [conceded, STOP_BOUND])

  const unruled = await rent("deposit, instant")
  fixture.chain.pass(HOUR)
  await act(fixture, "renter", "dispute", [unruled, EVIDENCE, "0x"])
  raiseNonce()
  fixture.chain.pass(14n * DAY)
  await note("settle, silent arbiter", "keeper", "settle", [unruled])
}

async function payEveryWeek({ fixture, note, rent }: Round): Promise<void> {
  const rental = await rent("deposit, rolling", { rolling: true }, MONTH)
  for (let week = 1; week <= 4; ++week) {
    fixture.chain.pass(WEEK)
    await note("settle, rolling", "keeper", "settle", [rental])
  }
  fixture.chain.pass(WEEK)
  await note("settle, rolling, the last", "keeper", "settle", [rental])
}

async function withdrawAll({ fixture, token, note, rent, passUntilClosable }: Round): Promise<void> {
  const { chain, parties } = fixture
  const credited = await rent("deposit, instant")
  passUntilClosable(credited)
  const { payee } = credited.offer
  await chain.withCode(token === zeroAddress ? payee : token, REFUSES, () =>
    note("settle, credited", "keeper", "settle", [credited]),
  )
  await note("withdraw", "keeper", "withdraw", [token, payee, payee])

  await note("withdrawBond", "host", "withdrawBond", [token, BOND / 2n, parties.host.address])
  await act(fixture, "host", "withdrawBond", [token, BOND, parties.host.address])
  await note("collectFees", "keeper", "collectFees", [token])
  // Leaves fees in the escrow, as in the steady state.
  const completed = await rent("deposit, instant")
  passUntilClosable(completed)
  await act(fixture, "keeper", "settle", [completed])
}

/** Measures calls that move no coins, and those of the owner. */
export async function measurePolicy(fixture: Fixture): Promise<Figures> {
  const { parties, token } = fixture
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
      figures.set(name, await measure(fixture, by, name, args))
    }
  }
  return figures
}

/** Settles rentals of an hour on as many machines in one transaction. */
export async function measureBatch(fixture: Fixture, token: Address, count: number): Promise<Gas> {
  const rentals = await takeMany(fixture, token, count, `batch of ${count}`)
  fixture.chain.pass(DAY)
  return measure(fixture, "keeper", "settleMany", [rentals])
}

export async function takeMany(
  fixture: Fixture,
  token: Address,
  count: number,
  name: string,
  terms: (index: number) => Partial<Offer> = () => ({}),
): Promise<Rental[]> {
  const rentals: Rental[] = []
  for (let index = 0; index < count; ++index) {
    const machine: Hex = keccak256(toHex(`${name} ${index}`))
    const offer = makeOffer(fixture, { token, machine, ...terms(index) })
    const rental = makeRental(fixture, offer, `${name} ${index}`)
    const value = token === zeroAddress ? cost(offer.pricePerHour, HOUR) : 0n
    await act(fixture, "renter", "deposit", [rental, HOUR, await signatureOf(fixture, offer), "0x"], value)
    rentals.push(rental)
  }
  return rentals
}
