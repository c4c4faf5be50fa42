import { type Account, type Address, type Client, type Hex, keccak256, type Transport, toHex } from "viem"

import { cost, deposit, findEvent, type Offer, signPermit, stop } from "../sdk/index.ts"

type Renter = Client<Transport, undefined, Account> | Client<Transport, NonNullable<Client["chain"]>, Account>

/** Pays for an hour of the machine on offer, uses it, gives it back early and gets the unused time's money back. */
export async function rent(
  client: Renter,
  escrow: Address,
  offer: Offer,
  hostSignature: Hex,
  use: () => Promise<void>,
) {
  const rental = { offer, renter: client.account.address, salt: keccak256(toHex("order 17")) }
  const duration = 3_600n
  const value = cost(offer.pricePerHour, duration)
  const permit = await signPermit(client, { escrow, token: offer.token, value })
  const { id } = await deposit(client, { escrow, rental, duration, hostSignature, permit })

  await use()

  const { events } = await stop(client, { escrow, rental })
  return { id, refund: findEvent(events, "Closed")?.args.toRenter }
}
