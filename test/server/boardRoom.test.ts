// Who gets a place on a full board. Nothing here needs a chain.
import { expect } from "chai"
import fc from "fast-check"
import type { Hex } from "viem"
import { LeastHeap } from "../../server/board/leastHeap.ts"
import type { Listing, OfferState } from "../../server/board/listing.ts"
import { makeRoom } from "../../server/board/room.ts"
import { createShelf, isOfKind, type Kind, type Shelf } from "../../server/board/shelf.ts"
import { makeListing } from "../support/listings.ts"

const word = (number: number, digits: number): Hex => `0x${number.toString(16).padStart(digits, "0")}`
const DOLLAR = word(1, 40)
const UNPRICED = word(2, 40)
const RATES = new Map([[DOLLAR, 1]])
/** The part of the board that each kind may take, as long as it is small. */
const PARTS: readonly (readonly [kind: Kind, part: number])[] = [
  ["all", 1],
  ["bondless", 1 / 2],
  ["byContract", 1 / 2],
  ["bondlessByContract", 1 / 4],
]

interface Parts {
  readonly bond: number
  readonly machine: number
  readonly token?: Hex
  readonly state?: OfferState
  readonly isByContract?: boolean
}

function listingWith({ bond, machine: number, token = DOLLAR, state, isByContract }: Parts): Listing {
  const [host, machine] = [word(9, 40), word(number, 64)]
  return makeListing({ machine, host, token, number, terms: { bond: BigInt(bond) }, state, isByContract })
}

/** Lets offers in as the board does. Returns those that are outside in the end. */
function arrive(shelf: Shelf, batch: readonly Listing[], maxOffers: number, outside: Set<Listing>): void {
  const { taken, evicted, refused } = makeRoom(shelf, { maxOffers }, batch)
  for (const listing of evicted) {
    expect(shelf.remove(listing.host, listing.machine), "evicted from the shelf").to.equal(listing)
    outside.add(listing)
  }
  for (const listing of taken) shelf.put(listing)
  for (const listing of refused.keys()) outside.add(listing)
  expect(taken.length + refused.size, "each is decided").to.equal(batch.length)
}

const pricedShelf = () => {
  const shelf = createShelf()
  shelf.price(RATES)
  return shelf
}

const worths = (shelf: Shelf) =>
  shelf
    .all()
    .map((listing) => shelf.worthOf(listing))
    .sort((a, b) => b - a)

/** Machines in batches, in any order. */
const batches = <part>(part: fc.Arbitrary<part>) =>
  fc.array(fc.array(part, { minLength: 1, maxLength: 6 }), { maxLength: 12 })

