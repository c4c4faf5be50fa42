import { expect } from "chai"
import { type Hex, keccak256, slice, toHex } from "viem"
import { privateKeyToAccount } from "viem/accounts"

import { codec as ethersCodec } from "../../sdk/ethers/ethersCodec.ts"
import { codec as viemCodec } from "../../sdk/viem/viemCodec.ts"
import { OFFER_TYPES, typedOffer } from "../support/offer.ts"
import { domainOf, openWorld } from "../support/world.ts"

/** The example of EIP-712, with the values that the EIP's own program prints. */
const MAIL = {
  domain: {
    name: "Ether Mail",
    version: "1",
    chainId: 1,
    verifyingContract: "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC",
  },
  types: {
    Person: [
      { name: "name", type: "string" },
      { name: "wallet", type: "address" },
    ],
    Mail: [
      { name: "from", type: "Person" },
      { name: "to", type: "Person" },
      { name: "contents", type: "string" },
    ],
  },
  primaryType: "Mail",
  message: {
    from: { name: "Cow", wallet: "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826" },
    to: { name: "Bob", wallet: "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB" },
    contents: "Hello, Bob!",
  },
} as const
const PRINTED = {
  struct: "0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e",
  domain: "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f",
  digest: "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2",
  signature:
    "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c",
} as const

const CODECS = { viem: viemCodec, ethers: ethersCodec }

describe("EIP-712", () => {
  for (const [library, codec] of Object.entries(CODECS)) {
    it(`the EIP's example has the hashes that the EIP prints, by the SDK on ${library}`, async () => {
      expect(codec.hashStruct(MAIL), "hashStruct(message)").to.equal(PRINTED.struct)
      expect(codec.hashDomain(MAIL.domain), "domainSeparator").to.equal(PRINTED.domain)
      expect(codec.hashTypedData(MAIL), "digest").to.equal(PRINTED.digest)
      expect(await codec.recover(PRINTED.digest, PRINTED.signature), "signer").to.equal(MAIL.message.from.wallet)
    })
  }

  it("the example's key signs the example as the EIP prints it", async () => {
    const cow = privateKeyToAccount(keccak256(toHex("cow")))
    expect(await cow.signTypedData(MAIL)).to.equal(PRINTED.signature)
  })

  it("a type is its name and its members in order, without spaces, as the contract hashes it", async () => {
    const members = OFFER_TYPES.Offer.map(({ type, name }) => `${type} ${name}`)
    const typeHash = keccak256(toHex(`Offer(${members.join(",")})`))
    const world = await openWorld()
    const offer = world.offer()
    const words: readonly (readonly [string, unknown])[] = OFFER_TYPES.Offer.map(({ type, name }) => [
      type,
      offer[name],
    ])
    const encoded = viemCodec.encode(
      [{ type: "bytes32" }, ...words.map(([type]) => ({ type }))],
      [typeHash, ...words.map(([, value]) => value)],
    )
    expect(slice(encoded, 0, 32), "typeHash first").to.equal(typeHash)
    expect(await world.chain.read(world.escrow, "hashOffer", [offer])).to.equal(keccak256(encoded))
  })

  it("a message of the same content under any other domain has another digest", async () => {
    const world = await openWorld()
    const domain = domainOf(world)
    const typed = typedOffer(world.offer(), domain)
    const others = [
      domain,
      { ...domain, name: "RentalEscrow " },
      { ...domain, version: "01" },
      { ...domain, chainId: 80_002 },
      { ...domain, verifyingContract: world.token.address },
    ]
    const digests = new Set<Hex>(others.map((other) => viemCodec.hashTypedData({ ...typed, domain: other })))
    expect(digests.size, "digests").to.equal(others.length)
  })
})
