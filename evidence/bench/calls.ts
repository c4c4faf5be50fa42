// Counts what plans and verbs ask of a node and of a wallet, from the call to the transaction's hash.
import { dispute, extend, fundBond, interrupt, refund, settle, start, stop, type WaitOptions } from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import { type buildOffer, signOffer } from "@gpuflow/escrow/offer"
import { BrowserProvider } from "ethers"
import { createWalletClient, custom, type Hex, parseEther } from "viem"
import { polygon } from "viem/chains"
import { markdownTable, updateBlock } from "../../scripts/support/pages.ts"
import { NATIVE } from "../../test/support/escrow.ts"
import { placeMulticall } from "../../test/support/multicall.ts"
import { planners } from "../../test/support/planners.ts"
import { deposited, HOUR, makeOffer, makeRental, running, tokenAbi } from "../../test/support/rentals.ts"
import { batching, countRoundTrips } from "../../test/support/roundTrips.ts"
import { chain, deployed, networkHelpers, type World } from "../../test/support/sharedChain.ts"

/** Seconds that a request takes. */
const LATENCY = 0.3

type Library = keyof typeof planners
type Node = ReturnType<typeof countRoundTrips>
type Figures = { readonly calls: number; readonly trips: number }
type Scene = {
  readonly name: string
  /** Plays the action. What leads to it is not counted. */
  readonly play: (world: World, library: Library) => Promise<Figures>
}

/** With one question after the other, and without a reader: calls and round trips on viem, and on ethers. */
const ONE_BY_ONE: Readonly<Record<string, readonly [number, number, number, number]>> = {
  "plan and rent by batch": [29, 20, 46, 24],
  "plan and rent by permit": [48, 28, 67, 30],
  "plan and rent by approval": [44, 32, 64, 32],
  "plan and rent by native coin": [23, 16, 36, 18],
  start: [8, 7, 13, 7],
  stop: [10, 8, 16, 8],
  extend: [8, 7, 13, 7],
  dispute: [8, 7, 13, 7],
  refund: [8, 7, 13, 7],
  interrupt: [10, 8, 16, 8],
  settle: [8, 7, 13, 7],
  fundBond: [8, 7, 13, 7],
}

const ways = {
  batch: { without: [], terms: {}, intercept: batching },
  permit: { without: ["batch"], terms: {}, intercept: undefined },
  approval: { without: ["batch", "permit"], terms: {}, intercept: undefined },
  "native coin": { without: [], terms: { token: NATIVE, pricePerHour: parseEther("1") }, intercept: undefined },
} as const

const plans = Object.entries(ways).map(([way, { without, terms, intercept }]): Scene => {
  return {
    name: `plan and rent by ${way}`,
    play: async (world, library) => {
      const { escrow, renter, host, token } = world
      await renter.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [escrow, 0n] })
      const offer = await makeOffer(world, { startWindow: 0n, ...terms })
      const hostSignature = await signOffer(host, { escrow, offer })
      const node = countRoundTrips(intercept)
      const [wallet, reader] = [node.requestBy("wallet"), node.requestBy("reader")]
      const { planDeposit, runDeposit } = planners[library](wallet, renter.account.address, reader)
      const rental = makeRental(world, offer)
      await runDeposit({ plan: await planDeposit({ escrow, rental, duration: HOUR, hostSignature, without }) })
      return untilHash(node)
    },
  }
})

type Verbs = {
  readonly [verb in "start" | "stop" | "extend" | "dispute" | "refund" | "interrupt" | "settle" | "fundBond"]: {
    readonly terms?: Partial<buildOffer.Parameters>
    readonly by: "host" | "renter" | "payer"
    readonly parameters: (rental: Awaited<ReturnType<typeof deposited>>["rental"], world: World) => object
  }
}

