import { cost, deposit, findEvent, type Offer, stop } from "@gpuflow/escrow"
import { signPermit } from "@gpuflow/escrow/plan"
import { type Account, type Chain, keccak256, type Transport, toHex, type WalletClient } from "viem"

type Renter = WalletClient<Transport, Chain, Account>
type Deal = Pick<deposit.Parameters, "escrow" | "hostSignature"> & { offer: Offer; use: () => Promise<unknown> }

/** Rents a machine for an hour, uses it, and stops the rental. The price of the unused time is returned at once. */
export async function rent(client: Renter, { escrow, offer, hostSignature, use }: Deal) {
  const rental = { offer, renter: client.account.address, salt: keccak256(toHex("order 17")) }
  const duration = 3_600n
  const value = cost(offer.pricePerHour, duration)
  const permit = await signPermit(client, { escrow, token: offer.token, value })
  const { id } = await deposit(client, { escrow, rental, duration, hostSignature, permit })

  await use()

  const { events } = await stop(client, { escrow, rental })
  return { id, refund: findEvent(events, "Closed")?.args.toRenter }
}
