// One fault around relayers: purchases that are posted until a relayer has accepted them, and what each party must have
// at the end. A relayer is a process of its own behind a proxy, in front of a local chain with Polygon's id.

import { idOf } from "@gpuflow/escrow"
import { buildOffer, signOffer } from "@gpuflow/escrow/offer"
import {
  decodeRouterEvents,
  preparePurchase,
  type SignedPurchase,
  serializePurchase,
  signPurchase,
} from "@gpuflow/escrow/router"
import { getStates } from "@gpuflow/escrow/watch"
import { type Address, createWalletClient, type Hex, http, keccak256, toHex } from "viem"
import { polygon } from "viem/chains"

import { healthy, type NodeProxy, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { mintCall } from "../../sdk/testing/setUp.ts"
import {
  type KeeperProcess,
  newDatabase,
  removeDatabase,
  startRelayerProcess,
} from "../../test/support/keeperProcess.ts"
import { openLocalChain } from "../../test/support/localChain.ts"
import { accountNamed, addressOf } from "../../test/support/parties.ts"
import { DOLLAR, USDC } from "../../test/support/relayer.ts"
import { sleep, until } from "../../test/support/until.ts"

const HOUR = 3_600n
const PRICE = 1_500_000n
const PURSE = 100n * DOLLAR
/** Polls after which what is not bought counts as lost. */
const ENOUGH = 100
/** Polls within which a relayer must have recovered: what it set aside may wait for a while. */
const ALLOWED = 4
/** Blocks by which the slowest node lags. */
const LAG = 10
/** Milliseconds until a client asks again. */
const CLIENT_PAUSE = 100
/** Nothing of a relayer's is slow on purpose, and no client is refused for its pace. */
const ENVIRONMENT = {
  GPUFLOW_RELAY_TIMEOUT_SECONDS: "0.6",
  GPUFLOW_RELAY_BUMP_SECONDS: "0.4",
  GPUFLOW_RELAY_PURCHASES_PER_MINUTE: "100000",
  GPUFLOW_RELAY_REQUESTS_PER_MINUTE: "100000",
}

type Bought = { readonly id: Hex; readonly payer: Address; readonly signed: SignedPurchase }

export type RelayRun = {
  readonly chain: Awaited<ReturnType<typeof openLocalChain>>
  readonly node: NodeProxy
  readonly database: string
  /** Signs more purchases, each by a payer of its own, from a host of its own. */
  sign(count: number): Promise<void>
  /** Posts the purchases that were signed since to the relayer that runs, again and again until it has accepted them. */
  post(): void
  start(options?: {
    readonly name?: string
    readonly database?: string
    readonly environment?: Readonly<Record<string, string>>
  }): KeeperProcess
  /** Waits until everything is bought, or the relayers have had polls enough. */
  settled(): Promise<void>
  /** Ends the fault: from here on, polls are counted. */
  over(end?: () => Promise<unknown>): Promise<void>
}

export type RelayFault = {
  readonly name: string
  /** Two relayers may both have sent what only one can carry out. */
  readonly isRace?: true
  readonly play: (run: RelayRun) => Promise<void>
}

export type RelayResult = {
  readonly name: string
  readonly purchases: number
  readonly held: number
  readonly lost: number
  readonly wrong: readonly string[]
  /** Transactions that reverted, and that a relayer paid for. */
  readonly reverted: number
  readonly polls: number
  readonly failure: string | undefined
  readonly isGood: boolean
}

export async function playRelayFault({ name, isRace, play }: RelayFault): Promise<RelayResult> {
  const chain = await openLocalChain()
  for (const relayer of ["relayer", "other relayer"]) await chain.fund(accountNamed(relayer).address, 10n ** 20n)
  const node = await openNodeProxy(chain.url)
  const database = newDatabase()
  const relayers: KeeperProcess[] = []
  const purchases: Bought[] = []
  const figures = { held: 0, polls: 0 }
  let isOpen = true
  let posted = 0
  let pollsAtEnd: number | undefined
  const pollsSoFar = () => relayers.reduce((sum, { state }) => sum + state.polls, 0)
  const unbought = async () => {
    const ids = purchases.map(({ id }) => id)
    const states = await getStates(chain.client, { escrow: chain.escrow, ids })
    return purchases.filter((_, index) => states[index]?.status !== "Active")
  }

  const run: RelayRun = {
    chain,
    node,
    database,
    async sign(count) {
      for (let more = 0; more < count; ++more) purchases.push(await purchaseOf(chain, purchases.length + 1))
      // Nodes that lag know of the money as well.
      await chain.client.mine({ blocks: LAG, interval: 1 })
    },
    post() {
      for (const purchase of purchases.slice(posted)) void postUntilAccepted(purchase, relayers, () => isOpen)
      posted = purchases.length
    },
    start({ environment = {}, ...options } = {}) {
      const { escrow, router } = chain
      const given = { ...ENVIRONMENT, ...environment }
      const relayer = startRelayerProcess({
        urls: [`${node.url}/${relayers.length}`],
        ...{ escrow, router, database, environment: given },
        ...options,
      })
      relayers.push(relayer)
      return relayer
    },
    async settled() {
      const last = pollsSoFar() + ENOUGH
      await until(async () => (await unbought()).length === 0 || pollsSoFar() >= last)
      if (pollsAtEnd !== undefined) figures.polls = Math.max(figures.polls, pollsSoFar() - pollsAtEnd)
      pollsAtEnd = undefined
    },
    async over(end) {
      figures.held = Math.max(figures.held, (await unbought()).length)
      await end?.()
      node.state.fault = healthy
      pollsAtEnd = pollsSoFar()
    },
  }

  let failure: string | undefined
  try {
    await play(run)
    await run.settled()
    // What is sent twice would be sent in the next polls.
    await relayers.findLast(({ state }) => !state.ended)?.polls(3)
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error)
  }
  isOpen = false
  const [lost, wrong, reverted] = [(await unbought()).length, await wrongOf(chain, purchases), await revertedIn(chain)]
  if (process.env["KEEPER_LOG"]) {
    for (const { lines, state } of relayers) {
      console.log(lines.map((line) => JSON.stringify(line)).join("\n"), state.errors)
    }
  }
  await Promise.all(relayers.map((relayer) => relayer.kill()))
  await node.close()
  await chain.close()
  removeDatabase(database)
  const isFair = isRace || reverted === 0
  const isGood = lost === 0 && wrong.length === 0 && isFair && figures.polls <= ALLOWED && failure === undefined
  return { name, purchases: purchases.length, ...figures, lost, wrong, reverted, failure, isGood }
}

