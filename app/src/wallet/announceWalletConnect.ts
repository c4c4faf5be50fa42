// WalletConnect as a wallet like any other: it announces itself, and nothing of it is loaded or asked before it is chosen.
import { numberToHex } from "viem"

import type { Deployment, WalletConnectSettings } from "../settings/settings.ts"
import { showPairing } from "./pairing.ts"
import type { WalletConnectSession } from "./walletConnectSession.ts"

/** As wagmi knows the wallet. */
const WALLET_CONNECT = "network.walletconnect"

type Request = { readonly method: string; readonly params?: readonly unknown[] }
type Listener = (value: unknown) => void

/** Kept while a wallet is paired, so that a page that is loaded again connects it. */
const KEY = "gpuflow.walletConnect"

const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><rect width='24' height='24' rx='6' fill='%230b6680'/><path d='M6 9.5a8.5 8.5 0 0 1 12 0M5 13l3.5 3.5L12 13l3.5 3.5L19 13' fill='none' stroke='white' stroke-width='1.8' stroke-linecap='round' stroke-linejoin='round'/></svg>"

export function announceWalletConnect(deployment: Deployment, settings: WalletConnectSettings, brand: string): void {
  const info = { uuid: "00000000-0000-4000-8000-0000000000c7", name: "WalletConnect", icon: ICON, rdns: WALLET_CONNECT }
  const detail = Object.freeze({ info, provider: providerOf(deployment, settings, brand) })
  const announce = () => dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }))
  addEventListener("eip6963:requestProvider", announce)
  announce()
}

/** An EIP-1193 provider in front of the session with the wallet. */
function providerOf(deployment: Deployment, settings: WalletConnectSettings, brand: string) {
  const listeners = new Map<string, Set<Listener>>()
  const emit = (event: string, value: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(value)
  }
  let opening: Promise<WalletConnectSession> | undefined
  const session = () => {
    opening ??= import("./walletConnectSession.ts")
      .then(({ openWalletConnectSession }) => openWalletConnectSession(deployment, settings, { brand, emit }))
      .catch((error: unknown) => {
        opening = undefined
        throw error
      })
    return opening
  }
  const isPaired = () => localStorage.getItem(KEY) !== null

  async function pair(): Promise<readonly string[]> {
    const ending = new AbortController()
    const cancel = () => ending.abort()
    showPairing({ cancel })
    try {
      const opened = await session()
      const accounts = await opened.pair({ signal: ending.signal, onUri: (uri) => showPairing({ uri, cancel }) })
      localStorage.setItem(KEY, "paired")
      return accounts
    } finally {
      showPairing(undefined)
    }
  }

  const answers: Readonly<Record<string, () => unknown>> = {
    eth_accounts: async () => (isPaired() ? (await session()).accounts() : []),
    eth_chainId: async () => (isPaired() ? (await session()).chainId() : numberToHex(deployment.chainId)),
    eth_requestAccounts: pair,
    wallet_requestPermissions: () => {
      throw Object.assign(new Error("WalletConnect has no permissions."), { code: 4200 })
    },
    wallet_revokePermissions: async () => {
      localStorage.removeItem(KEY)
      await (await session()).end()
      return null
    },
  }
  return {
    request: async (request: Request): Promise<unknown> => {
      const answer = answers[request.method]
      return answer ? answer() : (await session()).request(request)
    },
    on: (event: string, listener: Listener) => {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
    },
    removeListener: (event: string, listener: Listener) => {
      listeners.get(event)?.delete(listener)
    },
  }
}
