// Places in an order of which the least is known at any time. A binary heap in arrays of numbers, which also knows where
// each place is, so that a place that changes is moved without a search.

export class LeastHeap {
  readonly #isBefore: (a: number, b: number) => boolean
  /** The places as a heap: each comes before the two at twice its index and one more, and at twice its index and two more. */
  #heap = new Uint32Array(1)
  /** By place: its index in the heap and one more. 0: it is not in it. */
  #indexes = new Uint32Array(1)
  #size = 0

  constructor(isBefore: (a: number, b: number) => boolean) {
    this.#isBefore = isBefore
  }

  get size(): number {
    return this.#size
  }

  /** Adds a place, or moves it to where it belongs by now. */
  put(place: number): void {
    if (place >= this.#indexes.length) this.#indexes = grown(this.#indexes, place)
    if (this.#indexes[place] === 0) {
      if (this.#size >= this.#heap.length) this.#heap = grown(this.#heap, this.#size)
      this.#size += 1
      this.#set(this.#size - 1, place)
    }
    this.#move((this.#indexes[place] ?? 0) - 1)
  }

  remove(place: number): void {
    const index = (this.#indexes[place] ?? 0) - 1
    if (index < 0) return
    this.#indexes[place] = 0
    this.#size -= 1
    const last = this.#heap[this.#size] ?? 0
    if (last === place) return
    this.#set(index, last)
    this.#move(index)
  }

  /** Puts all places in order again, after what they are compared by has changed. */
  reorder(): void {
    for (let index = this.#size >> 1; index >= 0; index -= 1) this.#sink(index)
  }

  /** The places from the least on. Do not change the heap meanwhile. */
  *ascending(): Generator<number, undefined> {
    // Whatever comes next is below one that has come.
    const next = this.#size > 0 ? [0] : []
    while (next.length > 0) {
      let least = 0
      for (let at = 1; at < next.length; at += 1) if (this.#isLess(next[at] ?? 0, next[least] ?? 0)) least = at
      const [index = 0] = next.splice(least, 1)
      for (const child of [2 * index + 1, 2 * index + 2]) if (child < this.#size) next.push(child)
      yield this.#heap[index] ?? 0
    }
    return undefined
  }

  #set(index: number, place: number): void {
    this.#heap[index] = place
    this.#indexes[place] = index + 1
  }

  #isLess(index: number, other: number): boolean {
    return this.#isBefore(this.#heap[index] ?? 0, this.#heap[other] ?? 0)
  }

  #swap(index: number, other: number): void {
    const [place = 0, otherPlace = 0] = [this.#heap[index], this.#heap[other]]
    this.#set(index, otherPlace)
    this.#set(other, place)
  }

  #move(index: number): void {
    let at = index
    while (at > 0 && this.#isLess(at, (at - 1) >> 1)) {
      this.#swap(at, (at - 1) >> 1)
      at = (at - 1) >> 1
    }
    this.#sink(at)
  }

  #sink(index: number): void {
    let at = index
    for (;;) {
      const left = 2 * at + 1
      if (left >= this.#size) return
      const child = left + 1 < this.#size && this.#isLess(left + 1, left) ? left + 1 : left
      if (!this.#isLess(child, at)) return
      this.#swap(at, child)
      at = child
    }
  }
}

/** The same numbers in twice the room or more, so that there is one for `index`. */
function grown(numbers: Uint32Array<ArrayBuffer>, index: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(2 * numbers.length, index + 1))
  larger.set(numbers)
  return larger
}
