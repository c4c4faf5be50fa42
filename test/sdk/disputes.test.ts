import {
  ArbitrationOverError,
  ChallengeWindowOverError,
  cost,
  dispute,
  EvidenceWindowOpenError,
  findEvent,
  getState,
  InsufficientAllowanceError,
  InvalidInputError,
  NotArbiterError,
  NotHostError,
  NothingAtRiskError,
  NotPartyError,
  NotRenterError,
  RefundOutOfBoundsError,
  SettlementDueError,
  ShareOutOfBoundsError,
  stakeShortfall,
  WrongStatusError,
  WrongValueError,
} from "@gpuflow/escrow"
import { expect } from "chai"
import { getAddress, parseEther } from "viem"
import { NATIVE } from "../support/escrow.ts"
import { expectNothingSent } from "../support/expectError.ts"
import { libraries } from "../support/libraries.ts"
import { balance, deposited, HOUR, running, tokenAbi } from "../support/rentals.ts"
import { deployed, networkHelpers, type World } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers

const DAY = 24n * HOUR
const URI = "ipfs://evidence"

/** A rental of an hour at 1.50 dollars with a bond of 2 dollars, disputed after about twenty minutes. */
async function disputed(world: World) {
  const rented = await running(world, { bond: 2_000_000n })
  await time.increase(1_200n)
  const result = await dispute(world.renter, { escrow: world.escrow, rental: rented.rental, evidenceURI: URI })
  const state = await getState(world.client, { escrow: world.escrow, id: rented.id })
  const contested = cost(1_500_000n, state.billedSeconds)
  return { ...rented, ...result, state, contested, stake: ((contested + 2_000_000n) * 5n) / 100n }
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: dispute, on ${library}`, () => {
    it("default: ends the rental and keeps the stake out of the refund", async () => {
      const world = await loadFixture(deployed)
      const before = await balance(world, world.renter.account.address)

      const { id, events, state, contested, stake, price } = await disputed(world)

      expect([state.status, state.billedSeconds >= 1_200n], "status, billed").to.deep.equal(["Disputed", true])
      expect(findEvent(events, "Disputed")?.args, "Disputed").to.deep.equal({
        id,
        arbiter: getAddress(world.arbiter.account.address),
        billedSeconds: state.billedSeconds,
        contested,
        stake,
        evidenceURI: URI,
      })
      const back = (await balance(world, world.renter.account.address)) - before
      expect(back, "back to the renter").to.equal(price - contested - stake)
    })

    it("behavior: `getStake` tells the stake before and while it is held", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter } = world
      const { id, rental } = await running(world, { bond: 2_000_000n })
      await time.increase(1_200n)
      const { timestamp } = await client.getBlock()
      const { since } = await sdk.getState(client, { escrow, id })
      const stakeFor = (seconds: bigint) => ((cost(1_500_000n, seconds) + 2_000_000n) * 5n) / 100n

      expect(await sdk.getStake(client, { escrow, rental }), "before").to.equal(stakeFor(timestamp - since))
      await sdk.dispute(renter, { escrow, rental, evidenceURI: URI })

      const { billedSeconds } = await sdk.getState(client, { escrow, id })
      expect(await sdk.getStake(client, { escrow, rental }), "held").to.equal(stakeFor(billedSeconds))
    })

    it("behavior: after the end the sender pays what the refund does not cover, by permit", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, token, renter } = world
      const revoke = { address: token, abi: tokenAbi, functionName: "approve", args: [escrow, 0n] } as const
      await renter.writeContract(revoke)
      const { id, rental, offer } = await running(world)
      await time.increase(HOUR)
      const { timestamp } = await client.getBlock()
      const state = await sdk.getState(client, { escrow, id })
      const value = stakeShortfall(offer, state, timestamp)
      await expectNothingSent(
        () => sdk.dispute(renter, { escrow, rental, evidenceURI: URI }),
        InsufficientAllowanceError,
        {
          allowance: 0n,
          required: value,
        },
      )
      const permit = await sdk.signPermit(renter, { escrow, token, value })
      const before = await balance(world, renter.account.address)

      await sdk.dispute(renter, { escrow, rental, evidenceURI: URI, permit })

      expect(value, "5 % of 1.50 dollars").to.equal(75_000n)
      expect(before - (await balance(world, renter.account.address)), "paid").to.equal(value)
    })

    it("behavior: native coins cover the stake at whatever second it lands, and the excess comes back", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter } = world
      // A whole coin an hour: in the last minutes the refund is smaller than the stake.
      const { id, rental } = await running(world, { token: NATIVE, pricePerHour: parseEther("1") })
      await time.increase(HOUR - 120n)
      const before = await client.getBalance({ address: renter.account.address })

      const { events, receipt } = await sdk.dispute(renter, { escrow, rental, evidenceURI: URI })

      const { billedSeconds } = await sdk.getState(client, { escrow, id })
      const { stake, contested } = findEvent(events, "Disputed")?.args ?? { stake: 0n, contested: 0n }
      const after = await client.getBalance({ address: renter.account.address })
      const fees = receipt.gasUsed * receipt.effectiveGasPrice
      const { value } = await client.getTransaction({ hash: receipt.transactionHash })
      expect(billedSeconds < HOUR, "before the end").to.equal(true)
      expect(value > stake - (parseEther("1") - contested), "more than needed now").to.equal(true)
      expect(after + fees - before, "refund less stake").to.equal(parseEther("1") - contested - stake)
      expect(await client.getBalance({ address: escrow }), "escrow's balance").to.equal(contested + stake)
    })

    it("behavior: a rolling offer's host is paid first what is due", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter, payee } = world
      const { id, rental } = await running(world, { rolling: true, challengeWindow: 900n })
      await time.increase(1_800n)

      const { events } = await sdk.dispute(renter, { escrow, rental, evidenceURI: URI })

      const { paidSeconds, billedSeconds } = await sdk.getState(client, { escrow, id })
      const gross = cost(1_500_000n, paidSeconds)
      expect(billedSeconds - paidSeconds, "contested seconds: those of the challenge window").to.equal(900n)
      expect(findEvent(events, "Paid")?.args, "Paid").to.deep.equal({
        id,
        paidSeconds,
        toHost: gross - gross / 10n,
        fee: gross / 10n,
      })
      expect(await balance(world, payee.account.address), "payee's balance").to.equal(gross - gross / 10n)
    })

    it("error: NotRenter, WrongValue, ChallengeWindowOver, WrongStatus", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter, payer, stranger } = world
      const { id, rental, offer } = await running(world)
      const { since } = await sdk.getState(client, { escrow, id })
      const closes = since + HOUR + offer.challengeWindow

      await expectNothingSent(() => sdk.dispute(payer, { escrow, rental, evidenceURI: URI }), NotRenterError, {
        caller: getAddress(payer.account.address),
        renter: getAddress(renter.account.address),
      })
      await time.increaseTo(since + HOUR)
      await expectNothingSent(
        () => sdk.dispute(renter, { escrow, rental, evidenceURI: URI, value: 1n }),
        WrongValueError,
        {
          value: 1n,
          expected: 0n,
        },
      )
      await time.increaseTo(closes)
      await expectNothingSent(
        () => sdk.dispute(renter, { escrow, rental, evidenceURI: URI }),
        ChallengeWindowOverError,
        {
          deadline: closes,
        },
      )
      await sdk.settle(stranger, { escrow, rental })
      await expectNothingSent(() => sdk.dispute(renter, { escrow, rental, evidenceURI: URI }), WrongStatusError, {
        id,
        status: "Closed",
      })
    })

    it("error: NothingAtRisk, where the host gave everything back and locked no bond", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host, operator, renter } = world
      const { id, rental } = await running(world)
      await time.increase(600n)
      await sdk.interrupt(operator, { escrow, rental })
      const { billedSeconds } = await sdk.getState(client, { escrow, id })
      await sdk.refund(host, { escrow, rental, refundedSeconds: billedSeconds })

      await expectNothingSent(() => sdk.dispute(renter, { escrow, rental, evidenceURI: URI }), NothingAtRiskError, {})
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: submitEvidence, on ${library}`, () => {
    it("default: renter, host and operator each add theirs", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter, host, operator } = world
      const { id, rental } = await disputed(world)

      for (const wallet of [renter, host, operator]) {
        const { events } = await sdk.submitEvidence(wallet, { escrow, rental, evidenceURI: URI })
        const args = { id, party: getAddress(wallet.account.address), evidenceURI: URI }
        expect(findEvent(events, "EvidenceSubmitted")?.args, "EvidenceSubmitted").to.deep.equal(args)
      }
    })

    it("error: NotParty, WrongStatus", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter, arbiter } = world
      const { rental } = await disputed(world)
      const other = await running(world, { machine: `0x${"22".repeat(32)}` })

      await expectNothingSent(() => sdk.submitEvidence(arbiter, { escrow, rental, evidenceURI: URI }), NotPartyError, {
        caller: getAddress(arbiter.account.address),
      })
      await expectNothingSent(
        () => sdk.submitEvidence(renter, { escrow, rental: other.rental, evidenceURI: URI }),
        WrongStatusError,
        {
          id: other.id,
          status: "Active",
        },
      )
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: resolve, on ${library}`, () => {
    it("default: shares what was contested, the stake and the bond", async () => {
      const world = await loadFixture(deployed)
      const { escrow, arbiter, renter, payee } = world
      const { id, rental, contested, stake } = await disputed(world)
      await time.increase(DAY)
      const before = await balance(world, renter.account.address)

      const { events } = await sdk.resolve(arbiter, { escrow, rental, hostBps: 2_500n })

      const gross = contested / 4n
      const stakeToHost = stake / 4n
      const toRenter = contested - gross
      expect(findEvent(events, "Resolved")?.args, "Resolved").to.deep.equal({
        id,
        hostBps: 2_500n,
        stakeToHost,
        stakeToRenter: stake - stakeToHost,
        bondToRenter: 1_500_000n,
        bondToHost: 500_000n,
      })
      expect(findEvent(events, "Closed")?.args, "Closed").to.deep.equal({
        id,
        reason: "Resolved",
        toHost: gross - gross / 10n,
        fee: gross / 10n,
        toRenter,
      })
      expect(await balance(world, payee.account.address), "payee").to.equal(gross - gross / 10n + stakeToHost)
      expect((await balance(world, renter.account.address)) - before, "renter").to.equal(
        toRenter + stake - stakeToHost + 1_500_000n,
      )
    })

    it("error: NotArbiter, EvidenceWindowOpen, ShareOutOfBounds, InvalidInput, ArbitrationOver", async () => {
      const world = await loadFixture(deployed)
      const { escrow, arbiter, host, stranger, payee } = world
      const { rental, state, contested, stake } = await disputed(world)
      const ruling = { escrow, rental, hostBps: 10_000n }

      await expectNothingSent(() => sdk.resolve(host, ruling), NotArbiterError, {
        caller: getAddress(host.account.address),
        arbiter: getAddress(arbiter.account.address),
      })
      await expectNothingSent(() => sdk.resolve(arbiter, ruling), EvidenceWindowOpenError, { until: state.since + DAY })
      await time.increaseTo(state.since + DAY)
      await expectNothingSent(() => sdk.resolve(arbiter, { ...ruling, hostBps: 10_001n }), ShareOutOfBoundsError, {
        hostBps: 10_001n,
        maximum: 10_000n,
      })
      await expectNothingSent(() => sdk.resolve(arbiter, { ...ruling, hostBps: 65_536n }), InvalidInputError, {
        field: "hostBps",
        value: 65_536n,
        expected: "a bigint from 0 to 2^16 - 1",
      })
      await time.increaseTo(state.since + 14n * DAY)
      await expectNothingSent(() => sdk.resolve(arbiter, ruling), ArbitrationOverError, {
        deadline: state.since + 14n * DAY,
      })

      const { events } = await sdk.settle(stranger, { escrow, rental })
      expect(findEvent(events, "Closed")?.args.reason, "the clock decides").to.equal("ArbitrationTimeout")
      expect(await balance(world, payee.account.address), "payee, with a tenth of the stake").to.equal(
        contested - contested / 10n + stake / 10n,
      )
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: stop, of a disputed rental, on ${library}`, () => {
    it("default: concedes; at once it costs a tenth of the stake", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter, payee } = world
      const { id, rental, contested, stake } = await disputed(world)

      const { events } = await sdk.stop(renter, { escrow, rental })

      const lost = (stake * 8_641n) / DAY
      const [to, back] = [getAddress(payee.account.address), getAddress(renter.account.address)]
      expect(
        events.flatMap(({ eventName, args }) => (eventName === "StakeReleased" ? [args] : [])),
        "StakeReleased",
      ).to.deep.equal([
        { id, to, amount: lost },
        { id, to: back, amount: stake - lost },
      ])
      expect(findEvent(events, "Closed")?.args.reason, "reason").to.equal("Conceded")
      expect(await balance(world, to), "payee").to.equal(contested - contested / 10n + lost)
    })

    it("behavior: for a day after a refund in the dispute it costs nothing", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host, renter } = world
      const { id, rental } = await disputed(world)
      await time.increase(2n * DAY)
      await sdk.refund(host, { escrow, rental, refundedSeconds: 600n })
      const stake = await sdk.getStake(client, { escrow, rental })

      const { events } = await sdk.stop(renter, { escrow, rental })

      const to = getAddress(renter.account.address)
      expect(findEvent(events, "StakeReleased")?.args, "StakeReleased").to.deep.equal({ id, to, amount: stake })
    })

    it("behavior: from the second day on the stake is the payee's", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter, payee } = world
      const { id, rental, contested, stake } = await disputed(world)
      await time.increase(DAY)

      const { events } = await sdk.stop(renter, { escrow, rental })

      const to = getAddress(payee.account.address)
      expect(findEvent(events, "StakeReleased")?.args, "StakeReleased").to.deep.equal({ id, to, amount: stake })
      expect(await balance(world, to), "payee").to.equal(contested - contested / 10n + stake)
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: refund, on ${library}`, () => {
    it("default: gives seconds back at once", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host, renter } = world
      const { id, rental } = await running(world)
      await time.increase(1_200n)
      const before = await balance(world, renter.account.address)

      const { events } = await sdk.refund(host, { escrow, rental, refundedSeconds: 600n })

      expect(findEvent(events, "Refunded")?.args, "Refunded").to.deep.equal({
        id,
        refundedSeconds: 600n,
        amount: 250_000n,
        stakeReturned: 0n,
      })
      expect((await sdk.getState(client, { escrow, id })).refundedSeconds, "refunded").to.equal(600n)
      expect((await balance(world, renter.account.address)) - before, "renter").to.equal(250_000n)
    })

    it("behavior: in a dispute its share of the stake comes back too", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host } = world
      const { rental, contested, stake } = await disputed(world)

      const { events } = await sdk.refund(host, { escrow, rental, refundedSeconds: 600n })

      const left = await sdk.getStake(client, { escrow, rental })
      expect(left, "stake").to.equal(((contested - 250_000n + 2_000_000n) * 5n) / 100n)
      expect(findEvent(events, "Refunded")?.args.stakeReturned, "returned").to.equal(stake - left)
    })

    it("error: NotHost, RefundOutOfBounds, SettlementDue, WrongStatus", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host, operator } = world
      const { id, rental, offer } = await deposited(world)

      await expectNothingSent(() => sdk.refund(host, { escrow, rental, refundedSeconds: 1n }), WrongStatusError, {
        id,
        status: "Funded",
      })
      await sdk.start(operator, { escrow, rental })
      const { since } = await sdk.getState(client, { escrow, id })
      await expectNothingSent(() => sdk.refund(operator, { escrow, rental, refundedSeconds: 1n }), NotHostError, {
        caller: getAddress(operator.account.address),
        host: getAddress(host.account.address),
      })
      await time.increaseTo(since + 100n)
      await expectNothingSent(
        () => sdk.refund(host, { escrow, rental, refundedSeconds: 102n }),
        RefundOutOfBoundsError,
        {
          refundedSeconds: 102n,
          maximum: 100n,
        },
      )
      await expectNothingSent(() => sdk.refund(host, { escrow, rental, refundedSeconds: 0n }), RefundOutOfBoundsError, {
        refundedSeconds: 0n,
        maximum: 100n,
      })
      const dueAt = since + HOUR + offer.challengeWindow
      await time.increaseTo(dueAt)
      await expectNothingSent(() => sdk.refund(host, { escrow, rental, refundedSeconds: 1n }), SettlementDueError, {
        dueAt,
      })
    })
  })
}
