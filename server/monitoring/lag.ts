/** Seconds that a block's time is behind the clock. A test chain can run ahead of it. */
export const lagOf = (timestamp: number) => Math.max(Math.floor(Date.now() / 1_000) - timestamp, 0)
