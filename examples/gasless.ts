import type { Offer } from "@gpuflow/escrow"
import {
  getPurchaseWays,
  parsePurchase,
  preparePurchase,
  sendPurchase,
  serializePurchase,
  signPurchase,
  verifyPurchase,
} from "@gpuflow/escrow/router"
import {
  type Account,
  type Address,
  type Chain,
  type Hex,
  keccak256,
  type Transport,
  toHex,
  type WalletClient,
} from "viem"

type Wallet = WalletClient<Transport, Chain, Account>
type Contracts = { escrow: Address; router: Address }
type Deal = Contracts & { offers: readonly { offer: Offer; hostSignature: Hex }[]; relayFee: bigint }

/** Rents machines for an hour with one signature, all or none. The account needs no POL. Returns what a relayer takes. */
export async function signRental(client: Wallet, { offers, ...deal }: Deal) {
  const { address: renter } = client.account
  const orders = offers.map(({ offer, hostSignature }, index) => {
    const rental = { offer, renter, salt: keccak256(toHex(`order 17, machine ${index}`)) }
    return { rental, hostSignature, duration: 3_600n }
  })
  const purchase = await preparePurchase(client, { ...deal, payer: renter, orders })
  const ways = await getPurchaseWays(client, { purchase })
  const way = ways.find(({ available }) => available)?.way
  if (!way) throw ways[0]?.error
  return serializePurchase(await signPurchase(client, { purchase, way }))
}

/** Checks a signed rental, pays for its gas, and receives the fee. */
export async function relayRental(
  client: Wallet,
  text: string,
  { minimumFee, ...ours }: Contracts & { minimumFee: bigint },
) {
  const signed = parsePurchase(text)
  const { address: relayer } = client.account
  const { refusals } = await verifyPurchase(client, { signed, ...ours, relayer, minimumFee })
  if (refusals[0]) throw refusals[0].error
  return (await sendPurchase(client, { signed })).events
}
