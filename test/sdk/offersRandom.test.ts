// Random offers, at and beyond every bound, in random states of the escrow: what the SDK says before a deposit is what
// the contract says to it.
import {
  isEscrowError,
  MAX_CHALLENGE_WINDOW,
  MAX_FEE_BPS,
  MAX_RENTAL_DURATION,
  MAX_START_WINDOW,
  MIN_CHALLENGE_WINDOW,
  MIN_FEE_BPS,
  NATIVE_ERC20_FACE,
  type Offer,
  revokeOffers,
  setSigner,
  toEscrowError,
} from "@gpuflow/escrow"
import { closeMarket, setHostFee, setMarket } from "@gpuflow/escrow/admin"
import { expect } from "chai"
import fc from "fast-check"
import { type Address, zeroAddress } from "viem"
import { NATIVE } from "../support/escrow.ts"
import { failureOf } from "../support/failureOf.ts"
import { libraries } from "../support/libraries.ts"
import { addressOf } from "../support/parties.ts"
import { deposited, HOUR, makeOffer, makeRental } from "../support/rentals.ts"
import { chain, deployed, type World } from "../support/sharedChain.ts"
import { signedAnyway } from "../support/signedOffer.ts"

const RUNS = 400
const SEED = 20
const DAY = 24n * HOUR

/** Mostly what is valid, so that most offers have few faults, and sometimes what is at or beyond a bound. */
const mostly = <value>(valid: value, ...others: readonly value[]) =>
  fc.oneof({ weight: 5 * others.length, arbitrary: fc.constant(valid) }, ...others.map((other) => fc.constant(other)))

const preludes = [
  "nothing",
  "marketClosed",
  "otherArbiter",
  "higherFee",
  "hostFee",
  "revoked",
  "signer",
  "rented",
  "reserved",
  "noShow",
] as const

type Prelude = (typeof preludes)[number]

async function play(world: World, prelude: Prelude, offer: Offer): Promise<unknown> {
  const { escrow, token, owner, guardian, host, arbiter } = world
  const market = { escrow, token, arbiter: arbiter.account.address, feeBps: MIN_FEE_BPS, open: true }
  switch (prelude) {
    case "nothing":
      return undefined
    case "marketClosed":
      return closeMarket(guardian, { escrow, token })
    case "otherArbiter":
      return setMarket(owner, { ...market, arbiter: addressOf("successor") })
    case "higherFee":
      return setMarket(owner, { ...market, feeBps: MIN_FEE_BPS + 1n })
    case "hostFee":
      return setHostFee(owner, { escrow, host: host.account.address, feeBps: MAX_FEE_BPS })
    case "revoked":
      return revokeOffers(host, { escrow, machine: offer.machine })
    case "signer":
      return setSigner(host, { escrow, signer: addressOf("signer") })
    case "rented":
      return deposited(world, { startWindow: 0n }, "first")
    case "reserved":
      return deposited(world, {}, "first")
    case "noShow":
      await deposited(world, { startWindow: 1n }, "first")
      return chain.pass(2n)
  }
}

