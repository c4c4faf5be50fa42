// What `checkMandate` names first is what an execution fails with: the contract's error, in the contract's order.

import { fundBond, withdrawBond } from "@gpuflow/escrow"
import { setMarket } from "@gpuflow/escrow/admin"
import type { MandateReason, SignedMandate } from "@gpuflow/escrow/mandate"
import { expect } from "chai"
import { keccak256 } from "viem"
import { argsOf } from "../support/argsOf.ts"
import { callOf, FEE_BPS } from "../support/escrow.ts"
import { failureOf } from "../support/failureOf.ts"
import { libraries } from "../support/libraries.ts"
import { addressOf } from "../support/parties.ts"
import { allow, mintDollars, rented, withBoth } from "../support/periphery.ts"
import { balance, HOUR, tokenAbi } from "../support/rentals.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers
const PRICE = 1_500_000n
const TIP = 1_000n
const BOND = 40_000_000n

type Both = Awaited<ReturnType<typeof withBoth>>
type Sdk = (typeof libraries)["viem"]

/** A running rental of an hour with a bond of 20 prices, and its mandate up to three hours, which is paid for. */
async function context(sdk: Sdk, world: Both) {
  const { escrow, mandateContract, renter, host, token, client } = world
  await allow(renter, token, escrow)
  await allow(renter, token, mandateContract)
  await mintDollars(world.dollar, addressOf("host"))
  await allow(host, token, escrow)
  await fundBond(host, { escrow, token, amount: 2n * BOND })
  const { rental } = await rented(world, { bond: BOND, maxDuration: 3n * HOUR })
  const contracts = { escrow, mandateContract, rental }
  const mandate = await sdk.buildMandate(client, { ...contracts, until: 3n * HOUR, step: HOUR, maxTip: TIP })
  const sign = (changes: Partial<typeof mandate> = {}) =>
    sdk.signMandate(renter, { ...contracts, mandate: { ...mandate, ...changes } })
  return { sdk, world, rental, mandate, sign, signed: await sign() }
}

type Context = Awaited<ReturnType<typeof context>>
type Act = (given: Context) => Promise<SignedMandate | undefined>

const setBlocked = ({ dollar }: Both, account: `0x${string}`) =>
  chain.transact(callOf(dollar, addressOf("owner"), "setBlocked", [account, true]))
const setPaused = ({ dollar }: Both) => chain.transact(callOf(dollar, addressOf("owner"), "setPaused", [true]))
const closeMarket = ({ owner, escrow, token, arbiter }: Both) =>
  setMarket(owner, { escrow, token, arbiter: arbiter.account.address, feeBps: FEE_BPS, open: false })
const takeBond = ({ host, escrow, token }: Both, amount: bigint) =>
  withdrawBond(host, { escrow, token, amount, to: addressOf("host") })
const approve = ({ renter, token, mandateContract }: Both, amount: bigint) =>
  renter.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [mandateContract, amount] })

/** Sends dollars away until so many are left. */
async function leave(world: Both, amount: bigint) {
  const away = (await balance(world, addressOf("renter"))) - amount
  await chain.transact(callOf(world.dollar, addressOf("renter"), "transfer", [addressOf("stranger"), away]))
}

const revoke = ({ sdk, world, mandate: { salt } }: Context) =>
  sdk.revokeMandate(world.renter, { mandateContract: world.mandateContract, salt })
const revokeAll = ({ sdk, world }: Context) =>
  sdk.revokeAllMandates(world.renter, { mandateContract: world.mandateContract })
const unsigned = ({ signed }: Context): SignedMandate => ({ ...signed, signature: `0x${"11".repeat(64)}1b` })
const stop = ({ sdk, world: { renter, escrow }, rental }: Context) => sdk.stop(renter, { escrow, rental })

/** What happens before the execution, the reasons in their order, and the arguments of the first error. */
type Case = readonly [reasons: readonly MandateReason[], act: Act, args?: (given: Context) => object]

