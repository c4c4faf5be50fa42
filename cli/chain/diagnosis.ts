// What `doctor` looks at. A finding is a fact with a judgement; one that cannot be made is one that fails.

import { getMarket } from "@gpuflow/escrow"
import { deployments } from "@gpuflow/escrow/deployments"
import { getQuote, probeToken, type Token, tokens } from "@gpuflow/escrow/plan"
import { createClient, formatEther, formatGwei, http, keccak256, zeroAddress } from "viem"
import { estimateFeesPerGas, getBalance, getBlock, getChainId, getCode } from "viem/actions"
import { CliError } from "../errors.ts"
import type { Session } from "../session.ts"
import { formatNumber } from "../text/amounts.ts"
import { formatSeconds } from "../text/times.ts"
import { findAccount } from "./account.ts"
import { chainNamed, clientOf, endpointsOf, TIP_FLOOR } from "./client.ts"
import { type Context, chainIdOf, escrowOf, type Where } from "./context.ts"
import { permitDomain } from "./permitDomain.ts"

export type Finding = { readonly state: "ok" | "warns" | "fails"; readonly check: string; readonly detail: string }

/** Seconds that a block may be old, and that a clock may be off. */
const OLD_HEAD = 60n
/** POL for some dozens of transactions. */
const LITTLE_GAS = 10n ** 17n

type Answer = readonly [state: Finding["state"], detail: string]

async function finding(check: string, look: () => Promise<Answer>): Promise<Finding> {
  try {
    const [state, detail] = await look()
    return { check, state, detail }
  } catch (error) {
    // A library's long message quotes the endpoint.
    const short: unknown = error instanceof Error && "shortMessage" in error ? error.shortMessage : undefined
    const message = error instanceof Error ? error.message : String(error)
    return { check, state: "fails", detail: (typeof short === "string" ? short : message).split("\n")[0] ?? "" }
  }
}

export async function diagnose(session: Session, where: Where): Promise<Finding[]> {
  const chainId = chainIdOf(session, where)
  const endpoints = await Promise.all(
    endpointsOf(session).map((url, place) => finding(`endpoint ${place + 1}`, () => endpoint(url, chainId))),
  )
  // Without a chain behind it, every other check would fail for the same reason.
  if (endpoints.every(({ state }) => state === "fails")) return endpoints
  const client = clientOf(session, chainId)
  const gas = finding("gas", () => gasPrice(client))
  let context: Context
  try {
    context = { session, client, escrow: escrowOf(session, where, chainId) }
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    return [...endpoints, await gas, { check: "escrow", state: "fails", detail: error.message }]
  }
  const known = tokens.filter((token) => token.chainId === chainId)
  return [
    ...endpoints,
    await gas,
    await finding("escrow", () => code(context)),
    ...(await Promise.all(known.map((token) => finding(token.symbol, () => tokenState(context, token))))),
    ...(await Promise.all(
      known.flatMap((token) => (token.feed ? [finding(`${token.symbol} price`, () => price(context, token))] : [])),
    )),
    await finding("account", () => account(context)),
  ]
}

/** Chain, age of its latest block, and this machine's clock beside it. */
async function endpoint(url: string, expected: number): Promise<Answer> {
  const client = createClient({ chain: chainNamed(expected), transport: http(url, { retryCount: 1 }) })
  const [chainId, { number, timestamp }] = await Promise.all([getChainId(client), getBlock(client)])
  if (chainId !== expected) return ["fails", `chain ${chainId}, wanted ${expected}`]
  const now = BigInt(Math.floor(Date.now() / 1_000))
  const [age, lead] = [now - timestamp, timestamp - now]
  const at = `chain ${chainId}, block ${number}`
  if (age > OLD_HEAD) return ["fails", `${at} is ${formatSeconds(age)} old: the node lags, or this clock is ahead`]
  if (lead > OLD_HEAD) return ["fails", `${at} is ${formatSeconds(lead)} ahead: this machine's clock is behind`]
  return ["ok", `${at}, ${age > 0n ? formatSeconds(age) : "0 s"} old by this clock`]
}

async function gasPrice(client: Context["client"]): Promise<Answer> {
  const { maxFeePerGas, maxPriorityFeePerGas: tip } = await estimateFeesPerGas(client)
  const said = `tip ${formatGwei(tip)} gwei, at most ${formatGwei(maxFeePerGas)}`
  return tip < TIP_FLOOR ? ["ok", `${said}; raised to the nodes' floor of 25 gwei when sent`] : ["ok", said]
}

async function code({ client, escrow }: Context): Promise<Answer> {
  const found = await getCode(client, { address: escrow })
  if (!found) return ["fails", `no contract at ${escrow}`]
  const hash = keccak256(found)
  const known = deployments[client.chain.id]
  if (known?.address.toLowerCase() !== escrow.toLowerCase()) {
    return ["warns", `${escrow}, code ${hash}: not a deployment that this program knows`]
  }
  if (hash === known.codeHash) return ["ok", `${escrow}, the code that was deployed`]
  return ["fails", `${escrow}, code ${hash}, wanted ${known.codeHash}`]
}

/** That it is the token that the SDK knows, what its permits are signed for, and its market. */
async function tokenState(context: Context, token: Token): Promise<Answer> {
  const { client, escrow } = context
  const { address } = token
  await probeToken(client, { token: address })
  const [market, domain] = await Promise.all([
    getMarket(client, { escrow, token: address }),
    address === zeroAddress ? undefined : permitDomain(context, address),
  ])
  const permits = domain ? `permits for "${domain.name}" version ${domain.version}` : "no permits: approvals instead"
  const state = market.open ? `market open, fee ${Number(market.feeBps) / 100} %` : "no market"
  return [market.open ? "ok" : "warns", address === zeroAddress ? state : `${state}; ${permits}`]
}

async function price({ client }: Context, { address, symbol }: Token): Promise<Answer> {
  const wanted = { dollarsPerHour: "1", seconds: 3_600n, slippageBps: 0n, validFor: 60n }
  const { rate, quotedAt } = await getQuote(client, { token: address, ...wanted })
  const age = quotedAt - rate.updatedAt
  return ["ok", `1 ${symbol} = ${formatNumber(rate.answer, rate.decimals)} dollars, ${formatSeconds(age)} old`]
}

async function account({ session, client }: Context): Promise<Answer> {
  const found = await findAccount(session)
  if (!found) return ["warns", "none: enough to look, not to sign"]
  const balance = await getBalance(client, { address: found.address })
  const said = `${found.address} has ${formatEther(balance)} POL`
  return balance < LITTLE_GAS ? ["warns", `${said}: little for gas`] : ["ok", said]
}
