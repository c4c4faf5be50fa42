import {
  bondOf,
  isEscrowError,
  MAX_CHALLENGE_WINDOW,
  MAX_RENTAL_DURATION,
  MAX_START_WINDOW,
  MarketNotOpenError,
  MIN_CHALLENGE_WINDOW,
  MIN_FEE_BPS,
  NATIVE_ERC20_FACE,
  type Offer,
  toEscrowError,
} from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import { ForeignSignerError, InvalidOfferError } from "@gpuflow/escrow/offer"
import { prepareRequest } from "@gpuflow/escrow/requests"
import { expect } from "chai"
import { BrowserProvider } from "ethers"
import { type Hex, keccak256, toHex, zeroAddress } from "viem"
import { FEE_BPS, NATIVE } from "../support/escrow.ts"
import { expectError } from "../support/expectError.ts"
import { failureOf } from "../support/failureOf.ts"
import { libraries } from "../support/libraries.ts"
import { addressOf } from "../support/parties.ts"
import { deposited, HOUR, makeOffer, makeRental } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, provider, type World } from "../support/sharedChain.ts"
import { signedAnyway } from "../support/signedOffer.ts"

const { loadFixture, time } = networkHelpers
const DAY = 24n * HOUR

/** The error of a deposit of the longest rental in the next block, or undefined if it succeeds. Nothing stays of it. */
async function depositError(world: World, offer: Offer, hostSignature: Hex): Promise<string | undefined> {
  const renter = offer.renter === zeroAddress ? addressOf("renter") : offer.renter
  const rental = { ...makeRental(world, offer, "another order"), renter }
  const parameters = { escrow: world.escrow, rental, duration: offer.maxDuration, hostSignature }
  // Without the simulation in `deposit`, which runs at the time of the latest block.
  const call = await prepareRequest(world.payer, "deposit", parameters)
  return chain.apart(async () => {
    const error = await failureOf(chain.transact({ from: addressOf("payer"), ...call }, (await chain.now()) + 1n))
    if (error === undefined) return undefined
    const found = toEscrowError(error)
    if (!isEscrowError(found)) throw error
    return found.code
  })
}

/** Terms that the contract refuses for ever: what is changed, the field that is named, and the contract's error. */
const impossible: readonly (readonly [string, (world: World, offer: Offer) => Partial<Offer>, keyof Offer, string])[] =
  [
    ["no host", () => ({ host: zeroAddress }), "host", "InvalidHost"],
    ["the host as renter", ({ host }) => ({ renter: host.account.address }), "renter", "InvalidRenter"],
    ["the escrow as renter", ({ escrow }) => ({ renter: escrow }), "renter", "InvalidRenter"],
    ["the token as renter", ({ token }) => ({ renter: token }), "renter", "InvalidRenter"],
    ["no arbiter", () => ({ arbiter: zeroAddress }), "arbiter", "InvalidArbiter"],
    ["the host as arbiter", ({ host }) => ({ arbiter: host.account.address }), "arbiter", "InvalidArbiter"],
    ["the arbiter as renter", ({ arbiter }) => ({ renter: arbiter.account.address }), "renter", "InvalidArbiter"],
    ["the arbiter as operator", (_, { arbiter }) => ({ operator: arbiter }), "operator", "InvalidOperator"],
    ["the renter as operator", ({ renter }) => pair(renter.account.address), "operator", "InvalidOperator"],
    ["no payee", () => ({ payee: zeroAddress }), "payee", "InvalidPayee"],
    ["the escrow as payee", ({ escrow }) => ({ payee: escrow }), "payee", "InvalidPayee"],
    ["the arbiter as payee", (_, { arbiter }) => ({ payee: arbiter }), "payee", "InvalidPayee"],
    ["the token as payee", ({ token }) => ({ payee: token }), "payee", "InvalidPayee"],
    ["a start window too long", () => ({ startWindow: MAX_START_WINDOW + 1n }), "startWindow", "StartWindowTooLong"],
    [
      "a challenge window too short",
      () => ({ challengeWindow: MIN_CHALLENGE_WINDOW - 1n }),
      "challengeWindow",
      "ChallengeWindowOutOfBounds",
    ],
    [
      "a challenge window too long",
      () => ({ challengeWindow: MAX_CHALLENGE_WINDOW + 1n }),
      "challengeWindow",
      "ChallengeWindowOutOfBounds",
    ],
    ["a shortest duration of zero", () => ({ minDuration: 0n }), "minDuration", "MinDurationZero"],
    ["a longest duration of zero", () => ({ maxDuration: 0n }), "minDuration", "ZeroAmount"],
    ["a shortest duration above the longest", () => ({ minDuration: DAY + 1n }), "minDuration", "DurationOutOfBounds"],
    [
      "a longest duration above the contract's",
      () => ({ maxDuration: MAX_RENTAL_DURATION + 1n }),
      "maxDuration",
      "MaxDurationTooLong",
    ],
    ["no price", () => ({ pricePerHour: 0n }), "pricePerHour", "ZeroAmount"],
    ["a price that rounds to zero", () => ({ pricePerHour: 1n, maxDuration: 3_599n }), "pricePerHour", "ZeroAmount"],
    ["a fee below the least one", () => ({ maxFeeBps: MIN_FEE_BPS - 1n }), "maxFeeBps", "FeeAboveMaximum"],
    ["the escrow as token", ({ escrow }) => ({ token: escrow }), "token", "MarketNotOpen"],
    ["the native coin's ERC-20 face", () => ({ token: NATIVE_ERC20_FACE }), "token", "MarketNotOpen"],
    ["an expiry that has passed", () => ({ expiry: 1n }), "expiry", "OfferExpired"],
  ]
