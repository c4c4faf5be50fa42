import { deposit, getAccrued, isEscrowError, stop } from "@gpuflow/escrow"
import { signOffer } from "@gpuflow/escrow/offer"
import {
  getAccruedQueryKey,
  getStakeQueryKey,
  getStateQueryKey,
  type Phase,
  useAccrued,
  useClaims,
  useEvents,
  usePayment,
  usePlanDeposit,
  usePlanPayment,
  useRent,
  useRental,
  useRentalAction,
  useRentalState,
  useRentalsOf,
  useStake,
  useStoredDeposits,
} from "@gpuflow/escrow/react"
import { expect } from "chai"
import { act } from "react"
import { type Address, type Hex, keccak256, toHex } from "viem"
import { polygonAmoy } from "viem/chains"
import { holding, inBrowser, makeStorage, makeWallet, onPolygon, show, words } from "../support/reactPage.ts"
import { HOUR, makeOffer, makeRental, running, tokenAbi } from "../support/rentals.ts"
import { networkHelpers, transport, type World } from "../support/sharedChain.ts"
import { sleep } from "../support/until.ts"

const { loadFixture, time } = networkHelpers

/** What a renter wants to rent. */
async function wantedOf(world: World) {
  const offer = await makeOffer(world, { startWindow: 0n, machine: keccak256(toHex("free")) })
  const hostSignature = await signOffer(world.host, { escrow: world.escrow, offer })
  return { escrow: world.escrow, rental: makeRental(world, offer, "page"), duration: HOUR, hostSignature }
}

/** A transport, and its requests by their method. */
function counting() {
  const asked: string[] = []
  const read = transport((method, answer) => {
    asked.push(method)
    return answer
  })
  return {
    asked,
    transport: read,
    /** Waits for a second, longer than the pause between two polls, without a request that is unwanted. */
    async untilQuiet(isUnwanted: (method: string) => boolean = () => true) {
      do {
        asked.length = 0
        for (let round = 0; round < 50; ++round) await act(() => sleep(20))
      } while (asked.some(isUnwanted))
    },
  }
}

