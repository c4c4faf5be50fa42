/** Lets so many requests run at once, and the others wait for their turn. */
export function createRequestQueue(most: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async function inTurn<result>(request: () => Promise<result>): Promise<result> {
    if (running < most) running += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await request()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
