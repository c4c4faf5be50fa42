import { expect } from "chai"
import fc from "fast-check"
import { hardwareOf, type Listing } from "../../server/board/listing.ts"
import { countOffers, type Figures, type Filters, findPage, matches } from "../../server/board/search.ts"
import { createShelf } from "../../server/board/shelf.ts"
import { makeListing } from "../support/listings.ts"
import { documentNamed } from "../support/testBoard.ts"

/** Some differ in their first digits, and some in their last. */
const digitsOf = (number: number, length: number) =>
  number % 2 === 0 ? String(number).padStart(2, "0").padEnd(length, "0") : String(number).padStart(length, "0")
const hostOf = (number: number) => `0x${digitsOf(number, 40)}` as const
const machineOf = (number: number) => `0x${digitsOf(number, 64)}` as const

function listingNumber(number: number, { host = 0, bond = 0n, model = "H100", location = "Gera" } = {}): Listing {
  const document = documentNamed(`machine ${number}`, { gpu: { model, count: 1, memoryMiB: 1_000 }, location })
  return makeListing({
    ...{ machine: machineOf(number), host: hostOf(host), token: hostOf(9), number, hardware: hardwareOf(document) },
    terms: { arbiter: hostOf(8), pricePerHour: BigInt(number), bond },
  })
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
        expect(shelf.count("bondless"), "bondless").to.equal(all.filter(({ bond }) => bond === 0n).length)
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
  const shelf = createShelf()
  for (const listing of listings) shelf.put(listing)
  const found = (filters: Filters) => {
    const { listings: page } = findPage(shelf.columns, { filters, sort: "newest", limit: 10 }, figures)
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

  it("property: pages hold what matches, in order, each offer once, whatever came and went before", () => {
    const HUGE = 10n ** 24n
    const some = fc.record({
      machine: fc.nat(30),
      host: fc.nat(3),
      // Amounts that differ by less than a number of 53 bits can tell, and some that it tells apart.
      price: fc.oneof(fc.bigInt({ min: HUGE, max: HUGE + 3n }), fc.bigInt({ min: 0n, max: 1n })),
      bond: fc.bigInt({ min: HUGE, max: HUGE + 3n }),
      state: fc.constantFrom("free", "busy", "hidden"),
      expiry: fc.integer({ min: 9, max: 12 }),
      isGone: fc.boolean(),
    })
    const query = fc.record({
      sort: fc.constantFrom("price", "bond", "newest", "start"),
      limit: fc.integer({ min: 1, max: 5 }),
      token: fc.constant(hostOf(9)),
      host: fc.option(fc.nat(3), { nil: undefined }),
      maxPricePerHour: fc.option(fc.bigInt({ min: HUGE - 1n, max: HUGE + 3n }), { nil: undefined }),
      minBond: fc.option(fc.bigInt({ min: HUGE - 1n, max: HUGE + 3n }), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 60 }), query, (offers, { sort, limit, host, ...others }) => {
        const shelf = createShelf()
        for (const { machine, host: of, isGone, ...changes } of offers) {
          const listing = { ...listingNumber(machine, { host: of }), ...changes, receivedAt: machine % 4 }
          if (isGone) shelf.remove(listing.host, listing.machine)
          else shelf.put(listing)
        }
        const filters = { ...others, host: host === undefined ? undefined : hostOf(host) }
        const { maxPricePerHour: most = 2n * HUGE, minBond: least = 0n } = filters
        const value = ({ price, bond, receivedAt }: Listing) =>
          ({ price, bond: -bond, newest: BigInt(-receivedAt), start: 0n })[sort]
        const expected = shelf
          .all()
          .filter((one) => one.state !== "hidden" && one.expiry > figures.earliest)
          .filter((one) => one.price <= most && one.bond >= least && one.host === (filters.host ?? one.host))
          .map((one) => ({ one, key: [value(one), BigInt(one.host), BigInt(one.machine)] }))
          .sort((a, b) => {
            const place = a.key.findIndex((part, index) => part !== b.key[index])
            return place < 0 ? 0 : (a.key[place] ?? 0n) < (b.key[place] ?? 0n) ? -1 : 1
          })
          .map(({ one }) => one)
        const pages: Listing[] = []
        let cursor: string | null | undefined
        do {
          const page = findPage(shelf.columns, { filters, sort, limit, cursor: cursor ?? undefined }, figures)
          pages.push(...page.listings)
          cursor = page.next
        } while (cursor)
        expect(pages).to.deep.equal(expected)
        for (const one of shelf.all()) {
          expect(matches(one, filters, figures), "one alone").to.equal(expected.includes(one))
        }
        const counts = countOffers(shelf.columns, filters, figures)
        expect(counts.offers, "offers").to.equal(expected.length)
        expect(counts.hosts, "hosts").to.equal(new Set(expected.map((one) => one.host)).size)
        const known = [...counts.byHardware.values()].reduce((sum, { offers: count }) => sum + count, 0)
        expect(known, "by hardware").to.equal(expected.length)
      }),
    )
  })

  it("behavior: machines that are alike share one object", () => {
    expect(listingNumber(5).hardware, "hardware").to.equal(listingNumber(6).hardware)
  })
})
