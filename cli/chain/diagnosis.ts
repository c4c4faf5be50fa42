// The checks of `doctor`.

import { estimateFees, getBond, getMarket, isEscrowError } from "@gpuflow/escrow"
import { deployments } from "@gpuflow/escrow/deployments"
import { getPermitDomain, getQuote, probeToken, type Token, tokens } from "@gpuflow/escrow/plan"
import {
  BaseError,
  createClient,
  formatEther,
  formatGwei,
  HttpRequestError,
  keccak256,
  RpcRequestError,
  TimeoutError,
  zeroAddress,
} from "viem"
import { estimateFeesPerGas, getBalance, getBlock, getChainId, getCode } from "viem/actions"
import { CliError } from "../errors.ts"
import { MOST_BEHIND, readPlace, readServers, UnusableServerError } from "../server/servers.ts"
import type { Session } from "../session.ts"
import { formatAmount, formatNumber } from "../text/amounts.ts"
import { HOT_MONEY } from "../text/hotMoney.ts"
import { formatSeconds } from "../text/times.ts"
import { nameOfUrl } from "../urlSecrets.ts"
import { findAccount } from "./account.ts"
import { type ChainClient, clientOf } from "./client.ts"
import { type ChainOptions, type Context, resolveChainId, resolveEscrow } from "./context.ts"
import { assertEndpoint, endpointTransport, readEndpoints } from "./endpoints.ts"
import { describeNodeFailure } from "./nodeFailure.ts"
import { getKnownUnits } from "./tokens.ts"

export type Finding = {
  /** `skipped`: the check needs something that another check lacks. */
  readonly state: "ok" | "warns" | "fails" | "skipped"
  readonly check: string
  readonly detail: string
}

/** Seconds by which the latest block may be older or newer than this machine's clock. */
const MAX_CLOCK_DIFFERENCE = 60n
/** Wei: the gas of a few dozen transactions. */
const LOW_BALANCE = 10n ** 17n

type Outcome = readonly [state: Finding["state"], detail: string]
type Check = readonly [check: string, body: () => Promise<Outcome>]

/** A check that cannot be carried out has failed, and stops no other. */
async function runCheck([check, body]: Check): Promise<Finding> {
  try {
    const [state, detail] = await body()
    return { check, state, detail }
  } catch (error) {
    return { check, state: "fails", detail: describeError(error) }
  }
}

/** Without the long message of a library, which quotes the endpoint. */
function describeError(error: unknown): string {
  if (isEscrowError(error) || error instanceof CliError) return error.message
  if (error instanceof BaseError) {
    const isNodes = (cause: unknown) =>
      [HttpRequestError, RpcRequestError, TimeoutError].some((kind) => cause instanceof kind)
    return error.walk(isNodes) ? `The node ${describeNodeFailure(error)}.` : firstLine(error.shortMessage)
  }
  return firstLine(error instanceof Error ? error.message : String(error))
}

const firstLine = (text: string) => text.split("\n")[0] ?? ""

/** Every check, whatever the others find. */
export async function diagnose(session: Session, options: ChainOptions): Promise<Finding[]> {
  const chain = setting(() => resolveChainId(session, options))
  const endpoints = await findEndpoints(session, chain.value)
  const usable = endpoints.flatMap(({ endpoint }) => endpoint ?? [])
  const escrow = setting(() => (chain.value === undefined ? undefined : resolveEscrow(session, options, chain.value)))
  const client =
    chain.value === undefined || usable.length === 0
      ? undefined
      : clientOf(
          chain.value,
          usable.map(({ url, place }) => endpointTransport(session, url, place)),
        )
  const context = client && escrow.value ? { session, client, escrow: escrow.value } : undefined
  const known = tokens.filter((token) => token.chainId === chain.value)
  const priced = known.filter(({ feed }) => feed)
  const { value: servers = [], error: serversError } = setting(() => readServers(session, {}))
  // Found once, because a keystore asks for its password.
  const account = findAccount(session)
  account.catch(() => undefined)
  return [
    ...problem("chain", chain.error),
    ...endpoints.flatMap(({ findings }) => findings),
    ...problem("servers", serversError),
    ...(await Promise.all([
      withClient(client, "gas", checkGas),
      escrow.error
        ? { check: "escrow", state: "fails" as const, detail: escrow.error }
        : withContext(context, "escrow", checkEscrow),
      ...known.map((token) => withContext(context, token.symbol, (found) => checkToken(found, token))),
      ...priced.map((token) => withClient(client, `${token.symbol} price`, (found) => checkPrice(found, token))),
      runCheck(["account", async () => checkFunds(client, await account)]),
      ...servers.map((server, index) =>
        withContext(context, `server ${index + 1}`, (found) => checkServer(found, server)),
      ),
      withContext(context, "free bond", async (found) => checkFreeBond(found, await account.catch(() => undefined))),
    ])),
  ]
}