describe("SDK: a page on React", () => {
  inBrowser()

  it("behavior: a second tab and another party's action are seen, and the polls end with the rental", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, renter } = world
    const { id, rental } = await running(world)
    const requests = counting()
    let press = () => {}
    const Status = () => {
      const { data } = useRental({ escrow, id })
      return words(data?.state.status, useStake({ escrow, rental }).data !== undefined)
    }
    const Page = () => {
      const stopping = useRentalAction(stop)
      press = () => stopping.mutate({ escrow, rental })
      return words(Status(), stopping.error)
    }
    const first = await show(Page, { wallet: makeWallet(renter.account.address) })
    const second = await show(Status, { transport: requests.transport })
    await first.until(/^Active true null$/)
    await second.until(/^Active true$/)

    await time.increase(600n)
    await act(async () => press())

    await first.until(/^Closed true null$/)
    await second.until(/^Closed true$/)
    // A poll that was on its way may still be answered. Polls that went on would never leave a second free.
    await requests.untilQuiet()
    await first.leave()
    await second.leave()
  })

  it("behavior: a rental's polls go on while only another query has found it closed", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, renter } = world
    const { id, rental } = await running(world)
    const node = holding()
    const page = await show(
      () => words(useRental({ escrow, id }).data?.state.status, useStake({ escrow, rental }).data),
      { transport: node.transport },
    )
    await page.until(/^Active \d+$/)
    node.hold()
    await act(() => node.untilHeld())
    await time.increase(600n)
    await stop(renter, { escrow, rental })
    node.pass()

    await act(() => page.queries.refetchQueries({ queryKey: getStakeQueryKey({ chainId: 137, escrow, rental }) }))
    await act(async () => node.release())

    await page.until(/^Closed \d+$/)
    await page.leave()
  })

  it("behavior: what follows from a rental is read again after another query has found it closed", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, renter, client } = world
    const { rental } = await running(world)
    const node = holding()
    const page = await show(
      () => words(useRentalState({ escrow, rental }).data?.status, useAccrued({ escrow, rental }).data),
      { transport: node.transport },
    )
    await page.until(/^Active \d+$/)
    node.hold()
    await act(() => node.untilHeld())
    await time.increase(600n)
    await stop(renter, { escrow, rental })
    const last = await getAccrued(client, { escrow, rental })
    node.pass()

    const of = { chainId: 137, escrow, rental }
    await act(() => page.queries.refetchQueries({ queryKey: getStateQueryKey(of) }))
    await act(() => page.queries.cancelQueries({ queryKey: getAccruedQueryKey(of) }))

    await page.until(new RegExp(`^Closed ${last}$`))
    await act(async () => node.release())
    await page.until(new RegExp(`^Closed ${last}$`))
    await page.leave()
  })

  it("behavior: claims of a rental that is not paid yet are polled, until it is closed", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, renter } = world
    const rental = makeRental(world, await makeOffer(world, { startWindow: 0n }), "later")
    const requests = counting()
    const page = await show(() => words(useClaims({ escrow, rentals: [rental] }).data?.length), {
      transport: requests.transport,
    })
    await page.until(/^0$/)
    await running(world, {}, "later")
    await page.until(/^1$/)
    await time.increase(600n)
    await stop(renter, { escrow, rental })
    await page.until(/^0$/)
    await requests.untilQuiet()
    await page.leave()
  })

  it("behavior: a change before a follower has its first block is read", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, renter } = world
    const { id, rental } = await running(world)
    let isHolding = true
    const held: (() => void)[] = []
    const page = await show(
      () => words(useRental({ escrow, id }).data?.state.status, useEvents({ escrow }).cursor !== undefined),
      {
        transport: transport(async (method, answer) => {
          // The follower's first block. The rental is read without a block.
          if (isHolding && method === "eth_chainId") await new Promise<void>((resolve) => held.push(resolve))
          return answer
        }),
      },
    )
    await page.until(/^Active false$/)
    await page.queries.cancelQueries()
    await time.increase(600n)
    await stop(renter, { escrow, rental })
    isHolding = false
    await act(async () => {
      for (const give of held) give()
    })

    await page.until(/^Closed true$/)
    await page.leave()
  })

  it("behavior: with a follower of the events nothing is polled, and what they change is read again", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, renter } = world
    const { id, rental } = await running(world)
    const requests = counting()
    const page = await show(
      () => {
        const { data } = useRental({ escrow, id })
        const { events, error } = useEvents({ escrow })
        return words(data?.state.status, events.map(({ eventName }) => eventName).join(), error?.message)
      },
      { transport: requests.transport },
    )
    await page.until(/^Active/)
    await requests.untilQuiet((method) => method === "eth_call")

    await time.increase(600n)
    await stop(renter, { escrow, rental })
    await page.until(/^Closed Closed/)
    await page.leave()
  })

  it("behavior: an event that a reorganisation takes back is withdrawn, and what it changed is read again", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, renter } = world
    const { id, rental } = await running(world)
    const withdrawn: string[] = []
    const page = await show(() => {
      const { data } = useRental({ escrow, id })
      const { events } = useEvents({
        escrow,
        onBatch: ({ removed }) => withdrawn.push(...removed.map(({ eventName }) => eventName)),
      })
      return words(data?.state.status, "events:", events.map(({ eventName }) => eventName).join())
    })
    await page.until(/^Active events: $/)
    const before = await networkHelpers.takeSnapshot()
    await time.increase(600n)
    await stop(renter, { escrow, rental })
    await page.until(/^Closed events: Closed$/)

    await before.restore()
    // The other branch is longer, so that its blocks are seen.
    await networkHelpers.mine(5)

    await page.until(/^Active events: $/)
    expect(withdrawn, "withdrawn").to.deep.equal(["Closed"])
    await page.leave()
  })

  it("behavior: `query` and undefined parameters", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow } = world
    const { id } = await running(world)
    const requests = counting()
    const page = await show(
      () => {
        const status = useRental({ escrow, id, query: { select: ({ state }) => state.status } }).data
        const skipped = useRental({ escrow, id: undefined }).fetchStatus
        const disabled = useRental({ escrow, id: keccak256("0x01"), query: { enabled: false } }).fetchStatus
        const unknown = useRental({ escrow, id: keccak256("0x02") }).error
        return words(status, skipped, disabled, isEscrowError(unknown) && unknown.code)
      },
      { transport: requests.transport },
    )

    await page.until(/^Active idle idle RentalNotFound$/)
    await page.leave()
  })

  it("behavior: useRent plans and pays, shows its phases, and lists of rentals follow", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, renter } = world
    const wanted = await wantedOf(world)
    const wallet = makeWallet(renter.account.address, { pause: 100 })
    const storage = makeStorage()
    const phases: Phase[] = []
    let press = () => {}
    const page = await show(
      () => {
        const plan = usePlanDeposit({ ...wanted, accept: ["challengeWindow"] }).data
        const renting = useRent()
        const list = useRentalsOf({ escrow, renter: renter.account.address, fromBlock: 0n }).data
        if (phases.at(-1) !== renting.phase) phases.push(renting.phase)
        press = () => plan && renting.mutate({ plan })
        return words(plan?.steps.length, renting.status, renting.data?.alreadyPaid, list?.deposits.length)
      },
      { wallet, storage },
    )
    await page.until(/^\d idle undefined 0$/)

    await act(async () => press())

    await page.until(/^\d success false 1$/)
    expect(phases[0], "before").to.equal("idle")
    expect(phases, "on the way").to.include.members(["checking", "wallet"])
    expect(phases.at(-1), "at the end").to.equal("done")
    expect(
      storage.written.some((text) => text.includes("hash")),
      "the hash was stored",
    ).to.equal(true)
    expect(JSON.stringify([...storage.items]), "what is stored at the end").not.to.match(/hash/)
    await page.leave()
  })

  it("behavior: a page that is loaded again finds its deposit, and pays a rental only once", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, renter } = world
    const wanted = await wantedOf(world)
    const wallet = makeWallet(renter.account.address)
    const storage = makeStorage()
    let press = () => {}
    let forget = async () => {}
    const Page = () => {
      const renting = useRent()
      const [stored] = useStoredDeposits({ escrow })
      press = () => renting.mutate({ ...wanted, accept: ["challengeWindow"] })
      forget = async () => stored?.forget()
      const { error } = renting
      return words(renting.phase, renting.data?.alreadyPaid, stored?.deposit?.status, error?.message ?? "")
    }
    const first = await show(Page, { wallet, storage })
    wallet.refuse(Object.assign(new Error("User rejected the request."), { code: 4001 }))
    await act(async () => press())
    await first.until(/^failed undefined unpaid .*rejected/)
    await first.leave()

    const second = await show(Page, { wallet, storage })
    await second.until(/^idle undefined unpaid/)
    await act(async () => press())
    await second.until(/^done false undefined/)
    await act(async () => press())
    await second.until(/^done true undefined/)
    await act(() => forget())
    await second.leave()
  })

  it("error: useRent does not take a rental that was paid for less time for its own", async () => {
    const world = await loadFixture(onPolygon)
    const { payer, renter } = world
    const wanted = await wantedOf(world)
    let press = () => {}
    const page = await show(
      () => {
        const { mutate, phase, data, error } = useRent()
        press = () => mutate({ ...wanted, accept: ["challengeWindow"] })
        return words(phase, data?.alreadyPaid, error && isEscrowError(error) ? error.code : "")
      },
      { wallet: makeWallet(renter.account.address), storage: makeStorage() },
    )
    await page.until(/^idle/)
    await deposit(payer, { ...wanted, duration: wanted.duration - 1n })
    await act(async () => press())
    await page.until(/^failed undefined ShorterRentalExists/)
    await page.leave()
  })

  it("error: a stored deposit fails while its rental is paid for less time, and is paid once it is extended", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, payer, renter } = world
    const wanted = await wantedOf(world)
    const wallet = makeWallet(renter.account.address)
    const storage = makeStorage()
    let press = () => {}
    let extendIt = () => {}
    const Page = () => {
      const renting = useRent()
      const { mutate } = usePayment()
      const [stored] = useStoredDeposits({ escrow })
      press = () => renting.mutate({ ...wanted, accept: ["challengeWindow"] })
      const { rental, duration } = wanted
      extendIt = () => mutate({ verb: "extend", parameters: { escrow, rental, duration } })
      const cause = stored?.deposit?.status === "failed" ? stored.deposit.cause : undefined
      return words(renting.phase, stored?.deposit?.status, isEscrowError(cause) ? cause.code : "")
    }
    const first = await show(Page, { wallet, storage })
    await first.until(/^idle/)
    wallet.refuse(Object.assign(new Error("User rejected the request."), { code: 4001 }))
    await act(async () => press())
    await first.until(/^failed unpaid/)
    await first.leave()
    await deposit(payer, { ...wanted, duration: wanted.duration - 1n })

    const second = await show(Page, { wallet, storage })
    await second.until(/^idle failed ShorterRentalExists$/)
    expect(JSON.stringify([...storage.items]), "it is still stored").to.match(/plan/)
    await act(async () => extendIt())

    await second.until(/^idle (paid|undefined) $/)
    await second.leave()
  })

  it("behavior: a deposit that was paid after its page was closed is found, and not stored any more", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, renter } = world
    const wanted = await wantedOf(world)
    const wallet = makeWallet(renter.account.address)
    const storage = makeStorage()
    const key = "wagmi.rentalEscrow.deposits"
    let press = () => {}
    const first = await show(
      () => {
        const renting = useRent()
        press = () => renting.mutate({ ...wanted, accept: ["challengeWindow"] })
        return renting.phase
      },
      { wallet, storage },
    )
    await act(async () => press())
    await first.until(/^done$/)
    await first.leave()
    // What a page leaves that is closed before it hears of the block.
    const left = storage.written.findLast((text) => text.includes("hash")) ?? ""
    storage.setItem(key, left)

    const second = await show(() => words(...useStoredDeposits({ escrow }).map(({ deposit }) => deposit?.status)), {
      wallet,
      storage,
    })

    await second.until(/^paid$/)
    expect(left, "what was left").to.match(/hash/)
    expect(storage.items.get(key), "what is stored").not.to.match(/hash/)
    await second.leave()
  })

  it("behavior: a batch that a Safe's owners sign after a reload is pending, and then paid and not stored any more", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, token, renter } = world
    await renter.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [escrow, 0n] })
    const wanted = await wantedOf(world)
    const batch = "safe:0x5afe"
    let calls: readonly { to: Address; data: Hex }[] = []
    let executed: Hex | undefined
    const proposing = () => {
      const wallet = makeWallet(renter.account.address)
      const request: typeof wallet.request = async (call) => {
        const [given] = Array.isArray(call.params) ? call.params : []
        if (call.method === "wallet_getCapabilities") return { "0x89": { atomic: { status: "supported" } } }
        if (call.method === "wallet_sendCalls") {
          calls = Object(given).calls
          return { id: batch }
        }
        if (call.method !== "wallet_getCallsStatus") return wallet.request(call)
        if (given !== batch) throw new Error("The wallet does not know the batch.")
        return executed === undefined
          ? { id: batch, status: 100 }
          : { id: batch, status: 200, receipts: [{ transactionHash: executed }] }
      }
      return { ...wallet, request }
    }
    const storage = makeStorage()
    let press = () => {}
    let close = () => {}
    const first = await show(
      () => {
        const renting = useRent()
        press = () => renting.mutate({ ...wanted, accept: ["challengeWindow"] })
        close = renting.cancel
        return renting.phase
      },
      { wallet: proposing(), storage },
    )
    await act(async () => press())
    await first.until(/^batched$/)
    // The reload ends the wait. What was proposed stays with the Safe.
    await act(async () => close())
    await first.until(/^cancelled$/)
    await first.leave()
    const Unfinished = () => {
      const deposits = useStoredDeposits({ escrow })
      return words(...deposits.map((stored) => `${stored.batch} ${stored.hash} ${stored.deposit?.status}`))
    }

    const second = await show(Unfinished, { wallet: proposing(), storage })
    await second.until(/^safe:0x5afe undefined pending$/)
    for (const { to, data } of calls) executed = await renter.sendTransaction({ to, data })

    await second.until(/^safe:0x5afe undefined paid$/)
    expect(storage.items.get("wagmi.rentalEscrow.deposits"), "what is stored").to.equal("[]")
    await second.leave()
    const third = await show(() => words("unfinished:", Unfinished()), { wallet: proposing(), storage })
    await third.until(/^unfinished: $/)
    await third.leave()
  })

  it("behavior: a plan is made on the escrow's chain, even while the wallet is on another", async () => {
    const world = await loadFixture(onPolygon)
    const wanted = await wantedOf(world)
    const wallet = makeWallet(world.renter.account.address, { chainId: polygonAmoy.id })
    let press = () => {}
    let change = async () => {}
    const page = await show(
      () => {
        const { data: plan, error } = usePlanDeposit({ ...wanted, accept: ["challengeWindow"] })
        const renting = useRent()
        press = () => plan && renting.mutate({ plan })
        change = renting.switchChain
        const refused = renting.error
        return words(plan?.chainId ?? error?.message, renting.phase, isEscrowError(refused) && refused.code)
      },
      { wallet },
    )
    await page.until(/^137 idle false$/)

    await act(async () => press())
    await page.until(/^137 failed WrongChain$/)
    await act(() => change())
    await act(async () => press())

    await page.until(/^137 done false$/)
    await page.leave()
  })

  it("behavior: usePayment plans a dispute on the escrow's chain, pays its stake, and carries out a plan that was shown", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow, renter } = world
    const { rental } = await running(world)
    await time.increase(HOUR / 2n)
    const wallet = makeWallet(renter.account.address, { chainId: polygonAmoy.id, pause: 100 })
    const phases: Phase[] = []
    let extend = () => {}
    let dispute = () => {}
    let change = async () => {}
    const page = await show(
      () => {
        const longer = { escrow, rental, duration: 2n * HOUR }
        const { data: plan } = usePlanPayment({ verb: "extend", parameters: longer })
        const { data: found } = useRental({ escrow, rental })
        const paying = usePayment()
        if (phases.at(-1) !== paying.phase) phases.push(paying.phase)
        extend = () => plan && paying.mutate({ plan })
        dispute = () =>
          paying.mutate({ verb: "dispute", parameters: { escrow, rental, evidenceURI: "ipfs://evidence" } })
        change = paying.switchChain
        const { error } = paying
        const code = isEscrowError(error) && error.code
        return words(found?.state.status, found?.state.duration, plan?.steps.length, paying.phase, code)
      },
      { wallet },
    )
    await page.until(/^Active 3600 \d idle false$/)

    await act(async () => extend())
    await page.until(/ failed WrongChain$/)
    await act(() => change())
    await act(async () => extend())
    await page.until(/^Active 7200 \d done false$/)
    await act(async () => dispute())

    await page.until(/^Disputed 7200 \d done false$/)
    expect(phases, "on the way").to.include.members(["checking", "wallet"])
    await page.leave()
  })

  it("behavior: a page cancels while the wallet is asked, and its phase says so", async () => {
    const world = await loadFixture(onPolygon)
    const { escrow } = world
    const { rental } = await running(world)
    await time.increase(600n)
    const wallet = makeWallet(world.renter.account.address)
    wallet.hang()
    let press = () => {}
    let cancel = () => {}
    const page = await show(
      () => {
        const stopping = useRentalAction(stop)
        press = () => stopping.mutate({ escrow, rental })
        cancel = stopping.cancel
        const { progress } = stopping
        return words(stopping.phase, progress?.phase === "wallet" && progress.wallet)
      },
      { wallet },
    )

    await act(async () => press())
    await page.until(/^wallet Test$/)
    await act(async () => cancel())

    await page.until(/^cancelled/)
    await page.leave()
  })
})
