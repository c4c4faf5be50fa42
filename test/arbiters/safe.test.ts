import { expect } from "chai"
import { encodeFunctionData, type PrivateKeyAccount } from "viem"

import type { Call, Contract } from "../support/chain.ts"
import { callOf } from "../support/escrow.ts"
import { ARBITRATION_WINDOW, EVIDENCE_WINDOW, HOUR, type Rental, T0 } from "../support/offer.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { deploySafes, type SafeCall, type SafeFactory, signSafeTransaction } from "../support/safe.ts"
import { openWorld, type World } from "../support/world.ts"

const alice = accountNamed("alice")
const bob = accountNamed("bob")
const carol = accountNamed("carol")
const dave = accountNamed("dave")

const STARTED_AT = T0 + 100n
const DISPUTED_AT = STARTED_AT + HOUR
/** The first second in which a ruling is possible, and the first in which none is possible any more. */
const OPENS = DISPUTED_AT + EVIDENCE_WINDOW
const CLOSES = DISPUTED_AT + ARBITRATION_WINDOW

/** The first entry of a Safe's list of owners. */
const SENTINEL = "0x0000000000000000000000000000000000000001"
/** A signature that is not of an owner, and fewer signatures than the threshold. */
const NOT_AN_OWNER = "Error(GS026)"
const TOO_FEW = "Error(GS020)"

/** An hour at a price of 2.345679, all of it contested; 7.654321 of bond. The stake is 5 % of both. */
const CONTESTED = 2_345_679n
const BOND = 7_654_321n
const STAKE = ((CONTESTED + BOND) * 500n) / 10_000n

