import { accrued, getState, isEscrowError, type Rental } from "@gpuflow/escrow"
import {
  useClaims,
  useHostRecord,
  useMachine,
  useMarket,
  useMeter,
  useRental,
  useRentalAction,
} from "@gpuflow/escrow/react"
import { GlobalRegistrator } from "@happy-dom/global-registrator"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { expect } from "chai"
import type { Document } from "happy-dom"
import { act, createElement, type ReactNode } from "react"
import { createRoot } from "react-dom/client"
import { keccak256, toHex } from "viem"
import { polygon } from "viem/chains"
import { createConfig, WagmiProvider } from "wagmi"
import { connect } from "wagmi/actions"
import { injected } from "wagmi/connectors"
import { stopClock } from "../support/clock.ts"
import { placeMulticall } from "../support/multicall.ts"
import { HOUR, running } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, transport, type World } from "../support/sharedChain.ts"
import { sleep } from "../support/until.ts"

const { loadFixture, time } = networkHelpers

describe("SDK: React hooks", () => {
  before(() => {
    GlobalRegistrator.register()
    Reflect.set(globalThis, "IS_REACT_ACT_ENVIRONMENT", true)
  })
  after(() => GlobalRegistrator.unregister())

  /** A wallet as a page finds it, with the renter's account. */
  function walletOf({ renter }: World) {
    const { request } = transport((method, answer) => (method === "eth_accounts" ? [renter.account.address] : answer), {
      // The chain in the process knows no permission to give.
      eth_requestAccounts: "eth_accounts",
    })({ chain: polygon })
    return { request, on() {}, removeListener() {} }
  }

  /** Renders what `Page` returns, as the renter, whose wallet is connected. */
  async function show(world: World, Page: () => ReactNode) {
    const config = createConfig({
      chains: [polygon],
      connectors: [
        injected({ target: { id: "test", name: "Test", provider: walletOf(world) }, shimDisconnect: false }),
      ],
      transports: { [polygon.id]: transport() },
      pollingInterval: 50,
    })
    const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
    const document: Document = Reflect.get(globalThis, "document")
    const place = document.createElement("div")
    const root = createRoot(place)
    const page = createElement(Page)
    const withQueries = createElement(QueryClientProvider, { client: queries }, page)
    await act(async () =>
      root.render(createElement(WagmiProvider, { config, reconnectOnMount: false, children: withQueries })),
    )
    const [connector] = config.connectors
    if (connector) await act(() => connect(config, { connector }))
    return {
      place,
      /** Waits until the page shows something. */
      until: async (text: RegExp) => {
        for (let tries = 0; tries < 10_000 && !text.test(place.textContent ?? ""); ++tries) await act(() => sleep(20))
        expect(place.textContent, "the page").to.match(text)
      },
      leave: () => act(async () => root.unmount()),
    }
  }

  /** wagmi gathers calls in Multicall3, which is on every chain that it knows. */
  async function onPolygon() {
    const world = await deployed()
    await placeMulticall(chain)
    return world
  }

  const words = (...parts: unknown[]) => parts.map(String).join(" ")

  it("default: useRental, useMachine, useMarket, useClaims and useHostRecord show the chain", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, token, client } = world
    const { id, rental } = await running(world)
    const { host, machine } = rental.offer
    const latest = await client.getBlock()
    const page = await show(world, () => {
      const found = useRental({ escrow, id }).data
      const place = useMachine({ escrow, host, machine }).data
      const market = useMarket({ escrow, token }).data
      const claims = useClaims({ escrow, rentals: [rental] }).data
      const record = useHostRecord({ escrow, host, fromBlock: 0n }).data
      return words(found?.state.status, place?.busyUntil, market?.feeBps, claims?.[0]?.isDue, record?.rentals)
    })

    await page.until(new RegExp(`^Active ${latest.timestamp + HOUR} 1000 false 1$`))
    await page.leave()
  })

  it("behavior: useMeter runs without asking the chain", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow } = world
    const { id, rental } = await running(world)
    const { timestamp } = await world.client.getBlock()
    const clock = stopClock(Number(timestamp + 100n) * 1_000)
    try {
      const page = await show(world, () => words(useMeter(useRental({ escrow, id }).data)))
      const state = await getState(world.client, { escrow, id })
      const shown = (seconds: bigint) => new RegExp(`^${accrued(rental.offer, state, timestamp + seconds)}$`)
      await page.until(shown(100n))
      clock.pass(60_000)
      await page.until(shown(160n))
      await page.leave()
    } finally {
      clock.goOn()
    }
  })

  it("behavior: useRentalAction sends with the connected wallet, and every query is asked again", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow } = world
    const { id, rental } = await running(world)
    await time.increase(600n)
    let press = () => {}
    const page = await show(world, () => {
      const { data } = useRental({ escrow, id })
      const stop = useRentalAction("stop")
      press = () => stop.mutate({ escrow, rental })
      return words(data?.state.status, stop.status, stop.data?.events[0]?.eventName)
    })
    await page.until(/^Active idle/)

    await act(async () => press())

    await page.until(/^Closed success Closed$/)
    await page.leave()
  })

  it("error: the contract's, typed", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow } = world
    const { rental } = await running(world)
    const salted: Rental = { ...rental, salt: keccak256(toHex("no such order")) }
    let press = () => {}
    const page = await show(world, () => {
      const stop = useRentalAction("stop")
      press = () => stop.mutate({ escrow, rental: salted })
      return words(stop.status, isEscrowError(stop.error) ? stop.error.code : (stop.error?.message ?? ""))
    })

    await act(async () => press())

    await page.until(/^error WrongStatus$/)
    await page.leave()
  })
})
