// A page that keeps its queries in the browser's storage, and the page after a reload. `persistence.ts` is the guide's.
import { isDeepStrictEqual } from "node:util"

import { startEscrow } from "@gpuflow/escrow/testing"
import { GlobalRegistrator } from "@happy-dom/global-registrator"

/** Where `createSyncStoragePersister` writes unless it gets another key. */
const ITEM = "REACT_QUERY_OFFLINE_CACHE"
const MONTH = 30 * 24 * 3_600_000

// A browser would not let the kit ask a node on another origin.
const { fetch: ask } = globalThis
const chain = await startEscrow({ node: "hardhat", blockTime: 0 })
const { escrow, accounts, fromBlock } = chain
const running = await chain.rental("active")
const offered = await chain.rental("offered")
const { offer } = offered.rental
const host = accounts.host.address

GlobalRegistrator.register()
globalThis.fetch = ask
globalThis.IS_REACT_ACT_ENVIRONMENT = true
const { getState, idOf, isEscrowError } = await import("@gpuflow/escrow")
const { describeError } = await import("@gpuflow/escrow/describe")
const { hashOffer } = await import("@gpuflow/escrow/offer")
const { runDeposit } = await import("@gpuflow/escrow/plan")
const sdk = await import("@gpuflow/escrow/react")
const { MutationObserver, onlineManager } = await import("@tanstack/react-query")
const { PersistQueryClientProvider } = await import("@tanstack/react-query-persist-client")
const { act, createElement, StrictMode } = await import("react")
const { createRoot } = await import("react-dom/client")
const { createClient, custom } = await import("viem")
const { createConfig, serialize, WagmiProvider } = await import("wagmi")

const asked = []
const request = async ({ method, params = [] }) => {
  asked.push(method)
  const body = JSON.stringify({ jsonrpc: "2.0", id: asked.length, method, params })
  const answer = await ask(chain.url, { method: "POST", headers: { "content-type": "application/json" }, body })
  const { result, error } = await answer.json()
  if (error) throw Object.assign(new Error(error.message), error)
  return result
}
const transport = custom({ request }, { retryCount: 0 })
const reader = createClient({ account: accounts.renter, chain: chain.chain, transport })
const config = createConfig({ chains: [chain.chain], transports: { [chain.chain.id]: transport } })

// Data is fresh by the clock of the device, which stands still until the test moves it.
let now = Date.now()
Date.now = () => now

const owned = { escrow, host }
const wanted = { escrow, rental: offered.rental, duration: offered.duration, hostSignature: offered.signature }
const queries = {
  rental: sdk.getRentalQueryOptions(reader, { escrow, id: running.id }),
  states: sdk.getStatesQueryOptions(reader, { escrow, ids: [running.id, offered.id] }),
  rentals: sdk.getRentalsOfQueryOptions(reader, { ...owned, fromBlock }),
  record: sdk.getHostRecordQueryOptions(reader, { ...owned, fromBlock }),
  machine: sdk.getMachineHistoryQueryOptions(reader, { ...owned, machine: running.rental.offer.machine }),
  market: sdk.getMarketQueryOptions(reader, { escrow, token: offer.token }),
  metadata: sdk.getTokenMetadataQueryOptions(reader, { token: offer.token }),
  plan: sdk.planDepositQueryOptions(reader, { ...wanted, account: accounts.renter }),
  refused: sdk.checkOfferQueryOptions(reader, { escrow, offer: { ...offer, epoch: 7n } }),
}
const clock = sdk.getChainTimeQueryOptions(reader)
const unknown = sdk.getRentalQueryOptions(reader, { escrow, id: `0x${"99".repeat(32)}` })
const silent = createClient({ chain: chain.chain, transport: custom({ request: () => new Promise(() => {}) }) })
const unanswered = sdk.getFeesQueryOptions(silent, { escrow, token: offer.token })

async function readAll({ queryClient }) {
  const reads = Object.entries(queries).map(async ([name, options]) => [name, await queryClient.fetchQuery(options)])
  return Object.fromEntries(await Promise.all(reads))
}

