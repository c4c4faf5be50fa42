import { collectFees, getBond, NATIVE, withdrawBond } from "@gpuflow/escrow"
import { setMarket } from "@gpuflow/escrow/admin"
import { deployEscrow } from "@gpuflow/escrow/deploy"
import { tokens as knownTokens } from "@gpuflow/escrow/plan"
import { type Address, erc20Abi } from "viem"
import { deployPeriphery, testTokenAbi } from "../../sdk/testing/setUp.ts"
import { type ArbiterSafe, openArbiterSafe } from "./arbiterSafe.ts"
import type { Chain, Role } from "./chain.ts"
import { type CoinName, fromDollars, type Listing, listings, rateDecimals } from "./coins.ts"
import { formatAmount, formatNumber, formatPercent, shortAddress } from "./formatting.ts"
import { type Books, type Ledger, openLedger } from "./ledger.ts"
import { terms } from "./plans.ts"
import type { View } from "./view.ts"

/** The escrow on its chain, with its markets. */
export interface Marketplace {
  /** The arbiter of the market for `ARBITRATED`. */
  readonly safe: ArbiterSafe
  readonly chain: Chain
  readonly escrow: Address
  /** Block in which the escrow was deployed. */
  readonly fromBlock: bigint
  /** With it, a renter pays by a signature. */
  readonly router: Address
  readonly mandateContract: Address
  readonly tokens: ReadonlyMap<string, Address>
  readonly ledger: Ledger
  readonly view: View
}

/** Shows that nothing stays in the escrow, in one coin. */
export interface Proof {
  readonly listing: Listing
  readonly token: Address
  /** After the last rental has closed. */
  readonly before: Books
  readonly feesCollected: bigint
  readonly bondsWithdrawn: bigint
  /** The escrow's balance in the end. */
  readonly left: bigint
}

/** The coin whose market has a Safe as its arbiter. */
const ARBITRATED: CoinName = "USDC"

/** Dollars that renter and host have in each token at the beginning. */
const PURSE = "2000"

/** Deploys the escrow, and opens a market for each coin. */
export async function openMarkets(chain: Chain, view: View): Promise<Marketplace> {
  const { owner, guardian, treasury, arbiter, renter, payer, host } = chain.parties
  view.heading("A marketplace on a chain inside this process", `chain id ${chain.id}`)

  let [escrow, fromBlock]: [Address, bigint] = [NATIVE, 0n]
  await view.step("Deploying the escrow", async () => {
    const addresses = { guardian: guardian.account.address, treasury: treasury.account.address }
    const deployed = await deployEscrow(owner, { owner: owner.account.address, ...addresses })
    escrow = deployed.address
    fromBlock = deployed.blockNumber
    return `The escrow is deployed at ${shortAddress(escrow)}; the platform takes ${formatPercent(terms.feeBps)}.`
  })

  let periphery: { router: Address; mandate: Address } = { router: NATIVE, mandate: NATIVE }
  await view.step("Deploying the router and the mandate contract", async () => {
    periphery = await deployPeriphery(chain.local.rpc, escrow)
    const { router, mandate } = periphery
    return `Beside it: a router at ${shortAddress(router)}, a mandate contract at ${shortAddress(mandate)}.`
  })

  let safe: ArbiterSafe | undefined
  await view.step("Opening a Safe for the arbiters", async () => {
    safe = await openArbiterSafe(chain)
    const rule = `${safe.threshold} of its ${safe.owners} owners rule`
    return `The ${ARBITRATED} market's arbiter is the Safe ${shortAddress(safe.address)}: ${rule}.`
  })
  if (!safe) throw new Error("The Safe was not opened.")
  const its = safe.address

  const tokens = new Map<string, Address>()
  for (const listing of listings) {
    await view.step(`Opening the ${listing.symbol} market`, async () => {
      const token = addressOf(chain, listing)
      const purse = fromDollars(PURSE, listing)
      for (const party of token === NATIVE ? [] : [renter, payer, host]) {
        await owner.writeContract({
          address: token,
          abi: testTokenAbi,
          functionName: "mint",
          args: [party.account.address, purse],
        })
      }
      if (token !== NATIVE && !listing.hasPermits)
        await approve(chain, "renter", { token, spender: escrow, value: purse })
      const judge = listing.symbol === ARBITRATED ? its : arbiter.account.address
      await setMarket(owner, { escrow, token, arbiter: judge, feeBps: terms.feeBps, open: true })
      tokens.set(listing.symbol, token)
      const rate = `1 ${listing.symbol} = $${formatNumber(listing.usd, rateDecimals)}`
      return `Market open: ${listing.symbol.padEnd(4)}  ${String(listing.decimals).padStart(2)} decimals  demo rate ${rate}`
    })
  }
  const { router, mandate: mandateContract } = periphery
  return { chain, escrow, fromBlock, router, mandateContract, safe, tokens, view, ledger: openLedger(chain, escrow) }
}

/** The token's own address on Polygon. */
function addressOf({ id }: Chain, { symbol }: Listing): Address {
  const known = knownTokens.find((token) => token.chainId === id && token.symbol === symbol)
  if (!known) throw new Error(`The SDK does not know ${symbol}.`)
  return known.address
}

interface Approval {
  readonly token: Address
  readonly spender: Address
  readonly value: bigint
}

/** Lets a spender take tokens of a party. */
export async function approve(
  { reader, parties }: Chain,
  role: Role,
  { token, spender, value }: Approval,
): Promise<void> {
  const approval = { address: token, abi: erc20Abi, functionName: "approve", args: [spender, value] } as const
  await reader.waitForTransactionReceipt({ hash: await parties[role].writeContract(approval) })
}

export function tokenOf({ tokens }: Marketplace, coin: CoinName): Address {
  const token = tokens.get(coin)
  if (!token) throw new Error(`No market was opened for ${coin}.`)
  return token
}

/** Pays the platform its fees and the host its bonds, and reads what is left. */
export async function closeBooks(marketplace: Marketplace, listing: Listing): Promise<Proof> {
  const { chain, escrow, ledger } = marketplace
  const { reader, parties } = chain
  const { host, treasury, keeper } = parties
  const token = tokenOf(marketplace, listing.symbol)
  const before = await ledger.books(token)

  const bond = await getBond(reader, { escrow, token, host: host.account.address })
  const balances = async () => ({
    host: await ledger.balanceBeforeGas(token, host.account.address),
    treasury: await ledger.balanceBeforeGas(token, treasury.account.address),
  })
  const start = await balances()
  if (bond > 0n) {
    const { receipt } = await withdrawBond(host, { escrow, token, amount: bond, to: host.account.address })
    await ledger.record(token, receipt)
  }
  if (before.fees > 0n) await ledger.record(token, (await collectFees(keeper, { escrow, token })).receipt)
  const end = await balances()
  const left = await ledger.balance(token, escrow)
  if (left !== 0n) throw new Error(`${formatAmount(left, listing)} was left in the escrow.`)
  return {
    listing,
    token,
    before,
    feesCollected: end.treasury - start.treasury,
    bondsWithdrawn: end.host - start.host,
    left,
  }
}