const pair = (account: Offer["renter"]) => ({ renter: account, operator: account })

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: offers on which no deposit can ever succeed, on ${library}`, () => {
    for (const [name, change, field, code] of impossible) {
      it(`error: ${name} is neither built nor signed, and found in a signed offer`, async () => {
        const world = await loadFixture(deployed)
        const { escrow, client, host } = world
        const valid = await makeOffer(world)
        const changes = change(world, valid)
        const offer = { ...valid, ...changes }
        const hostSignature = await signedAnyway(offer, escrow)
        expect(await depositError(world, offer, hostSignature), "the contract's error").to.equal(code)

        const found = await sdk.checkOffer(client, { escrow, offer, hostSignature })
        expect(found.status, "status").to.equal("invalid")
        expect(
          found.problems.map(({ error }) => error.code),
          "errors",
        ).to.include(code)

        for (const refused of [
          () => sdk.signOffer(host, { escrow, offer }),
          () => sdk.signOffer(host, { escrow, offer, check: false }),
          () => makeOffer(world, { ...changes, arbiter: offer.arbiter }),
        ]) {
          const error = await failureOf(refused())
          if (!(error instanceof InvalidOfferError)) throw new Error(`not refused: ${String(error)}`)
          expect(error.args.field, "field").to.equal(field)
          expect(error.message, "message").to.contain(`because of \`${field}\``)
          expect(error.cause, "cause").to.equal(error.args.problems[0]?.error)
        }
      })
    }

    it("behavior: the bounds themselves can be taken", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client, host } = world
      const bounds: readonly Partial<Offer>[] = [
        { startWindow: MAX_START_WINDOW, challengeWindow: MIN_CHALLENGE_WINDOW },
        { startWindow: 0n, challengeWindow: MAX_CHALLENGE_WINDOW },
        { minDuration: 24n * HOUR, maxDuration: 24n * HOUR },
        { maxDuration: MAX_RENTAL_DURATION, pricePerHour: 1n },
        { pricePerHour: 1n, maxDuration: 3_600n },
        { maxFeeBps: MIN_FEE_BPS },
        { renter: addressOf("renter"), operator: host.account.address },
        { expiry: (await chain.now()) + 2n },
      ]
      for (const terms of bounds) {
        const offer = await makeOffer(world, terms)
        const hostSignature = await sdk.signOffer(host, { escrow, offer })
        const { status, problems } = await sdk.checkOffer(client, { escrow, offer, hostSignature })
        expect([status, problems], Object.keys(terms).join(", ")).to.deep.equal(["takeable", []])
        expect(await depositError(world, offer, hostSignature), "the contract").to.equal(undefined)
      }
    })

    it("behavior: an expiry that only the latest block meets is refused", async () => {
      const world = await loadFixture(deployed)
      const expiry = (await chain.now()) + 1n
      const error = await failureOf(makeOffer(world, { expiry }))
      if (!(error instanceof InvalidOfferError)) throw new Error(`not refused: ${String(error)}`)
      expect([error.args.field, error.args.problems[0]?.error.code], "why").to.deep.equal(["expiry", "OfferExpired"])
    })

    it("behavior: every problem is listed, the first one first", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client } = world
      const offer = { ...(await makeOffer(world)), payee: escrow, startWindow: 10n * DAY, pricePerHour: 0n }

      const { problems } = await sdk.checkOffer(client, { escrow, offer })

      expect(
        problems.map(({ field }) => field),
        "fields",
      ).to.deep.equal(["payee", "startWindow", "pricePerHour"])
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: checkOffer, on ${library}`, () => {
    /** What stands in the way now: what happens, the field, the contract's error, and whether it stays so. */
    const blocked: readonly (readonly [
      name: string,
      happens: (world: World, offer: Offer) => Promise<unknown>,
      field: string,
      code: string,
      permanent: boolean,
    ])[] = [
      [
        "a closed market",
        ({ guardian, escrow, token }) => sdk.closeMarket(guardian, { escrow, token }),
        "token",
        "MarketNotOpen",
        false,
      ],
      [
        "another arbiter",
        ({ owner, escrow, token }) =>
          sdk.setMarket(owner, { escrow, token, arbiter: addressOf("successor"), feeBps: FEE_BPS, open: true }),
        "arbiter",
        "WrongArbiter",
        false,
      ],
      [
        "a higher fee of the market",
        ({ owner, escrow, token, arbiter }) =>
          sdk.setMarket(owner, { escrow, token, arbiter: arbiter.account.address, feeBps: 1_200n, open: true }),
        "maxFeeBps",
        "FeeAboveMaximum",
        false,
      ],
      [
        "a higher fee of the host",
        ({ owner, escrow, host }) => sdk.setHostFee(owner, { escrow, host: host.account.address, feeBps: 1_500n }),
        "maxFeeBps",
        "FeeAboveMaximum",
        false,
      ],
      [
        "a revoked nonce",
        ({ host, escrow }, { machine }) => sdk.revokeOffers(host, { escrow, machine }),
        "nonce",
        "WrongNonce",
        true,
      ],
      [
        "a revoked epoch",
        ({ host, escrow }) => sdk.setSigner(host, { escrow, signer: zeroAddress }),
        "epoch",
        "WrongEpoch",
        true,
      ],
      ["a rented machine", (world) => deposited(world, { startWindow: 0n }, "first"), "machine", "MachineBusy", false],
      ["a reserved machine", (world) => deposited(world, {}, "first"), "machine", "MachineBusy", false],
    ]
    for (const [name, happens, field, code, permanent] of blocked) {
      it(`behavior: finds ${name}`, async () => {
        const world = await loadFixture(deployed)
        const { escrow, client, host } = world
        const offer = await makeOffer(world)
        const hostSignature = await sdk.signOffer(host, { escrow, offer })
        expect((await sdk.checkOffer(client, { escrow, offer, hostSignature })).status, "before").to.equal("takeable")

        await happens(world, offer)

        const { status, problems } = await sdk.checkOffer(client, { escrow, offer, hostSignature })
        expect(
          problems.map((one) => [one.field, one.error.code, one.permanent]),
          "problems",
        ).to.deep.equal([[field, code, permanent]])
        expect(status, "status").to.equal(permanent ? "invalid" : "blocked")
        expect(await depositError(world, offer, hostSignature), "the contract").to.equal(code)
      })
    }

    it("behavior: finds a nonce and an epoch that are not current yet", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client } = world
      const valid = await makeOffer(world)
      for (const [field, code] of [
        ["nonce", "WrongNonce"],
        ["epoch", "WrongEpoch"],
      ] as const) {
        const offer = { ...valid, [field]: valid[field] + 1n }
        const hostSignature = await signedAnyway(offer, escrow)
        const { status, problems } = await sdk.checkOffer(client, { escrow, offer, hostSignature })
        expect([status, problems[0]?.error.code], field).to.deep.equal(["blocked", code])
        expect(await depositError(world, offer, hostSignature), "the contract").to.equal(code)
      }
    })

    it("behavior: finds a signature of another key, for another escrow, and of a signer that was replaced", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client, host, token } = world
      const offer = await makeOffer(world)
      for (const hostSignature of [
        await signedAnyway(offer, escrow, "stranger"),
        await signedAnyway(offer, token),
        await signedAnyway(offer, escrow, "host", 1),
        "0x" as const,
      ]) {
        const { status, problems } = await sdk.checkOffer(client, { escrow, offer, hostSignature })
        expect(status, "status").to.equal("invalid")
        expect(problems[0], "problem").to.deep.include({ field: "hostSignature", permanent: true })
        expect(await depositError(world, offer, hostSignature), "the contract").to.equal("InvalidSignature")
      }
      await sdk.setSigner(host, { escrow, signer: addressOf("signer") })
      const current = await makeOffer(world)
      const hostSignature = await signedAnyway(current, escrow)
      const { problems } = await sdk.checkOffer(client, { escrow, offer: current, hostSignature })
      expect(problems[0]?.error.args, "the current signer").to.deep.equal({ signer: addressOf("signer") })
      const signed = await signedAnyway(current, escrow, "signer")
      expect((await sdk.checkOffer(client, { escrow, offer: current, hostSignature: signed })).status).to.equal(
        "takeable",
      )
    })

    it("behavior: finds a free bond that does not cover the longest rental, and one that covers a shorter one", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client, host, token } = world
      const offer = await makeOffer(world, { bond: 5_000_000n })
      const hostSignature = await sdk.signOffer(host, { escrow, offer })
      await sdk.fundBond(host, { escrow, token, amount: 3_000_000n })

      const found = await sdk.checkOffer(client, { escrow, offer, hostSignature })

      expect(found.status, "status").to.equal("blocked")
      expect([found.freeBond, found.lockedBond], "bonds").to.deep.equal([3_000_000n, 5_000_000n])
      expect(found.problems[0]?.error.args, "error").to.deep.equal({ free: 3_000_000n, required: 5_000_000n })
      expect(await depositError(world, offer, hostSignature), "the contract").to.equal("InsufficientBond")
      const duration = 360n
      expect(bondOf(offer, duration), "bond of six minutes").to.equal(3_000_000n)
      expect((await sdk.checkOffer(client, { escrow, offer, hostSignature, duration })).status, "shorter").to.equal(
        "takeable",
      )
    })

    it("behavior: judges a renter and a duration", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client, host, arbiter, operator } = world
      const open = await makeOffer(world, { minDuration: 60n })
      const own = await makeOffer(world, { renter: addressOf("renter") })
      const codes = async (offer: Offer, deposit: { renter?: Offer["renter"]; duration?: bigint }) => {
        const { problems } = await sdk.checkOffer(client, { escrow, offer, ...deposit })
        return problems.map(({ field, error }) => `${field} ${error.code}`)
      }
      expect(await codes(open, { renter: host.account.address })).to.deep.equal(["renter InvalidRenter"])
      expect(await codes(open, { renter: zeroAddress })).to.deep.equal(["renter InvalidRenter"])
      expect(await codes(open, { renter: arbiter.account.address })).to.deep.equal(["renter InvalidArbiter"])
      expect(await codes(open, { renter: operator.account.address })).to.deep.equal(["operator InvalidOperator"])
      expect(await codes(own, { renter: addressOf("payer") })).to.deep.equal(["renter WrongRenter"])
      expect(await codes(own, { renter: addressOf("renter") })).to.deep.equal([])
      expect(await codes(open, { duration: 59n })).to.deep.equal(["duration DurationOutOfBounds"])
      expect(await codes(open, { duration: DAY + 1n })).to.deep.equal(["duration DurationOutOfBounds"])
    })

    it("behavior: a no-show is settled first, and its offer is over", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client, host, renter } = world
      const { offer: first, hostSignature: signature, rental } = await deposited(world)
      await time.increase(first.startWindow + 1n)
      const offer = await makeOffer(world)
      const hostSignature = await sdk.signOffer(host, { escrow, offer })

      const next = await sdk.checkOffer(client, { escrow, offer, hostSignature })
      const old = await sdk.checkOffer(client, { escrow, offer: first, hostSignature: signature })

      expect([next.status, next.noShow], "next").to.deep.equal(["takeable", rental])
      expect([old.status, old.problems[0]?.error.code], "old").to.deep.equal(["invalid", "WrongNonce"])
      await sdk.settle(renter, { escrow, rental })
      expect(await depositError(world, offer, hostSignature), "the contract").to.equal(undefined)
      expect(await depositError(world, first, signature), "the contract").to.equal("WrongNonce")
    })

    it("behavior: a market in the native coin", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client, host } = world
      const offer = await makeOffer(world, { token: NATIVE, pricePerHour: 10n ** 16n })
      const hostSignature = await sdk.signOffer(host, { escrow, offer })
      expect((await sdk.checkOffer(client, { escrow, offer, hostSignature })).status, "native").to.equal("takeable")
    })

    it("behavior: a machine is free from the second on in which its rental ends", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client, host } = world
      await deposited(world, { startWindow: 0n }, "first")
      const offer = await makeOffer(world)
      const hostSignature = await sdk.signOffer(host, { escrow, offer })
      const { busyUntil } = await sdk.getMachine(client, { escrow, host: offer.host, machine: offer.machine })

      for (const [now, status] of [
        [busyUntil - 2n, "blocked"],
        [busyUntil - 1n, "takeable"],
      ] as const) {
        await time.increaseTo(now)
        expect((await sdk.checkOffer(client, { escrow, offer, hostSignature })).status, "status").to.equal(status)
        const code = await depositError(world, offer, hostSignature)
        expect(code, "the contract").to.equal(status === "blocked" ? "MachineBusy" : undefined)
      }
    })

    it("behavior: an interrupted rental's offer is over", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client, host } = world
      const { offer, hostSignature, rental } = await deposited(world, { startWindow: 0n })
      await sdk.interrupt(host, { escrow, rental })

      const { status, problems } = await sdk.checkOffer(client, { escrow, offer, hostSignature })

      expect([status, problems[0]?.field], "status").to.deep.equal(["invalid", "nonce"])
    })

    it("behavior: checks an offer before it is signed, on ethers too", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client } = world
      const offer = await makeOffer(world, { bond: 1n })
      const found = await sdk.checkOffer(client, { escrow, offer })
      const same = await onEthers.rentalActions(new BrowserProvider(provider)).checkOffer({ escrow, offer })
      for (const { status, problems, ...state } of [found, same]) {
        expect([status, problems.map(({ field }) => field)], "result").to.deep.equal(["blocked", ["bond"]])
        expect([state.feeBps, state.lockedBond], "state").to.deep.equal([FEE_BPS, 1n])
      }
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: buildOffer, signOffer, on ${library}`, () => {
    it("behavior: a closed market needs an arbiter, and the offer is blocked until it opens", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client, host, guardian, token, arbiter } = world
      await sdk.closeMarket(guardian, { escrow, token })
      await expectError(makeOffer(world), MarketNotOpenError, { token })

      const offer = await makeOffer(world, { arbiter: arbiter.account.address })
      const hostSignature = await sdk.signOffer(host, { escrow, offer })

      expect((await sdk.checkOffer(client, { escrow, offer, hostSignature })).status, "status").to.equal("blocked")
    })

    it("error: ForeignSigner, unless the offer is signed for another account", async () => {
      const world = await loadFixture(deployed)
      const { escrow, host, stranger } = world
      const offer = await sdk.buildOffer(world.client, {
        escrow,
        host: host.account.address,
        token: world.token,
        machine: keccak256(toHex("a100-0")),
        spec: keccak256(toHex("A100 80 GB")),
        pricePerHour: 1n,
        maxDuration: HOUR,
      })
      const foreign = { account: stranger.account.address, signer: host.account.address }
      await expectError(sdk.signOffer(stranger, { escrow, offer }), ForeignSignerError, foreign)
      expect(await sdk.signOffer(stranger, { escrow, offer, check: false }), "unchecked").to.match(/^0x[\da-f]{130}$/)
    })
  })
}
