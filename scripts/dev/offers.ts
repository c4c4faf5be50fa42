// A board full of offers: the machines of the demo, of two hosts, in its coins.
import { fundBond } from "@gpuflow/escrow"
import { buildOffer, hashDocument, type SignedOffer, serializeOffer, signOffer } from "@gpuflow/escrow/offer"
import { getQuote } from "@gpuflow/escrow/plan"
import type { TestEscrow } from "@gpuflow/escrow/testing"
import { erc20Abi, keccak256, parseUnits, toHex } from "viem"
import { type Plan, plans, terms } from "../demo/plans.ts"

const HOSTS = ["host", "stranger"] as const
type Host = (typeof HOSTS)[number]

/** GB of each GPU of the demo. */
const memory: Readonly<Record<string, number>> = { "RTX 3090": 24, "RTX 4090": 24, "A100 80 GB": 80, "H100 80 GB": 80 }
const places = ["Paris, FR", "Helsinki, FI", "Austin, US", "Singapore, SG"]
/** Seconds for which an offer can be taken. It is signed again before. */
export const LIFETIME = 3_600n
const LONGEST = 30n * 86_400n
const BONDS = "2000"

/** One machine of the board. */
type Machine = { readonly host: Host; readonly plan: Plan; readonly number: number }

const machines: readonly Machine[] = plans.flatMap((plan, index) =>
  HOSTS.map((host, second): Machine => ({ host, plan, number: 2 * index + second + 1 })),
)

/** Gives each host bonds in every coin of the demo that its offers are in. */
export async function fundBonds(chain: TestEscrow): Promise<void> {
  for (const host of HOSTS) {
    for (const coin of new Set(plans.map((plan) => plan.coin))) {
      const token = chain.tokens[coin]
      const amount = await dollarsIn(chain, coin, BONDS)
      await chain.mint(token, chain.accounts[host].address, 10n * amount)
      if (coin !== "POL") {
        const hash = await chain.wallets[host].writeContract({
          address: token,
          abi: erc20Abi,
          functionName: "approve",
          args: [chain.escrow, amount],
        })
        await chain.client.waitForTransactionReceipt({ hash })
      }
      await fundBond(chain.wallets[host], { escrow: chain.escrow, token, amount })
    }
  }
}

/** Signs an offer for each machine, and puts all of them on the board. Returns how many the board took. */
export async function putOffers(chain: TestEscrow, server: string): Promise<number> {
  let taken = 0
  for (const machine of machines) {
    const signed = await signedOfferOf(chain, machine)
    const { host, machine: id } = signed.offer
    const response = await fetch(`${server}/offers/${host}/${id}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: serializeOffer(signed),
    })
    if (response.ok) taken += 1
    else console.error(`The board refused an offer: ${await response.text()}`)
  }
  return taken
}

async function signedOfferOf(chain: TestEscrow, { host, plan, number }: Machine): Promise<SignedOffer> {
  const { chainId, client, escrow, tokens } = chain
  const document = {
    version: 1,
    name: `${plan.gpu}, unit ${number}`,
    gpu: { model: plan.gpu, count: 1 + (number % 3 === 0 ? 7 : 0), memoryMiB: (memory[plan.gpu] ?? 24) * 1_024 },
    disk: { kind: "nvme", GiB: 1_024 },
    network: { downMbps: 1_000 * (1 + (number % 4)), upMbps: 1_000 },
    location: places[number % places.length] ?? "",
  }
  const dollars = (Number(plan.dollarsPerHour) * document.gpu.count * (1 + (number % 5) / 20)).toFixed(2)
  const offer = await buildOffer(client, {
    escrow,
    host: chain.accounts[host].address,
    operator: chain.accounts.operator.address,
    token: tokens[plan.coin],
    machine: keccak256(toHex(document.name)),
    spec: hashDocument(document),
    pricePerHour: await dollarsIn(chain, plan.coin, dollars),
    bond: await dollarsIn(chain, plan.coin, plan.bondDollars ?? "5"),
    minDuration: plan.commitment,
    maxDuration: LONGEST,
    startWindow: plan.instant === true || number % 2 === 0 ? 0n : terms.startWindow,
    challengeWindow: terms.challengeWindow,
    rolling: plan.course.kind === "rolling",
    expiry: chain.now() + LIFETIME,
  })
  const hostSignature = await signOffer(chain.wallets[host], { escrow, offer })
  return { chainId, escrow, offer, hostSignature, document }
}

/** Base units of a coin for an amount in dollars, by its feed. */
async function dollarsIn({ client, tokens }: TestEscrow, coin: Plan["coin"], dollars: string): Promise<bigint> {
  if (coin === "USDC") return parseUnits(dollars, 6)
  const terms = { hours: 1n, slippageBps: 0n, validFor: LIFETIME }
  const { pricePerHour } = await getQuote(client, { token: tokens[coin], dollarsPerHour: dollars, ...terms })
  return pricePerHour
}
