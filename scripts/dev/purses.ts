// What the hosts and renters of the local market begin with: coins, tokens, allowances, and bonds.
import { prepareRequest } from "@gpuflow/escrow/requests"
import type { TestEscrow } from "@gpuflow/escrow/testing"
import { type Address, encodeFunctionData, erc20Abi, parseAbi, parseEther } from "viem"
import type { PrivateKeyAccount } from "viem/accounts"

import { type Blocks, inBlocks, type Sent } from "./blocks.ts"
import { bondPercentOf, type Coin, hostAccount, hostNames, machines } from "./hosts.ts"
import { readPrices } from "./prices.ts"

const mintAbi = parseAbi(["function mint(address to, uint256 amount)"])
const COINS = parseEther("10000")

/** Gives each host the bonds that its offers need. */
export const fundBonds = (chain: TestEscrow): Promise<void> => inBlocks(chain, (blocks) => payBonds(chain, blocks))

export async function payBonds(chain: TestEscrow, blocks: Blocks): Promise<void> {
  const { escrow, tokens, wallets } = chain
  const unitsOf = await readPrices(chain)
  const funds = hostNames.flatMap((name) => {
    const own = machines.filter(({ host }) => host === name)
    return [...new Set(own.map(({ coin }) => coin))].map((coin) => {
      const bonds = own.filter((machine) => machine.coin === coin)
      const needed = bonds.reduce((sum, { bondDollars }) => sum + unitsOf(coin, bondDollars), 0n)
      return { account: hostAccount(chain, name), coin, amount: (needed * bondPercentOf(name)) / 100n }
    })
  })
  await fillPurses(
    chain,
    funds.map(({ account }) => account),
  )
  const inTokens = funds.filter(({ coin }) => coin !== "POL")
  await blocks.send(inTokens.map(({ account, coin, amount }) => minted(chain, coin, account.address, amount)))
  await blocks.send(inTokens.map(({ account, coin, amount }) => allowed(account, tokens[coin], escrow, amount)))
  await blocks.send(
    await Promise.all(
      funds.map(async ({ account, coin, amount }) => {
        const bond = { escrow, token: tokens[coin], amount }
        return { from: account, call: await prepareRequest(wallets.host, "fundBond", bond) }
      }),
    ),
  )
}

/** Gives coins to accounts that have none, for their transactions. */
export async function fillPurses(
  { client, mint, tokens }: TestEscrow,
  accounts: readonly PrivateKeyAccount[],
): Promise<void> {
  for (const address of new Set(accounts.map((account) => account.address))) {
    if ((await client.getBalance({ address })) === 0n) await mint(tokens.POL, address, COINS)
  }
}

/** Gives base units of a token to an account. */
export function minted({ accounts, tokens }: TestEscrow, coin: Coin, to: Address, amount: bigint): Sent {
  const data = encodeFunctionData({ abi: mintAbi, functionName: "mint", args: [to, amount] })
  return { from: accounts.owner, call: { to: tokens[coin], data, value: 0n } }
}

/** Lets a contract take an amount of an account's tokens. */
export function allowed(from: PrivateKeyAccount, token: Address, spender: Address, amount: bigint): Sent {
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [spender, amount] })
  return { from, call: { to: token, data, value: 0n } }
}
