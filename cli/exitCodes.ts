/** What the program exits with. Scripts rely on them: a code never changes its meaning. */
export const exitCodes = {
  /** Done. */
  ok: 0,
  /** A fault of this program. */
  unexpected: 1,
  /** The command, its input or the environment has to change. */
  usage: 2,
  /** The contract refuses, now or when the transaction was included. */
  refused: 3,
  /** The chain or its node: not reachable, another chain, no escrow there, no answer to rely on. */
  chain: 4,
  /** Nothing to do. */
  nothing: 5,
  /** A transaction was sent, and what became of it is not known: look at its hash before sending again. */
  unknown: 6,
  /** Not confirmed at the prompt, or stopped before anything was signed: nothing was sent. */
  declined: 7,
  /** A check failed: of `doctor`, of `offer verify`. */
  failed: 8,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
