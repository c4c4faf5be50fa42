// Wallets of a local chain, for which the page needs no extension. They announce themselves as any other wallet does.
import { createWalletClient, type Hex, http, numberToHex, type TypedDataDefinition } from "viem"
import { privateKeyToAccount } from "viem/accounts"

import { chainOf } from "../chain/chain.ts"
import type { Deployment, TestWalletAccount } from "../settings/settings.ts"

type Request = { readonly method: string; readonly params?: readonly unknown[] }

const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><rect width='24' height='24' rx='6' fill='%230b6680'/></svg>"

export function announceTestWallets(deployment: Deployment, accounts: readonly TestWalletAccount[]): void {
  const wallets = accounts.map((account, index) => {
    const uuid = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`
    const rdns = `local.gpuflow.${account.name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}`
    const info = { uuid, name: account.name, icon: ICON, rdns }
    return Object.freeze({ info, provider: providerOf(deployment, account) })
  })
  const announce = () => {
    for (const detail of wallets) dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }))
  }
  addEventListener("eip6963:requestProvider", announce)
  announce()
}

/** An EIP-1193 provider that signs whatever it is asked. */
function providerOf(deployment: Deployment, { name, privateKey }: TestWalletAccount) {
  const account = privateKeyToAccount(privateKey)
  const chain = chainOf(deployment)
  const client = createWalletClient({ account, chain, transport: http(deployment.rpcUrls[0]) })
  // A page that is loaded again finds the wallet as it left it.
  const key = `gpuflow.testWallet.${name}`
  const isConnected = () => localStorage.getItem(key) === "connected"
  const number = (value: unknown) => (value === undefined ? undefined : BigInt(String(value)))

  const answers: Readonly<Record<string, (params: readonly unknown[]) => unknown>> = {
    eth_chainId: () => numberToHex(chain.id),
    eth_accounts: () => (isConnected() ? [account.address] : []),
    eth_requestAccounts: () => {
      localStorage.setItem(key, "connected")
      return [account.address]
    },
    wallet_revokePermissions: () => {
      localStorage.removeItem(key)
      return null
    },
    wallet_switchEthereumChain: ([wanted]) => {
      if (BigInt(Object(wanted).chainId) === BigInt(chain.id)) return null
      throw failure(4902, "The test wallet knows the local chain alone.")
    },
    eth_sendTransaction: ([transaction]) => {
      const { to, data, input, value, gas } = Object(transaction) as Record<string, Hex | undefined>
      return client.sendTransaction({
        to: to ?? null,
        data: data ?? input ?? "0x",
        value: number(value) ?? 0n,
        gas: number(gas),
      })
    },
    eth_signTypedData_v4: ([, content]) => {
      const typed: TypedDataDefinition = typeof content === "string" ? JSON.parse(content) : Object(content)
      return account.signTypedData(typed)
    },
    personal_sign: ([message]) => account.signMessage({ message: { raw: message as Hex } }),
  }
  const ownMethods = /^(wallet_|eth_sign|personal_)/
  return {
    request: async ({ method, params = [] }: Request): Promise<unknown> => {
      const answer = answers[method]
      if (answer) return answer(params)
      if (ownMethods.test(method)) throw failure(4200, `The test wallet does not support ${method}.`)
      return client.request({ method, params } as Parameters<typeof client.request>[0])
    },
    // Neither its account nor its chain changes.
    on: () => undefined,
    removeListener: () => undefined,
  }
}

function failure(code: number, message: string): Error {
  return Object.assign(new Error(message), { code })
}