let opened = 0
/** Opens a page that shows a rental, as the browser does after a reload: with modules and an origin of time of its own. */
async function openPage() {
  opened += 1
  Object.defineProperty(performance, "timeOrigin", { value: now + opened, configurable: true })
  const { persistOptions, queryClient } = await import(`./persistence.ts?page=${opened}`)
  const place = document.createElement("div")
  const root = createRoot(place)
  function Rental() {
    const { data, status } = sdk.useRental({ escrow, id: running.id, query: { refetchInterval: false } })
    return `${status} ${data?.state.status} ${data?.rental.offer.pricePerHour}`
  }
  const restored = Promise.withResolvers()
  const provided = { client: queryClient, persistOptions, onSuccess: restored.resolve, onError: restored.reject }
  const inner = createElement(PersistQueryClientProvider, provided, createElement(Rental))
  const page = createElement(WagmiProvider, { config, reconnectOnMount: false }, inner)
  const until = async (condition) => {
    while (!condition()) await act(() => new Promise((resolve) => setTimeout(resolve, 20)))
  }
  await act(async () => root.render(createElement(StrictMode, null, page)))
  await act(() => restored.promise)
  await until(() => place.textContent.startsWith("success") && queryClient.isFetching() === 0)
  return { queryClient, until, text: () => place.textContent, leave: () => act(async () => root.unmount()) }
}

const stored = () => JSON.parse(localStorage.getItem(ITEM) ?? "null")?.clientState
const isSuccess = ({ state }) => state.status === "success"
const isStored = ({ queryHash }) => stored()?.queries.some((query) => query.queryHash === queryHash)
const codeOf = (promise) =>
  promise.then(
    () => "",
    (error) => isEscrowError(error) && error.code,
  )

// The page before the reload. One read fails, one is not answered, and a payment waits for the network.
const first = await openPage()
const before = await readAll(first)
await first.queryClient.fetchQuery(clock)
const failure = await codeOf(first.queryClient.fetchQuery(unknown))
const abandoned = codeOf(first.queryClient.fetchQuery(unanswered))
onlineManager.setOnline(false)
const paying = new MutationObserver(first.queryClient, { mutationKey: ["rentalEscrow"], mutationFn: async () => {} })
void paying.mutate()
const succeeded = first.queryClient.getQueryCache().findAll({ predicate: isSuccess })
await first.until(() => succeeded.every(isStored))
const kept = stored()
const shown = first.text()
await first.leave()
first.queryClient.clear()
await abandoned
onlineManager.setOnline(true)

// The page after the reload, while everything is fresh.
asked.length = 0
const second = await openPage()
const after = await readAll(second)
const [fresh, shownAgain] = [asked.length, second.text()]
const found = second.queryClient.getQueryCache().getAll()
const isWaiting = second.queryClient.isMutating() > 0
const sameFailure = (await codeOf(second.queryClient.fetchQuery(unknown))) === failure
asked.length = 0
await second.queryClient.fetchQuery(clock)
const clockReads = [...asked]
const { id } = await runDeposit(reader, { plan: after.plan })
const paid = await getState(reader, { escrow, id })
await second.leave()
second.queryClient.clear()

// A page a month later.
now += MONTH
asked.length = 0
const third = await openPage()
const later = [...asked]
const { deposits } = await third.queryClient.fetchQuery(queries.rentals)
await third.leave()
third.queryClient.clear()
await chain.stop()
await GlobalRegistrator.unregister()

const same = Object.keys(queries).filter((name) => serialize(after[name]) === serialize(before[name]))
const [problem, restoredProblem] = [before, after].map(({ refused }) => refused.problems[0])
const facts = {
  [`${same.length} reads are the same after a reload`]: same.length === Object.keys(queries).length,
  "what was stored is what succeeded": isDeepStrictEqual(
    kept.queries.map(({ queryHash }) => queryHash).sort(),
    succeeded.map(({ queryHash }) => queryHash).sort(),
  ),
  "everything that was stored is found again": found.length === kept.queries.length,
  "the page shows the same": shownAgain === shown && shown.startsWith("success Active "),
  "nothing is asked while it is fresh": fresh === 0,
  "whole numbers are bigints": typeof after.rental.state.since === "bigint",
  "an offer has its hash": hashOffer(after.rental.rental.offer) === hashOffer(running.rental.offer),
  "terms have their id": idOf(after.rental.rental) === running.id,
  "an error in the data has its code": problem.error.code === restoredProblem.error.code,
  "an error in the data has its words": isDeepStrictEqual(
    describeError(problem.error),
    describeError(restoredProblem.error),
  ),
  "a read that failed is asked again": failure === "RentalNotFound" && sameFailure,
  "a payment that waited is not stored": !isWaiting && kept.mutations.length === 0,
  "the clock of another page is read again": isDeepStrictEqual(clockReads, ["eth_getBlockByNumber"]),
  "a plan is carried out": id === offered.id && paid.status === "Funded",
  "terms are not read again after a month": isDeepStrictEqual(later, ["eth_call"]),
  "a list goes on from its cursor": deposits.length === 2,
}
console.log(JSON.stringify({ facts }))
