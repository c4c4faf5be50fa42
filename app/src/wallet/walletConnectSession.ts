// The session with a wallet on another device, through WalletConnect's relay. Loaded once a reader has chosen it.
import { UniversalProvider } from "@walletconnect/universal-provider"
import { numberToHex } from "viem"

import type { Deployment, WalletConnectSettings } from "../settings/settings.ts"

type Request = { readonly method: string; readonly params?: readonly unknown[] }

export type WalletConnectSession = Awaited<ReturnType<typeof openWalletConnectSession>>

type Surroundings = {
  readonly brand: string
  /** Passes an event of EIP-1193 on. */
  readonly emit: (event: string, value: unknown) => void
}

type PairOptions = { readonly signal: AbortSignal; readonly onUri: (uri: string) => void }

/** What a wallet may be asked. Everything else is asked at the deployment's node. */
const METHODS = [
  "eth_sendTransaction",
  "eth_signTypedData_v4",
  "personal_sign",
  "wallet_switchEthereumChain",
  "wallet_addEthereumChain",
  "wallet_getCapabilities",
  "wallet_sendCalls",
  "wallet_getCallsStatus",
]
/** Milliseconds for which the relay may be silent, and between two looks at it. */
const [PATIENCE, PAUSE] = [10_000, 100]

export async function openWalletConnectSession(
  { chainId, rpcUrls }: Deployment,
  { projectId, relayUrl }: WalletConnectSettings,
  { brand, emit }: Surroundings,
) {
  const provider = await UniversalProvider.init({
    projectId,
    ...(relayUrl !== undefined && { relayUrl }),
    metadata: { name: brand, description: document.title, url: location.origin, icons: [] },
    logger: "silent",
    telemetryEnabled: false,
  })
  const { relayer, verify } = provider.client.core
  // It would open a frame of a third party, which the page's security policy refuses.
  verify.register = async () => undefined
  const chain = `eip155:${chainId}`
  const [node] = rpcUrls

  provider.on("accountsChanged", (accounts: unknown) => emit("accountsChanged", accounts))
  provider.on("chainChanged", (changed: unknown) => emit("chainChanged", numberToHex(Number(changed))))
  provider.on("session_delete", () => emit("accountsChanged", []))

  const request = ({ method, params }: Request) =>
    provider.request<unknown>({ method, ...(params && { params: [...params] }) }, chain)

  return {
    accounts: (): readonly string[] =>
      (provider.session?.namespaces["eip155"]?.accounts ?? [])
        .filter((account) => account.startsWith(`${chain}:`))
        .map((account) => account.slice(chain.length + 1)),
    // A session is for the escrow's chain alone.
    chainId: () => numberToHex(chainId),
    request,
    end: async () => {
      if (provider.session) await provider.disconnect()
    },
    /** Shows the wallet a code to scan, and waits until its owner has agreed. */
    async pair({ signal, onUri }: PairOptions): Promise<readonly string[]> {
      const isHere = async () => {
        const end = Date.now() + PATIENCE
        while (!relayer.connected) {
          if (Date.now() > end) throw new RelayUnreachableError("WalletConnect's relay does not answer.")
          await new Promise((resolve) => setTimeout(resolve, PAUSE))
        }
      }
      const asked = provider.connect({
        optionalNamespaces: {
          eip155: {
            chains: [chain],
            methods: METHODS,
            events: ["accountsChanged", "chainChanged"],
            ...(node && { rpcMap: { [String(chainId)]: node } }),
          },
        },
      })
      const shown = new Promise<never>((_, reject) => {
        provider.once("display_uri", (uri: string) => void isHere().then(() => onUri(uri), reject))
      })
      const cancelled = new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(declined("The connection was cancelled.")))
      })
      const silent = isHere().then(() => new Promise<never>(() => undefined))
      try {
        await Promise.race([asked, shown, cancelled, silent])
      } catch (error) {
        void provider.cleanupPendingPairings({ deletePairings: true })
        // WalletConnect's own code for what EIP-1193 calls 4001.
        throw [5000, 5001, 5002].includes(Number(Object(error).code)) ? declined("The wallet declined.") : error
      }
      return this.accounts()
    },
  }
}

class RelayUnreachableError extends Error {
  override readonly name = "RelayUnreachableError"
}

function declined(message: string): Error {
  return Object.assign(new Error(message), { code: 4001 })
}
