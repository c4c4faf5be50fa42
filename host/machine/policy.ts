/** What the owner lets the agent do. Times are in seconds. */
export type Policy = {
  /** Time for which a workload may run on after its rental has ended. */
  readonly grace: bigint
  /** Time before the end of the start window at which a rental is declined whose machine is not ready. */
  readonly declineBefore: bigint
  /** Time between the end of a workload and its wiping. A chain that replaces its last blocks can bring a rental back. */
  readonly wipeAfter: bigint
  /** Whether downtime is given back, by the health log. */
  readonly refund: boolean
  /** Least downtime that is given back. */
  readonly refundMinimum: bigint
  /** Time between two refunds of a running rental. */
  readonly refundEvery: bigint
  /** Most time that is given back of one rental. Missing: no limit. */
  readonly refundPerRental?: bigint | undefined
  /** Most time that is given back within a day, of all rentals together. Missing: no limit. */
  readonly refundPerDay?: bigint | undefined
  /** Whether due rentals are settled. */
  readonly claim: boolean
  /** Time of a rolling rental that must be payable before it is settled. */
  readonly claimEvery: bigint
  /** Whether the health log is named as evidence in disputes. */
  readonly evidence: boolean
}