describe("a Safe as a market's arbiter", () => {
  let world: World
  let safes: SafeFactory
  let safe: Contract
  let rental: Rental
  let undo: unknown

  before(async () => {
    world = await openWorld()
    safes = await deploySafes(world.chain)
    safe = await safes.open([alice, bob, carol], 2n)
    const { token } = world
    await world.must(world.call("owner", "setMarket", [token.address, safe.address, 1000n, true]))
    const offer = world.offer({ arbiter: safe.address, startWindow: 0n })
    rental = { offer, renter: addressOf("renter"), salt: offer.spec }
    await world.deposit(rental, HOUR, STARTED_AT)
    await world.must(world.call("renter", "dispute", [rental, "ipfs://slow", "0x"]), DISPUTED_AT)
  })

  beforeEach(async () => {
    undo = await world.chain.rpc("evm_snapshot")
  })
  afterEach(async () => {
    await world.chain.rpc("evm_revert", undo)
  })

  const ruling = (hostBps: bigint): SafeCall => ({
    to: world.escrow.address,
    value: 0n,
    data: encodeFunctionData({ abi: world.escrow.abi, functionName: "resolve", args: [rental, hostBps] }),
  })
  const sign = (hostBps: bigint, owners: readonly PrivateKeyAccount[], nonce?: bigint): Promise<Call> =>
    signSafeTransaction(world.chain, safe, ruling(hostBps), owners, nonce)
  const bring = async (signed: Call, at: bigint): Promise<string> => {
    const outcome = await world.send(signed, at)
    return outcome.ok ? "done" : outcome.error
  }
  const status = async () => {
    const id = await world.idOf(rental)
    return Object(await world.chain.read(world.escrow, "getRental", [id])).status
  }
  const closed = async () => `WrongStatus(${await world.idOf(rental)}, 5)`
  const balances = async () => {
    const { chain, token, escrow } = world
    const of = (account: `0x${string}`) => chain.read(token, "balanceOf", [account])
    return {
      payee: BigInt(String(await of(addressOf("payee")))),
      renter: BigInt(String(await of(addressOf("renter")))),
      safe: BigInt(String(await of(safe.address))),
      free: BigInt(String(await chain.read(escrow, "bonds", [token.address, addressOf("host")]))),
    }
  }
  const gained = async (act: () => Promise<unknown>) => {
    const before = await balances()
    await act()
    const after = await balances()
    return {
      payee: after.payee - before.payee,
      renter: after.renter - before.renter,
      safe: after.safe - before.safe,
      free: after.free - before.free,
    }
  }

  it("two of three owners rule: every sum goes by the share, and the Safe gets nothing", async () => {
    const signed = await sign(4_000n, [alice, carol])
    const moved = await gained(async () => {
      expect(await bring(signed, OPENS), "ruling").to.equal("done")
    })
    const gross = (CONTESTED * 4_000n) / 10_000n
    const stakeToHost = (STAKE * 4_000n) / 10_000n
    const bondToRenter = (BOND * 6_000n) / 10_000n
    expect(moved, "moved").to.deep.equal({
      payee: gross - gross / 10n + stakeToHost,
      renter: CONTESTED - gross + (STAKE - stakeToHost) + bondToRenter,
      safe: 0n,
      free: BOND - bondToRenter,
    })
    expect(await status(), "status").to.equal(5)
    const again = await sign(0n, [alice, bob])
    expect(await bring(again, OPENS + 1n), "a second ruling").to.equal(await closed())
  })

  it("fewer owners than the threshold rule nothing, and neither does a stranger or one owner twice", async () => {
    expect(await bring(await sign(0n, [alice]), OPENS), "one owner").to.equal(TOO_FEW)
    expect(await bring(await sign(0n, [alice, alice]), OPENS + 1n), "one owner twice").to.equal(NOT_AN_OWNER)
    expect(await bring(await sign(0n, [alice, dave]), OPENS + 2n), "a stranger").to.equal(NOT_AN_OWNER)
    const direct = callOf(world.escrow, alice.address, "resolve", [rental, 0n])
    await world.chain.fund(alice.address)
    expect(await bring(direct, OPENS + 3n), "an owner without the Safe").to.equal(
      `NotArbiter(${alice.address}, ${safe.address})`,
    )
    expect(await status(), "status").to.equal(4)
  })

  it("a ruling that is brought too early fails and uses up nothing: the same signatures do later", async () => {
    const signed = await sign(4_000n, [alice, bob])
    expect(await bring(signed, DISPUTED_AT + 1n), "at once").to.equal(`EvidenceWindowOpen(${OPENS})`)
    expect(await bring(signed, OPENS - 1n), "one second before").to.equal(`EvidenceWindowOpen(${OPENS})`)
    expect(await world.chain.read(safe, "nonce"), "nonce").to.equal(0n)
    expect(await bring(signed, OPENS), "in time").to.equal("done")
  })

  it("a ruling that is delayed counts until the last second of the window", async () => {
    const signed = await sign(10_000n, [bob, carol])
    expect(await bring(signed, CLOSES - 1n), "last second").to.equal("done")
  })

  it("a ruling that is brought too late fails: the clock has decided, and anyone settles", async () => {
    const signed = await sign(0n, [alice, bob])
    expect(await bring(signed, CLOSES), "too late").to.equal(`ArbitrationOver(${CLOSES})`)
    const moved = await gained(() => world.must(world.call("keeper", "settle", [rental]), CLOSES + 1n))
    const lost = STAKE / 10n
    expect(moved, "moved").to.deep.equal({
      payee: CONTESTED - CONTESTED / 10n + lost,
      renter: STAKE - lost,
      safe: 0n,
      free: BOND,
    })
    expect(await bring(signed, CLOSES + 2n), "after the settlement").to.equal(await closed())
  })

  it("a refund between the signatures and the ruling changes amounts, not shares", async () => {
    const signed = await sign(5_000n, [alice, bob])
    await world.must(world.call("host", "refund", [rental, HOUR / 2n]), DISPUTED_AT + 1n)
    const left = CONTESTED / 2n
    const stake = ((left + BOND) * 500n) / 10_000n
    const moved = await gained(async () => {
      expect(await bring(signed, OPENS), "ruling").to.equal("done")
    })
    expect(moved, "moved").to.deep.equal({
      payee: left / 2n - left / 2n / 10n + stake / 2n,
      renter: left - left / 2n + (stake - stake / 2n) + BOND / 2n,
      safe: 0n,
      free: BOND - BOND / 2n,
    })
  })

  it("the signature of an owner that the Safe has replaced counts no more", async () => {
    const old = await sign(0n, [alice, bob])
    const next = await sign(0n, [alice, bob], 1n)
    const swap = { functionName: "swapOwner", args: [SENTINEL, alice.address, dave.address] }
    const replacing = { to: safe.address, value: 0n, data: encodeFunctionData({ abi: safe.abi, ...swap }) }
    const swapping = await signSafeTransaction(world.chain, safe, replacing, [bob, carol])
    expect(await bring(swapping, DISPUTED_AT + 1n), "replaced").to.equal("done")
    expect(await bring(old, OPENS), "signed for the nonce that is used up").to.equal(NOT_AN_OWNER)
    expect(await bring(next, OPENS + 1n), "signed for the next nonce").to.equal(NOT_AN_OWNER)
    expect(await bring(await sign(0n, [dave, bob]), OPENS + 2n), "the owners now").to.equal("done")
  })

  it("another transaction of the Safe in front uses up the nonce: the ruling must be signed again", async () => {
    const signed = await sign(4_000n, [alice, bob])
    const other = await signSafeTransaction(world.chain, safe, { to: dave.address, value: 0n, data: "0x" }, [
      bob,
      carol,
    ])
    expect(await bring(other, DISPUTED_AT + 1n), "the other one").to.equal("done")
    expect(await bring(signed, OPENS), "the ruling").to.equal(NOT_AN_OWNER)
    expect(await bring(await sign(4_000n, [alice, bob]), OPENS + 1n), "signed again").to.equal("done")
  })

  it("a ruling for one Safe is no ruling of another one with the same owners", async () => {
    const twin = await safes.open([alice, bob, carol], 2n)
    const signed = await signSafeTransaction(world.chain, twin, ruling(0n), [alice, bob])
    expect(await bring(signed, OPENS), "the twin's").to.equal(`NotArbiter(${twin.address}, ${safe.address})`)
    expect(await bring({ ...signed, to: safe.address }, OPENS + 1n), "the twin's signatures").to.equal(NOT_AN_OWNER)
  })

  it("a Safe that has no owner left rules nothing: after 14 days anyone settles", async () => {
    const signed = await sign(0n, [alice, bob])
    await world.chain.fund(safe.address)
    const owners = [alice, bob, carol].map(({ address }) => address)
    const unknown = ["lost 0", "lost 1", "lost 2"].map((name) => accountNamed(name).address)
    for (const [place, owner] of owners.entries()) {
      const before = unknown[place - 1] ?? SENTINEL
      await world.must(callOf(safe, safe.address, "swapOwner", [before, owner, unknown[place]]))
    }
    expect(await bring(signed, OPENS), "the old owners").to.equal(NOT_AN_OWNER)
    const early = await world.send(world.call("stranger", "settle", [rental]), CLOSES - 1n)
    expect(early, "before 14 days").to.deep.equal({ ok: false, error: `NotDue(${CLOSES})` })
    const moved = await gained(() => world.must(world.call("keeper", "settle", [rental]), CLOSES))
    const lost = STAKE / 10n
    expect(moved, "moved").to.deep.equal({
      payee: CONTESTED - CONTESTED / 10n + lost,
      renter: STAKE - lost,
      safe: 0n,
      free: BOND,
    })
  })

  it("a silent Safe keeps neither side from ending the dispute", async () => {
    await world.must(world.call("host", "refund", [rental, HOUR - 1n]), DISPUTED_AT + 1n)
    const moved = await gained(() => world.must(world.call("renter", "stop", [rental, CONTESTED]), DISPUTED_AT + 2n))
    expect(moved.free, "the bond").to.equal(BOND)
    expect(await status(), "status").to.equal(5)
  })
})
