import { CancelledError, type Progress, TransactionStalledError, WalletUnansweredError } from "@gpuflow/escrow"
import { expect } from "chai"
import { type Address, createWalletClient, custom, type Hex } from "viem"
import { polygon } from "viem/chains"
import { expectError } from "../support/expectError.ts"
import { failureOf } from "../support/failureOf.ts"
import { type Intercept, interceptedNode, silence } from "../support/interceptedNode.ts"
import { libraries } from "../support/libraries.ts"
import { planners } from "../support/planners.ts"
import { running, wantedDeposit, withoutAllowance } from "../support/rentals.ts"
import { batching } from "../support/roundTrips.ts"
import { deployed, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, mine } = networkHelpers

function clientOf(request: ReturnType<typeof interceptedNode>["request"], account: Address) {
  const transport = custom({ request }, { retryCount: 0 })
  return createWalletClient({ account, chain: polygon, transport, pollingInterval: 5 })
}

/** The phases in a line each. */
const lineOf = (progress: Progress) => {
  if (progress.phase === "checking") return `checking ${progress.what}`
  if (progress.phase === "step") return `${progress.index} of ${progress.count}: ${progress.kind}`
  if (progress.phase === "wallet") return `${progress.wallet}: ${progress.method}`
  if (progress.phase === "included") return `${progress.confirmations} of ${progress.required}`
  return progress.phase
}

for (const [library, connect] of Object.entries(planners)) {
  describe(`SDK: progress of a rental on ${library}`, () => {
    const play = async (intercept: Intercept | undefined, without: readonly ("batch" | "permit")[]) => {
      const world = await loadFixture(withoutAllowance)
      const { request } = interceptedNode(intercept)
      const { planDeposit, runDeposit } = connect(request, world.renter.account.address)
      const lines: string[] = []
      const options = { walletName: "Rabby", onProgress: (progress: Progress) => lines.push(lineOf(progress)) }
      const plan = await planDeposit({ ...(await wantedDeposit(world)), without, ...options })
      await runDeposit({ plan, ...options })
      return lines
    }

    it("default: a permit and a deposit, from the first check to the confirmation", async () => {
      expect(await play(undefined, ["batch"])).to.deep.equal([
        "checking plan",
        "1 of 2: permit",
        "checking payment",
        "Rabby: eth_signTypedData_v4",
        "2 of 2: deposit",
        "checking payment",
        "checking call",
        "Rabby: eth_sendTransaction",
        "sent",
        "1 of 1",
        "confirmed",
      ])
    })

    it("behavior: a batch has an id before it has a hash", async () => {
      expect(await play(batching, [])).to.deep.equal([
        "checking plan",
        "1 of 1: batch",
        "checking payment",
        "Rabby: wallet_sendCalls",
        "batched",
        "sent",
        "1 of 1",
        "confirmed",
      ])
    })

    it("behavior: a signal between two steps names what was sent before", async () => {
      const world = await loadFixture(withoutAllowance)
      const { request } = interceptedNode()
      const { planDeposit, runDeposit } = connect(request, world.renter.account.address)
      const plan = await planDeposit({ ...(await wantedDeposit(world)), without: ["batch", "permit"] })
      const page = new AbortController()
      const hashes: Hex[] = []
      const onProgress = (progress: Progress) => {
        if (progress.phase === "sent") hashes.push(progress.hash)
        if (progress.phase === "confirmed") page.abort()
      }

      const error = await failureOf(runDeposit({ plan, onProgress, signal: page.signal }))

      expect(error, "cancelled").to.be.instanceOf(CancelledError)
      expect(error, "sent").to.have.deep.property("args", { sent: hashes })
      expect(hashes, "the approval").to.have.length(1)
    })

    it("error: Cancelled at any check, and nothing is asked of the account", async () => {
      for (const phase of ["checking", "step"]) {
        const world = await loadFixture(withoutAllowance)
        const { request, asked } = interceptedNode()
        const { planDeposit, runDeposit } = connect(request, world.renter.account.address)
        const plan = await planDeposit(await wantedDeposit(world))
        const page = new AbortController()
        const onProgress = (progress: Progress) => progress.phase === phase && page.abort()

        await expectError(runDeposit({ plan, onProgress, signal: page.signal }), CancelledError, {})

        const questions = asked.filter((method) => /send|sign/i.test(method))
        expect(questions, `asked after ${phase}`).to.deep.equal([])
      }
    })

    it("error: Cancelled while the plan is made, even of a node that never answers", async () => {
      const world = await loadFixture(withoutAllowance)
      const deposit = await wantedDeposit(world)
      const page = new AbortController()
      const { request } = interceptedNode((method, _params, pass) => {
        if (method !== "eth_call") return pass()
        page.abort()
        return silence()
      })
      const { planDeposit } = connect(request, world.renter.account.address)

      await expectError(planDeposit({ ...deposit, signal: page.signal }), CancelledError, {})
      await expectError(planDeposit({ ...deposit, signal: page.signal }), CancelledError, {})
    })
  })
}

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: progress of a verb, on ${library}`, () => {
    it("behavior: each further block is reported until there are enough", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter } = world
      const { rental } = await running(world)
      const { request } = interceptedNode()
      const lines: string[] = []
      const onProgress = async (progress: Progress) => {
        lines.push(lineOf(progress))
        if (progress.phase === "included") await mine(1)
      }

      await sdk.stop(clientOf(request, renter.account.address), { escrow, rental, confirmations: 3, onProgress })

      expect(lines.slice(0, 3), "before it is in a block").to.deep.equal([
        "checking call",
        "undefined: eth_sendTransaction",
        "sent",
      ])
      expect(lines.at(3), "in a block").to.equal("1 of 3")
      expect(lines.at(-1), "deep enough").to.equal("confirmed")
    })

    it("behavior: what a listener throws changes nothing", async () => {
      const world = await loadFixture(deployed)
      const { escrow, renter } = world
      const { rental } = await running(world)
      const failing = () => {
        throw new Error("a bug of the page")
      }
      const rejecting = async () => failing()
      const { request } = interceptedNode()

      const first = await sdk.stop(clientOf(request, renter.account.address), { escrow, rental, onProgress: failing })
      const again = await running(world, {}, "again")
      const second = await sdk.stop(renter, { escrow, rental: again.rental, onProgress: rejecting })

      expect([first.receipt.status, second.receipt.status]).to.deep.equal(["success", "success"])
    })

    it("error: Cancelled before the wallet is asked, WalletUnanswered while it is, TransactionStalled afterwards", async () => {
      const cases = [
        ["checking", CancelledError],
        ["wallet", WalletUnansweredError],
        ["sent", TransactionStalledError],
      ] as const
      for (const [phase, expected] of cases) {
        const world = await loadFixture(deployed)
        const { escrow, renter } = world
        const { rental } = await running(world)
        const { request } = interceptedNode((method, _params, pass) => {
          const isHeld = phase === "wallet" ? method === "eth_sendTransaction" : method === "eth_getTransactionReceipt"
          return isHeld ? silence() : pass()
        })
        const page = new AbortController()
        const onProgress = (progress: Progress) => progress.phase === phase && page.abort()

        const stopping = sdk.stop(clientOf(request, renter.account.address), {
          escrow,
          rental,
          onProgress,
          signal: page.signal,
        })

        expect(await failureOf(stopping), phase).to.be.instanceOf(expected)
      }
    })
  })
}
