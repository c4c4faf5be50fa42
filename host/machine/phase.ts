/**
 * What the agent has done for a rental. Each phase is stored before its effect, so that a restart does the same again:
 * - `paid`: the deposit is on the chain.
 * - `preparing`: `onStart` runs, or is tried again.
 * - `ready`: `onStart` has succeeded, and the machine waits to be healthy.
 * - `starting`: a transaction with `start` is on its way.
 * - `running`: the rental is active, and the renter may use the machine.
 * - `stopping`: `onStop` runs, or is tried again.
 * - `stopped`: nothing of the renter runs.
 * - `wiping`: `onWipe` runs, or is tried again.
 * - `wiped`: the machine is free for the next rental.
 */
export const PHASES = [
  "paid",
  "preparing",
  "ready",
  "starting",
  "running",
  "stopping",
  "stopped",
  "wiping",
  "wiped",
] as const

export type Phase = (typeof PHASES)[number]
