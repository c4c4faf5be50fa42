import { signOffer } from "@gpuflow/escrow/offer"
import {
  InsufficientCoinsError,
  type PlanBlocker,
  parseDepositPlan,
  parsePaymentPlan,
  serializePlan,
} from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { type Address, keccak256 } from "viem"
import { NATIVE } from "../support/escrow.ts"
import { expectError } from "../support/expectError.ts"
import { interceptedNode } from "../support/interceptedNode.ts"
import { planners } from "../support/planners.ts"
import { HOUR, makeOffer, makeRental, running, tokenAbi } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, type World } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers
/** Wei: what a transaction needs at least on Polygon. */
const LEAST = 100_000n * 25n * 10n ** 9n

/** The renter has dollars, and has allowed nobody to take any. */
async function fresh() {
  const world = await deployed()
  const { escrow, token, renter } = world
  await renter.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [escrow, 0n] })
  return world
}

async function wanted(world: World, token: Address = world.token) {
  const { escrow, host } = world
  const offer = await makeOffer(world, { startWindow: 0n, token, machine: keccak256(token) })
  const hostSignature = await signOffer(host, { escrow, offer })
  return { escrow, rental: makeRental(world, offer), duration: HOUR, hostSignature }
}

const setCoins = ({ renter }: World, coins: bigint) => networkHelpers.setBalance(renter.account.address, coins)
const balances = (blockers: readonly PlanBlocker[]) => blockers.map(({ kind, balance }) => [kind, balance])

for (const [library, connect] of Object.entries(planners)) {
  describe(`SDK: blockers of a plan on ${library}`, () => {
    it("behavior: names too few coins before a permit, and asks the wallet for nothing", async () => {
      const world = await loadFixture(fresh)
      const account = world.renter.account.address
      const { asked, request } = interceptedNode()
      const actions = connect(request, account)
      const terms = await wanted(world)
      await setCoins(world, LEAST - 1n)

      const plan = await actions.planDeposit(terms)
      expect(plan.steps[0]?.kind, "first step").to.equal("permit")
      expect(plan.blockers, "blockers").to.deep.equal([
        {
          kind: "gas",
          sentence:
            "The account has too little of the chain's coin for a transaction fee. Fund it before anything is signed.",
          account,
          balance: LEAST - 1n,
          required: LEAST,
        },
      ])
      const args = { account, balance: LEAST - 1n, required: LEAST }
      await expectError(actions.runDeposit({ plan }), InsufficientCoinsError, args)
      const signing = asked.filter((method) => /signTypedData|sendTransaction|sendCalls/.test(method))
      expect(signing, "asked of the wallet").to.deep.equal([])

      await setCoins(world, 10n ** 18n)
      const { id } = await actions.runDeposit({ plan })
      expect(id, "paid once it was funded").to.equal(plan.summary.id)
    })

    it("behavior: counts what a payment in coins leaves", async () => {
      const world = await loadFixture(fresh)
      const actions = connect(interceptedNode().request, world.renter.account.address)
      const terms = await wanted(world, NATIVE)
      const { offer } = terms.rental
      await setCoins(world, offer.pricePerHour + LEAST - 1n)
      const { blockers } = await actions.planDeposit(terms)
      expect(balances(blockers), "blocked").to.deep.equal([["gas", LEAST - 1n]])
      await setCoins(world, offer.pricePerHour + LEAST)
      expect((await actions.planDeposit(terms)).blockers, "enough").to.deep.equal([])
    })

    it("behavior: is not blocked where another account pays", async () => {
      const world = await loadFixture(fresh)
      const account = world.renter.account.address
      const { request } = interceptedNode((method, _, pass) =>
        method === "wallet_getCapabilities" ? { "0x89": { atomic: { status: "supported" } } } : pass(),
      )
      const terms = await wanted(world)
      await setCoins(world, 0n)
      const batching = await connect(request, account).planDeposit(terms)
      expect([batching.steps.map(({ kind }) => kind), batching.blockers], "batch").to.deep.equal([["batch"], []])
      const actions = connect(interceptedNode().request, account)
      expect((await actions.planDeposit({ ...terms, sponsored: true })).blockers, "sponsored").to.deep.equal([])
      await chain.client.setCode({ address: account, bytecode: "0x5f5ff3" })
      expect((await actions.planDeposit(terms)).blockers, "a contract").to.deep.equal([])
      await chain.client.setCode({ address: account, bytecode: `0xef0100${"11".repeat(20)}` })
      expect((await actions.planDeposit(terms)).blockers, "delegated").to.have.length(1)
    })

    it("behavior: names them for other payments too", async () => {
      const world = await loadFixture(fresh)
      const { escrow } = world
      const actions = connect(interceptedNode().request, world.renter.account.address)
      const { rental } = await running(world)
      await setCoins(world, 0n)
      const plan = await actions.planPayment({ verb: "extend", parameters: { escrow, rental, duration: 2n * HOUR } })
      expect(balances(plan.blockers), "blockers").to.deep.equal([["gas", 0n]])
      const args = { account: world.renter.account.address, balance: 0n, required: LEAST }
      await expectError(actions.runPayment({ plan }), InsufficientCoinsError, args)
    })

    it("behavior: a plan survives JSON", async () => {
      const world = await loadFixture(fresh)
      const { escrow } = world
      const actions = connect(interceptedNode().request, world.renter.account.address)
      const { rental } = await running(world)
      const payment = await actions.planPayment({
        verb: "extend",
        parameters: { escrow, rental, duration: 2n * HOUR },
      })
      expect(parsePaymentPlan(JSON.stringify(payment)), "payment").to.deep.equal(payment)
      await actions.runPayment({ plan: parsePaymentPlan(serializePlan({ ...payment })) })

      const terms = await wanted(world, NATIVE)
      const plan = await actions.planDeposit(terms)
      const kept = parseDepositPlan(JSON.stringify({ plan }).slice(8, -1))
      expect(kept, "deposit").to.deep.equal(plan)
      expect(parseDepositPlan(JSON.stringify(kept)), "kept again").to.deep.equal(plan)
      expect((await actions.runDeposit({ plan: kept })).id, "paid").to.equal(plan.summary.id)
    })
  })
}
