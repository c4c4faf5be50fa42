import "./styles/app.css"

import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { RouterProvider } from "@tanstack/react-router"
import { StrictMode, startTransition } from "react"
import { createRoot } from "react-dom/client"
import { WagmiProvider } from "wagmi"

import { router } from "./router.tsx"
import { preferences } from "./settings/preferences.ts"
import { chosenDeployment, SettingsProvider } from "./settings/SettingsProvider.tsx"
import { loadSettings, type Settings, SettingsInvalidError } from "./settings/settings.ts"
import { NoEscrow } from "./shell/NoEscrow.tsx"
import { deviceLanguage, loadTexts } from "./texts/languages.ts"
import { TextsProvider } from "./texts/TextsProvider.tsx"
import { wagmiConfig } from "./wallet/wagmiConfig.ts"

/** Milliseconds until what could not be read is read again. */
const RETRY = 5_000

// Not with an `await` of this file itself: pages import from it, and would wait for it while it waits for them.
void show()

async function show() {
  const language = preferences().language ?? deviceLanguage()
  const [settings, texts] = await Promise.all([
    loadSettings().catch(asProblem),
    loadTexts(language),
    // Otherwise the frame of index.html would be empty until the page's file is there. The router shows what fails.
    router.load().catch(() => undefined),
  ])
  const shown = await page(settings)
  const target = createRoot(document.querySelector("#page") ?? document.body)
  // A transition is rendered in small pieces, between which the page answers its reader.
  startTransition(() =>
    target.render(
      <StrictMode>
        <TextsProvider first={{ language, texts }}>{shown}</TextsProvider>
      </StrictMode>,
    ),
  )
}

async function page(given: Settings | SettingsInvalidError) {
  if (given instanceof Error) return <NoEscrow problem={given.message} />
  const deployment = chosenDeployment(given, preferences())
  if (!deployment) return <NoEscrow />
  if (given.testWallet.length > 0) {
    const { announceTestWallets } = await import("./wallet/announceTestWallets.ts")
    announceTestWallets(deployment, given.testWallet)
  }
  if (given.walletConnect) {
    const { announceWalletConnect } = await import("./wallet/announceWalletConnect.ts")
    announceWalletConnect(deployment, given.walletConnect, given.brand)
  }
  return (
    <SettingsProvider settings={given}>
      <WagmiProvider config={wagmiConfig(deployment)}>
        <QueryClientProvider client={queryClient()}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </WagmiProvider>
    </SettingsProvider>
  )
}

/**
 * What could not be read is read again, so that the page goes on by itself once a node answers. The cache does so, because
 * the SDK's queries have intervals of their own, and some of them none.
 */
function queryClient(): QueryClient {
  const queryCache = new QueryCache({
    onError: async (error, { queryKey }) => {
      if (await isAnswer(error)) return
      const isUnread = ({ state }: { readonly state: { readonly status: string } }) => state.status === "error"
      const again = { queryKey, exact: true, type: "active", predicate: isUnread } as const
      setTimeout(() => void queries.refetchQueries(again, { cancelRefetch: false }), RETRY)
    },
  })
  const queries: QueryClient = new QueryClient({ queryCache })
  return queries
}

/** The chain has answered, and would answer the same again. Nodes and servers that fail have not. */
async function isAnswer(error: unknown): Promise<boolean> {
  try {
    // The first load does without the SDK. Whatever threw one of its errors has loaded it.
    const { isEscrowError } = await import("@gpuflow/escrow")
    return isEscrowError(error) && !/^(ReadFailed$|Server)/.test(error.code)
  } catch {
    return false
  }
}

function asProblem(error: unknown): SettingsInvalidError {
  return error instanceof SettingsInvalidError ? error : new SettingsInvalidError(String(error))
}
