// A board full of offers: the machines of the local market's hosts, in its coins.
import { buildOffer, hashMachineDocument, type SignedOffer, serializeOffer, signOffer } from "@gpuflow/escrow/offer"
import type { TestEscrow } from "@gpuflow/escrow/testing"
import { createWalletClient, http } from "viem"
import { z } from "zod"

import { hostAccount, type Machine, machines } from "./hosts.ts"
import { type Prices, readPrices } from "./prices.ts"

/** Seconds for which an offer can be taken. It is signed again before. */
export const LIFETIME = 3_600n
const LONGEST = 30n * 86_400n
const START_WINDOW = 1_800n
export const CHALLENGE_WINDOW = 6n * 3_600n

const refusal = z.object({ code: z.string(), detail: z.string() })

/** What an offer of a machine says, whenever it is signed. */
export function termsOf(chain: TestEscrow, machine: Machine, unitsOf: Prices) {
  const { coin, document, dollarsPerHour, bondDollars, minDuration, isInstant } = machine
  return {
    host: hostAccount(chain, machine.host).address,
    operator: chain.accounts.operator.address,
    token: chain.tokens[coin],
    ...hashMachineDocument(document),
    pricePerHour: unitsOf(coin, dollarsPerHour),
    bond: unitsOf(coin, bondDollars),
    minDuration,
    maxDuration: LONGEST,
    startWindow: isInstant ? 0n : START_WINDOW,
    challengeWindow: CHALLENGE_WINDOW,
  }
}

/**
 * Signs an offer for each machine, and puts all of them on the board. Of a machine that stays rented for longer than an
 * offer could be taken, the board takes the description alone, which its renter reads. Returns the number of offers.
 */
export async function putOffers(chain: TestEscrow, server: string): Promise<number> {
  const prices = await readPrices(chain)
  let taken = 0
  // One after the other: on a busy computer, many at once would wait for longer than a request may.
  for (const machine of machines) {
    const signed = await signedOfferOf(chain, machine, prices)
    const { host, machine: id, spec } = signed.offer
    const refused = await put(`${server}/offers/${host}/${id}`, serializeOffer(signed))
    if (!refused) taken += 1
    else if (refused.code === "MachineBusy") await put(`${server}/documents/${spec}`, JSON.stringify(machine.document))
    else console.error(`The board refused an offer: ${refused.code}. ${refused.detail}`)
  }
  return taken
}

/** Returns why it was refused. */
async function put(url: string, body: string): Promise<z.output<typeof refusal> | undefined> {
  const response = await fetch(url, { method: "PUT", headers: { "content-type": "application/json" }, body })
  return response.ok ? undefined : refusal.parse(await response.json())
}

async function signedOfferOf(chain: TestEscrow, machine: Machine, prices: Prices): Promise<SignedOffer> {
  const { chainId, client, escrow } = chain
  const offer = await buildOffer(client, { escrow, ...termsOf(chain, machine, prices), expiry: chain.now() + LIFETIME })
  const account = hostAccount(chain, machine.host)
  const wallet = createWalletClient({ account, chain: chain.chain, transport: http(chain.url) })
  const hostSignature = await signOffer(wallet, { escrow, offer })
  return { chainId, escrow, offer, hostSignature, document: machine.document }
}
