/** The program's exit codes. Scripts rely on them, so the meaning of a code never changes. */
export const exitCodes = {
  /** The command succeeded. */
  ok: 0,
  /** The program itself failed. */
  unexpected: 1,
  /** The command, its input or the environment must be corrected. */
  usage: 2,
  /** The contract rejected the transaction, in simulation or when it was included. */
  refused: 3,
  /** The chain or its node failed: unreachable, another chain, no escrow at the address, or an inconsistent answer. */
  chain: 4,
  /** There was nothing to do. */
  nothing: 5,
  /** A transaction was signed and its outcome is unknown. Run `tx` with its hash before anything is sent again. */
  unknown: 6,
  /** The user did not confirm, or stopped the command before anything was signed. Nothing was sent. */
  declined: 7,
  /** A check of `doctor`, `offer verify` or `books` failed, or the owner changed the terms that a heartbeat signs for. */
  failed: 8,
  /** A rented machine was not reached: its door refuses, does not answer, or gives an answer that cannot be trusted. */
  door: 9,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
