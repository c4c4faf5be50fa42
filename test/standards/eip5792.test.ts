import { deposit } from "@gpuflow/escrow"
import { signOffer } from "@gpuflow/escrow/offer"
import { BatchFailedError } from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { type Hex, isHex } from "viem"

import { interceptedNode, rpcError } from "../support/interceptedNode.ts"
import { planners } from "../support/planners.ts"
import { HOUR, makeOffer, makeRental, tokenAbi } from "../support/rentals.ts"
import { deployed, networkHelpers, type World } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers

/** The renter has dollars, and has allowed nobody to take any. */
async function fresh() {
  const world = await deployed()
  const { escrow, token, renter } = world
  await renter.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [escrow, 0n] })
  return world
}

async function wanted(world: World) {
  const { escrow, host } = world
  const offer = await makeOffer(world, { startWindow: 0n })
  const hostSignature = await signOffer(host, { escrow, offer })
  return { escrow, rental: makeRental(world, offer), duration: HOUR, hostSignature }
}

type Answers = Readonly<Record<string, (params: readonly unknown[]) => unknown>>
const SUPPORTED = { "0x89": { atomic: { status: "supported" } } }

for (const [library, connect] of Object.entries(planners)) {
  describe(`EIP-5792 on ${library}`, () => {
    /** A wallet with answers of its own, and what it was asked. */
    async function planned(answers: Answers) {
      const world = await loadFixture(fresh)
      const { request, asked } = interceptedNode((method, params, pass) => (answers[method] ?? (() => pass()))(params))
      const actions = connect(request, world.renter.account.address)
      const plan = await actions.planDeposit(await wanted(world))
      return { world, actions, plan, asked, isBatch: plan.steps[0]?.kind === "batch" }
    }

    it("wallet_getCapabilities: only atomic 'supported' on the chain, or on 0x0, is a promise", async () => {
      const cases: readonly (readonly [label: string, capabilities: unknown, isBatch: boolean])[] = [
        ["supported", SUPPORTED, true],
        ["ready: the user would have to upgrade the account", { "0x89": { atomic: { status: "ready" } } }, false],
        ["unsupported", { "0x89": { atomic: { status: "unsupported" } } }, false],
        ["for all chains", { "0x0": { atomic: { status: "supported" } } }, true],
        [
          "the chain's own word before that of all chains",
          { "0x0": SUPPORTED["0x89"], "0x89": { atomic: { status: "unsupported" } } },
          false,
        ],
        ["another chain", { "0x2105": { atomic: { status: "supported" } } }, false],
        ["other capabilities alone", { "0x89": { paymasterService: { supported: true } } }, false],
        ["none", {}, false],
      ]
      for (const [label, capabilities, isBatch] of cases) {
        const seen = await planned({ wallet_getCapabilities: () => capabilities })
        expect(seen.isBatch, label).to.equal(isBatch)
      }
    })

    it("wallet_sendCalls: version, sender, chain and calls in the EIP's form, and all or none", async () => {
      let sent: unknown
      const seen = await planned({
        wallet_getCapabilities: ([address]) => {
          expect(isHex(address), "the account is named").to.equal(true)
          return SUPPORTED
        },
        wallet_sendCalls: ([batch]) => {
          sent = batch
          throw rpcError("User rejected the request.", 4001)
        },
      })
      await seen.actions.runDeposit({ plan: seen.plan }).catch(() => undefined)
      const { calls, ...rest } = Object(sent)
      const from = seen.world.renter.account.address
      expect({ ...rest, from: String(rest.from).toLowerCase() }).to.deep.equal({
        version: "2.0.0",
        from: from.toLowerCase(),
        chainId: "0x89",
        atomicRequired: true,
      })
      expect(calls.length, "calls").to.equal(2)
      for (const call of calls) {
        expect(
          Object.keys(call).filter((key) => !["to", "data", "value"].includes(key)),
          "other fields",
        ).to.deep.equal([])
        expect(/^0x[\da-f]{40}$/i.test(call.to) && isHex(call.data), "to and data").to.equal(true)
      }
    })

    it("wallet_getCallsStatus: 100 waits, 200 succeeds, 400 may be tried otherwise, 500 and 600 fail with their code", async () => {
      for (const status of [400, 500, 600]) {
        const seen = await planned({
          wallet_getCapabilities: () => SUPPORTED,
          wallet_sendCalls: () => ({ id: "0x01" }),
          wallet_getCallsStatus: () => ({ version: "2.0.0", id: "0x01", chainId: "0x89", atomic: true, status }),
        })
        const outcome = await seen.actions.runDeposit({ plan: seen.plan }).catch((thrown: unknown) => thrown)
        if (status === 400) {
          expect(Object(outcome).fallbacks?.[0]?.cause, "400").to.be.instanceOf(BatchFailedError)
          continue
        }
        expect(outcome, `${status}`).to.be.instanceOf(BatchFailedError)
        expect(Object(outcome).args, `${status}`).to.deep.equal({ id: "0x01", status })
        expect(seen.asked, `${status}`).to.not.include("eth_sendTransaction")
      }
    })

    it("wallet_getCallsStatus: a batch is pending until its receipts are there", async () => {
      let polls = 0
      let paid: Promise<Hex> | undefined
      const seen = await planned({
        wallet_getCapabilities: () => SUPPORTED,
        wallet_sendCalls: () => {
          paid = approveAndDeposit(seen.world)
          return { id: "0x02", capabilities: {} }
        },
        wallet_getCallsStatus: async () => {
          const answer = { version: "2.0.0", id: "0x02", chainId: "0x89", atomic: true }
          if (++polls < 3) return { ...answer, status: 100 }
          return { ...answer, status: 200, receipts: [{ transactionHash: await paid, status: "0x1", logs: [] }] }
        },
      })
      const { hash } = await seen.actions.runDeposit({ plan: seen.plan })
      expect([hash, polls], "hash, polls").to.deep.equal([await paid, 3])
    })

    it("error codes: the EIP's own are followed by single calls, and a rejection by nothing", async () => {
      const codes = { 5700: true, 5710: true, 5740: true, 5750: true, 5760: true, 4001: false }
      for (const [code, isFollowed] of Object.entries(codes)) {
        const seen = await planned({
          wallet_getCapabilities: () => SUPPORTED,
          wallet_sendCalls: () => {
            throw rpcError("The wallet says no.", Number(code))
          },
        })
        const outcome = await seen.actions.runDeposit({ plan: seen.plan }).then(
          () => true,
          () => false,
        )
        expect(outcome, code).to.equal(isFollowed)
        expect(seen.asked.includes("eth_sendTransaction"), `sent after ${code}`).to.equal(isFollowed)
      }
    })
  })
}

/** What a wallet makes of the batch, here as two transactions. */
async function approveAndDeposit(world: World): Promise<Hex> {
  const { renter, token, escrow } = world
  const terms = await wanted(world)
  await renter.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [escrow, 10n ** 9n] })
  return (await deposit(renter, terms)).hash
}
