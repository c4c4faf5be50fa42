// A page on React in this process: wagmi and TanStack Query around it, and a wallet of the chain in this process.
import { GlobalRegistrator } from "@happy-dom/global-registrator"
import { environmentManager, QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { expect } from "chai"
import type { Document } from "happy-dom"
import { act, createElement, type ReactNode, StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { type Address, type Chain, numberToHex } from "viem"
import { polygon, polygonAmoy } from "viem/chains"
import { type Config, createConfig, createStorage, WagmiProvider } from "wagmi"
import { connect } from "wagmi/actions"
import { injected } from "wagmi/connectors"
import { placeMulticall } from "./multicall.ts"
import { chain, deployed, transport } from "./sharedChain.ts"
import { sleep, until } from "./until.ts"

/** Puts a browser's globals in place, for the tests of a suite. */
export function inBrowser() {
  before(() => {
    GlobalRegistrator.register()
    Reflect.set(globalThis, "IS_REACT_ACT_ENVIRONMENT", true)
    // TanStack Query was loaded before the browser was there, and would not poll.
    environmentManager.setIsServer(() => false)
  })
  afterEach(async function () {
    // A test that failed has left its pages. What they show says why it hung.
    const left = [...pages]
    const error = this.currentTest?.err
    if (error && left.length > 0)
      error.message += ` The page: ${left.map(({ place }) => place.textContent).join(" | ")}`
    for (const page of left) await page.leave()
  })
  after(async () => {
    environmentManager.setIsServer(() => true)
    await GlobalRegistrator.unregister()
  })
}

/** The pages that are shown. */
const pages = new Set<{
  readonly place: { readonly textContent: string | null }
  readonly leave: () => Promise<void>
}>()

/** A fixture. wagmi gathers calls in Multicall3, which is on every chain that it knows. */
export async function onPolygon() {
  const world = await deployed()
  await placeMulticall(chain)
  return world
}

/** Parts shown, with a space between them. */
export const words = (...parts: unknown[]) => parts.map(String).join(" ")

/** A wallet as a page finds it. Its user may be asked to switch the chain, and takes `pause` milliseconds to sign. */
export function makeWallet(account: Address, { chainId = polygon.id as number, pause = 0 } = {}) {
  const asked: string[] = []
  const listeners = new Map<string, ((value: unknown) => void)[]>()
  let current = chainId
  let refusal: unknown
  let isHanging = false
  const { request } = transport(undefined, {
    // The chain in the process knows no permission to give.
    eth_requestAccounts: "eth_accounts",
  })({ chain: polygon })
  return {
    asked,
    /** The next question that only a wallet answers is refused with this error. */
    refuse(error: unknown) {
      refusal = error
    },
    /** Its user answers no question any more. */
    hang() {
      isHanging = true
    },
    on(event: string, listener: (value: unknown) => void) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener])
    },
    removeListener() {},
    request: async (call: { method: string; params?: unknown }) => {
      const { method, params } = call
      asked.push(method)
      if (method === "eth_chainId") return numberToHex(current)
      if (method === "wallet_switchEthereumChain" && Array.isArray(params)) {
        current = Number(params[0].chainId)
        for (const listener of listeners.get("chainChanged") ?? []) listener(numberToHex(current))
        return null
      }
      if (pause > 0 && /^eth_(send|sign)/.test(method)) await sleep(pause)
      if (isHanging && /^eth_(send|sign)/.test(method)) return new Promise(() => {})
      if (refusal && /^(eth_send|eth_sign)/.test(method)) {
        const error = refusal
        refusal = undefined
        throw error
      }
      const answer = await request({ method, params })
      return /^eth_(requestA|a)ccounts$/.test(method) ? [account] : answer
    },
  }
}

/** A transport that can hold back what the chain has answered to calls. Calls after `pass` are answered at once. */
export function holding() {
  const held: (() => void)[] = []
  let isHolding = false
  return {
    transport: transport((method, answer) => {
      if (!isHolding || method !== "eth_call") return answer
      return new Promise((resolve) => held.push(() => resolve(answer)))
    }),
    hold() {
      isHolding = true
    },
    /** Waits until an answer is held. */
    untilHeld: () => until(() => held.length > 0),
    pass() {
      isHolding = false
    },
    /** Gives the answers that were held, which are not the latest any more. */
    release() {
      for (const give of held.splice(0)) give()
    },
  }
}

type PageWallet = ReturnType<typeof makeWallet>

/** What a browser keeps when a page is loaded again. */
export function makeStorage() {
  const items = new Map<string, string>()
  const written: string[] = []
  return {
    items,
    /** Everything that was ever written. */
    written,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => {
      written.push(value)
      items.set(key, value)
    },
    removeItem: (key: string) => void items.delete(key),
  }
}

export type PageOptions = {
  readonly wallet?: PageWallet
  readonly queries?: QueryClient
  readonly transport?: ReturnType<typeof transport>
  readonly storage?: ReturnType<typeof makeStorage>
  readonly chains?: readonly [Chain, ...Chain[]]
  readonly strict?: boolean
}

export function makeConfig({
  wallet,
  storage = makeStorage(),
  chains = [polygon, polygonAmoy],
  ...options
}: PageOptions) {
  const read = options.transport ?? transport()
  return createConfig({
    chains,
    connectors: wallet
      ? [injected({ target: { id: "test", name: "Test", provider: Object(wallet) }, shimDisconnect: false })]
      : [],
    transports: Object.fromEntries(chains.map(({ id }) => [id, read])),
    storage: createStorage({ storage }),
    pollingInterval: 50,
    multiInjectedProviderDiscovery: false,
  })
}

/** Renders what `Page` returns, in strict mode, with the wallet connected. */
export async function show(Page: () => ReactNode, options: PageOptions = {}) {
  const config = makeConfig(options)
  const queries = options.queries ?? new QueryClient()
  const document: Document = Reflect.get(globalThis, "document")
  const place = document.createElement("div")
  const root = createRoot(Object(place))
  await act(async () => root.render(pageOf({ config, queries, Page, strict: options.strict ?? true })))
  const [connector] = config.connectors
  if (connector) await act(() => connect(config, { connector }))
  const page = {
    place,
    config,
    queries,
    /** Waits until the page shows something, however long that takes; the test's own time-out ends what hangs. */
    until: async (text: RegExp) => {
      while (pages.has(page) && !text.test(place.textContent ?? "")) await act(() => sleep(20))
      expect(place.textContent, "the page").to.match(text)
    },
    leave: async () => {
      pages.delete(page)
      await act(async () => root.unmount())
      // Timers of what is not used any more would keep the process alive.
      queries.clear()
    },
  }
  pages.add(page)
  return page
}

type Parts = {
  readonly config: Config
  readonly queries: QueryClient
  readonly Page: () => ReactNode
  readonly strict: boolean
}

function pageOf({ config, queries, Page, strict }: Parts) {
  const page = createElement(Page)
  const children = createElement(QueryClientProvider, { client: queries }, page)
  const whole = createElement(WagmiProvider, { config, reconnectOnMount: false, children })
  return strict ? createElement(StrictMode, null, whole) : whole
}
