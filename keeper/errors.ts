/** Options that do not fit; each line of the message names one and says what it must be. */
export class KeeperOptionsError extends Error {
  override readonly name = "KeeperOptionsError"
  /** What does not fit, and why. */
  readonly problems: readonly OptionProblem[]

  constructor(problems: readonly OptionProblem[], nameOf = (option: string) => option) {
    super(problems.map(({ option, message }) => `${nameOf(option)}: ${message}`).join("\n"))
    this.problems = problems
  }
}

export type OptionProblem = { readonly option: string; readonly message: string }

/** A file of another escrow, chain or account, or one that is no database. */
export class WrongDatabaseError extends Error {
  override readonly name = "WrongDatabaseError"
}
