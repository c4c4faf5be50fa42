import {
  EscrowNotFoundError,
  FeeOutOfBoundsError,
  getMarket,
  InvalidInputError,
  InvalidTreasuryError,
  NotGuardianError,
  OwnableUnauthorizedAccountError,
} from "@gpuflow/escrow"
import {
  acceptOwnership,
  closeMarket,
  getAdministration,
  prepareAdministration,
  renounceOwnership,
  setGuardian,
  setHostFee,
  setMarket,
  setTreasury,
  transferOwnership,
} from "@gpuflow/escrow/admin"
import { expect } from "chai"
import { getAddress, zeroAddress } from "viem"
import { expectError, expectNothingSent } from "../support/expectError.ts"
import { deployed, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers

describe("SDK: setMarket, setHostFee, setTreasury, setGuardian, closeMarket", () => {
  it("default: set the parameters and report them", async () => {
    const { client, escrow, token, owner, host, arbiter, guardian, stranger } = await loadFixture(deployed)
    const address = getAddress(stranger.account.address)
    const market = { token: getAddress(token), arbiter: getAddress(arbiter.account.address), feeBps: 1_200n }

    const opened = await setMarket(owner, { escrow, ...market, open: true })
    const hostFee = await setHostFee(owner, { escrow, host: host.account.address, feeBps: 1_100n })
    const closed = await closeMarket(guardian, { escrow, token })
    const treasury = await setTreasury(owner, { escrow, treasury: address })
    const newGuardian = await setGuardian(owner, { escrow, guardian: address })

    const args = [opened, hostFee, closed, treasury, newGuardian].flatMap(({ events }) =>
      events.map((event) => [event.eventName, event.args]),
    )
    expect(args, "events").to.deep.equal([
      ["MarketSet", { ...market, open: true }],
      ["HostFeeSet", { host: getAddress(host.account.address), feeBps: 1_100n }],
      ["MarketSet", { ...market, open: false }],
      ["TreasurySet", { treasury: address }],
      ["GuardianSet", { guardian: address }],
    ])
    const { open } = await getMarket(client, { escrow, token })
    expect(open, "open").to.equal(false)
  })

  it("error: OwnableUnauthorizedAccount, NotGuardian, FeeOutOfBounds, InvalidTreasury", async () => {
    const { escrow, token, owner, guardian, stranger } = await loadFixture(deployed)
    const caller = getAddress(stranger.account.address)
    const market = { escrow, token, arbiter: caller, open: true }

    await expectNothingSent(() => setMarket(stranger, { ...market, feeBps: 1_000n }), OwnableUnauthorizedAccountError, {
      account: caller,
    })
    await expectNothingSent(() => setMarket(owner, { ...market, feeBps: 1_501n }), FeeOutOfBoundsError, {
      feeBps: 1_501n,
      minimum: 1_000n,
      maximum: 1_500n,
    })
    await expectNothingSent(() => closeMarket(owner, { escrow, token }), NotGuardianError, {
      caller: getAddress(owner.account.address),
      guardian: getAddress(guardian.account.address),
    })
    await expectNothingSent(() => setTreasury(owner, { escrow, treasury: escrow }), InvalidTreasuryError, {
      treasury: getAddress(escrow),
    })
  })
})

describe("SDK: transferOwnership, acceptOwnership, renounceOwnership", () => {
  it("default: the next owner is named, accepts, and leaves", async () => {
    const { client, escrow, owner, guardian, treasury, stranger } = await loadFixture(deployed)
    const next = getAddress(stranger.account.address)
    const before = {
      owner: getAddress(owner.account.address),
      pendingOwner: zeroAddress,
      guardian: getAddress(guardian.account.address),
      treasury: getAddress(treasury.account.address),
    }
    const { number } = await client.getBlock()
    expect(await getAdministration(client, { escrow }), "at first").to.deep.equal(before)

    await transferOwnership(owner, { escrow, newOwner: next })
    expect(await getAdministration(client, { escrow }), "named").to.deep.equal({ ...before, pendingOwner: next })
    await acceptOwnership(stranger, { escrow })
    expect(await getAdministration(client, { escrow }), "accepted").to.deep.equal({ ...before, owner: next })
    await renounceOwnership(stranger, { escrow })

    expect(await getAdministration(client, { escrow }), "left").to.deep.equal({ ...before, owner: zeroAddress })
    const then = await getAdministration(client, { escrow, blockNumber: number })
    expect(then, "in the past").to.deep.equal(before)
  })

  it("error: OwnableUnauthorizedAccount, InvalidInput", async () => {
    const { escrow, owner, stranger } = await loadFixture(deployed)
    const account = getAddress(stranger.account.address)

    for (const refused of [
      () => transferOwnership(stranger, { escrow, newOwner: account }),
      () => acceptOwnership(stranger, { escrow }),
      () => renounceOwnership(stranger, { escrow }),
    ]) {
      await expectNothingSent(refused, OwnableUnauthorizedAccountError, { account })
    }
    await expectNothingSent(() => transferOwnership(owner, { escrow, newOwner: "0x12" }), InvalidInputError, {
      field: "newOwner",
      value: "0x12",
      expected: "an address",
    })
  })
})

describe("SDK: getAdministration", () => {
  it("error: EscrowNotFound", async () => {
    const { client, stranger } = await loadFixture(deployed)

    const escrow = stranger.account.address

    await expectError(getAdministration(client, { escrow }), EscrowNotFoundError, { escrow })
  })
})

describe("SDK: prepareAdministration", () => {
  it("default: whoever is the owner can send the call", async () => {
    const { client, escrow, owner, stranger } = await loadFixture(deployed)
    const treasury = getAddress(stranger.account.address)

    const request = prepareAdministration(client, "setTreasury", { escrow, treasury })
    await owner.sendTransaction(request)

    const now = await getAdministration(client, { escrow })
    expect(now.treasury, "treasury").to.equal(treasury)
  })
})
