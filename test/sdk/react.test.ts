import { accrued, getState, isEscrowError, type Rental, stop } from "@gpuflow/escrow"
import {
  useClaims,
  useHostRecord,
  useMachine,
  useMarket,
  useMeter,
  useRental,
  useRentalAction,
} from "@gpuflow/escrow/react"
import { expect } from "chai"
import { act } from "react"
import { keccak256, toHex } from "viem"
import { polygonAmoy } from "viem/chains"
import { stopClock } from "../support/clock.ts"
import { inBrowser, makeWallet, onPolygon, show, words } from "../support/reactPage.ts"
import { HOUR, running } from "../support/rentals.ts"
import { networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers

describe("SDK: React hooks", () => {
  inBrowser()

  it("default: useRental, useMachine, useMarket, useClaims and useHostRecord show the chain", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, token, client } = world
    const { id, rental } = await running(world)
    const { host, machine } = rental.offer
    const latest = await client.getBlock()
    const page = await show(() => {
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

  it("behavior: useMeter follows the chain's clock, whatever the device's says, and a tick costs no call", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow } = world
    const { id, rental } = await running(world)
    await time.increase(100n)
    const { timestamp } = await world.client.getBlock()
    // The device is a day behind.
    const clock = stopClock(Number(timestamp - 86_400n) * 1_000)
    try {
      const page = await show(() => words(useMeter(useRental({ escrow, id }).data)))
      const state = await getState(world.client, { escrow, id })
      const shown = (seconds: bigint) => new RegExp(`^${accrued(rental.offer, state, timestamp + seconds)}$`)
      await page.until(shown(0n))
      clock.pass(60_000)
      await page.until(shown(60n))
      await page.leave()
    } finally {
      clock.goOn()
    }
  })

  it("behavior: useRentalAction sends with the connected wallet, and every query is read again", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow } = world
    const { id, rental } = await running(world)
    await time.increase(600n)
    let press = () => {}
    const page = await show(
      () => {
        const { data } = useRental({ escrow, id })
        const stopping = useRentalAction(stop)
        press = () => stopping.mutate({ escrow, rental })
        return words(data?.state.status, stopping.status, stopping.phase, stopping.data?.events[0]?.eventName)
      },
      { wallet: makeWallet(world.renter.account.address) },
    )
    await page.until(/^Active idle idle/)

    await act(async () => press())

    await page.until(/^Closed success done Closed$/)
    await page.leave()
  })

  it("behavior: a wallet on another chain is WrongChain, and switchChain mends it", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow } = world
    const { id, rental } = await running(world)
    const wallet = makeWallet(world.renter.account.address, { chainId: polygonAmoy.id })
    let press = () => {}
    let change = async () => {}
    const page = await show(
      () => {
        const { data } = useRental({ escrow, id })
        const stopping = useRentalAction(stop)
        press = () => stopping.mutate({ escrow, rental })
        change = stopping.switchChain
        const { error } = stopping
        return words(data?.state.status, isEscrowError(error) && error.code === "WrongChain" && error.args.expected)
      },
      { wallet },
    )
    await page.until(/^Active false$/)

    await act(async () => press())
    await page.until(/^Active 137$/)
    expect(wallet.asked, "what the wallet was asked").not.to.include("eth_sendTransaction")
    await act(() => change())
    await act(async () => press())

    await page.until(/^Closed false$/)
    await page.leave()
  })

  it("error: the contract's, typed", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow } = world
    const { rental } = await running(world)
    const salted: Rental = { ...rental, salt: keccak256(toHex("no such order")) }
    let press = () => {}
    const page = await show(
      () => {
        const stopping = useRentalAction(stop)
        press = () => stopping.mutate({ escrow, rental: salted })
        const { error } = stopping
        return words(stopping.status, stopping.phase, isEscrowError(error) ? error.code : (error?.message ?? ""))
      },
      { wallet: makeWallet(world.renter.account.address) },
    )

    await act(async () => press())

    await page.until(/^error failed WrongStatus$/)
    await page.leave()
  })

  it("error: without a wallet", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow } = world
    const { rental } = await running(world)
    let press = () => {}
    const page = await show(() => {
      const stopping = useRentalAction(stop)
      press = () => stopping.mutate({ escrow, rental })
      return words(isEscrowError(stopping.error) ? stopping.error.code : "")
    })

    await act(async () => press())

    await page.until(/^WalletNotConnected$/)
    await page.leave()
  })
})
