// Everything that a page sends to the chain about an account: its credits, claims, bonds, mandates, and an arbiter's rulings.
import { fundBond, getBond, interrupt, resolve, withdraw, withdrawBond } from "@gpuflow/escrow"
import { buildMandate, revokeAllMandates, revokeMandate, serializeMandate, signMandate } from "@gpuflow/escrow/mandate"
import { settleMany } from "@gpuflow/escrow/requests"
import type { TestEscrow } from "@gpuflow/escrow/testing"
import type { Page } from "playwright-core"
import { createTestClient, erc20Abi, http, keccak256, toHex, zeroAddress } from "viem"

import type { Transaction } from "./write.ts"

const DAY = 86_400n
const COIN = 10n ** 18n
const MOST = 10n ** 12n

const dialog = (page: Page) => page.getByRole("dialog")
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name })
const bonds = (page: Page) => page.getByRole("region", { name: "Bonds" })

/** Opens the dialog of a bond in USDC, with an amount. */
const openBond = (name: "Add" | "Take out") => async (page: Page) => {
  await bonds(page).getByLabel("Token").selectOption({ label: "USDC" })
  await bonds(page).getByRole("button", { name, exact: true }).click()
  await dialog(page).getByLabel("Amount").fill("2.5")
}

/** Gives the host dollars that the escrow may take without a further step. */
async function provideDollars({ mint, tokens, accounts, wallets, client, escrow }: TestEscrow): Promise<void> {
  await mint(tokens.USDC, accounts.host.address, 10_000_000n)
  const allowing = { address: tokens.USDC, abi: erc20Abi, functionName: "approve", args: [escrow, MOST] } as const
  await client.waitForTransactionReceipt({ hash: await wallets.host.writeContract(allowing) })
}

/** The host's free bond in USDC. */
const freeBond = ({ client, escrow, accounts, tokens }: TestEscrow) =>
  getBond(client, { escrow, host: accounts.host.address, token: tokens.USDC })

/** The host's free bond as the page writes it. */
const bondShown = (chain: TestEscrow) => async (page: Page) => {
  const free = await freeBond(chain)
  const written = (Number(free / 10_000n) / 100).toLocaleString("en-US", { minimumFractionDigits: 2 })
  await bonds(page).getByText(written, { exact: true }).first().waitFor()
}

/** Mandates that were signed so far: each has a salt of its own. */
let signed = 0

export const accountWrites: readonly Transaction[] = [
  {
    ...{ verb: "withdraw a credit", by: "renter" },
    ...{ confirms: /^Withdraw: \d+\.00 POL$/, done: /^Withdrawn, \d+\.00 POL/, beaten: /^It was withdrawn already\./ },
    play: async ({ chain }) => {
      const { wallets, escrow, accounts } = chain
      const renter = accounts.renter.address
      const { rental } = await chain.rental("funded", { token: zeroAddress, pricePerHour: COIN, bond: 0n })
      // An account that refuses coins, until it has no code any more.
      const node = createTestClient({ mode: "hardhat", chain: chain.chain, transport: http(chain.url) })
      await node.setCode({ address: renter, bytecode: "0xfe" })
      await interrupt(wallets.host, { escrow, rental })
      await node.setCode({ address: renter, bytecode: "0x" })
      return {
        path: "/rentals",
        open: (page) => button(page, "Withdraw").click(),
        elsewhere: () => withdraw(wallets.renter, { escrow, token: zeroAddress, to: renter }),
        shown: (page) => page.getByText("POL waits for you.").waitFor({ state: "detached" }),
      }
    },
  },
  {
    ...{ verb: "take all that is due", by: "host", confirms: /^Take all: /, done: /^Taken/ },
    play: async ({ chain }) => {
      const { id, rental } = await chain.rental("due")
      return {
        path: "/host",
        open: (page) => button(page, /^Take all: /).click(),
        // It is paid to the payee, whoever asks for it. What is paid already is skipped.
        elsewhere: () => settleMany(chain.wallets.stranger, { escrow: chain.escrow, rentals: [rental] }),
        shown: (page) =>
          page
            .getByRole("table", { name: "You can take now" })
            .locator(`a[href*="${id}"]`)
            .first()
            .waitFor({ state: "detached" }),
      }
    },
  },
  {
    ...{ verb: "add to the bond", by: "host" },
    ...{ confirms: /^Add 2\.50 USDC$/, done: /^2\.50 USDC added to the bonds/ },
    play: async ({ chain }) => {
      await provideDollars(chain)
      return {
        path: "/host",
        open: openBond("Add"),
        elsewhere: () =>
          fundBond(chain.wallets.host, { escrow: chain.escrow, token: chain.tokens.USDC, amount: 2_500_000n }),
        shown: bondShown(chain),
      }
    },
  },
  {
    ...{ verb: "take out of the bond", by: "host" },
    ...{ confirms: /^Take out 2\.50 USDC$/, done: /^2\.50 USDC taken out of the bonds/ },
    beaten: /^That much of your bond is not free any more\./,
    play: async ({ chain }) => {
      const { wallets, escrow, tokens, accounts } = chain
      await provideDollars(chain)
      await fundBond(wallets.host, { escrow, token: tokens.USDC, amount: 5_000_000n })
      return {
        path: "/host",
        open: openBond("Take out"),
        elsewhere: async () => {
          const amount = await freeBond(chain)
          await withdrawBond(wallets.host, { escrow, token: tokens.USDC, amount, to: accounts.host.address })
        },
        shown: bondShown(chain),
      }
    },
  },
  {
    ...{ verb: "end a mandate", by: "renter", confirms: /^End it$/, done: /^Mandate revoked/ },
    play: async ({ chain }) => {
      const { client, wallets, escrow, mandate: mandateContract } = chain
      const { rental, duration } = await chain.rental("active")
      signed += 1
      const salt = keccak256(toHex(`mandate ${signed}`))
      const place = { escrow, mandateContract, rental }
      const mandate = await buildMandate(client, { ...place, until: 2n * duration, salt })
      const saved = serializeMandate(await signMandate(wallets.renter, { ...place, mandate }))
      return {
        path: "/rentals",
        open: async (page) => {
          await button(page, "Look at one").click()
          await dialog(page).getByLabel("The mandate, as it was saved").fill(saved)
          await dialog(page).getByText("It can be used").waitFor()
        },
        elsewhere: () => revokeMandate(wallets.renter, { mandateContract, salt }),
      }
    },
  },
  {
    ...{ verb: "end all mandates", by: "renter", confirms: /^End all$/, done: /^Mandate revoked/ },
    play: async ({ chain: { rental, wallets, mandate: mandateContract } }) => {
      await rental("active")
      return {
        path: "/rentals",
        open: (page) => button(page, "End all").click(),
        elsewhere: () => revokeAllMandates(wallets.renter, { mandateContract }),
      }
    },
  },
  {
    ...{ verb: "rule", by: "arbiter", confirms: /^Rule, 50% kept$/, done: /^Ruled/ },
    beaten: /^It has changed in the meantime\./,
    late: { after: 15n * DAY, says: /Too late: the time ended at/ },
    play: async ({ chain }) => {
      const { id, rental } = await chain.rental("disputed")
      await chain.warp(DAY + 60n)
      return {
        path: `/arbiter?dispute=${id}`,
        open: (page) => button(page, "Rule 50%…").click(),
        elsewhere: () => resolve(chain.wallets.arbiter, { escrow: chain.escrow, rental, hostBps: 2_500n }),
        shown: (page) => page.getByText("Ruled, 50% kept").waitFor(),
      }
    },
  },
]