/** One thing stands against the execution. */
const single: Readonly<Record<string, Case>> = {
  "another rental": [
    ["terms", "signature"],
    async ({ signed }) => ({ ...signed, mandate: { ...signed.mandate, rentalId: keccak256("0x01") } }),
  ],
  "a step of zero": [
    ["terms", "signature"],
    async ({ signed }) => ({ ...signed, mandate: { ...signed.mandate, step: 0n } }),
    () => ({}),
  ],
  "a window of one second": [
    ["terms", "signature"],
    async ({ signed }) => ({ ...signed, mandate: { ...signed.mandate, extendBefore: 1n } }),
    () => ({ extendBefore: 1n, minimum: 2n }),
  ],
  "a mandate that has expired": [
    ["expired"],
    async ({ sign, mandate, sdk, world, signed }) => {
      const { dueAt } = await sdk.getNextExtension(world.client, signed)
      const given = await sign({ expiry: dueAt + 1n })
      await time.increaseTo(dueAt + 1n)
      expect(mandate.expiry > dueAt, "as built").to.equal(true)
      return given
    },
  ],
  "a salt that was revoked": [
    ["revoked"],
    async (given) => void (await revoke(given)),
    ({ mandate: { renter, salt } }) => ({ renter, salt }),
  ],
  "every mandate revoked": [
    ["revoked"],
    async (given) => void (await revokeAll(given)),
    () => ({ epoch: 0n, current: 1n }),
  ],
  "a signature of another key": [
    ["signature"],
    async (given) => unsigned(given),
    ({ mandate: { renter } }) => ({ renter }),
  ],
  "a rental that was stopped": [
    ["rental"],
    async (given) => void (await stop(given)),
    ({ mandate }) => ({ id: mandate.rentalId, status: "Closed" }),
  ],
  "a rental that is over": [["rental"], async () => void (await time.increase(2n * HOUR))],
  "the longest duration": [
    ["extended"],
    async ({ sdk, world: { renter, escrow }, rental }) =>
      void (await sdk.extend(renter, { escrow, rental, duration: 3n * HOUR })),
    () => ({ maxDuration: 3n * HOUR }),
  ],
  "a total that is used up": [
    ["exhausted"],
    async ({ sdk, world, sign }) => {
      const signed = await sign({ maxTotal: 2n * PRICE })
      await time.increaseTo((await sdk.getNextExtension(world.client, signed)).dueAt)
      await sdk.executeMandate(world.stranger, { signed, tip: 0n })
      return signed
    },
    () => ({ amount: PRICE + TIP, left: PRICE }),
  ],
  "an allowance that is a unit short": [
    ["allowance"],
    async ({ world }) => void (await approve(world, PRICE + TIP - 1n)),
    () => ({ allowance: PRICE + TIP - 1n, required: PRICE + TIP }),
  ],
  "a balance that is a unit short": [
    ["balance"],
    async ({ world }) => void (await leave(world, PRICE + TIP - 1n)),
    () => ({ balance: PRICE + TIP - 1n, required: PRICE + TIP }),
  ],
  "a token that is paused": [
    ["token"],
    async ({ world }) => void (await setPaused(world)),
    ({ world: { token } }) => ({ token }),
  ],
  "a renter whom the token's issuer has blocked": [
    ["token"],
    async ({ world }) => void (await setBlocked(world, addressOf("renter"))),
    ({ world: { token } }) => ({ token }),
  ],
  "a mandate contract that the token's issuer has blocked": [
    ["token"],
    async ({ world }) => void (await setBlocked(world, world.mandateContract)),
    ({ world: { token } }) => ({ token }),
  ],
  "a closed market": [
    ["market"],
    async ({ world }) => void (await closeMarket(world)),
    ({ world: { token } }) => ({ token }),
  ],
  "a free bond that was taken out": [
    ["bond"],
    async ({ world }) => void (await takeBond(world, 2n * BOND - 20n * PRICE)),
    () => ({ free: 0n, required: BOND - 20n * PRICE }),
  ],
  "a free bond that another rental has used": [
    ["bond"],
    async ({ world }) => {
      await takeBond(world, 2n * BOND - 40n * PRICE)
      const other = { bond: BOND, machine: keccak256("0x02") }
      await rented(world, other)
    },
    () => ({ free: 0n, required: BOND - 20n * PRICE }),
  ],
}

