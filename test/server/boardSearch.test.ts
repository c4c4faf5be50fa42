import { expect } from "chai"
import fc from "fast-check"
import { zeroAddress } from "viem"
import { hardwareOf, type Listing, listingOf } from "../../server/board/listing.ts"
import { type Figures, type Filters, findPage } from "../../server/board/search.ts"
import { createShelf } from "../../server/board/shelf.ts"
import { documentNamed } from "../support/testBoard.ts"

const hostOf = (number: number) => `0x${String(number).padStart(40, "0")}` as const
const machineOf = (number: number) => `0x${String(number).padStart(64, "0")}` as const

function listingNumber(number: number, { host = 0, bond = 0n, model = "H100", location = "Gera" } = {}): Listing {
  const offer = {
    host: hostOf(host),
    payee: hostOf(host),
    operator: zeroAddress,
    renter: zeroAddress,
    token: hostOf(9),
    arbiter: hostOf(8),
    pricePerHour: BigInt(number),
    bond,
    minDuration: 1n,
    maxDuration: 3_600n,
    startWindow: 0n,
    challengeWindow: 0n,
    nonce: 0n,
    epoch: 0n,
    expiry: 1_000n,
    maxFeeBps: 0n,
    rolling: false,
    machine: machineOf(number),
    spec: machineOf(number),
  }
  const document = documentNamed(`machine ${number}`, { gpu: { model, count: 1, memoryMiB: 1_000 }, location })
  const place = { hash: machineOf(number), sequence: number, receivedAt: 0, claim: number, contract: undefined }
  const standing = { state: "free", reason: null, freeAt: 0, freeBond: 0n } as const
  return listingOf(offer, { ...place, ...standing, recovered: hostOf(host), hardware: hardwareOf(document) })
}

describe("the board's shelf", () => {
  it("property: holds what was put and not removed, in whatever order", () => {
    const move = fc.record({ removes: fc.boolean(), host: fc.nat(2), machine: fc.nat(4), bond: fc.nat(1) })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const shelf = createShelf()
        const expected = new Map<string, Listing>()
        for (const { removes, host, machine, bond } of moves) {
          const listing = listingNumber(machine, { host, bond: BigInt(bond) })
          const key = `${listing.host} ${listing.machine}`
          const before = expected.get(key)
          if (removes) {
            expect(shelf.remove(listing.host, listing.machine), "removed").to.equal(before)
            expected.delete(key)
          } else {
            shelf.put(listing)
            expected.set(key, listing)
          }
        }
        const all = [...expected.values()]
        expect(shelf.all(), "all").to.have.members(all)
        expect(shelf.size, "size").to.equal(all.length)
        expect(shelf.bondless, "bondless").to.equal(all.filter(({ bond }) => bond === 0n).length)
        expect(new Set(shelf.hosts()), "hosts").to.deep.equal(new Set(all.map(({ host }) => host)))
        for (const { host } of all) {
          const its = all.filter((one) => one.host === host)
          expect(shelf.ofHost(host), "of a host").to.have.members(its)
        }
        for (const listing of all) expect(shelf.get(listing.host, listing.machine), "one").to.equal(listing)
      }),
    )
  })
})

describe("the board's search", () => {
  const figures: Figures = { rates: new Map(), records: new Map(), earliest: 10 }
  const listings = [
    listingNumber(1, { model: "H100", location: "Gera" }),
    listingNumber(2, { model: "h100", location: "Turku" }),
    listingNumber(3, { model: "A100", location: "Gera" }),
    { ...listingNumber(4), hardware: undefined },
  ]
  const found = (filters: Filters) => {
    const { listings: page } = findPage(listings, { filters, sort: "newest", limit: 10 }, figures)
    return page.map(({ price }) => Number(price)).sort()
  }

  it("default: compares the hardware, whatever its case, and leaves out machines of which nothing is known", () => {
    expect(found({}), "everything").to.deep.equal([1, 2, 3, 4])
    expect(found({ gpus: ["h100"] }), "model").to.deep.equal([1, 2])
    expect(found({ gpus: ["h100", "a100"], regions: ["gera"] }), "model and region").to.deep.equal([1, 3])
    expect(found({ minMemory: 1_000, maxMemory: 1_000 }), "memory").to.deep.equal([1, 2, 3])
    expect(found({ minMemory: 1_001 }), "more memory").to.deep.equal([])
    expect(found({ minGpus: 1, maxGpus: 1, minDownload: 2_000, minUpload: 1_000 }), "the rest").to.deep.equal([1, 2, 3])
    expect(found({ minUpload: 1_001 }), "more upload").to.deep.equal([])
  })

  it("behavior: machines that are alike share one object", () => {
    expect(listingNumber(5).hardware, "hardware").to.equal(listingNumber(6).hardware)
  })
})
