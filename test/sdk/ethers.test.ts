import { expect } from "chai"
import { BrowserProvider, ZeroHash } from "ethers"

import { getRental, idOf, statuses } from "../../sdk/index.ts"
import { RentalEscrow__factory } from "../../types/ethers-contracts/index.ts"
import { deployed, deposited, networkHelpers, provider } from "./setup.ts"

describe("TypeChain types, for ethers", () => {
  it("default: read what the SDK wrote, through the types of the same build", async () => {
    const world = await networkHelpers.loadFixture(deployed)
    const { id, rental, offer } = await deposited(world)
    const contract = RentalEscrow__factory.connect(world.escrow, new BrowserProvider(provider))

    const state = await contract.getRental(id)
    const machine = await contract.machines(offer.host, offer.machine)

    const { state: expected } = await getRental(world.client, { escrow: world.escrow, id })
    expect(await contract.idOf(rental), "id").to.equal(idOf(rental))
    expect(statuses[Number(state.status)], "status").to.equal(expected.status)
    expect([state.feeBps, state.since, state.duration], "state").to.deep.equal([
      expected.feeBps,
      expected.since,
      expected.duration,
    ])
    expect(machine.depositBlock, "the machine's latest deposit").to.equal(expected.depositBlock)
    expect((await contract.getRental(ZeroHash)).status, "no such rental").to.equal(0n)
  })
})
