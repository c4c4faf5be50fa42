import { InvalidInputError } from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import { hashDocument, signOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import { createPublicClient, keccak256, toHex, zeroAddress } from "viem"
import { polygon } from "viem/chains"
import { libraries } from "../support/libraries.ts"
import { placeMulticall } from "../support/multicall.ts"
import { HOUR, makeOffer, running } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, transport, type World } from "../support/sharedChain.ts"

const { loadFixture, impersonateAccount, setBalance } = networkHelpers
const machine = (name: string) => keccak256(toHex(name))

/** A contract that uses up all gas. */
const BURNING = "0xfe"

/** Offers in every state: free ones, one with another's signature, one of a taken machine, and one without a bond. */
async function offersOf(world: World, count: number) {
  await placeMulticall(chain)
  const { escrow, host, stranger } = world
  const signed = async (terms: Parameters<typeof makeOffer>[1], by = host) => {
    const offer = await makeOffer(world, { startWindow: 0n, ...terms })
    return { offer, hostSignature: await signOffer(host, { escrow, offer }).then((own) => (by === host ? own : OTHER)) }
  }
  const OTHER = await signOffer(host, { escrow, offer: await makeOffer(world, { machine: machine("other") }) })
  const free = await Promise.all(
    Array.from({ length: count }, (_, index) => signed({ machine: machine(`free ${index}`) })),
  )
  await running(world, { machine: machine("taken") }, "taken")
  return [
    ...free,
    await signed({ machine: machine("forged") }, stranger),
    await signed({ machine: machine("taken") }),
    await signed({ machine: machine("unbonded"), bond: 1_000_000n }),
  ]
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: checkOffers, on ${library}`, () => {
    it("default: gives what checkOffer gives for each offer, in two calls for 64 offers", async () => {
      const world = await loadFixture(deployed)
      const { escrow } = world
      const offers = await offersOf(world, 70)
      let calls = 0
      const counting = createPublicClient({
        chain: polygon,
        transport: transport((method, answer) => {
          if (method === "eth_call") calls += 1
          return answer
        }),
      })

      const checks = await sdk.checkOffers(counting, { escrow, offers })

      // One call for the state of each batch, and one for its simulations.
      expect(calls, "calls").to.equal(4)
      const one = await Promise.all(offers.map((offer) => sdk.checkOffer(world.client, { escrow, ...offer })))
      const plain = (found: readonly (typeof checks)[number][]) =>
        found.map(({ status, problems, feeBps, freeBond }) => {
          return { status, feeBps, freeBond, problems: problems.map(({ field, error }) => [field, error.code]) }
        })
      expect(plain(checks), "checks").to.deep.equal(plain(one))
      expect(
        checks.slice(-4).map(({ status, problems }) => [status, problems[0]?.error.code]),
        "the last four",
      ).to.deep.equal([
        ["takeable", undefined],
        ["invalid", "InvalidSignature"],
        ["blocked", "MachineBusy"],
        ["blocked", "InsufficientBond"],
      ])
    })

    it("behavior: a signer's contract that uses up all gas does not change what is said of the others", async () => {
      const world = await loadFixture(deployed)
      const { escrow, stranger } = world
      await placeMulticall(chain)
      const good = await offersOf(world, 2)
      const burner = stranger.account.address
      await impersonateAccount(burner)
      await setBalance(burner, 10n ** 20n)
      const offer = await makeOffer(world, { host: burner, machine: machine("burning"), startWindow: 0n })
      await chain.client.setCode({ address: burner, bytecode: BURNING })

      const hostSignature = `0x${"11".repeat(64)}1b` as const
      const checks = await sdk.checkOffers(world.client, { escrow, offers: [{ offer, hostSignature }, ...good] })

      expect(
        checks.map(({ status }) => status),
        "statuses",
      ).to.deep.equal(["blocked", "takeable", "takeable", "invalid", "blocked", "blocked"])
    })

    it("behavior: the renter and the duration decide", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter } = world
      const offers = await offersOf(world, 1)
      const forRenter = { escrow, offers: offers.slice(0, 1), renter: renter.account.address }

      const [short] = await sdk.checkOffers(world.client, { ...forRenter, duration: HOUR })
      const [long] = await sdk.checkOffers(world.client, { ...forRenter, duration: 100n * 24n * HOUR })
      const none = await sdk.checkOffers(world.client, { escrow, offers: [] })

      expect(short?.status, "an hour").to.equal("takeable")
      expect(long?.problems[0]?.error.code, "too long").to.equal("DurationOutOfBounds")
      expect(none, "no offers").to.deep.equal([])
      expect(short?.market.arbiter, "arbiter").to.not.equal(zeroAddress)
    })
  })
}

describe("SDK: hashDocument", () => {
  it("default: hashes the canonical JSON, whatever the order of the keys", () => {
    const canonical = '{"a":[1,{"x":"é","y":null}],"b":{"1":true,"10":1e+30,"2":-1.5},"€":"\\n"}'
    const document = { "€": "\n", b: { "10": 1e30, "2": -1.5, "1": true }, a: [1, { y: null, x: "é" }] }

    for (const [library, hash] of [
      ["viem", hashDocument],
      ["ethers", onEthers.hashDocument],
    ] as const) {
      expect(hash(document), library).to.equal(keccak256(toHex(canonical)))
    }
  })

  it("behavior: a name of JavaScript's own is a name like any other", () => {
    const document = JSON.parse('{"__proto__":{"a":1},"toJSON":2}')
    expect(hashDocument(document), "hash").to.equal(keccak256(toHex('{"__proto__":{"a":1},"toJSON":2}')))
  })

  it("error: refuses what JSON cannot hold, and what is nested too deeply", () => {
    const deep = (levels: number): Record<string, unknown> => (levels === 0 ? {} : { a: deep(levels - 1) })
    expect(() => hashDocument(deep(32)), "32 levels").to.not.throw()
    for (const document of [deep(33), deep(5_000), { a: Number.NaN }, { a: [() => 1] }, { a: 1n }]) {
      expect(() => hashDocument(document), "refused").to.throw(InvalidInputError)
    }
  })
})