type Chain = RelayRun["chain"]

/** An hour on a machine of its own host, paid by a payer of its own, who holds nothing but dollars. */
async function purchaseOf(chain: Chain, n: number): Promise<Bought> {
  const { escrow, router, client, url } = chain
  const walletOf = (name: string) =>
    createWalletClient({ account: accountNamed(name), chain: polygon, transport: http(url) })
  const [host, payer] = [walletOf(`relay host ${n}`), walletOf(`relay payer ${n}`)]
  const { address } = payer.account
  await chain.transact({ from: addressOf("owner"), to: USDC, data: mintCall(address, PURSE) })
  const offer = await buildOffer(client, {
    ...{ escrow, host: host.account.address, token: USDC, pricePerHour: PRICE, startWindow: 0n },
    ...{ machine: keccak256(toHex(`machine ${n}`)), spec: keccak256(toHex("A100 80 GB")) },
    ...{ maxDuration: 24n * HOUR, expiry: 10n ** 10n },
  })
  const hostSignature = await signOffer(host, { escrow, offer })
  const rental = { offer, renter: address, salt: keccak256(toHex(`order ${n}`)) }
  const validBefore = (await chain.now()) + 3_500n
  const orders = [{ rental, duration: HOUR, hostSignature }]
  const terms = { escrow, router, payer: address, orders, relayFee: DOLLAR, validBefore }
  const signed = await signPurchase(payer, {
    purchase: await preparePurchase(client, terms),
    way: "authorization",
  })
  return { id: idOf(rental), payer: address, signed }
}

/** As a client does: it asks again after a failure, and after a limit, and once a relayer that forgot it was replaced. */
async function postUntilAccepted({ signed }: Bought, relayers: readonly KeeperProcess[], isOpen: () => boolean) {
  let accepted: KeeperProcess | undefined
  while (isOpen()) {
    const relayer = relayers.findLast(({ state, port }) => !state.ended && Number.isInteger(port()))
    if (relayer && relayer !== accepted) {
      const response = await fetch(`http://127.0.0.1:${relayer.port()}/purchases`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: serializePurchase(signed),
      }).catch(() => undefined)
      if (response?.ok || response?.status === 422) accepted = relayer
    }
    await sleep(CLIENT_PAUSE)
  }
}

/** Purchases that were carried out otherwise than once, payers who paid another sum, and coins that stayed behind. */
async function wrongOf(chain: Chain, purchases: readonly Bought[]): Promise<string[]> {
  const { client, router, fromBlock } = chain
  const logs = await client.getLogs({ fromBlock, toBlock: "latest" })
  const events = decodeRouterEvents({ router, logs })
  const found: string[] = []
  const balanceOf = (account: Address) =>
    client
      .call({ to: USDC, data: `0x70a08231${account.slice(2).padStart(64, "0")}` })
      .then(({ data }) => BigInt(data ?? 0))
  for (const { id, payer } of purchases) {
    const times = events.filter(({ eventName, args }) => eventName === "Purchased" && args.id === id).length
    if (times > 1) found.push(`${id}: carried out ${times} times`)
    const left = await balanceOf(payer)
    const expected = times === 0 ? PURSE : PURSE - PRICE - DOLLAR
    if (left !== expected) found.push(`${id}: the payer has ${left}, expected ${expected}`)
  }
  const stranded = await balanceOf(router)
  if (stranded !== 0n) found.push(`the router holds ${stranded}`)
  return found
}

/** Transactions of relayers in the chain that did not succeed. */
async function revertedIn({ client, fromBlock }: Chain): Promise<number> {
  const relayers = ["relayer", "other relayer"].map((name) => accountNamed(name).address.toLowerCase())
  let reverted = 0
  const latest = await client.getBlockNumber()
  for (let blockNumber = fromBlock; blockNumber <= latest; ++blockNumber) {
    const { transactions } = await client.getBlock({ blockNumber, includeTransactions: true })
    for (const { hash, from } of transactions) {
      if (!relayers.includes(from.toLowerCase())) continue
      if ((await client.getTransactionReceipt({ hash })).status === "reverted") reverted += 1
    }
  }
  return reverted
}
