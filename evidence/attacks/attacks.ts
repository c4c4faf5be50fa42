// The known attacks, each played through the contract's public functions. test/attacks asserts them one by one.
import { keccak256, toHex } from "viem"

import { formatNumber } from "../../scripts/demo/formatting.ts"
import { DAY, HOUR, NO_PERMIT, type Offer, type Rental } from "../../test/support/offer.ts"
import { addressOf } from "../../test/support/parties.ts"
import { BOND, NO_BOUND, PRICE, type Scene } from "./scene.ts"

interface Attack {
  readonly name: string
  /** What it would bring, or cost its victim, without the rule that is there now. */
  readonly without: string
  readonly play: (scene: Scene) => Promise<Measured>
}

interface Measured {
  readonly now: string
  /** Whether the figures are those that the protocol promises. */
  readonly holds: boolean
}

const DURATION = 8n * HOUR

const dollars = (units: bigint) => formatNumber(units, 6)

/** A rental that runs, with the bond that it needs. */
async function running(scene: Scene, duration: bigint, terms: Partial<Offer> = {}): Promise<Rental> {
  const rental = scene.rentalOf(scene.offer(terms))
  if (rental.offer.bond > 0n) await scene.fundBond(rental.offer.bond)
  await scene.deposit(rental, duration)
  return rental
}

/** A rental that ran to its end and was disputed there. */
async function disputed(scene: Scene, duration: bigint, terms: Partial<Offer> = {}): Promise<Rental> {
  const rental = await running(scene, duration, terms)
  scene.at(duration)
  await scene.send("renter", "dispute", rental, "ipfs://evidence", NO_PERMIT)
  return rental
}

/** Plays one rental on each of several machines, with disputes at once. */
async function disputedMachines(scene: Scene, count: number, duration: bigint): Promise<Rental[]> {
  await scene.fundBond(BigInt(count) * BOND)
  const rentals: Rental[] = []
  for (let index = 0; index < count; index++) {
    const rental = scene.rentalOf(scene.offer({ machine: keccak256(toHex(`machine ${index}`)) }))
    await scene.deposit(rental, duration)
    await scene.send("renter", "dispute", rental, "ipfs://nothing", NO_PERMIT)
    rentals.push(rental)
  }
  return rentals
}

/** Whether a bounded call is refused as too much. */
async function refusedStop(scene: Scene, rental: Rental, maxToHost: bigint, expected: bigint): Promise<Measured> {
  const refused = await scene.refusal("renter", "stop", rental, maxToHost)
  const holds = refused === `TooMuch(${expected}, ${maxToHost})`
  return {
    now: `refused: ${dollars(expected)} would go to the host, ${dollars(maxToHost)} may. Nothing is lost`,
    holds,
  }
}