/** Several things stand against it at once. The contract comes to them in this order. */
const several: Readonly<Record<string, Case>> = {
  "a revoked salt, a wrong signature": [
    ["revoked", "signature"],
    async (given) => {
      await revoke(given)
      return unsigned(given)
    },
  ],
  "a wrong signature, a stopped rental": [
    ["signature", "rental"],
    async (given) => {
      await stop(given)
      return unsigned(given)
    },
  ],
  "a wrong signature, no allowance, no balance, a closed market": [
    ["signature", "allowance", "balance", "market"],
    async (given) => {
      const { world } = given
      await approve(world, 0n)
      await leave(world, 0n)
      await closeMarket(world)
      return unsigned(given)
    },
  ],
  "no allowance, no balance": [
    ["allowance", "balance"],
    async ({ world }) => {
      await approve(world, 0n)
      await leave(world, 0n)
    },
  ],
  "no balance, a missing bond": [
    ["balance", "bond"],
    async ({ world }) => {
      await leave(world, 0n)
      await takeBond(world, 2n * BOND - 20n * PRICE)
    },
  ],
  "a blocked renter, a missing bond": [
    ["token", "bond"],
    async ({ world }) => {
      await takeBond(world, 2n * BOND - 20n * PRICE)
      await setBlocked(world, addressOf("renter"))
    },
  ],
}

/** The words of an error, with addresses as any library writes them. */
const messageOf = (error: unknown) => (error instanceof Error ? error.message.toLowerCase() : String(error))

/** Such a mandate is not due at any time. */
const NEVER_DUE = /^(another rental|a step of zero|a window of one second)$/

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: why an execution of a mandate is refused, on ${library}`, () => {
    for (const [name, [reasons, act, args]] of Object.entries({ ...single, ...several })) {
      it(`error: ${name}: as the contract says, with its words`, async () => {
        const given = await context(sdk, await loadFixture(withBoth))
        const { client, stranger } = given.world
        const changed = await act(given)
        const signed = changed ?? given.signed

        // Before the extension is due, so that the renter can be warned.
        const early = await sdk.checkMandate(client, { signed, tip: TIP })
        expect(
          early.problems.map(({ reason }) => reason),
          "reasons",
        ).to.deep.equal(reasons)
        const due = early.next?.dueAt
        if (due !== undefined && BigInt(await time.latest()) < due && !NEVER_DUE.test(name)) await time.increaseTo(due)

        const { problems } = await sdk.checkMandate(client, { signed, tip: TIP, keeper: addressOf("stranger") })
        expect(
          problems.map(({ reason }) => reason),
          "reasons once it is due",
        ).to.deep.equal(reasons)
        const failure = await failureOf(sdk.executeMandate(stranger, { signed, tip: TIP }))
        const [first] = problems
        expect(failure, "the contract's error").to.include({ code: first?.error.code })
        expect(argsOf(failure), "its arguments").to.deep.equal(argsOf(first?.error))
        expect(messageOf(failure), "its words").to.equal(messageOf(first?.error))
        if (args) expect(argsOf(first?.error), "arguments").to.deep.equal(argsOf({ args: args(given) }))
      })
    }

    it("error: too early, the check waits, and the contract says from when on", async () => {
      const { world, signed } = await context(sdk, await loadFixture(withBoth))
      const { status, next, problems } = await sdk.checkMandate(world.client, { signed, tip: TIP })
      expect([status, problems], "checked").to.deep.equal(["waiting", []])
      const failure = await failureOf(sdk.executeMandate(world.stranger, { signed, tip: TIP }))
      expect(failure).to.have.property("code", "TooEarly")
      expect(failure).to.have.deep.property("args", { dueAt: next?.dueAt })
    })

    it("error: a tip above the signed one is refused by the check and by the contract", async () => {
      const { world, signed } = await context(sdk, await loadFixture(withBoth))
      const { problems } = await sdk.checkMandate(world.client, { signed, tip: TIP + 1n })
      const failure = await failureOf(sdk.executeMandate(world.stranger, { signed, tip: TIP + 1n }))
      expect(problems.map(({ reason }) => reason)).to.deep.equal(["tip"])
      expect(failure).to.have.deep.property("args", { tip: TIP + 1n, maxTip: TIP })
      expect(failure).to.have.property("message", problems[0]?.error.message)
    })
  })
}
