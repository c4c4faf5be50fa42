import {
  EscrowNotFoundError,
  FeeOutOfBoundsError,
  InvalidInputError,
  InvalidTreasuryError,
  NotGuardianError,
  OwnableUnauthorizedAccountError,
} from "@gpuflow/escrow"
import { expect } from "chai"
import { getAddress, zeroAddress } from "viem"
import { expectError, expectNothingSent } from "../support/expectError.ts"
import { libraries } from "../support/libraries.ts"
import { deployed, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: setMarket, setHostFee, setTreasury, setGuardian, closeMarket, on ${library}`, () => {
    it("default: set the parameters and report them", async () => {
      const { client, escrow, token, owner, host, arbiter, guardian, stranger } = await loadFixture(deployed)
      const address = getAddress(stranger.account.address)
      const market = { token: getAddress(token), arbiter: getAddress(arbiter.account.address), feeBps: 1_200n }

      const opened = await sdk.setMarket(owner, { escrow, ...market, open: true })
      const hostFee = await sdk.setHostFee(owner, { escrow, host: host.account.address, feeBps: 1_100n })
      const closed = await sdk.closeMarket(guardian, { escrow, token })
      const treasury = await sdk.setTreasury(owner, { escrow, treasury: address })
      const newGuardian = await sdk.setGuardian(owner, { escrow, guardian: address })

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
      const { open } = await sdk.getMarket(client, { escrow, token })
      expect(open, "open").to.equal(false)
    })

    it("error: OwnableUnauthorizedAccount, NotGuardian, FeeOutOfBounds, InvalidTreasury", async () => {
      const { escrow, token, owner, guardian, stranger } = await loadFixture(deployed)
      const caller = getAddress(stranger.account.address)
      const market = { escrow, token, arbiter: caller, open: true }

      await expectNothingSent(
        () => sdk.setMarket(stranger, { ...market, feeBps: 1_000n }),
        OwnableUnauthorizedAccountError,
        {
          account: caller,
        },
      )
      await expectNothingSent(() => sdk.setMarket(owner, { ...market, feeBps: 1_501n }), FeeOutOfBoundsError, {
        feeBps: 1_501n,
        minimum: 1_000n,
        maximum: 1_500n,
      })
      await expectNothingSent(() => sdk.closeMarket(owner, { escrow, token }), NotGuardianError, {
        caller: getAddress(owner.account.address),
        guardian: getAddress(guardian.account.address),
      })
      await expectNothingSent(() => sdk.setTreasury(owner, { escrow, treasury: escrow }), InvalidTreasuryError, {
        treasury: getAddress(escrow),
      })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: transferOwnership, acceptOwnership, renounceOwnership, on ${library}`, () => {
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
      expect(await sdk.getAdministration(client, { escrow }), "at first").to.deep.equal(before)

      await sdk.transferOwnership(owner, { escrow, newOwner: next })
      expect(await sdk.getAdministration(client, { escrow }), "named").to.deep.equal({ ...before, pendingOwner: next })
      await sdk.acceptOwnership(stranger, { escrow })
      expect(await sdk.getAdministration(client, { escrow }), "accepted").to.deep.equal({ ...before, owner: next })
      await sdk.renounceOwnership(stranger, { escrow })

      expect(await sdk.getAdministration(client, { escrow }), "left").to.deep.equal({ ...before, owner: zeroAddress })
      const then = await sdk.getAdministration(client, { escrow, blockNumber: number })
      expect(then, "in the past").to.deep.equal(before)
    })

    it("error: OwnableUnauthorizedAccount, InvalidInput", async () => {
      const { escrow, owner, stranger } = await loadFixture(deployed)
      const account = getAddress(stranger.account.address)

      for (const refused of [
        () => sdk.transferOwnership(stranger, { escrow, newOwner: account }),
        () => sdk.acceptOwnership(stranger, { escrow }),
        () => sdk.renounceOwnership(stranger, { escrow }),
      ]) {
        await expectNothingSent(refused, OwnableUnauthorizedAccountError, { account })
      }
      await expectNothingSent(() => sdk.transferOwnership(owner, { escrow, newOwner: "0x12" }), InvalidInputError, {
        field: "newOwner",
        value: "0x12",
        expected: "an address",
      })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: getAdministration, on ${library}`, () => {
    it("error: EscrowNotFound", async () => {
      const { client, stranger } = await loadFixture(deployed)

      const escrow = stranger.account.address

      await expectError(sdk.getAdministration(client, { escrow }), EscrowNotFoundError, { escrow })
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: prepareAdministration, on ${library}`, () => {
    it("default: whoever is the owner can send the call", async () => {
      const { client, escrow, owner, stranger } = await loadFixture(deployed)
      const treasury = getAddress(stranger.account.address)

      const request = sdk.prepareAdministration(client, "setTreasury", { escrow, treasury })
      await owner.sendTransaction(request)

      const now = await sdk.getAdministration(client, { escrow })
      expect(now.treasury, "treasury").to.equal(treasury)
    })
  })
}
