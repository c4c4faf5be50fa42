// Work in line.

/** Runs one after the other what is given to it. */
export function createLock() {
  let last: Promise<unknown> = Promise.resolve()
  return function locked<result>(work: () => Promise<result>): Promise<result> {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }
}

interface LaneOptions<item, result> {
  /** Items that wait, at most. */
  readonly capacity: number
  /** Items of one batch, at most. */
  readonly batch: number
  readonly run: (items: readonly item[]) => Promise<readonly (result | Error)[]>
}

/** Collects items while a batch is at work. Undefined: the line is full. */
export function createLane<item, result>({ capacity, batch, run }: LaneOptions<item, result>) {
  type Waiting = { readonly item: item; resolve(result: result): void; reject(error: unknown): void }
  const waiting: Waiting[] = []
  let isWorking = false

  async function work(): Promise<void> {
    if (isWorking) return
    isWorking = true
    while (waiting.length > 0) {
      const some = waiting.splice(0, batch)
      const results = await run(some.map(({ item }) => item)).catch((error: unknown) => some.map(() => toError(error)))
      for (const [index, { resolve, reject }] of some.entries()) {
        const result = results[index]
        if (result instanceof Error || result === undefined) reject(result ?? new Error("The batch lost an item."))
        else resolve(result)
      }
    }
    isWorking = false
  }

  return {
    get length() {
      return waiting.length
    },
    push(item: item): Promise<result> | undefined {
      if (waiting.length >= capacity) return undefined
      return new Promise<result>((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        queueMicrotask(work)
      })
    },
  }
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
