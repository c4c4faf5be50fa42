// What searches compare of offers, in columns of numbers. A hundred thousand offers are looked through in a millisecond:
// as objects all over the memory, they take ten.
import type { Hardware, Listing } from "./listing.ts"

/** Numbers for values that many offers share. A number is given again when no offer has its value any more. */
class Numbers<value> {
  readonly #numbers = new Map<value, number>()
  readonly #uses: number[] = []
  readonly #free: number[] = []
  /** By number. One that is not in use has the value that it had last. */
  readonly values: value[] = []

  take(value: value): number {
    const number = this.#numbers.get(value) ?? this.#free.pop() ?? this.values.length
    this.#numbers.set(value, number)
    this.values[number] = value
    this.#uses[number] = (this.#uses[number] ?? 0) + 1
    return number
  }

  release(value: value): void {
    const number = this.#numbers.get(value)
    if (number === undefined) return
    const uses = (this.#uses[number] ?? 1) - 1
    this.#uses[number] = uses
    if (uses > 0) return
    this.#numbers.delete(value)
    this.#free.push(number)
  }

  /** The values that an offer has. */
  inUse(): readonly value[] {
    return [...this.#numbers.keys()]
  }

  /** The number of a value that an offer has. */
  of(value: value): number | undefined {
    return this.#numbers.get(value)
  }
}

/** The number of each state. */
export const STATES = { hidden: 0, free: 1, busy: 2 } as const

/** The first 13 digits of a hash or an address, which a number holds exactly. They keep the order of the texts. */
export const startOf = (text: string) => Number(text.slice(0, 15))

/** The columns that are numbers, and how each comes from an offer. Amounts are rounded to 53 bits. */
const amounts = {
  expiry: ({ expiry }: Listing) => expiry,
  price: ({ price }: Listing) => Number(price),
  bond: ({ bond }: Listing) => Number(bond),
  minDuration: ({ minDuration }: Listing) => minDuration,
  maxDuration: ({ maxDuration }: Listing) => maxDuration,
  startWindow: ({ startWindow }: Listing) => startWindow,
  freeAt: ({ freeAt }: Listing) => freeAt,
  receivedAt: ({ receivedAt }: Listing) => receivedAt,
  hostStart: ({ host }: Listing) => startOf(host),
  machineStart: ({ machine }: Listing) => startOf(machine),
}
const flags = {
  state: ({ state }: Listing) => STATES[state],
  /** Whether only one renter can take it. */
  isForOne: ({ renter }: Listing) => Number(renter !== undefined),
  /** Whether its signer is a contract, which may change its mind with each block. */
  isByContract: ({ contract }: Listing) => Number(contract !== undefined),
  isExpired: ({ reason }: Listing) => Number(reason === "OfferExpired"),
}

type AmountColumns = { [name in keyof typeof amounts]: Float64Array }
type FlagColumns = { [name in keyof typeof flags]: Uint8Array }
const amountNames = Object.keys(amounts) as (keyof typeof amounts)[]
const flagNames = Object.keys(flags) as (keyof typeof flags)[]

export class Columns {
  /** The offers side by side, in no order. An offer's place is the same in each column. */
  readonly listings: Listing[] = []
  readonly tokens = new Numbers<string>()
  readonly hosts = new Numbers<string>()
  readonly hardware = new Numbers<Hardware | undefined>()
  amounts = make(amountNames, (): Float64Array => new Float64Array(1)) as AmountColumns
  flags = make(flagNames, (): Uint8Array => new Uint8Array(1)) as FlagColumns
  /** The numbers of what offers share. */
  tokenOf = new Uint32Array(1)
  hostOf = new Uint32Array(1)
  hardwareOf = new Uint32Array(1)

  get size(): number {
    return this.listings.length
  }

  /** Puts an offer at a place: in place of the one that is there, or behind the last. */
  set(place: number, listing: Listing): void {
    const before = this.listings[place]
    if (place >= this.tokenOf.length) this.#grow()
    // Taken first, so that what stays the same keeps its number.
    this.tokenOf[place] = this.tokens.take(listing.token)
    this.hostOf[place] = this.hosts.take(listing.host)
    this.hardwareOf[place] = this.hardware.take(listing.hardware)
    if (before) this.#release(before)
    for (const name of amountNames) this.amounts[name][place] = amounts[name](listing)
    for (const name of flagNames) this.flags[name][place] = flags[name](listing)
    this.listings[place] = listing
  }

  /** Takes the last offer away. */
  pop(): Listing | undefined {
    const last = this.listings.pop()
    if (last) this.#release(last)
    return last
  }

  #release({ token, host, hardware }: Listing): void {
    this.tokens.release(token)
    this.hosts.release(host)
    this.hardware.release(hardware)
  }

  #grow(): void {
    const capacity = 2 * this.tokenOf.length
    const grown = <column extends Float64Array | Uint8Array | Uint32Array>(column: column, larger: column): column => {
      larger.set(column)
      return larger
    }
    for (const name of amountNames) this.amounts[name] = grown(this.amounts[name], new Float64Array(capacity))
    for (const name of flagNames) this.flags[name] = grown(this.flags[name], new Uint8Array(capacity))
    this.tokenOf = grown(this.tokenOf, new Uint32Array(capacity))
    this.hostOf = grown(this.hostOf, new Uint32Array(capacity))
    this.hardwareOf = grown(this.hardwareOf, new Uint32Array(capacity))
  }
}

function make<name extends string, column>(names: readonly name[], empty: () => column): Record<name, column> {
  return Object.fromEntries(names.map((name) => [name, empty()])) as Record<name, column>
}
