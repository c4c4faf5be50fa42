// What was paid for rentals by day, machine and token: to a host, or by a renter. An index has the sums, with dollars of
// each day. Without one they are counted from the chain's own events.
import { escrowQueryKey } from "@gpuflow/escrow/react"
import { keepPreviousData, type QueryClient, useQuery } from "@tanstack/react-query"
import type { Address, Client, Hex } from "viem"
import { type Config, useConfig } from "wagmi"

import { daysOf } from "../chain/blockTime.ts"
import { depositsOf, readPayments } from "../chain/payments.ts"
import { toMicroDollars } from "../format/microDollars.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import type { Deployment } from "../settings/settings.ts"
import { type Known, readKnown } from "./knownServer.ts"
import { type TokenInfo, tokensOf } from "./tokensOf.ts"

/** The sum of one day, machine and token. */
export type DayPayout = {
  /** Day of UTC: "2026-01-31". */
  readonly day: string
  /** Undefined: machines beyond those that are read one by one. */
  readonly machine: Hex | undefined
  readonly token: Address
  /** Base units: to the host net of the fee, or what was billed to the renter. */
  readonly amount: bigint
  /** The part of it that the platform took, base units. */
  readonly fee: bigint
  /** Millionths of a dollar at that day's price. Undefined if it is not known. */
  readonly micro: bigint | undefined
}

export type Payouts = Known & { readonly rows: readonly DayPayout[]; readonly tokens: readonly TokenInfo[] }

/** Machines with days of their own. */
const MOST_MACHINES = 4
const INTERVAL = 60_000
const DAY = 86_400n

type Wanted = { readonly account: Address | undefined; readonly as: "host" | "renter"; readonly from: bigint }

/** From the day of UTC of `from` on. */
export function usePayouts({ account, as, from }: Wanted) {
  const config: Config = useConfig()
  const deployment = useDeployment()
  const { chainId, escrow, servers } = deployment
  const since = from - (from % DAY)
  return useQuery({
    queryKey: [...escrowQueryKey({ chainId, escrow }), "payouts", as, account ?? null, String(since), servers],
    queryFn: async ({ client: queries, signal }): Promise<Payouts> => {
      if (!account) throw new Error("There is no account.")
      const client = config.getClient({ chainId })
      const { data, ...known } = await readKnown<readonly DayPayout[]>(
        { client, deployment, signal },
        {
          fromServer: (server) => {
            const reading = { client, server, escrow, account, since, signal }
            return as === "host" ? earningsOf(reading) : spendingOf(reading)
          },
          fromChain: () => fromChain(client, { config, deployment, queries, account, as, since, signal }),
        },
      )
      return {
        ...known,
        rows: data,
        tokens: await tokensOf(client, { chainId, addresses: data.map(({ token }) => token) }),
      }
    },
    enabled: account !== undefined,
    placeholderData: keepPreviousData,
    staleTime: INTERVAL / 2,
    refetchInterval: INTERVAL,
    retry: 1,
    structuralSharing: false,
  })
}

type FromServer = {
  readonly client: Client
  readonly server: string
  readonly escrow: Address
  readonly account: Address
  readonly since: bigint
  readonly signal: AbortSignal
}

/** The machines that earned most one by one, and the rest of each day. */
async function earningsOf({ client, account: host, since: from, ...asked }: FromServer): Promise<readonly DayPayout[]> {
  const { readServerItems } = await import("@gpuflow/escrow/server")
  const read = async (query: { readonly by: "day" | "machine"; readonly machine?: Hex }) =>
    all(readServerItems(client, { ...asked, operation: "listEarnings", query: { host, from, limit: 500, ...query } }))
  const [machines, days] = await Promise.all([read({ by: "machine" }), read({ by: "day" })])
  const largest = machines.toSorted(byDollars).flatMap(({ machine }) => machine ?? [])
  const named = [...new Set(largest)].slice(0, MOST_MACHINES)
  const ofMachines = await Promise.all(
    named.map(async (machine) => (await read({ by: "day", machine })).map((item) => rowOf(item, machine))),
  )
  const rows = ofMachines.flat()
  const rest = days.map((item) => {
    const whole = rowOf(item, undefined)
    const parts = rows.filter(({ day, token }) => day === whole.day && token === whole.token)
    const left = (part: "amount" | "fee") => parts.reduce((sum, row) => sum - row[part], whole[part])
    const micro = parts.reduce<bigint | undefined>(
      (sum, row) => (sum === undefined || row.micro === undefined ? undefined : sum - row.micro),
      whole.micro,
    )
    return { ...whole, amount: left("amount"), fee: left("fee"), micro }
  })
  return [...rows, ...rest.filter(({ amount, fee }) => amount !== 0n || fee !== 0n)]
}

