// Why a mandate cannot be executed: the reasons that `checkMandate` gives, from the chain's own state.
import { setMarket } from "@gpuflow/escrow/admin"
import type { MandateCheck, SignedMandate } from "@gpuflow/escrow/mandate"
import { expect } from "chai"
import { concat, decodeAbiParameters, keccak256, parseAbi, parseAbiParameters, toHex } from "viem"
import { FEE_BPS } from "../support/escrow.ts"
import { libraries } from "../support/libraries.ts"
import { addressOf } from "../support/parties.ts"
import { allow, rented, restoreRenter, withBoth } from "../support/periphery.ts"
import { HOUR, tokenAbi } from "../support/rentals.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, setCode, time } = networkHelpers
const PRICE = 1_500_000n
const permitWords = parseAbiParameters("uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s")
const permitAbi = parseAbi([
  "function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)",
])
const UNDEPLOYED = concat(["0x00", toHex("deployment"), `0x${"6492".repeat(16)}`])

type Both = Awaited<ReturnType<typeof withBoth>>
type Sdk = (typeof libraries)["viem"]

/** A running rental of an hour, and its signed mandate up to three, which the renter's allowance covers. */
async function context(sdk: Sdk, world: Both) {
  const { escrow, mandateContract, renter, token, client } = world
  await allow(renter, token, escrow)
  await allow(renter, token, mandateContract)
  const { rental } = await rented(world)
  const contracts = { escrow, mandateContract, rental }
  const mandate = await sdk.buildMandate(client, { ...contracts, until: 3n * HOUR, step: HOUR, maxTip: 1_000n })
  const signed = await sdk.signMandate(renter, { ...contracts, mandate })
  const check = (changes: Partial<SignedMandate> = {}, tip = 0n) =>
    sdk.checkMandate(client, { signed: { ...signed, ...changes }, tip })
  const checkTerms = (changes: Partial<SignedMandate["mandate"]>) => check({ mandate: { ...mandate, ...changes } })
  return { sdk, world, rental, mandate, signed, check, checkTerms }
}

type Context = Awaited<ReturnType<typeof context>>
type Case = readonly [reason: string, status: MandateCheck["status"], act: (given: Context) => Promise<MandateCheck>]

const cases: Readonly<Record<string, Case>> = {
  "another rental": ["terms", "invalid", ({ checkTerms }) => checkTerms({ rentalId: keccak256("0x01") })],
  "another renter": ["terms", "invalid", ({ checkTerms }) => checkTerms({ renter: addressOf("payer") })],
  "no step": ["terms", "invalid", ({ checkTerms }) => checkTerms({ step: 0n })],
  "no window": ["terms", "invalid", ({ checkTerms }) => checkTerms({ extendBefore: 1n })],
  "another signature": ["signature", "invalid", ({ checkTerms }) => checkTerms({ maxTip: 2_000n })],
  "no account yet": ["signature", "invalid", ({ check }) => check({ signature: UNDEPLOYED })],
  "code that refuses": [
    "signature",
    "blocked",
    async ({ checkTerms }) => {
      const { address } = await chain.deploy("KeyWallet", [addressOf("stranger")])
      await setCode(addressOf("renter"), concat(["0xef0100", address]))
      return checkTerms({ maxTip: 2_000n })
    },
  ],
  "a mandate that has expired": ["expired", "invalid", ({ checkTerms }) => checkTerms({ expiry: 1n })],
  "a revoked salt": [
    "revoked",
    "invalid",
    async ({ sdk, world, mandate: { salt }, check }) => {
      await sdk.revokeMandate(world.renter, { mandateContract: world.mandateContract, salt })
      return check()
    },
  ],
  "every mandate revoked": [
    "revoked",
    "invalid",
    async ({ sdk, world, check }) => {
      await sdk.revokeAllMandates(world.renter, { mandateContract: world.mandateContract })
      return check()
    },
  ],
  "a total that does not pay for the tip": [
    "exhausted",
    "blocked",
    async ({ sdk, world, rental, mandate: given, check }) => {
      const { escrow, mandateContract, renter } = world
      const mandate = { ...given, maxTotal: PRICE }
      return check(await sdk.signMandate(renter, { escrow, mandateContract, rental, mandate }), 1n)
    },
  ],
  "a tip above the signed one": ["tip", "blocked", ({ check }) => check({}, 1_001n)],
  "a rental that was stopped": [
    "rental",
    "invalid",
    async ({ sdk, world, rental, check }) => {
      await sdk.stop(world.renter, { escrow: world.escrow, rental })
      return check()
    },
  ],
  "a rental that is over": [
    "rental",
    "invalid",
    async ({ check }) => {
      await time.increase(2n * HOUR)
      return check()
    },
  ],
  "the longest duration": [
    "extended",
    "invalid",
    async ({ sdk, world, rental, check }) => {
      await sdk.extend(world.renter, { escrow: world.escrow, rental, duration: 24n * HOUR })
      return check()
    },
  ],
  "a closed market": [
    "market",
    "blocked",
    async ({ world, check }) => {
      const { escrow, token, owner, arbiter } = world
      await setMarket(owner, { escrow, token, arbiter: arbiter.account.address, feeBps: FEE_BPS, open: false })
      return check()
    },
  ],
  "no allowance": [
    "allowance",
    "blocked",
    async ({ world, check }) => {
      const { renter, token, mandateContract } = world
      const args = [mandateContract, 0n] as const
      await renter.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args })
      return check()
    },
  ],
  "no allowance, and a permit whose nonce another permit has used": [
    "allowance",
    "blocked",
    async ({ sdk, world, check }) => {
      const { renter, token, mandateContract } = world
      const permitted = { escrow: mandateContract, token, deadline: 2n ** 40n }
      const permit = await sdk.signPermit(renter, { ...permitted, value: 10n * PRICE })
      const none = await sdk.signPermit(renter, { ...permitted, value: 0n })
      const [value, deadline, v, r, s] = decodeAbiParameters(permitWords, none)
      const args = [addressOf("renter"), mandateContract, value, deadline, v, r, s] as const
      expect((await check({ permit })).status, "with the permit").to.equal("waiting")
      await renter.writeContract({ address: token, abi: permitAbi, functionName: "permit", args })
      return check({ permit })
    },
  ],
  "an expiry before the extension is due": [
    "expired",
    "invalid",
    async ({ checkTerms, mandate: { expiry }, check }) => {
      const { next } = await check()
      expect(next?.dueAt, "due").to.be.a("bigint").and.to.be.below(expiry)
      return checkTerms({ expiry: next?.dueAt ?? 0n })
    },
  ],
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: reasons why a mandate cannot be executed, on ${library}`, () => {
    // The chain is another test's afterwards.
    afterEach(restoreRenter)

    for (const [name, [reason, status, act]] of Object.entries(cases)) {
      it(`behavior: ${name}`, async () => {
        const given = await context(sdk, await loadFixture(withBoth))
        expect((await given.check()).status, "before").to.equal("waiting")
        const { problems, status: found } = await act(given)
        expect(
          problems.map((problem) => problem.reason),
          "reasons",
        ).to.include(reason)
        expect(found, "status").to.equal(status)
      })
    }
  })
}
