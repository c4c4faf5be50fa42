import { settleMany } from "@gpuflow/escrow/requests"
import { type DepositedEvent, getClaims, getRentalsOf } from "@gpuflow/escrow/watch"
import type { Account, Address, Chain, Transport, WalletClient } from "viem"

type Host = WalletClient<Transport, Chain, Account>

/** Settles every rental of the host that is due. Returns how many were settled. */
export async function claimAll(client: Host, { escrow, fromBlock }: { escrow: Address; fromBlock: bigint }) {
  const deposits: DepositedEvent[] = []
  for (let cursor: getRentalsOf.Parameters["cursor"], more = true; more; more = cursor !== undefined) {
    const page = await getRentalsOf(client, { escrow, host: client.account.address, fromBlock, cursor })
    deposits.push(...page.deposits)
    cursor = page.cursor
  }
  const claims = await getClaims(client, { escrow, rentals: deposits.map(({ args }) => args.rental) })
  const due = claims.filter(({ isDue }) => isDue).map(({ rental }) => rental)
  return due.length > 0 ? (await settleMany(client, { escrow, rentals: due })).settled : 0
}