function cases(world: World, valid: Offer) {
  const { escrow, token } = world
  const roles = ["host", "renter", "arbiter", "operator", "payee", "stranger"] as const
  const accounts: readonly Address[] = [zeroAddress, escrow, token, NATIVE_ERC20_FACE, ...roles.map(addressOf)]
  const address = (usual: Address) => mostly(usual, ...accounts)
  const terms = fc.record({
    host: mostly<Address>(valid.host, zeroAddress),
    payee: address(valid.payee),
    operator: address(valid.operator),
    renter: address(zeroAddress),
    token: mostly<Address>(token, NATIVE, NATIVE, escrow, NATIVE_ERC20_FACE, addressOf("stranger")),
    arbiter: address(valid.arbiter),
    pricePerHour: mostly(valid.pricePerHour, 0n, 1n, 3_600n, 10n ** 16n),
    bond: mostly(0n, 1n, 1_000_000n, 1_000_001n, 2n ** 96n - 1n),
    minDuration: mostly(1n, 0n, HOUR, DAY, DAY + 1n, MAX_RENTAL_DURATION, 2n ** 32n - 1n),
    maxDuration: mostly(DAY, 0n, 1n, HOUR, MAX_RENTAL_DURATION, MAX_RENTAL_DURATION + 1n, 2n ** 32n - 1n),
    startWindow: mostly(1_800n, 0n, MAX_START_WINDOW, MAX_START_WINDOW + 1n, 2n ** 32n - 1n),
    challengeWindow: mostly(
      6n * HOUR,
      ...[0n, MIN_CHALLENGE_WINDOW - 1n, MIN_CHALLENGE_WINDOW],
      ...[MAX_CHALLENGE_WINDOW, MAX_CHALLENGE_WINDOW + 1n, 2n ** 32n - 1n],
    ),
    nonce: mostly(valid.nonce, valid.nonce + 1n),
    epoch: mostly(valid.epoch, valid.epoch + 1n),
    maxFeeBps: mostly(MIN_FEE_BPS, 0n, MIN_FEE_BPS - 1n, MIN_FEE_BPS + 1n, MAX_FEE_BPS, 2n ** 16n - 1n),
    rolling: fc.boolean(),
  })
  return fc.record({
    terms,
    prelude: mostly<Prelude>("nothing", ...preludes),
    /** Seconds from the latest block to the expiry, once everything has happened. */
    left: mostly<bigint>(DAY, -1n, 0n, 1n, 2n),
    freeBond: mostly(0n, 1n, 1_000_000n),
    renter: address(addressOf("renter")),
    /** Beside the longest one. */
    duration: mostly<bigint | undefined>(undefined, 0n, 1n, HOUR, DAY, DAY + 1n),
    signedBy: mostly<"host" | "stranger" | "signer">("host", "stranger", "signer"),
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: checkOffer, on random offers, on ${library}`, () => {
    it(`default: says of ${RUNS} clumsy offers what the contract says to a deposit`, async () => {
      const world = await deployed()
      const { escrow, client, host, token } = world
      const valid = await makeOffer(world)
      const counts = { takeable: 0, blocked: 0, invalid: 0, unsigned: 0 }
      for (const [run, random] of fc.sample(cases(world, valid), { numRuns: RUNS, seed: SEED }).entries()) {
        const { terms, prelude, left, freeBond, signedBy, ...chosen } = random
        await chain.apart(async () => {
          if (freeBond > 0n) await sdk.fundBond(host, { escrow, token, amount: freeBond })
          await play(world, prelude, valid)
          const now = await chain.now()
          const offer: Offer = { ...valid, ...terms, expiry: now + left }
          const hostSignature = await signedAnyway(offer, escrow, signedBy)
          const renter = offer.renter === zeroAddress ? chosen.renter : offer.renter
          const duration = chosen.duration ?? offer.maxDuration
          const deposit = { escrow, offer, hostSignature, renter, duration }
          const label = `run ${run}: ${prelude}, ${JSON.stringify(deposit, (_, value) => String(value))}`

          const { status, problems, noShow } = await sdk.checkOffer(client, deposit)

          counts[status] += 1
          const codes: string[] = problems.map(({ error }) => error.code)
          // A no-show is settled first, which a deposit alone does not do.
          if (noShow) await sdk.settle(world.payer, { escrow, rental: noShow })
          const rental = { ...makeRental(world, offer, "random order"), renter }
          const call = await sdk.prepareRequest(world.payer, "deposit", { escrow, rental, duration, hostSignature })
          const at = (noShow ? await chain.now() : now) + 1n
          const refusal = await failureOf(chain.transact({ from: addressOf("payer"), ...call }, at))
          const code = refusal === undefined ? undefined : codeOf(refusal)
          const isTakeable = code === undefined || code === "InsufficientBalance"
          // The settlement takes a second, in which an offer may expire.
          if (noShow && code === "OfferExpired" && codes.length === 0) return
          expect(status === "takeable", `${label}: ${code} and ${codes.join(", ")}`).to.equal(isTakeable)
          if (!isTakeable) expect(codes, label).to.include(code)

          // What can never be taken is not signed. An offer to anyone is judged without a renter and a duration.
          const open = await sdk.checkOffer(client, { escrow, offer })
          const isFinal = open.problems.some(({ field, permanent }) => permanent && !["nonce", "epoch"].includes(field))
          const signing = await failureOf(sdk.signOffer(host, { escrow, offer, check: false }))
          counts.unsigned += signing === undefined ? 0 : 1
          expect(signing !== undefined, `${label}: signed`).to.equal(isFinal)
        })
      }
      for (const [name, count] of Object.entries(counts)) expect(count, name).to.be.greaterThan(RUNS / 20)
    }).timeout(300_000)
  })
}

function codeOf(refusal: unknown): string {
  const error = toEscrowError(refusal)
  if (!isEscrowError(error)) throw refusal
  return error.code
}
