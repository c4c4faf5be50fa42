// A page on React, rendered on a server. The market is fetched first, and the hooks run inside wagmi's provider.
import * as sdk from "@gpuflow/escrow"
import { marketQuery, useMarket, useMeter } from "@gpuflow/escrow/react"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { createElement } from "react"
import { renderToString } from "react-dom/server"
import { createClient, custom } from "viem"
import { polygon } from "viem/chains"
import { createConfig, WagmiProvider } from "wagmi"

import { figuresOf, isAbsent, offer, rental } from "./figures.mjs"

const escrow = offer.host
const market = `0x${[offer.arbiter.slice(2), "3e8", "1"].map((word) => word.padStart(64, "0")).join("")}`
const transport = custom({ request: async ({ method }) => (method === "eth_call" ? market : "0x89") })
const client = createClient({ chain: polygon, transport })
const queries = new QueryClient()
const config = createConfig({ chains: [polygon], transports: { [polygon.id]: transport }, ssr: true })
await queries.prefetchQuery(marketQuery(client, { escrow, token: offer.token }))

const began = 1_700_000_000_000
Date.now = () => began + 3_600_000
const since = BigInt(began / 1_000)
const state = {
  status: "Active",
  feeBps: 1_000n,
  depositBlock: 1n,
  since,
  duration: 7_200n,
  served: 0n,
  paid: 0n,
  refunded: 0n,
  interrupted: false,
}

function Page() {
  const { data } = useMarket({ escrow, token: offer.token })
  return `${data?.feeBps} ${data?.open} ${useMeter({ rental, state })}`
}

const withQueries = createElement(QueryClientProvider, { client: queries }, createElement(Page))
const html = renderToString(createElement(WagmiProvider, { config }, withQueries))
const facts = {
  "ethers is not installed": await isAbsent("ethers"),
  "the page shows the market and the meter": html === `1000 true ${sdk.accrued(offer, state, since + 3_600n)}`,
  "the meter shows the accrued amount": sdk.accrued(offer, state, since + 3_600n) === 1_500_000n,
}
console.log(JSON.stringify({ figures: figuresOf(sdk), facts }))
