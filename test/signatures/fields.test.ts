import { expect } from "chai"
import { keccak256, toHex } from "viem"

import { NATIVE } from "../support/escrow.ts"
import { DAY, MACHINE, OFFER_TYPES, type Offer } from "../support/offer.ts"
import { addressOf } from "../support/parties.ts"
import { openWorld, type World } from "../support/world.ts"
import { expectRefused, expectTaken } from "./taking.ts"

/** Makes another value of a field acceptable in itself. */
type Prepare = (world: World) => Promise<unknown>
const nothing: Prepare = async () => {}

/** Every field of an offer: a second value, and what has to happen before that value can be taken at all. */
const OTHERS: { readonly [Field in keyof Offer]: { readonly value: Offer[Field]; readonly prepare: Prepare } } = {
  host: {
    value: addressOf("payee"),
    prepare: async (world) => {
      await world.must(world.call("payee", "fundBond", [world.token.address, 10_000_000n]))
      await world.must(world.call("payee", "setSigner", [addressOf("signer")]))
    },
  },
  payee: { value: addressOf("keeper"), prepare: nothing },
  operator: { value: addressOf("keeper"), prepare: nothing },
  renter: { value: addressOf("renter"), prepare: nothing },
  token: { value: NATIVE, prepare: nothing },
  arbiter: {
    value: addressOf("keeper"),
    prepare: (world) =>
      world.must(world.call("owner", "setMarket", [world.token.address, addressOf("keeper"), 1000n, true])),
  },
  pricePerHour: { value: 2_345_678n, prepare: nothing },
  bond: { value: 1n, prepare: nothing },
  minDuration: { value: 2n, prepare: nothing },
  maxDuration: { value: 7n * DAY, prepare: nothing },
  startWindow: { value: 0n, prepare: nothing },
  challengeWindow: { value: 900n, prepare: nothing },
  nonce: { value: 1n, prepare: (world) => world.must(world.call("host", "revokeOffers", [MACHINE])) },
  epoch: { value: 2n, prepare: (world) => world.must(world.call("host", "setSigner", [addressOf("signer")])) },
  expiry: { value: 2n ** 40n - 1n, prepare: nothing },
  maxFeeBps: { value: 1000n, prepare: nothing },
  rolling: { value: true, prepare: nothing },
  machine: { value: keccak256(toHex("a100-1")), prepare: nothing },
  spec: { value: keccak256(toHex("H100 40 GB")), prepare: nothing },
}
const fields = OFFER_TYPES.Offer.map(({ name }) => name)

describe(`fields: ${fields.length} fields of an offer, each flipped in both directions`, () => {
  let world: World

  before(async () => {
    world = await openWorld()
  })

  it("the table holds every field of the type, with another value", () => {
    expect(Object.keys(OTHERS)).to.deep.equal(fields)
    for (const name of fields) expect(OTHERS[name].value, name).to.not.equal(world.offer()[name])
  })

  for (const name of fields) {
    it(`${name}: signed as it was, taken as it is not; and the other way round`, async () => {
      await world.chain.apart(async () => {
        const plain = world.offer()
        const flipped = world.offer({ [name]: OTHERS[name].value })
        const [signedPlain, signedFlipped] = [await world.sign(plain), await world.sign(flipped)]
        const signer = addressOf("signer")

        await expectTaken(world, plain, signedPlain, `${name} as signed`)
        await expectRefused(world, plain, signedFlipped, signer, `${name} taken unflipped`)
        await OTHERS[name].prepare(world)
        await expectTaken(world, flipped, signedFlipped, `${name} flipped as signed`)
        await expectRefused(world, flipped, signedPlain, signer, `${name} taken flipped`)
      })
    })
  }
})
