// Notices a follower that is stuck. One that works asks the chain again and again, whatever the chain answers.
import type { Client } from "viem"

export interface FollowerWatch {
  /** What the follower reads the chain with. */
  readonly client: Client
  /** Whether it has asked nothing for so long that only a new start helps. */
  readonly isStuck: () => boolean
}

/** Times of the lag at which a server does not count as ready. */
const TIMES_LAG = 5

export function watchFollower(client: Client, { maxLagSeconds }: { readonly maxLagSeconds: number }): FollowerWatch {
  let askedAt = performance.now()
  const request = new Proxy(client.request, {
    apply(target, self, asked) {
      askedAt = performance.now()
      return Reflect.apply(target, self, asked)
    },
  })
  return {
    client: { ...client, request },
    isStuck: () => performance.now() - askedAt > TIMES_LAG * maxLagSeconds * 1_000,
  }
}
