import { getTransactionCount } from "viem/actions"

import type { PendingTransactions } from "./reconcile.ts"
import type { SendContext } from "./sendContext.ts"

/**
 * Whether the account has transactions that a new database does not know: those that were sent with the file before it.
 * What they do must not be sent again, so the keeper waits until they are in a block, as long as for its own. After that
 * it uses their nonces, so that only one of both is included.
 */
export async function hasEarlierTransactions(
  { endpoints, log, options, store }: SendContext,
  { nextNonce, nonces }: PendingTransactions,
): Promise<boolean> {
  const isNew = Date.now() - store.time("createdAt") * 1_000 < options.bumpAfter
  if (!isNew || nonces.size > 0) return false
  const { address } = options.account
  const count = await getTransactionCount(endpoints.client, { address, blockTag: "pending" })
  if (count <= nextNonce) return false
  log.info("waiting for transactions that the database does not know", { count: count - nextNonce })
  return true
}
