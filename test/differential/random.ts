// A small seeded generator (sfc32): the same seed tells the same lives everywhere.

export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: bigint) {
    this.#a = Number(seed & 0xffffffffn) | 0
    this.#b = Number((seed >> 32n) & 0xffffffffn) | 0
    this.#c = 0x9e3779b9 | 0
    for (let i = 0; i < 15; ++i) this.uint32()
  }

  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    this.#c |= 0
    return sum >>> 0
  }

  /** 0 to below 1. */
  unit(): number {
    return this.uint32() / 2 ** 32
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** 0 to below `count`. */
  index(count: number): number {
    return Math.floor(this.unit() * count)
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.index(items.length)]
    if (item === undefined) throw new Error("Nothing to pick from")
    return item
  }

  /** One of the names, by weight. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K {
    const entries = Object.entries(weights) as [K, number][]
    let left = this.unit() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [name, weight] of entries) {
      left -= weight
      if (left < 0) return name
    }
    return this.pick(entries)[0]
  }

  bits(count: number): bigint {
    let value = 0n
    for (let i = 0; i < count; i += 32) value = (value << 32n) | BigInt(this.uint32())
    return value & ((1n << BigInt(count)) - 1n)
  }

  /** From `low` to `high`, both possible. */
  between(low: bigint, high: bigint): bigint {
    return high <= low ? low : low + (this.bits(128) % (high - low + 1n))
  }

  /** From `low` to `high`, every magnitude equally likely. */
  magnitude(low: bigint, high: bigint): bigint {
    const top = this.between(BigInt(low.toString(2).length), BigInt(high.toString(2).length))
    const value = this.bits(Number(top))
    return value < low ? low : value > high ? high : value
  }

  bytes32(): string {
    return `0x${this.bits(256).toString(16).padStart(64, "0")}`
  }
}