const verbs: Verbs = {
  start: { terms: { startWindow: HOUR }, by: "host", parameters: (rental) => ({ rental }) },
  stop: { by: "renter", parameters: (rental) => ({ rental }) },
  extend: { by: "payer", parameters: (rental) => ({ rental, duration: 2n * HOUR }) },
  dispute: { by: "renter", parameters: (rental) => ({ rental, evidenceURI: "ipfs://evidence" }) },
  refund: { by: "host", parameters: (rental) => ({ rental, refundedSeconds: 1n }) },
  interrupt: { by: "host", parameters: (rental) => ({ rental }) },
  settle: { by: "host", parameters: (rental) => ({ rental }) },
  fundBond: { by: "host", parameters: (_, { token }) => ({ token, amount: 1n }) },
}
const onViem = { start, stop, extend, dispute, refund, interrupt, settle, fundBond }

const actions = Object.entries(verbs).map(([verb, { terms, by, parameters }]): Scene => {
  return {
    name: verb,
    play: async (world, library) => {
      const { escrow } = world
      const { rental } = await (terms ? deposited : running)(world, terms ?? {})
      await networkHelpers.time.increase(verb === "settle" ? 30n * 24n * HOUR : 60n)
      const node = countRoundTrips()
      const given = { escrow, ...parameters(rental, world) }
      await actionsOf(library, node, world[by].account.address)[verb as keyof Verbs](given)
      return untilHash(node)
    },
  }
})

type Act = (parameters: object & WaitOptions) => Promise<unknown>

function actionsOf(library: Library, node: Node, account: Hex): Readonly<Record<keyof Verbs, Act>> {
  const request = node.requestBy("wallet")
  const names = Object.keys(onViem) as (keyof Verbs)[]
  const transport = custom({ request }, { retryCount: 0 })
  const client = createWalletClient({ account, chain: polygon, transport, pollingInterval: 5 })
  const browser = new BrowserProvider({ request }, undefined, { cacheTimeout: -1 })
  browser.pollingInterval = 5
  const table = names.map((name) => {
    const act: Act =
      library === "viem"
        ? (parameters) => (onViem[name] as (by: typeof client, given: object) => Promise<unknown>)(client, parameters)
        : async (parameters) => {
            const signer = await browser.getSigner(account)
            return (onEthers.rentalActions(signer)[name] as (given: object) => Promise<unknown>)(parameters)
          }
    return [name, act]
  })
  return Object.fromEntries(table)
}

const SENDING = ["eth_sendTransaction", "wallet_getCallsStatus"]

/** The last transaction's hash is there when the request that returns it is answered. */
function untilHash({ asked }: Node): Figures {
  const last = asked.findLast(({ method }) => SENDING.includes(method))
  const before = asked.filter(({ round }) => round <= (last?.round ?? 0))
  return { calls: before.length, trips: last?.round ?? 0 }
}

/** Measures, prints the table, and writes it into docs/calls.md. */
export async function benchCalls({ write }: { readonly write: boolean }): Promise<void> {
  const rows: string[][] = []
  const { loadFixture } = networkHelpers
  const fixture = async () => {
    const world = await deployed()
    await placeMulticall(chain)
    return world
  }
  for (const { name, play } of [...plans, ...actions]) {
    const viem = await play(await loadFixture(fixture), "viem")
    const ethers = await play(await loadFixture(fixture), "ethers")
    const [calls, trips, ethersCalls, ethersTrips] = ONE_BY_ONE[name] ?? []
    const cells = [
      [calls, viem.calls],
      [trips, viem.trips],
      [seconds(trips), seconds(viem.trips)],
      [ethersCalls, ethers.calls],
      [ethersTrips, ethers.trips],
      [seconds(ethersTrips), seconds(ethers.trips)],
    ].map((pair) => pair.map((figure) => figure ?? "?").join(" → "))
    rows.push([name, ...cells])
    console.log([name, viem.calls, viem.trips, ethers.calls, ethers.trips].join(", "))
  }
  const head = ["action", "viem: calls", "trips", "time", "ethers: calls", "trips", "time"]
  const table = markdownTable(head, rows, head.slice(1))
  console.log(table.join("\n"))
  if (write) updateBlock("docs/calls.md", "calls", () => table)
  // The chain may still wait for something.
  process.exit(0)
}

function seconds(trips: number | undefined): string | undefined {
  return trips === undefined ? undefined : `${(trips * LATENCY).toFixed(1)} s`
}
