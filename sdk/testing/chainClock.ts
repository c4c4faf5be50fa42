// The clock of a local chain: the clock of the machine, or one that a test gives, moved by what the test has warped.
import type { Rpc } from "./rpc.ts"

export type ChainClock = ReturnType<typeof chainClock>

export function chainClock(rpc: Rpc, time: () => number) {
  let offset = 0
  let isPaused = false
  let timer: ReturnType<typeof setInterval> | undefined
  /** One change of the chain after the other. */
  let last: Promise<unknown> = Promise.resolve()

  function inOrder<result>(change: () => Promise<result>): Promise<result> {
    const next = last.then(change)
    last = next.catch(() => undefined)
    return next
  }

  const now = () => Math.floor(time() / 1000) + offset

  /** Mines a block at the clock's time. */
  async function mine(): Promise<void> {
    const latest = Number(Object(await rpc("eth_getBlockByNumber", "latest", false)).timestamp)
    // Several blocks may share a second. None may be before another.
    await rpc("evm_setNextBlockTimestamp", hex(Math.max(now(), latest)))
    await rpc("evm_mine")
  }

  return {
    inOrder,
    now,
    offset: () => offset,
    mine: () => inOrder(mine),
    /** For a change that has its turn. */
    mineNow: mine,
    warp: (seconds: number) =>
      inOrder(async () => {
        offset += seconds
        await mine()
      }),
    /** Goes on from another offset, as after a snapshot was restored. */
    setOffset: async (seconds: number) => {
      offset = seconds
      await mine()
    },
    /** Mines a block every so many seconds. */
    start(seconds: number) {
      if (seconds <= 0) return
      let isMining = false
      timer = setInterval(async () => {
        if (isMining || isPaused) return
        isMining = true
        // A node that was stopped meanwhile answers no more.
        await inOrder(async () => (isPaused ? undefined : mine())).catch(() => undefined)
        isMining = false
      }, seconds * 1000)
      timer.unref()
    },
    /** Transactions wait in the mempool from here on. */
    async pause() {
      isPaused = true
      await rpc("evm_setAutomine", false)
    },
    async resume() {
      await rpc("evm_setAutomine", true)
      isPaused = false
    },
    async stop() {
      clearInterval(timer)
      isPaused = true
      await last
    },
  }
}

export const hex = (value: number | bigint): string => `0x${value.toString(16)}`
