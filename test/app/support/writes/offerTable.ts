// What a host signs in the page for boards: an offer, and the request to take one down.
import { type Offer, revokeOffers } from "@gpuflow/escrow"
import { hashMachineName, type SignedOffer, serializeOffer, signOffer } from "@gpuflow/escrow/offer"
import type { Page } from "playwright-core"

import { shortHex } from "../../../../app/src/format/shortHex.ts"
import type { AppWorld } from "../world.ts"
import type { Signature } from "./write.ts"

const HOUR = 3_600n
const dialog = (page: Page) => page.getByRole("dialog")
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name })

/** Machines that were named so far. */
let named = 0

/** Whether the board lists an offer of the host whose text has these words. */
async function isListed({ server, chain }: AppWorld, words: string): Promise<boolean> {
  const answer = await fetch(`${server}/offers?host=${chain.accounts.host.address}&limit=100`)
  const { items } = (await answer.json()) as { readonly items: readonly unknown[] }
  return items.some((item) => JSON.stringify(item).includes(words))
}

/** Puts an offer on the board, as another program of the host does. */
async function publish({ server, chain }: AppWorld, offer: Offer): Promise<void> {
  const { chainId, escrow, wallets } = chain
  const hostSignature = await signOffer(wallets.host, { escrow, offer })
  const signed: SignedOffer = { chainId, escrow, offer, hostSignature }
  const answer = await fetch(`${server}/offers/${offer.host}/${offer.machine}`, {
    ...{ method: "PUT", headers: { "content-type": "application/json" }, body: serializeOffer(signed) },
  })
  if (!answer.ok) throw new Error(`The board refused an offer: ${await answer.text()}`)
}

export const offerWrites: readonly Signature[] = [
  {
    ...{ verb: "sign an offer", by: "host", needsNode: true },
    ...{ confirms: /^Sign and publish$/, done: /^Offer signed/, beaten: /nonce/ },
    late: { after: 25n * HOUR, says: /The offer expired at/ },
    play: async (world) => {
      named += 1
      const name = `rack 7, slot ${named}`
      return {
        path: "/host",
        open: async (page) => {
          await button(page, "Sign an offer").click()
          const fields = {
            ...{ "Name of the machine": name, "Memory of each": "24", Place: "Lyon, FR", "Price per hour": "0.65" },
            ...{ "Can be taken for": "24" },
          }
          for (const [label, value] of Object.entries(fields)) await dialog(page).getByLabel(label).fill(value)
          await dialog(page).getByLabel("GPU", { exact: true }).fill("RTX 4090")
          await dialog(page).getByLabel("Paid in").selectOption({ label: "USDC" })
          await dialog(page).getByText("Bond that the longest rental locks").waitFor()
        },
        elsewhere: () =>
          revokeOffers(world.chain.wallets.host, { escrow: world.chain.escrow, machine: hashMachineName(name) }),
        isTaken: () => isListed(world, name),
      }
    },
  },
  {
    ...{ verb: "take an offer down", by: "host", needsNode: false },
    ...{
      confirms: /^Take down$/,
      done: /^Signed, to take the offer down/,
      beaten: /expires at \d+, after the request/,
    },
    late: { after: 2n * HOUR },
    play: async (world) => {
      const { chain } = world
      const { offer } = await chain.rental("offered", { expiry: chain.now() + HOUR })
      await world.caughtUp()
      await publish(world, offer)
      return {
        path: "/host",
        open: async (page) => {
          const more = page.getByRole("region", { name: "Live offers" }).getByRole("button", { name: /^All / })
          const own = button(page, `Take down: ${shortHex(offer.machine)}`)
          await own.or(more).first().waitFor()
          if (!(await own.count())) await more.click()
          await own.click()
        },
        elsewhere: () => publish(world, { ...offer, expiry: offer.expiry + 60n }),
        isTaken: async () => !(await isListed(world, offer.machine)),
      }
    },
  },
]
