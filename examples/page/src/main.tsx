// What every page on wagmi has: the chain and its endpoint, the providers, and a button for each wallet (EIP-6963).
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { http } from "viem"
import { polygon } from "viem/chains"
import { createConfig, useConnect, useConnection, useConnectors, WagmiProvider } from "wagmi"

import { Page } from "./page.tsx"
import { Failure } from "./parts.tsx"

const transport = http(import.meta.env["VITE_RPC_URL"])
const config = createConfig({ chains: [polygon], transports: { [polygon.id]: transport } })

function App() {
  const { address } = useConnection()
  const connecting = useConnect()
  const wallets = useConnectors().map((connector) => (
    <button type="button" className="primary" key={connector.uid} onClick={() => connecting.mutate({ connector })}>
      Connect {connector.name}
    </button>
  ))
  return (
    <>
      <h1>Rent a machine</h1>
      {address ? <p className="account">Your account: {address}</p> : wallets}
      <Failure error={connecting.error} />
      {address && <Page renter={address} />}
    </>
  )
}

// The offer is in the link, after #.
window.addEventListener("hashchange", () => location.reload())
createRoot(document.querySelector("main") ?? document.body).render(
  <StrictMode>
    <WagmiProvider config={config}>
      <QueryClientProvider client={new QueryClient()}>
        <App />
      </QueryClientProvider>
    </WagmiProvider>
  </StrictMode>,
)
