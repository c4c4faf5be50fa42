// A page on React: rendered on a server with what was fetched there, and then taken over in a browser, in strict mode.
import { GlobalRegistrator } from "@happy-dom/global-registrator"

// TanStack Query polls only if it was loaded in a browser.
GlobalRegistrator.register()
globalThis.IS_REACT_ACT_ENVIRONMENT = true
const sdk = await import("@gpuflow/escrow")
const offers = await import("@gpuflow/escrow/offer")
const { getChainTimeQueryOptions, getMarketQueryKey, getMarketQueryOptions, useMarket, useMeter } = await import(
  "@gpuflow/escrow/react"
)
const { dehydrate, HydrationBoundary, QueryClient, QueryClientProvider } = await import("@tanstack/react-query")
const { default: React } = await import("react")
const { hydrateRoot } = await import("react-dom/client")
const { renderToString } = await import("react-dom/server")
const { createClient, custom } = await import("viem")
const { polygon } = await import("viem/chains")
const { createConfig, deserialize, serialize, WagmiProvider } = await import("wagmi")
const { figuresOf, isAbsent, offer, rental } = await import("./figures.mjs")
const { createElement, StrictMode } = React
// React 18 has it elsewhere.
const act = React.act ?? (await import("react-dom/test-utils")).default.act

const escrow = offer.host
const began = 1_700_000_000n
const hour = 3_600n
let feeBps = "3e8"
const word = (value) => value.padStart(64, "0")
const block = {
  number: "0x10",
  hash: `0x${"11".repeat(32)}`,
  parentHash: `0x${"22".repeat(32)}`,
  timestamp: `0x${(began + hour).toString(16)}`,
  logsBloom: `0x${"00".repeat(256)}`,
  transactions: [],
}
const asked = []
const answers = {
  eth_call: () => `0x${[offer.arbiter.slice(2), feeBps, "1"].map(word).join("")}`,
  eth_getBlockByNumber: () => block,
  eth_chainId: () => "0x89",
}
const request = async ({ method }) => {
  asked.push(method)
  return answers[method]?.()
}
const transport = custom({ request })
const client = createClient({ chain: polygon, transport })
const makeConfig = () => {
  return createConfig({
    chains: [polygon],
    transports: { [polygon.id]: transport },
    ssr: true,
    batch: { multicall: false },
    pollingInterval: 20,
  })
}
const state = {
  status: "Active",
  feeBps: 1_000n,
  depositBlock: 1n,
  since: began,
  duration: 2n * hour,
  billedSeconds: 0n,
  paidSeconds: 0n,
  refundedSeconds: 0n,
  interrupted: false,
  settlingUntil: 0n,
}
const half = sdk.accrued(offer, state, began + hour)

function Page() {
  const { data } = useMarket({ escrow, token: offer.token })
  return `${data?.feeBps} ${data?.open} ${useMeter({ rental, state })}`
}
const pageOf = (queries, dehydrated) => {
  const page = createElement(HydrationBoundary, { state: dehydrated }, createElement(Page))
  const children = createElement(QueryClientProvider, { client: queries }, page)
  const whole = createElement(WagmiProvider, { config: makeConfig(), reconnectOnMount: false, children })
  return createElement(StrictMode, null, whole)
}

// The server. Its clock is two days ahead.
const clock = Date.now
Date.now = () => clock() + 172_800_000
const onServer = new QueryClient()
await onServer.prefetchQuery(getMarketQueryOptions(client, { escrow, token: offer.token }))
await onServer.prefetchQuery(getChainTimeQueryOptions(client))
const sent = serialize(dehydrate(onServer))
const html = renderToString(pageOf(onServer, deserialize(sent)))
Date.now = clock

// The browser.
const mismatches = []
const place = document.createElement("div")
place.innerHTML = html
const shown = place.textContent
const queries = new QueryClient()
const complain = console.error
console.error = (...words) => mismatches.push(words.map(String).join(" "))
const root = await act(async () => {
  return hydrateRoot(place, pageOf(queries, deserialize(sent)), {
    onRecoverableError: (error) => mismatches.push(String(error)),
  })
})
feeBps = "7d0"
for (let tries = 0; tries < 500 && !place.textContent.startsWith("2000"); ++tries) {
  await act(() => new Promise((resolve) => setTimeout(resolve, 20)))
}
const afterwards = place.textContent
await act(async () => root.unmount())
console.error = complain
onServer.clear()
const seen = queries.getQueryData(getMarketQueryKey({ chainId: 137, escrow, token: offer.token }))
queries.clear()
await GlobalRegistrator.unregister()

const facts = {
  "ethers is not installed": await isAbsent("ethers"),
  "the server shows the market and the meter of the block": shown === `1000 true ${half}`,
  "the browser takes over without a mismatch": mismatches.length === 0,
  "a change of the chain is seen without a reload": afterwards.startsWith("2000 true "),
  "the entry of the cache is the server's": seen?.feeBps === 2_000n,
}
console.log(JSON.stringify({ figures: figuresOf({ ...sdk, ...offers }), facts }))
