import { deposit, extend, type Progress, ShorterRentalExistsError, stop } from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import { signOffer } from "@gpuflow/escrow/offer"
import {
  type DepositPlan,
  parseDepositPlan,
  planDeposit,
  resumeDeposit,
  runDeposit,
  serializePlan,
} from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { BrowserProvider } from "ethers"
import { type Address, createWalletClient, custom, type Hex, keccak256 } from "viem"
import { polygon } from "viem/chains"
import { failureOf } from "../support/failureOf.ts"
import { type Intercept, interceptedNode } from "../support/interceptedNode.ts"
import { HOUR, makeOffer, makeRental, tokenAbi } from "../support/rentals.ts"
import { batching } from "../support/roundTrips.ts"
import { chain, deployed, networkHelpers, type World } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers

type Stored = { plan: string; hash?: Hex; batch?: string }

async function planned(world: World, intercept?: Intercept) {
  const { escrow, host, renter } = world
  const offer = await makeOffer(world, { startWindow: 0n })
  const hostSignature = await signOffer(host, { escrow, offer })
  const { request } = interceptedNode(intercept)
  const client = clientOf(request, renter.account.address)
  const deposit = { escrow, rental: makeRental(world, offer), duration: HOUR, hostSignature }
  const plan = await planDeposit(client, intercept ? deposit : { ...deposit, without: ["batch"] })
  return { client, plan, stored: { plan: serializePlan(plan) } as Stored }
}

function clientOf(request: ReturnType<typeof interceptedNode>["request"], account: Address) {
  const transport = custom({ request }, { retryCount: 0 })
  return createWalletClient({ account, chain: polygon, transport, pollingInterval: 5 })
}

/** Stores what the progress reports, and leaves the page at a phase. */
async function runUntil(phase: Progress["phase"], { client, plan, stored }: Awaited<ReturnType<typeof planned>>) {
  const page = new AbortController()
  const onProgress = (progress: Progress) => {
    if (progress.phase === "sent") stored.hash = progress.hash
    if (progress.phase === "batched") stored.batch = progress.id
    if (progress.phase === phase) page.abort()
  }
  await failureOf(runDeposit(client, { plan, onProgress, signal: page.signal }))
  return stored
}

type Parameters = Omit<Stored, "plan"> & { plan: DepositPlan; stalledAfter?: number }

const libraries = {
  viem: ({ renter }: World, parameters: Parameters, wallet: Intercept) =>
    resumeDeposit(clientOf(interceptedNode(wallet).request, renter.account.address), parameters),
  ethers: async ({ renter }: World, parameters: Parameters, wallet: Intercept) => {
    const browser = new BrowserProvider(interceptedNode(wallet), undefined, { cacheTimeout: -1 })
    browser.pollingInterval = 5
    return onEthers.rentalActions(await browser.getSigner(renter.account.address)).resumeDeposit(parameters)
  },
}

