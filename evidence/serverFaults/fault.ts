// What a fault of the server's table is.
interface Play {
  readonly seed: number
  /** A share of the full size. */
  readonly size: number
}

export interface Played {
  /** What was played, with its sizes. */
  readonly played: string
  /** A sentence for each thing that should not have happened. */
  readonly wrong: readonly string[]
}

export interface Fault {
  readonly name: string
  readonly database: string
  readonly play: (how: Play) => Promise<Played>
}