/** A setting that may be invalid. */
function setting<value>(read: () => value): { readonly value?: value; readonly error?: string } {
  try {
    return { value: read() }
  } catch (error) {
    if (error instanceof CliError || isEscrowError(error)) return { error: error.message }
    throw error
  }
}

const problem = (check: string, detail: string | undefined): Finding[] =>
  detail === undefined ? [] : [{ check, state: "fails", detail }]

function withClient(client: ChainClient | undefined, check: string, body: (client: ChainClient) => Promise<Outcome>) {
  return runCheck([check, async () => (client ? body(client) : ["skipped", "No endpoint serves the chain."])])
}

function withContext(context: Context | undefined, check: string, body: (context: Context) => Promise<Outcome>) {
  const skipped: Outcome = ["skipped", "Needs an endpoint that serves the chain, and the escrow's address."]
  return runCheck([check, async () => (context ? body(context) : skipped)])
}

type Endpoint = { readonly url: string; readonly place: number }
/** What is found about an endpoint; with the endpoint if it serves the chain. */
type Probed = { readonly findings: readonly Finding[]; readonly endpoint?: Endpoint | undefined }

export async function findEndpoints(session: Session, chainId: number | undefined): Promise<Probed[]> {
  const { value: urls = [], error } = setting(() => readEndpoints(session))
  if (error !== undefined) return [{ findings: problem("endpoint 1", error) }]
  return Promise.all(urls.map((url, index) => probeEndpoint(session, { url, place: index + 1 }, chainId)))
}

/** The endpoint's chain, and the time of its latest block compared with this machine's clock. */
async function probeEndpoint(session: Session, endpoint: Endpoint, expected: number | undefined): Promise<Probed> {
  const { url, place } = endpoint
  const check = `endpoint ${place}`
  try {
    assertEndpoint(url, place)
    const client = createClient({ transport: endpointTransport(session, url, place) })
    const [chainId, { number, timestamp }] = await Promise.all([getChainId(client), getBlock(client)])
    if (expected !== undefined && chainId !== expected) {
      const detail = `Serves chain ${chainId}, not chain ${expected}. Check GPUFLOW_RPC_URL and the chain.`
      return { findings: problem(check, detail) }
    }
    const detail = `Chain ${chainId}, block ${number}.`
    const clock = await runCheck([`clock ${place}`, async () => compareClocks(timestamp)])
    return { findings: [{ check, state: "ok", detail }, clock], endpoint }
  } catch (error) {
    const detail = error instanceof CliError ? error.message : `Endpoint ${place} ${describeNodeFailure(error)}.`
    return { findings: problem(check, detail) }
  }
}

function compareClocks(timestamp: bigint): Outcome {
  const now = BigInt(Math.floor(Date.now() / 1_000))
  const [age, lead] = [now - timestamp, timestamp - now]
  if (age > MAX_CLOCK_DIFFERENCE) {
    const cause = "The node is behind, or this machine's clock is ahead."
    return ["fails", `The latest block is ${formatSeconds(age)} old. ${cause}`]
  }
  if (lead > MAX_CLOCK_DIFFERENCE) {
    return [
      "fails",
      `The latest block is ${formatSeconds(lead)} in the future: this machine's clock is behind. Correct it.`,
    ]
  }
  return ["ok", `The latest block is ${age > 0n ? formatSeconds(age) : "0 s"} old.`]
}

