import type { Account, Address, Client } from "viem"

import type { WaitOptions } from "../core/rental/waitForTransaction.ts"

/** The account that signs. */
export type AccountParameters = {
  /** The account that signs and sends. Default: the client's account. */
  readonly account?: Account | Address | undefined
  /** The client that reads, simulates and waits, such as wagmi's `useClient()`. Default: the client that signs. */
  readonly reader?: Client | undefined
}

/** The account that sends a transaction, and how long to wait for it. */
export type SendParameters = AccountParameters & WaitOptions
