// The checks of `doctor`. A check that cannot be carried out has failed.

import { getBond, getMarket } from "@gpuflow/escrow"
import { deployments } from "@gpuflow/escrow/deployments"
import { getQuote, probeToken, type Token, tokens } from "@gpuflow/escrow/plan"
import { createClient, formatEther, formatGwei, http, keccak256, zeroAddress } from "viem"
import { estimateFeesPerGas, getBalance, getBlock, getChainId, getCode } from "viem/actions"
import { CliError } from "../errors.ts"
import type { Session } from "../session.ts"
import { formatAmount, formatNumber } from "../text/amounts.ts"
import { HOT_MONEY } from "../text/hotMoney.ts"
import { formatSeconds } from "../text/times.ts"
import { findAccount } from "./account.ts"
import { MIN_PRIORITY_FEE, makeChain, openClient, readEndpoints } from "./client.ts"
import { type ChainOptions, type Context, resolveChainId, resolveEscrow } from "./context.ts"
import { findPermitDomain } from "./permitDomain.ts"
import { getKnownUnits } from "./tokens.ts"

export type Finding = { readonly state: "ok" | "warns" | "fails"; readonly check: string; readonly detail: string }

/** Seconds by which the latest block may be older or newer than this machine's clock. */
const MAX_CLOCK_DIFFERENCE = 60n
/** Wei: the gas of a few dozen transactions. */
const LOW_BALANCE = 10n ** 17n

type Outcome = readonly [state: Finding["state"], detail: string]

async function runCheck(check: string, body: () => Promise<Outcome>): Promise<Finding> {
  try {
    const [state, detail] = await body()
    return { check, state, detail }
  } catch (error) {
    // A library's long message quotes the endpoint.
    const short: unknown = error instanceof Error && "shortMessage" in error ? error.shortMessage : undefined
    const message = error instanceof Error ? error.message : String(error)
    return { check, state: "fails", detail: (typeof short === "string" ? short : message).split("\n")[0] ?? "" }
  }
}

export async function diagnose(session: Session, options: ChainOptions): Promise<Finding[]> {
  const chainId = resolveChainId(session, options)
  const endpoints = await Promise.all(
    readEndpoints(session).map((url, index) => runCheck(`endpoint ${index + 1}`, () => checkEndpoint(url, chainId))),
  )
  // Without an endpoint, every other check would fail for the same reason.
  if (endpoints.every(({ state }) => state === "fails")) return endpoints
  const client = openClient(session, chainId)
  const gas = runCheck("gas", () => checkGas(client))
  let context: Context
  try {
    context = { session, client, escrow: resolveEscrow(session, options, chainId) }
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    return [...endpoints, await gas, { check: "escrow", state: "fails", detail: error.message }]
  }
  const known = tokens.filter((token) => token.chainId === chainId)
  return [
    ...endpoints,
    await gas,
    await runCheck("escrow", () => checkEscrow(context)),
    ...(await Promise.all(known.map((token) => runCheck(token.symbol, () => checkToken(context, token))))),
    ...(await Promise.all(
      known.flatMap((token) =>
        token.feed ? [runCheck(`${token.symbol} price`, () => checkPrice(context, token))] : [],
      ),
    )),
    ...(await checkAccount(context)),
  ]
}

/** The chain, and the time of its latest block compared with this machine's clock. */
async function checkEndpoint(url: string, expected: number): Promise<Outcome> {
  const client = createClient({ chain: makeChain(expected), transport: http(url, { retryCount: 1 }) })
  const [chainId, { number, timestamp }] = await Promise.all([getChainId(client), getBlock(client)])
  if (chainId !== expected) {
    return ["fails", `Serves chain ${chainId}, not chain ${expected}. Check GPUFLOW_RPC_URL and the chain.`]
  }
  const now = BigInt(Math.floor(Date.now() / 1_000))
  const [age, lead] = [now - timestamp, timestamp - now]
  const block = `Chain ${chainId}, block ${number}`
  if (age > MAX_CLOCK_DIFFERENCE) {
    return ["fails", `${block}, is ${formatSeconds(age)} old. The node is behind, or this machine's clock is ahead.`]
  }
  if (lead > MAX_CLOCK_DIFFERENCE) {
    return ["fails", `${block}, is ${formatSeconds(lead)} in the future: this machine's clock is behind. Correct it.`]
  }
  return ["ok", `${block}, ${age > 0n ? formatSeconds(age) : "0 s"} old.`]
}