export const attacks: readonly Attack[] = [
  {
    name: "a start in front of a free stop, committed to a week",
    without: "the renter loses 252.00",
    async play(scene) {
      const rental = await running(scene, 7n * DAY, { startWindow: HOUR / 2n, minDuration: 7n * DAY })
      scene.at(60n)
      await scene.send("operator", "start", rental)
      return refusedStop(scene, rental, 0n, 226_800_000n)
    },
  },
  {
    name: "a full refund in a dispute that a reorganisation drops",
    without: "the renter loses 1135.00",
    async play(scene) {
      const rental = await disputed(scene, 30n * DAY, { bond: 20_000_000n })
      scene.at(31n * DAY)
      await scene.tryOut(async () => {
        await scene.send("host", "refund", rental, 30n * DAY)
        await scene.send("renter", "stop", rental, 0n)
      })
      return refusedStop(scene, rental, 0n, 1_027_000_000n)
    },
  },
  {
    name: "half a refund in a dispute that a reorganisation drops",
    without: "the renter loses 6.00",
    async play(scene) {
      const rental = await disputed(scene, DURATION)
      await scene.tryOut(() => scene.send("host", "refund", rental, DURATION / 2n))
      return refusedStop(scene, rental, 5_400_000n, 10_980_000n)
    },
  },
  {
    name: "a concession that lands a block late",
    without: "the renter loses the stake, 1.80",
    async play(scene) {
      const rental = await disputed(scene, DURATION)
      const costAt = (waited: bigint) =>
        scene.tryOut(async () => {
          const before = await scene.wealth("renter")
          scene.at(DURATION + waited)
          await scene.send("renter", "stop", rental, NO_BOUND)
          // 1.80 dollars of stake came out of the renter's balance.
          return 1_800_000n - ((await scene.wealth("renter")) - before)
        })
      const [first, late] = [await costAt(12n * HOUR), await costAt(12n * HOUR + 2n)]
      const [last, over] = [await costAt(DAY - 1n), await costAt(DAY + 1n)]
      return {
        now: `${dollars(late - first)} for two seconds after half a day, ${dollars(over - last)} after a day`,
        holds: late - first <= 42n && over === last,
      }
    },
  },
  {
    name: "a decline behind one's own start",
    without: "the host loses the bond, 24.00",
    async play(scene) {
      const rental = await running(scene, DURATION, { startWindow: HOUR / 2n })
      await scene.send("operator", "start", rental)
      const refused = await scene.refusal("host", "interrupt", rental, PRICE / 2n)
      const holds = refused === `TooMuch(${BOND}, ${PRICE / 2n})`
      return {
        now: `refused: ${dollars(BOND)} of the bond would go, ${dollars(PRICE / 2n)} may. Nothing is lost`,
        holds,
      }
    },
  },
  {
    name: "four rentals of a second, to lock a host's pool of 20.00",
    without: "0.0017 locks 20.00 for six hours",
    async play(scene) {
      await scene.fundBond(20_000_000n)
      const before = await scene.wealth("payer")
      for (let index = 0; index < 4; index++) {
        const machine = keccak256(toHex(`machine ${index}`))
        await scene.deposit(scene.rentalOf(scene.offer({ bond: 5_000_000n, machine })), 1n)
      }
      const [paid, locked] = [before - (await scene.wealth("payer")), 20_000_000n - (await scene.freeBond())]
      return { now: `${dollars(paid)} locks ${dollars(locked)} of 20.00`, holds: paid === 1_664n && locked === 33_280n }
    },
  },
  {
    name: "ten disputes of a second that nobody rules on",
    without: "nothing locks 240.00 for 14 days",
    async play(scene) {
      const before = await scene.wealth("renter", "payer")
      const rentals = await disputedMachines(scene, 10, 1n)
      const locked = 10n * BOND - (await scene.freeBond())
      scene.at(14n * DAY)
      await scene.send("keeper", "settleMany", rentals)
      const paid = before - (await scene.wealth("renter", "payer"))
      return { now: `${dollars(paid)} locks ${dollars(locked)} of 240.00`, holds: paid < 5_000n && locked === 83_200n }
    },
  },
  {
    name: "ten disputes of 48 minutes that nobody rules on",
    without: "nothing locks 240.00 for 14 days",
    async play(scene) {
      const before = await scene.wealth("renter", "payer")
      const rentals = await disputedMachines(scene, 10, 48n * 60n)
      const locked = 10n * BOND - (await scene.freeBond())
      scene.at(14n * DAY)
      await scene.send("keeper", "settleMany", rentals)
      const paid = before - (await scene.wealth("renter", "payer"))
      return { now: `${dollars(paid)} locks ${dollars(locked)}`, holds: locked === 10n * BOND && paid > 1_200_000n }
    },
  },
  {
    name: "ten disputes of 48 minutes, conceded just before the ruling",
    without: "nothing locks 240.00 for a day",
    async play(scene) {
      const before = await scene.wealth("renter", "payer")
      const rentals = await disputedMachines(scene, 10, 48n * 60n)
      scene.at(DAY - 1n)
      for (const rental of rentals) await scene.send("renter", "stop", rental, NO_BOUND)
      const paid = before - (await scene.wealth("renter", "payer"))
      return { now: `${dollars(paid)} locks 240.00`, holds: paid > 12_000_000n }
    },
  },
  {
    name: "a deposit, dispute and concession in one second",
    without: "0.0004 ends a machine's standing offers",
    async play(scene) {
      const before = await scene.wealth("renter", "payer")
      const rental = await running(scene, 1n)
      await scene.send("renter", "dispute", rental, "ipfs://nothing", NO_PERMIT)
      await scene.send("renter", "stop", rental, NO_BOUND)
      const paid = before - (await scene.wealth("renter", "payer"))
      const holds = paid === 459n && (await scene.isDead(rental.offer)) && (await scene.freeBond()) === BOND
      return { now: `${dollars(paid)} still does (not prevented: sign offers that expire in minutes)`, holds }
    },
  },
  {
    name: "a dispute of the bond alone, kept open after goodwill",
    without: "nothing, for up to 14 days",
    async play(scene) {
      const rental = await running(scene, DURATION)
      scene.at(DURATION)
      await scene.send("host", "refund", rental, DURATION)
      const before = await scene.wealth("renter")
      await scene.send("renter", "dispute", rental, "ipfs://nothing", NO_PERMIT)
      const costAt = (waited: bigint) =>
        scene.tryOut(async () => {
          scene.at(DURATION + waited)
          await scene.send("renter", "stop", rental, NO_BOUND)
          return before - (await scene.wealth("renter"))
        })
      const [atOnce, later] = [await costAt(0n), await costAt(DAY)]
      return {
        now: `${dollars(atOnce)} at once, ${dollars(later)} after a day`,
        holds: atOnce === 120_000n && later === 1_200_000n,
      }
    },
  },
  {
    name: "a settlement for half the price, on the third day",
    without: "impossible: accepting costs the stake, 1.50",
    async play(scene) {
      const before = await scene.wealth("renter", "payer")
      const rental = await disputed(scene, DURATION)
      const lossAt = (time: bigint) =>
        scene.tryOut(async () => {
          scene.at(time)
          await scene.send("renter", "stop", rental, NO_BOUND)
          return before - 12_000_000n - (await scene.wealth("renter", "payer"))
        })
      scene.at(DURATION + 3n * DAY)
      await scene.send("host", "refund", rental, DURATION / 2n)
      const [inTime, late] = [await lossAt(DURATION + 4n * DAY - 1n), await lossAt(DURATION + 4n * DAY + 60n)]
      // Half the price is the host's.
      const [free, charged] = [inTime + 6_000_000n, late + 6_000_000n]
      return {
        now: `${dollars(free)} of the stake for a day, ${dollars(charged)} after it`,
        holds: free === 0n && charged === 1_500_000n,
      }
    },
  },
  {
    name: "an extension by an hour that is sent twice",
    without: "two hours are bought, for 3.00",
    async play(scene) {
      const rental = await running(scene, DURATION)
      scene.at(HOUR)
      const before = await scene.wealth("payer")
      await scene.send("payer", "extend", rental, DURATION + HOUR, NO_PERMIT)
      const refused = await scene.refusal("payer", "extend", rental, DURATION + HOUR, NO_PERMIT)
      const paid = before - (await scene.wealth("payer"))
      const holds = paid === PRICE && refused?.startsWith("DurationOutOfBounds(") === true
      return { now: `one hour is bought, for ${dollars(paid)}; the second call is refused`, holds }
    },
  },
  {
    name: "a refund of 45 minutes that is sent twice",
    without: "90 minutes are refunded, 2.25",
    async play(scene) {
      const rental = await running(scene, DURATION)
      scene.at(4n * HOUR)
      const before = await scene.wealth("renter")
      await scene.send("host", "refund", rental, 2_700n)
      const refused = await scene.refusal("host", "refund", rental, 2_700n)
      const back = (await scene.wealth("renter")) - before
      const holds = back === 1_125_000n && refused?.startsWith("RefundOutOfBounds(") === true
      return { now: `45 minutes are refunded, ${dollars(back)}; the second call is refused`, holds }
    },
  },
  {
    name: "the token itself as the renter",
    without: "accepted: refunds are lost in the token",
    async play(scene) {
      const rental = scene.rentalOf(scene.offer({ bond: 0n }), scene.token.address)
      const signature = await scene.sign(rental.offer, "host")
      const refused = await scene.refusal("payer", "deposit", rental, HOUR, signature, NO_PERMIT)
      return { now: "refused", holds: refused === `InvalidRenter(${scene.token.address})` }
    },
  },
  {
    name: "a rolling payment that is worth nothing",
    without: "its seconds count as paid",
    async play(scene) {
      // Ten base units an hour: a hundred seconds are worth nothing.
      const rental = await running(scene, 12n * HOUR, { bond: 0n, rolling: true, pricePerHour: 10n })
      scene.at(6n * HOUR + 100n)
      await scene.send("host", "refund", rental, 1n)
      const paid = await scene.paidSeconds(rental)
      return { now: `${paid} s count as paid`, holds: paid === 0n }
    },
  },
  {
    name: "a stolen signer's key, with a free bond of 240.00",
    without: "240.00 in one second",
    async play(scene) {
      await scene.fundBond(240_000_000n)
      await scene.send("host", "setSigner", addressOf("signer"))
      const thief = addressOf("stranger")
      const before = await scene.wealth("stranger", "renter")
      const offer = scene.offer({
        operator: thief,
        payee: thief,
        pricePerHour: 12_000_000n,
        bond: 240_000_000n,
        epoch: 1n,
      })
      const rental = scene.rentalOf(offer)
      await scene.send("stranger", "deposit", rental, HOUR, await scene.sign(offer, "signer"), NO_PERMIT)
      await scene.send("stranger", "interrupt", rental, NO_BOUND)
      const taken = (await scene.wealth("stranger", "renter")) - before
      const now = `${dollars(taken)} in one second (not prevented: keep the free bond to what the machines need)`
      return { now, holds: taken === 240_000_000n }
    },
  },
]