for (const [library, resume] of Object.entries(libraries)) {
  const resumed = (world: World, { plan, ...sent }: Stored, wallet = batching) =>
    resume(world, { plan: parseDepositPlan(plan), stalledAfter: 0.05, ...sent }, wallet)

  describe(`SDK: resumeDeposit on ${library}`, () => {
    it("default: paid, when the page left after the transaction was sent, and ever after", async () => {
      const world = await loadFixture(deployed)
      const page = await planned(world)
      const { id } = page.plan.summary

      const stored = await runUntil("sent", page)

      const outcome = await resumed(world, stored)
      expect([outcome.status, outcome.id], "with the hash").to.deep.equal(["paid", id])
      expect((await resumed(world, { plan: stored.plan })).status, "without").to.equal("paid")
      await stop(world.renter, { escrow: world.escrow, rental: page.plan.deposit.rental })
      expect((await resumed(world, stored)).status, "of a rental that is over").to.equal("paid")
    })

    it("behavior: paid by a batch, of which only the wallet's id was stored", async () => {
      const world = await loadFixture(deployed)

      const { renter, token, escrow } = world
      await renter.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [escrow, 0n] })

      const { plan, batch } = await runUntil("batched", await planned(world, batching))

      expect(batch, "id").to.be.a("string")
      expect((await resumed(world, { plan, ...(batch ? { batch } : {}) })).status).to.equal("paid")
    })

    it("behavior: pending with the wallet's id of a batch that a Safe's owners have not signed, and paid after that", async () => {
      const world = await loadFixture(deployed)
      const { renter, token, escrow } = world
      await renter.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [escrow, 0n] })
      // A Safe's id is not the hash of a transaction.
      const batch = "safe:0x5afe"
      let calls: readonly { to: Address; data: Hex }[] = []
      const page = await planned(world, (method, params, pass) => {
        if (method === "wallet_getCapabilities") return { "0x89": { atomic: { status: "supported" } } }
        if (method === "wallet_getCallsStatus") return { id: batch, status: 100 }
        if (method !== "wallet_sendCalls") return pass()
        calls = Object(params[0]).calls
        return { id: batch }
      })
      const stored = await runUntil("batched", page)
      const { id } = page.plan.summary
      let executed: Hex | undefined
      const wallet: Intercept = (method, params, pass) => {
        if (method !== "wallet_getCallsStatus") return pass()
        if (params[0] !== batch) throw new Error("The wallet does not know the batch.")
        return executed === undefined
          ? { id: batch, status: 100 }
          : { id: batch, status: 200, receipts: [{ transactionHash: executed }] }
      }

      expect(stored.batch, "stored").to.equal(batch)
      expect(await resumed(world, stored, wallet), "while owners sign").to.deep.equal({ status: "pending", id, batch })
      for (const { to, data } of calls) executed = await renter.sendTransaction({ to, data })
      expect((await resumed(world, stored, wallet)).status, "after that").to.equal("paid")
    })

    it("behavior: unpaid, when nothing was sent; the same plan is then carried out", async () => {
      const world = await loadFixture(deployed)
      const { client, plan, stored } = await planned(world)

      expect((await resumed(world, stored)).status).to.equal("unpaid")

      const { id } = await runDeposit(client, { plan: parseDepositPlan(stored.plan) })
      expect(id).to.equal(plan.summary.id)
      expect((await resumed(world, stored)).status).to.equal("paid")
    })

    it("behavior: pending, while no node shows the transaction", async () => {
      const world = await loadFixture(deployed)
      const { plan, stored } = await planned(world)
      const hash = keccak256("0x5afe")

      expect(await resumed(world, { ...stored, hash })).to.deep.equal({ status: "pending", id: plan.summary.id, hash })
    })

    it("error: failed with ShorterRentalExists, if the rental was paid for less time; paid once it is extended", async () => {
      const world = await loadFixture(deployed)
      const { escrow, payer, renter } = world
      const { plan, stored } = await planned(world)
      const { rental, duration, ...terms } = plan.deposit
      const { id } = plan.summary

      await deposit(payer, { ...terms, rental, duration: duration - 1n })

      const outcome = await resumed(world, stored)
      expect(outcome.status, "for less time").to.equal("failed")
      const cause = outcome.status === "failed" && outcome.cause
      expect(cause).to.be.instanceOf(ShorterRentalExistsError)
      expect(cause)
        .to.have.property("args")
        .that.deep.equals({ id, duration, paidDuration: duration - 1n })
      await extend(renter, { escrow, rental, duration })
      expect((await resumed(world, stored)).status, "extended").to.equal("paid")
      await extend(renter, { escrow, rental, duration: duration + 1n })
      expect((await resumed(world, stored)).status, "and for longer").to.equal("paid")
    })

    it("behavior: pending, while a payment is under way for a rental that was paid for less time", async () => {
      const world = await loadFixture(deployed)
      const { plan, stored } = await planned(world)
      const hash = keccak256("0x5afe")

      await deposit(world.payer, { ...plan.deposit, duration: plan.deposit.duration - 1n })

      const outcome = await resumed(world, { ...stored, hash })
      expect(outcome).to.deep.equal({ status: "pending", id: plan.summary.id, hash })
    })

    it("error: failed with ShorterRentalExists, if the transaction came after another's for less time", async () => {
      const world = await loadFixture(deployed)
      const { plan, stored } = await planned(world)
      const request = plan.steps.find((step) => step.kind === "deposit")
      if (request?.kind !== "deposit") throw new Error("The plan has no deposit.")
      await deposit(world.payer, { ...plan.deposit, duration: plan.deposit.duration - 1n })
      const { to, data } = request.request
      await failureOf(world.renter.sendTransaction({ to, data, gas: 1_000_000n }))
      const { transactions } = await chain.client.getBlock()
      const [hash] = transactions
      if (!hash) throw new Error("Nothing is in the block.")

      const outcome = await resumed(world, { ...stored, hash })

      expect(outcome.status).to.equal("failed")
      expect(outcome.status === "failed" && outcome.cause).to.have.property("code", "ShorterRentalExists")
    })

    it("behavior: failed, with the contract's error, if another rental took the machine", async () => {
      const world = await loadFixture(deployed)
      const first = await planned(world)
      const { payer } = world
      const request = first.plan.steps.find((step) => step.kind === "deposit")
      if (request?.kind !== "deposit") throw new Error("The plan has no deposit.")
      const { rental, ...terms } = first.plan.deposit
      const other = { ...rental, salt: keccak256("0x07") }
      await runDeposit(payer, {
        plan: await planDeposit(payer, { ...terms, rental: other, accept: ["payer"] }),
      })
      const { to, data } = request.request
      const gas = 1_000_000n
      await failureOf(world.renter.sendTransaction({ to, data, gas }))
      const { transactions } = await chain.client.getBlock()
      const [hash] = transactions
      if (!hash) throw new Error("Nothing is in the block.")

      const outcome = await resumed(world, { ...first.stored, hash })

      expect(outcome.status).to.equal("failed")
      expect(outcome.status === "failed" && outcome.cause).to.have.property("code", "MachineBusy")
    })
  })
}