describe("room on a full board", () => {
  it("property: after arrivals in any order and any batches, the board holds the offers that are worth most", () => {
    fc.assert(
      fc.property(batches(fc.integer({ min: 1, max: 12 })), fc.integer({ min: 1, max: 12 }), (bonds, maxOffers) => {
        const shelf = pricedShelf()
        let machine = 0
        for (const batch of bonds) {
          const coming = batch.map((bond) => {
            machine += 1
            return listingWith({ bond, machine })
          })
          arrive(shelf, coming, maxOffers, new Set())
        }
        const worthiest = bonds
          .flat()
          .sort((a, b) => b - a)
          .slice(0, maxOffers)
        expect(worths(shelf)).to.deep.equal(worthiest)
      }),
    )
  })

  it("property: no offer stays out while one of its kind that is worth less stays in, and no kind has too many", () => {
    const parts = fc.record({
      bond: fc.nat(4),
      token: fc.constantFrom(DOLLAR, UNPRICED),
      state: fc.constantFrom<OfferState>("free", "busy", "hidden"),
      isByContract: fc.boolean(),
    })
    fc.assert(
      fc.property(batches(parts), fc.integer({ min: 1, max: 12 }), (arrivals, maxOffers) => {
        const shelf = pricedShelf()
        const outside = new Set<Listing>()
        let machine = 0
        for (const batch of arrivals) {
          const coming = batch.map((one) => {
            machine += 1
            return listingWith({ ...one, machine })
          })
          arrive(shelf, coming, maxOffers, outside)
        }
        for (const [kind, part] of PARTS) {
          expect(shelf.count(kind), kind).to.be.at.most(Math.ceil(maxOffers * part))
        }
        for (const listing of outside) {
          const isKeptOut = PARTS.some(([kind, part]) => {
            const within = shelf.all().filter((one) => isOfKind(one, kind))
            const isFull = within.length >= maxOffers * part
            const isWorthNoMore = within.every((one) => shelf.worthOf(one) >= shelf.worthOf(listing))
            return isOfKind(listing, kind) && isFull && isWorthNoMore
          })
          expect(isKeptOut, `machine ${listing.machine}`).to.equal(true)
        }
      }),
    )
  })

  it("takes the place of the offer that is worth least, and of the latest of those that are worth the same", () => {
    const shelf = pricedShelf()
    for (const [machine, bond] of [5, 2, 2, 7].entries()) shelf.put(listingWith({ machine: machine + 1, bond }))
    const { taken, evicted } = makeRoom(shelf, { maxOffers: 4 }, [listingWith({ machine: 9, bond: 3 })])
    expect([taken.length, evicted.map(({ machine }) => Number(machine))]).to.deep.equal([1, [3]])
  })

  it("takes the place of one that is hidden first, also for an offer that is worth nothing", () => {
    const shelf = pricedShelf()
    shelf.put(listingWith({ machine: 1, bond: 0 }))
    shelf.put(listingWith({ machine: 2, bond: 9, state: "hidden" }))
    const unpriced = listingWith({ machine: 3, bond: 5, token: UNPRICED })
    const { evicted } = makeRoom(shelf, { maxOffers: 2 }, [unpriced])
    expect(evicted.map(({ machine }) => Number(machine))).to.deep.equal([2])
  })

  it("refuses what is worth no more, with the worth that is needed", () => {
    const shelf = pricedShelf()
    for (const machine of [1, 2]) shelf.put(listingWith({ machine, bond: 4 }))
    const equal = listingWith({ machine: 3, bond: 4 })
    const { evicted, refused } = makeRoom(shelf, { maxOffers: 2 }, [equal])
    expect(evicted, "nobody leaves").to.deep.equal([])
    expect(refused.get(equal)?.args, "refusal").to.deep.equal({ maximum: 2, dollars: 4, leastDollars: 4 })
  })

  it("names the least worth after those that came in the same batch", () => {
    const shelf = pricedShelf()
    for (const [machine, bond] of [1, 8].entries()) shelf.put(listingWith({ machine: machine + 1, bond }))
    const low = listingWith({ machine: 3, bond: 2 })
    const { refused } = makeRoom(shelf, { maxOffers: 2 }, [low, listingWith({ machine: 4, bond: 5 })])
    expect(refused.get(low)?.args).to.include({ leastDollars: 5 })
  })

  it("leaves an offer that is renewed alone, and asks for room where its kind changes", () => {
    const shelf = pricedShelf()
    for (const machine of [1, 2, 3, 4]) shelf.put(listingWith({ machine, bond: 5, isByContract: machine < 3 }))
    const changed = listingWith({ machine: 3, bond: 5, isByContract: true })
    const higher = listingWith({ machine: 3, bond: 6, isByContract: true })
    const room = (listing: Listing) => makeRoom(shelf, { maxOffers: 4 }, [listing])
    expect(room(changed).refused.size, "no room among those by contracts").to.equal(1)
    expect(
      room(higher).evicted.map(({ machine }) => Number(machine)),
      "the latest by a contract",
    ).to.deep.equal([2])
  })

  it("judges by new prices as soon as they are known", () => {
    const shelf = pricedShelf()
    shelf.put(listingWith({ machine: 1, bond: 5 }))
    shelf.put(listingWith({ machine: 2, bond: 9, token: UNPRICED }))
    const leastNow = () => Number(shelf.leastWorth("all").next().value?.machine)
    expect(leastNow(), "without a price").to.equal(2)
    shelf.price(new Map([...RATES, [UNPRICED, 1]]))
    expect(leastNow(), "with one").to.equal(1)
  })
})

describe("a heap of places", () => {
  it("property: gives its places in their order, after any changes", () => {
    const move = fc.record({ place: fc.nat(20), figure: fc.nat(9), does: fc.constantFrom("put", "remove", "reorder") })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 80 }), (moves) => {
        const figures = new Map<number, number>()
        const within = new Set<number>()
        const isBefore = (a: number, b: number) => {
          const [figure = 0, other = 0] = [figures.get(a), figures.get(b)]
          return figure < other || (figure === other && a < b)
        }
        const heap = new LeastHeap(isBefore)
        for (const { place, figure, does } of moves) {
          if (does === "remove") {
            within.delete(place)
            heap.remove(place)
            continue
          }
          figures.set(place, figure)
          if (does === "reorder") heap.reorder()
          else {
            within.add(place)
            heap.put(place)
          }
          expect(heap.size, "size").to.equal(within.size)
          expect([...heap.ascending()], "order").to.deep.equal([...within].sort((a, b) => (isBefore(a, b) ? -1 : 1)))
        }
      }),
    )
  })
})
