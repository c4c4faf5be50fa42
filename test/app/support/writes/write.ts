// What a person can do with the page, as a test plays it: how it is come to, begun and confirmed, and what tells that it was
// done.
import type { Page } from "playwright-core"

import type { AppWorld } from "../world.ts"

/** What a write is about, once it is played. */
type Scene = {
  /** The address of the page, behind #. */
  readonly path: string
  /** Opens the dialog, and fills it in. The wallet is connected. */
  readonly open: (page: Page) => Promise<void>
  /** The same person does it on another device, or another one is faster. */
  readonly elsewhere: () => Promise<unknown>
}

type Common = {
  /** What a person does. */
  readonly verb: string
  readonly by: "renter" | "host" | "arbiter"
  /** The button that asks the wallet. */
  readonly confirms: RegExp
  /** What the toast says of it. */
  readonly done: RegExp
}

/** A transaction: it waits for a block, has a price, and can be replaced, dropped, and taken back. */
export type Transaction = Common & {
  readonly play: (world: AppWorld) => Promise<TransactionScene>
  /** What the page says if another was faster. Undefined: it can be done once more. */
  readonly beaten?: RegExp
  /** When it is too late. Undefined: it never is. */
  readonly late?: {
    /** Seconds after which it is. */
    readonly after: bigint
    /** What the page says then. */
    readonly says: RegExp
  }
}

type TransactionScene = Scene & {
  /** What is done is seen where the page shows what an index tells. Undefined: no page shows it from an index. */
  readonly shown?: (page: Page) => Promise<unknown>
}

/** A signature that boards take: it costs nothing, is in no block, and waits for no one once it is given. */
export type Signature = Common & {
  readonly play: (world: AppWorld) => Promise<SignatureScene>
  /** What a silent node keeps it from. `false`: from nothing, because no node is asked. */
  readonly needsNode: boolean
  /** What the board says if it was changed on another device a moment before. Undefined: it is done all the same. */
  readonly beaten?: RegExp
  readonly late: {
    readonly after: bigint
    /** What the board says then. Undefined: what it was about is over by itself. */
    readonly says?: RegExp
  }
}

type SignatureScene = Scene & {
  /** Whether the board has taken it. */
  readonly isTaken: () => Promise<boolean>
}