type Earning = {
  readonly day: string | undefined
  readonly token: Address
  readonly net: bigint
  readonly fee: bigint
  readonly dollars: { readonly net: string | undefined } | undefined
}

function rowOf({ day = "", token, net, fee, dollars }: Earning, machine: Hex | undefined): DayPayout {
  return { day, machine, token, amount: net, fee, micro: toMicroDollars(dollars?.net) }
}

/** Without a price, by the amount. */
function byDollars(a: Earning, b: Earning): number {
  const [first, second] = [a, b].map(({ dollars, net }) => toMicroDollars(dollars?.net) ?? net) as [bigint, bigint]
  return first === second ? 0 : first < second ? 1 : -1
}

async function spendingOf({ client, account, since: from, ...asked }: FromServer): Promise<readonly DayPayout[]> {
  const { readServerItems } = await import("@gpuflow/escrow/server")
  const query = { account, from, limit: 500 }
  const items = await all(readServerItems(client, { ...asked, operation: "listSpending", query }))
  return items.map(({ day, token, billed, dollars }) => {
    return { day, machine: undefined, token, amount: billed, fee: 0n, micro: toMicroDollars(dollars) }
  })
}

async function all<item>(items: AsyncIterable<item>): Promise<readonly item[]> {
  const found: item[] = []
  for await (const item of items) found.push(item)
  return found
}

type FromChain = {
  readonly config: Config
  readonly deployment: Deployment
  readonly queries: QueryClient
  readonly account: Address
  readonly as: "host" | "renter"
  readonly since: bigint
  readonly signal: AbortSignal
}

/** Reads the events of the rentals that were open since then, however many there were before. */
async function fromChain(
  client: Client,
  { account, as, since, signal, ...reading }: FromChain,
): Promise<readonly DayPayout[]> {
  const { chainId, escrow } = reading.deployment
  const party = as === "host" ? { host: account } : { renter: account }
  const [{ getStates }, deposits] = await Promise.all([import("@gpuflow/escrow/watch"), depositsOf(reading, party)])
  const states = await getStates(client, { escrow, ids: deposits.map(({ args }) => args.id) })
  const terms = new Map<Hex, { readonly machine: Hex; readonly token: Address }>()
  let fromBlock: bigint | undefined
  for (const [index, { args }] of deposits.entries()) {
    const state = states[index]
    if (!state || (state.status === "Closed" && state.since < since)) continue
    terms.set(args.id, args.rental.offer)
    if (fromBlock === undefined || state.depositBlock < fromBlock) fromBlock = state.depositBlock
  }
  if (fromBlock === undefined) return []
  const payments = await readPayments(client, { escrow, ids: [...terms.keys()], fromBlock, signal })
  const blocks = payments.flatMap(({ blockNumber }) => blockNumber ?? [])
  const days = await daysOf({ client, chainId, queries: reading.queries }, blocks, since)
  const sums = new Map<string, DayPayout>()
  for (const { args, blockNumber } of payments) {
    const offer = terms.get(args.id)
    const day = days.get(blockNumber ?? -1n)
    const gross = args.toHost + args.fee
    if (!offer || day === undefined || gross === 0n) continue
    const { machine, token } = offer
    const key = `${day} ${machine} ${token}`
    const { amount = 0n, fee = 0n } = sums.get(key) ?? {}
    const added = as === "host" ? args.toHost : gross
    sums.set(key, { day, machine, token, amount: amount + added, fee: fee + args.fee, micro: undefined })
  }
  return [...sums.values()]
}
