import {
  bondOf,
  cost,
  DurationOutOfBoundsError,
  durationCoveringBond,
  findEvent,
  InsufficientBalanceError,
  InsufficientBondError,
  InvalidReceiverError,
  InvalidTreasuryError,
  idOf,
  MarketNotOpenError,
  NoFeesError,
  NotAccountError,
  NotDueError,
  NotHostOrOperatorError,
  NothingCreditedError,
  NotRenterError,
  OwnableInvalidOwnerError,
  RentalExistsError,
  RentalOverError,
  ShorterRentalExistsError,
  StartWindowOverError,
  WrongStatusError,
  WrongValueError,
  waitCompensation,
  ZeroAmountError,
} from "@gpuflow/escrow"
import { expect } from "chai"
import { getAddress, keccak256, parseEther, parseGwei, toHex, zeroAddress } from "viem"
import { FEE_BPS, NATIVE } from "../support/escrow.ts"
import { expectNothingSent } from "../support/expectError.ts"
import { libraries } from "../support/libraries.ts"
import { balance, deposited, HOUR, makeOffer, makeRental, running, tokenAbi } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, provider } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers

/** Code that burns all the gas that it is given. */
const BURNER = "0xfe"

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: deployEscrow, on ${library}`, () => {
    it("default: gives the address, the hash and the block to read events from", async () => {
      const { client, owner, guardian, treasury } = await loadFixture(deployed)
      const roles = { guardian: guardian.account.address, treasury: treasury.account.address }

      const { address, hash, blockNumber } = await sdk.deployEscrow(owner, { owner: owner.account.address, ...roles })

      const receipt = await client.getTransactionReceipt({ hash })
      expect(blockNumber, "block").to.equal(receipt.blockNumber)
      expect(getAddress(address), "address").to.equal(getAddress(receipt.contractAddress ?? "0x"))
      const market = await sdk.getMarket(client, { escrow: address, token: NATIVE })
      expect(market, "no market yet").to.deep.equal({ arbiter: zeroAddress, feeBps: 0n, open: false })
    })

    it("error: InvalidTreasury, OwnableInvalidOwner", async () => {
      const { owner } = await loadFixture(deployed)
      const address = owner.account.address

      await expectNothingSent(
        () => sdk.deployEscrow(owner, { owner: address, guardian: address, treasury: zeroAddress }),
        InvalidTreasuryError,
        { treasury: zeroAddress },
      )
      await expectNothingSent(
        () => sdk.deployEscrow(owner, { owner: zeroAddress, guardian: address, treasury: address }),
        OwnableInvalidOwnerError,
        { owner: zeroAddress },
      )
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: deposit, on ${library}`, () => {
    it("default: locks the price and gives the id from its own Deposited", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, payer } = world

      const { id, rental, receipt, events, price } = await deposited(world)

      expect(id, "id").to.equal(idOf(rental))
      expect(price, "price").to.equal(1_500_000n)
      expect(events, "events").to.deep.equal([
        {
          eventName: "Deposited",
          args: {
            id,
            host: getAddress(rental.offer.host),
            renter: getAddress(rental.renter),
            rental: {
              ...rental,
              renter: getAddress(rental.renter),
              offer: {
                ...rental.offer,
                ...Object.fromEntries(
                  (["host", "payee", "operator", "renter", "token", "arbiter"] as const).map((role) => [
                    role,
                    getAddress(rental.offer[role]),
                  ]),
                ),
              },
            },
            duration: HOUR,
            amount: price,
            feeBps: FEE_BPS,
            payer: getAddress(payer.account.address),
            previousDepositBlock: 0n,
          },
          blockNumber: receipt.blockNumber,
          logIndex: events[0]?.logIndex,
          transactionHash: receipt.transactionHash,
        },
      ])
      expect(await sdk.getState(client, { escrow, id }), "state").to.deep.equal({
        status: "Funded",
        feeBps: FEE_BPS,
        depositBlock: receipt.blockNumber,
        since: (await client.getBlock()).timestamp,
        duration: HOUR,
        billedSeconds: 0n,
        paidSeconds: 0n,
        refundedSeconds: 0n,
        interrupted: false,
        settlingUntil: 0n,
      })
      expect(await balance(world, escrow), "escrow's balance").to.equal(price)
    })

    it("behavior: sends the exact price of a native rental", async () => {
      const world = await loadFixture(deployed)

      const { price, receipt } = await running(world, { token: NATIVE, pricePerHour: parseEther("1.7") })

      const { value } = await world.client.getTransaction({ hash: receipt.transactionHash })
      expect(value, "value").to.equal(price)
      expect(await world.client.getBalance({ address: world.escrow }), "escrow's balance").to.equal(price)
    })

    it("behavior: takes a permit instead of an allowance", async () => {
      const world = await loadFixture(deployed)
      const { escrow, token, host, renter } = world
      const revoke = { address: token, abi: tokenAbi, functionName: "approve", args: [escrow, 0n] } as const
      await renter.writeContract(revoke)
      const offer = await makeOffer(world)
      const hostSignature = await sdk.signOffer(host, { escrow, offer })
      const value = cost(offer.pricePerHour, HOUR)
      const permit = await sdk.signPermit(renter, { escrow, token, value })

      const rental = makeRental(world, offer)
      const { id } = await sdk.deposit(renter, { escrow, rental, duration: HOUR, hostSignature, permit })

      expect((await sdk.getState(world.client, { escrow, id })).status, "status").to.equal("Funded")
    })

    it("behavior: locks at most 20 prices of a high bond", async () => {
      const world = await loadFixture(deployed)
      const { escrow, token, host, payer } = world
      const offer = await makeOffer(world, { bond: 30_000_001n })
      await sdk.fundBond(host, { escrow, token, amount: offer.bond })
      const hostSignature = await sdk.signOffer(host, { escrow, offer })

      await sdk.deposit(payer, { escrow, rental: makeRental(world, offer), duration: HOUR, hostSignature })

      expect(bondOf(offer, HOUR), "locked").to.equal(30_000_000n)
      expect(await sdk.getBond(world.client, { escrow, token, host: host.account.address }), "free bond").to.equal(1n)
    })

    it("error: RentalExists, for a salt that was used", async () => {
      const world = await loadFixture(deployed)
      const { escrow, payer } = world
      const { id, rental, hostSignature } = await deposited(world)

      await expectNothingSent(
        () => sdk.deposit(payer, { escrow, rental, duration: HOUR, hostSignature }),
        RentalExistsError,
        { id },
      )
    })

    it("error: ShorterRentalExists, for a rental that was paid for less time", async () => {
      const world = await loadFixture(deployed)
      const { escrow, payer, renter } = world
      const { id, rental, hostSignature } = await deposited(world)
      const wanted = { escrow, rental, duration: 2n * HOUR, hostSignature }
      const shorter = { id, duration: 2n * HOUR, paidDuration: HOUR }

      await expectNothingSent(() => sdk.deposit(payer, wanted), ShorterRentalExistsError, shorter)
      await sdk.stop(renter, { escrow, rental })
      await expectNothingSent(() => sdk.deposit(payer, wanted), ShorterRentalExistsError, shorter)
      await expectNothingSent(() => sdk.deposit(payer, { ...wanted, duration: HOUR }), RentalExistsError, { id })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: fees, on ${library}`, () => {
    it("behavior: on Polygon the tip is at least what its nodes accept", async () => {
      const { client, escrow, host } = await loadFixture(deployed)

      const { hash } = await sdk.fundBond(host, { escrow, token: NATIVE, amount: 1n })

      const { maxPriorityFeePerGas, maxFeePerGas } = await client.getTransaction({ hash })
      expect(maxPriorityFeePerGas && maxPriorityFeePerGas >= parseGwei("25"), "tip").to.equal(true)
      expect(maxFeePerGas && maxPriorityFeePerGas && maxFeePerGas >= maxPriorityFeePerGas, "cap").to.equal(true)
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: start, on ${library}`, () => {
    it("default: the operator starts the clock", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, operator } = world
      const { id, rental } = await deposited(world)

      const { events } = await sdk.start(operator, { escrow, rental })

      expect(findEvent(events, "Started")?.args, "Started").to.deep.equal({ id })
      const { status, since } = await sdk.getState(client, { escrow, id })
      expect([status, since], "status and since").to.deep.equal(["Active", (await client.getBlock()).timestamp])
    })

    it("error: NotHostOrOperator, StartWindowOver, WrongStatus", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, operator, stranger } = world
      const { id, rental, offer } = await deposited(world)
      const { since } = await sdk.getState(client, { escrow, id })

      const caller = getAddress(stranger.account.address)
      await expectNothingSent(() => sdk.start(stranger, { escrow, rental }), NotHostOrOperatorError, { caller })
      const deadline = since + offer.startWindow
      await time.increaseTo(deadline)
      await expectNothingSent(() => sdk.start(operator, { escrow, rental }), StartWindowOverError, { deadline })
      await sdk.settle(stranger, { escrow, rental })
      await expectNothingSent(() => sdk.start(operator, { escrow, rental }), WrongStatusError, { id, status: "Closed" })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: extend, on ${library}`, () => {
    it("default: adds time and its price", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, payer } = world
      const { id, rental } = await running(world)

      const { events } = await sdk.extend(payer, { escrow, rental, duration: HOUR + 1_000n })

      const amount = cost(1_500_000n, 4_600n) - cost(1_500_000n, 3_600n)
      expect(findEvent(events, "Extended")?.args, "Extended").to.deep.equal({
        id,
        payer: getAddress(payer.account.address),
        duration: 4_600n,
        amount,
      })
      expect((await sdk.getState(client, { escrow, id })).duration, "duration").to.equal(4_600n)
    })

    it("behavior: sends the exact price of a native extension, whatever the rounding", async () => {
      const world = await loadFixture(deployed)
      const { escrow, payer, client } = world
      const { rental } = await running(world, { token: NATIVE, pricePerHour: 1_000_003n })

      for (const duration of [3_607n, 3_618n, 4_619n]) await sdk.extend(payer, { escrow, rental, duration })

      const held = await client.getBalance({ address: escrow })
      expect(held, "escrow's balance").to.equal(cost(1_000_003n, 4_619n))
    })

    it("behavior: sent again it buys once", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, payer } = world
      const { id, rental } = await running(world)
      await sdk.extend(payer, { escrow, rental, duration: 2n * HOUR })
      const before = await balance(world, payer.account.address)

      await expectNothingSent(
        () => sdk.extend(payer, { escrow, rental, duration: 2n * HOUR }),
        DurationOutOfBoundsError,
        {
          duration: 2n * HOUR,
          minimum: 2n * HOUR + 1n,
          maximum: 24n * HOUR,
        },
      )

      expect((await sdk.getState(client, { escrow, id })).duration, "duration").to.equal(2n * HOUR)
      expect(await balance(world, payer.account.address), "payer's balance").to.equal(before)
    })

    it("behavior: raises the bond until 20 prices cover it, out of the host's free bond", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, token, host, payer } = world
      // 36 dollars at 1.50 an hour: covered by 72 minutes. An hour locks 30 dollars of them.
      const { rental, offer } = await running(world, { bond: 36_000_000n })
      const covering = durationCoveringBond(offer)
      await sdk.withdrawBond(host, { escrow, token, amount: 1n, to: host.account.address })

      expect(covering, "72 minutes").to.equal(72n * 60n)
      await expectNothingSent(() => sdk.extend(payer, { escrow, rental, duration: covering }), InsufficientBondError, {
        free: 5_999_999n,
        required: bondOf(offer, covering) - bondOf(offer, HOUR),
      })
      await sdk.extend(payer, { escrow, rental, duration: covering - 1n })
      const free = await sdk.getBond(client, { escrow, token, host: host.account.address })
      expect(free, "free bond").to.equal(36_000_000n - 1n - bondOf(offer, covering - 1n))
      await sdk.fundBond(host, { escrow, token, amount: 1n })
      await sdk.extend(payer, { escrow, rental, duration: covering })
      await sdk.extend(payer, { escrow, rental, duration: 24n * HOUR })
      expect(await sdk.getBond(client, { escrow, token, host: host.account.address }), "no more").to.equal(0n)
    })

    it("error: DurationOutOfBounds, RentalOver, WrongValue", async () => {
      const world = await loadFixture(deployed)
      const { escrow, payer, client } = world
      const { id, rental } = await running(world)
      const { since } = await sdk.getState(client, { escrow, id })

      await expectNothingSent(
        () => sdk.extend(payer, { escrow, rental, duration: 25n * HOUR }),
        DurationOutOfBoundsError,
        {
          duration: 25n * HOUR,
          minimum: HOUR + 1n,
          maximum: 24n * HOUR,
        },
      )
      await expectNothingSent(
        () => sdk.extend(payer, { escrow, rental, duration: HOUR + 1n, value: 1n }),
        WrongValueError,
        {
          value: 1n,
          expected: 0n,
        },
      )
      await time.increaseTo(since + HOUR)
      await expectNothingSent(() => sdk.extend(payer, { escrow, rental, duration: HOUR + 1n }), RentalOverError, {
        end: since + HOUR,
      })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: stop, on ${library}`, () => {
    it("default: pays the host by the second and the renter the rest", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter, payee } = world
      const { id, rental, price } = await running(world)
      await time.increase(1_000n)

      const { events } = await sdk.stop(renter, { escrow, rental })

      const { status, billedSeconds } = await sdk.getState(client, { escrow, id })
      const gross = cost(rental.offer.pricePerHour, billedSeconds)
      const fee = gross / 10n
      expect(status, "status").to.equal("Closed")
      expect(billedSeconds >= 1_000n && billedSeconds <= 1_002n, "served").to.equal(true)
      expect(findEvent(events, "Closed")?.args, "Closed").to.deep.equal({
        id,
        reason: "Released",
        toHost: gross - fee,
        fee,
        toRenter: price - gross,
      })
      expect(await balance(world, payee.account.address), "payee's balance").to.equal(gross - fee)
      expect(await sdk.getFees(client, { escrow, token: rental.offer.token }), "fees").to.equal(fee)
    })

    it("behavior: a receiver that burns all its gas is credited, with the gas that was estimated", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter, payee } = world
      await chain.client.setCode({ address: payee.account.address, bytecode: BURNER })
      const { rental } = await running(world, { token: NATIVE, pricePerHour: parseEther("1") })
      await time.increase(1_000n)

      const { events } = await sdk.stop(renter, { escrow, rental })

      const toHost = findEvent(events, "Closed")?.args.toHost
      const query = { escrow, token: NATIVE, account: payee.account.address }
      expect(toHost !== undefined && toHost > 0n, "to host").to.equal(true)
      expect(await sdk.getCredit(client, query), "credit").to.equal(toHost)
    })

    it("behavior: the gas also suffices when the receiver begins to refuse after the estimate", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter, payee } = world
      const { rental } = await running(world, { token: NATIVE, pricePerHour: parseEther("1") })
      await time.increase(1_000n)

      await provider.request({ method: "evm_setAutomine", params: [false] })
      try {
        const stopping = sdk.stop(renter, { escrow, rental })
        while ((await client.getBlock({ blockTag: "pending" })).transactions.length === 0) {
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
        await chain.client.setCode({ address: payee.account.address, bytecode: BURNER })
        await networkHelpers.mine(1)
        const { events } = await stopping

        const query = { escrow, token: NATIVE, account: payee.account.address }
        const credit = await sdk.getCredit(client, query)
        expect(findEvent(events, "Closed")?.args.toHost, "credited, not lost").to.equal(credit)
        expect(credit > 0n, "credit").to.equal(true)
      } finally {
        await provider.request({ method: "evm_setAutomine", params: [true] })
      }
    })

    it("error: NotRenter, StartWindowOver, WrongStatus", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, renter, payer } = world
      const { id, rental, offer } = await deposited(world)
      const { since } = await sdk.getState(client, { escrow, id })
      const unknown = makeRental(world, offer, "never paid")

      await expectNothingSent(() => sdk.stop(payer, { escrow, rental }), NotRenterError, {
        caller: getAddress(payer.account.address),
        renter: getAddress(renter.account.address),
      })
      await expectNothingSent(() => sdk.stop(renter, { escrow, rental: unknown }), WrongStatusError, {
        id: idOf(unknown),
        status: "None",
      })
      await time.increaseTo(since + offer.startWindow)
      await expectNothingSent(() => sdk.stop(renter, { escrow, rental }), StartWindowOverError, {
        deadline: since + offer.startWindow,
      })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: interrupt, on ${library}`, () => {
    it("default: gives the unserved part and its share of the bond back at once", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, operator, renter } = world
      const { id, rental, price } = await running(world, { bond: 3_600_000n })
      const before = await balance(world, renter.account.address)
      await time.increase(900n)

      const { events } = await sdk.interrupt(operator, { escrow, rental })

      const { status, billedSeconds } = await sdk.getState(client, { escrow, id })
      const refund = price - cost(rental.offer.pricePerHour, billedSeconds)
      const compensation = ((HOUR - billedSeconds) * 3_600_000n) / HOUR
      expect(status, "status").to.equal("Interrupted")
      expect(
        events.map(({ eventName, args }) => ({ eventName, args })),
        "events",
      ).to.deep.equal([
        { eventName: "Interrupted", args: { id, billedSeconds, refund } },
        { eventName: "Compensated", args: { id, amount: compensation } },
      ])
      const received = (await balance(world, renter.account.address)) - before
      expect(received, "renter received").to.equal(refund + compensation)
    })

    it("behavior: declines before the start and pays for the wait", async () => {
      const world = await loadFixture(deployed)
      const { escrow, host } = world
      const { id, rental, price } = await deposited(world, { bond: 5_000_000n })

      const { events } = await sdk.interrupt(host, { escrow, rental })

      expect(
        events.map(({ eventName, args }) => ({ eventName, args })),
        "events",
      ).to.deep.equal([
        { eventName: "Compensated", args: { id, amount: waitCompensation(rental.offer, HOUR) } },
        { eventName: "Closed", args: { id, reason: "Declined", toHost: 0n, fee: 0n, toRenter: price } },
      ])
    })

    it("error: NotHostOrOperator, RentalOver", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, host, renter } = world
      const { id, rental } = await running(world)
      const { since } = await sdk.getState(client, { escrow, id })

      await expectNothingSent(() => sdk.interrupt(renter, { escrow, rental }), NotHostOrOperatorError, {
        caller: getAddress(renter.account.address),
      })
      await time.increaseTo(since + HOUR)
      await expectNothingSent(() => sdk.interrupt(host, { escrow, rental }), RentalOverError, { end: since + HOUR })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: settle, on ${library}`, () => {
    it("default: anyone pays the host once the challenge window is over", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, stranger } = world
      const { id, rental, price, offer } = await running(world)
      const { since } = await sdk.getState(client, { escrow, id })
      const dueAt = since + HOUR + offer.challengeWindow

      await time.increaseTo(dueAt - 2n)
      await expectNothingSent(() => sdk.settle(stranger, { escrow, rental }), NotDueError, { dueAt })
      await time.increaseTo(dueAt)
      const { events } = await sdk.settle(stranger, { escrow, rental })

      expect(findEvent(events, "Closed")?.args, "Closed").to.deep.equal({
        id,
        reason: "Completed",
        toHost: price - price / 10n,
        fee: price / 10n,
        toRenter: 0n,
      })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: withdraw, on ${library}`, () => {
    async function credited() {
      const world = await deployed()
      const { escrow, renter, token } = world
      // A contract that takes no coins.
      const { rental } = await running(world, { token: NATIVE, payee: token, pricePerHour: parseEther("1") })
      await time.increase(1_000n)
      const { events } = await sdk.stop(renter, { escrow, rental })
      return { ...world, amount: findEvent(events, "Credited")?.args.amount ?? 0n }
    }

    it("default: delivers the sender's own credit anywhere", async () => {
      const { client, escrow, token, owner, amount } = await loadFixture(credited)
      await chain.client.setCode({ address: token, bytecode: "0x" })
      await networkHelpers.impersonateAccount(token)
      await networkHelpers.setBalance(token, parseEther("1"))
      const before = await client.getBalance({ address: owner.account.address })

      const { events } = await sdk.withdraw(client, {
        escrow,
        token: NATIVE,
        to: owner.account.address,
        account: token,
      })

      expect(amount > 0n, "amount").to.equal(true)
      expect(findEvent(events, "Withdrawn")?.args, "Withdrawn").to.deep.equal({
        token: NATIVE,
        account: getAddress(token),
        to: getAddress(owner.account.address),
        amount,
      })
      expect((await client.getBalance({ address: owner.account.address })) - before, "received").to.equal(amount)
    })

    it("behavior: anyone may deliver another's credit to its owner", async () => {
      const { client, escrow, token, stranger, amount } = await loadFixture(credited)
      await chain.client.setCode({ address: token, bytecode: "0x" })

      await sdk.withdraw(stranger, { escrow, token: NATIVE, owner: token, to: token })

      expect(await client.getBalance({ address: token }), "received").to.equal(amount)
      expect(await sdk.getCredit(client, { escrow, token: NATIVE, account: token }), "credit").to.equal(0n)
    })

    it("error: NotAccount, NothingCredited", async () => {
      const { escrow, token, stranger } = await loadFixture(credited)
      const caller = getAddress(stranger.account.address)

      await expectNothingSent(
        () => sdk.withdraw(stranger, { escrow, token: NATIVE, owner: token, to: caller }),
        NotAccountError,
        { caller, account: getAddress(token) },
      )
      await expectNothingSent(
        () => sdk.withdraw(stranger, { escrow, token: NATIVE, to: caller }),
        NothingCreditedError,
        {
          token: NATIVE,
          account: caller,
        },
      )
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: fundBond, withdrawBond, on ${library}`, () => {
    it("default: adds to the free bond and takes from it", async () => {
      const world = await loadFixture(deployed)
      const { client, escrow, token, host, stranger } = world
      const account = getAddress(host.account.address)

      const funded = await sdk.fundBond(host, { escrow, token, amount: 500n })
      const taken = await sdk.withdrawBond(host, { escrow, token, amount: 200n, to: stranger.account.address })

      const key = { token: getAddress(token), host: account }
      expect(findEvent(funded.events, "BondFunded")?.args, "BondFunded").to.deep.equal({ ...key, amount: 500n })
      expect(findEvent(taken.events, "BondWithdrawn")?.args, "BondWithdrawn").to.deep.equal({
        ...key,
        to: getAddress(stranger.account.address),
        amount: 200n,
      })
      expect(await sdk.getBond(client, { escrow, token, host: account }), "free bond").to.equal(300n)
    })

    it("behavior: sends native coin for a native bond", async () => {
      const { client, escrow, host } = await loadFixture(deployed)

      await sdk.fundBond(host, { escrow, token: NATIVE, amount: 700n })

      expect(await client.getBalance({ address: escrow }), "escrow's balance").to.equal(700n)
    })

    it("error: ZeroAmount, WrongValue, MarketNotOpen, InsufficientBond, InvalidReceiver, InsufficientBalance", async () => {
      const { client, escrow, token, host } = await loadFixture(deployed)
      const unlisted = getAddress("0x00000000000000000000000000000000000000aa")
      const to = host.account.address

      await expectNothingSent(() => sdk.fundBond(host, { escrow, token, amount: 0n }), ZeroAmountError, {})
      await expectNothingSent(
        () => sdk.fundBond(host, { escrow, token: NATIVE, amount: 5n, value: 4n }),
        WrongValueError,
        {
          value: 4n,
          expected: 5n,
        },
      )
      await expectNothingSent(() => sdk.fundBond(host, { escrow, token: unlisted, amount: 5n }), MarketNotOpenError, {
        token: unlisted,
      })
      await expectNothingSent(() => sdk.withdrawBond(host, { escrow, token, amount: 5n, to }), InsufficientBondError, {
        free: 0n,
        required: 5n,
      })
      await expectNothingSent(
        () => sdk.withdrawBond(host, { escrow, token, amount: 5n, to: zeroAddress }),
        InvalidReceiverError,
        { to: zeroAddress },
      )
      const funds = await client.getBalance({ address: to })
      await expectNothingSent(
        () => sdk.fundBond(host, { escrow, token: NATIVE, amount: funds + 1n }),
        InsufficientBalanceError,
        { balance: funds, required: funds + 1n },
      )
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: revokeOffers, setSigner, on ${library}`, () => {
    it("default: raise the nonce and the epoch", async () => {
      const { client, escrow, host, stranger } = await loadFixture(deployed)
      const machine = keccak256(toHex("a100-0"))
      const [account, signer] = [getAddress(host.account.address), getAddress(stranger.account.address)]

      const revoked = await sdk.revokeOffers(host, { escrow, machine })
      const set = await sdk.setSigner(host, { escrow, signer })

      expect(findEvent(revoked.events, "OffersRevoked")?.args, "OffersRevoked").to.deep.equal({
        host: account,
        machine,
        nonce: 1n,
      })
      expect(findEvent(set.events, "SignerSet")?.args, "SignerSet").to.deep.equal({ host: account, signer, epoch: 1n })
      expect(await sdk.getHost(client, { escrow, host: account }), "host").to.deep.equal({
        signer,
        epoch: 1n,
        feeBps: 0n,
      })
      expect(await sdk.getMachine(client, { escrow, host: account, machine }), "machine").to.deep.equal({
        busyUntil: 0n,
        nonce: 1n,
        depositBlock: 0n,
      })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: collectFees, on ${library}`, () => {
    it("default: sends the fees to the treasury", async () => {
      const world = await loadFixture(deployed)
      const { escrow, token, stranger, renter, treasury } = world
      const { rental } = await running(world)
      await time.increase(1_000n)
      const ended = await sdk.stop(renter, { escrow, rental })

      const { events } = await sdk.collectFees(stranger, { escrow, token })

      const amount = findEvent(ended.events, "Closed")?.args.fee
      const to = getAddress(treasury.account.address)
      expect(findEvent(events, "FeesCollected")?.args, "FeesCollected").to.deep.equal({
        token: getAddress(token),
        to,
        amount,
      })
      expect(await balance(world, to), "treasury's balance").to.equal(amount)
    })

    it("error: NoFees", async () => {
      const { escrow, token, stranger } = await loadFixture(deployed)

      await expectNothingSent(() => sdk.collectFees(stranger, { escrow, token }), NoFeesError, {
        token: getAddress(token),
      })
    })
  })
}