async function checkGas(client: ChainClient): Promise<Outcome> {
  const [{ maxFeePerGas, maxPriorityFeePerGas }, sent] = await Promise.all([
    estimateFeesPerGas(client),
    estimateFees(client),
  ])
  const estimate = `Priority fee ${formatGwei(maxPriorityFeePerGas)} gwei, maximum fee ${formatGwei(maxFeePerGas)} gwei.`
  if (maxPriorityFeePerGas >= sent.maxPriorityFeePerGas) return ["ok", estimate]
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
  const { symbol, symbolOnChain } = await probeToken(client, { token: address })
  const [market, domain] = await Promise.all([
    getMarket(client, { escrow, token: address }),
    address === zeroAddress ? undefined : getPermitDomain(client, { token: address }),
  ])
  const state = market.open ? `Market open, fee ${Number(market.feeBps) / 100} %.` : "No open market."
  const permits = domain
    ? `Permits: domain "${domain.name}", version ${domain.version}.`
    : "No permits: payments need an approval."
  const name = symbolOnChain === undefined ? "" : ` Its contract says ${JSON.stringify(symbolOnChain)}, not ${symbol}.`
  return [market.open ? "ok" : "warns", address === zeroAddress ? state : `${state} ${permits}${name}`]
}

async function checkPrice(client: ChainClient, { address, symbol }: Token): Promise<Outcome> {
  const request = { dollarsPerHour: "1", seconds: 3_600n, slippageBps: 0n, validFor: 60n }
  const { rate, quotedAt } = await getQuote(client, { token: address, ...request })
  const age = quotedAt - rate.updatedAt
  return ["ok", `1 ${symbol} = ${formatNumber(rate.answer, rate.decimals)} dollars, updated ${formatSeconds(age)} ago.`]
}

/** How far a server has read the chain. Commands do without it, so nothing fails with it. */
async function checkServer(context: Context, server: string): Promise<Outcome> {
  const { session, escrow } = context
  const name = nameOfUrl(server)
  try {
    const { block, latest } = await readPlace(context, { escrow, server, signal: session.signal })
    const behind = latest > block ? latest - block : 0n
    return [behind > MOST_BEHIND ? "warns" : "ok", `${name} has block ${block}, ${behind} behind the node.`]
  } catch (error) {
    const reason = error instanceof UnusableServerError ? error.message : describeError(error)
    return ["warns", `${name} is not used. ${reason}`]
  }
}

type Account = Awaited<ReturnType<typeof findAccount>>

/** What the account has in the escrow that its signer's key can take. */
async function checkFreeBond({ client, escrow }: Context, account: Account): Promise<Outcome> {
  if (!account) return ["skipped", "Needs an account."]
  const units = await getKnownUnits(client)
  const bonds = await Promise.all(
    units.map(async (unit) => {
      const free = await getBond(client, { escrow, token: unit.address, host: account.address })
      return free > 0n ? [formatAmount(free, unit)] : []
    }),
  )
  const free = bonds.flat()
  return ["ok", free.length > 0 ? `${free.join(", ")}. ${HOT_MONEY}` : "None."]
}

async function checkFunds(client: ChainClient | undefined, account: Account): Promise<Outcome> {
  if (!account) {
    return ["warns", "No account is configured. Set GPUFLOW_KEYSTORE or GPUFLOW_PRIVATE_KEY to sign and send."]
  }
  if (!client) return ["skipped", `${account.address}. No endpoint serves the chain, so its balance is not known.`]
  const balance = await getBalance(client, { address: account.address })
  const holds = `${account.address} holds ${formatEther(balance)} POL`
  return balance < LOW_BALANCE ? ["warns", `${holds}, which is little for gas. Fund it.`] : ["ok", `${holds}.`]
}
