/** Options that do not fit; each line of the message names one and says what it must be. */
export class KeeperOptionsError extends Error {
  override readonly name = "KeeperOptionsError"
}

/** A file of another escrow, chain or account, or one that is no database. */
export class WrongDatabaseError extends Error {
  override readonly name = "WrongDatabaseError"
}