async function checkGas(client: Context["client"]): Promise<Outcome> {
  const { maxFeePerGas, maxPriorityFeePerGas } = await estimateFeesPerGas(client)
  const estimate = `Priority fee ${formatGwei(maxPriorityFeePerGas)} gwei, maximum fee ${formatGwei(maxFeePerGas)} gwei.`
  if (maxPriorityFeePerGas >= MIN_PRIORITY_FEE) return ["ok", estimate]
  return ["ok", `${estimate} Transactions are sent with Polygon's minimum priority fee of 25 gwei.`]
}

async function checkEscrow({ client, escrow }: Context): Promise<Outcome> {
  const code = await getCode(client, { address: escrow })
  if (!code) return ["fails", `There is no contract at ${escrow}. Check --escrow or GPUFLOW_ESCROW.`]
  const hash = keccak256(code)
  const known = deployments[client.chain.id]
  if (known?.address.toLowerCase() !== escrow.toLowerCase()) {
    return ["warns", `${escrow} is not a known deployment. Its code hash is ${hash}.`]
  }
  if (hash === known.codeHash) return ["ok", `${escrow} has the code of the known deployment.`]
  return ["fails", `${escrow} has code hash ${hash}, not ${known.codeHash}. Do not use it.`]
}

/** Whether the contract is the token that the SDK knows, its market, and the domain of its permits. */
async function checkToken(context: Context, { address }: Token): Promise<Outcome> {
  const { client, escrow } = context
  await probeToken(client, { token: address })
  const [market, domain] = await Promise.all([
    getMarket(client, { escrow, token: address }),
    address === zeroAddress ? undefined : findPermitDomain(context, address),
  ])
  const state = market.open ? `Market open, fee ${Number(market.feeBps) / 100} %.` : "No open market."
  const permits = domain
    ? `Permits: domain "${domain.name}", version ${domain.version}.`
    : "No permits: payments need an approval."
  return [market.open ? "ok" : "warns", address === zeroAddress ? state : `${state} ${permits}`]
}

async function checkPrice({ client }: Context, { address, symbol }: Token): Promise<Outcome> {
  const request = { dollarsPerHour: "1", seconds: 3_600n, slippageBps: 0n, validFor: 60n }
  const { rate, quotedAt } = await getQuote(client, { token: address, ...request })
  const age = quotedAt - rate.updatedAt
  return ["ok", `1 ${symbol} = ${formatNumber(rate.answer, rate.decimals)} dollars, updated ${formatSeconds(age)} ago.`]
}

type Account = Awaited<ReturnType<typeof findAccount>>

async function checkAccount(context: Context): Promise<Finding[]> {
  // Found once, because a keystore asks for its password.
  const account = findAccount(context.session)
  const funds = await runCheck("account", async () => checkFunds(context, await account))
  if (funds.state === "fails") return [funds]
  return [funds, await runCheck("free bond", async () => checkFreeBond(context, await account))]
}

/** What the account has in the escrow that its signer's key can take. */
async function checkFreeBond({ client, escrow }: Context, account: Account): Promise<Outcome> {
  const units = account ? await getKnownUnits(client) : []
  const bonds = await Promise.all(
    units.map(async (unit) => {
      const free = account ? await getBond(client, { escrow, token: unit.address, host: account.address }) : 0n
      return free > 0n ? [formatAmount(free, unit)] : []
    }),
  )
  const free = bonds.flat()
  return ["ok", free.length > 0 ? `${free.join(", ")}. ${HOT_MONEY}` : "None."]
}

async function checkFunds({ client }: Context, account: Account): Promise<Outcome> {
  if (!account)
    return ["warns", "No account is configured. Set GPUFLOW_KEYSTORE or GPUFLOW_PRIVATE_KEY to sign and send."]
  const balance = await getBalance(client, { address: account.address })
  const holds = `${account.address} holds ${formatEther(balance)} POL`
  return balance < LOW_BALANCE ? ["warns", `${holds}, which is little for gas. Fund it.`] : ["ok", `${holds}.`]
}
