import { getState } from "@gpuflow/escrow"
import {
  checkMandate,
  extendUpTo,
  ForeignRenterError,
  NativeCoinError,
  parseMandate,
  serializeMandate,
} from "@gpuflow/escrow/mandate"
import { type DepositStep, PlanPartMissingError, parseDepositPlan, serializePlan } from "@gpuflow/escrow/plan"
import { relayThrough, type SignedPurchase, sendPurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { parseAbi, parseEther } from "viem"
import { NATIVE } from "../support/escrow.ts"
import { expectError } from "../support/expectError.ts"
import { interceptedNode } from "../support/interceptedNode.ts"
import { addressOf } from "../support/parties.ts"
import { allow, restoreRenter, withBoth } from "../support/periphery.ts"
import { planners } from "../support/planners.ts"
import { HOUR, wantedDeposit } from "../support/rentals.ts"
import { networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, setBalance, time } = networkHelpers
const allowanceAbi = parseAbi(["function allowance(address owner, address spender) view returns (uint256)"])

type Both = Awaited<ReturnType<typeof withBoth>>

const kinds = (steps: readonly { readonly kind: string }[]) => steps.map(({ kind }) => kind)
const allowance = ({ client, token, mandateContract }: Both) =>
  client.readContract({
    address: token,
    abi: allowanceAbi,
    functionName: "allowance",
    args: [addressOf("renter"), mandateContract],
  })

for (const [library, connect] of Object.entries(planners)) {
  describe(`SDK: plans with a mandate, on ${library}`, () => {
    // The chain is another test's afterwards.
    afterEach(restoreRenter)

    const actionsOf = ({ renter }: Both) => {
      const { asked, request } = interceptedNode()
      return { asked, ...connect(request, renter.account.address) }
    }

    it("default: rents an hour, extends up to three, and names what the mandate allows", async () => {
      const world = await loadFixture(withBoth)
      const { client, mandateContract } = world
      const actions = actionsOf(world)
      const mandate = extendUpTo({ mandateContract, until: 3n * HOUR, step: HOUR, maxTip: 1_000n })

      const plan = await actions.planDeposit({ ...(await wantedDeposit(world)), mandate })
      expect(kinds(plan.steps), "steps").to.deep.equal(["permit", "deposit", "permit", "mandate"])
      const [, , permit, last] = plan.steps
      const total = 2n * 1_500_000n + 2n * 1_001n
      expect(permit?.kind === "permit" && permit.amount, "allowed").to.equal(total)
      expect(last?.kind === "mandate" && last.summary.join(" "), "summary").to.match(
        /up to 3.002002 USDC in all .* extend it by 1 hour, for 1.5 USDC.* tip of up to 0.001 USDC/,
      )
      expect(last?.sentence, "sentence").to.match(/^Sign the mandate\. It costs no gas\. The mandate contract may take/)

      const begun: DepositStep[] = []
      const counts: string[] = []
      const { mandate: outcome } = await actions.runDeposit({
        plan: parseDepositPlan(serializePlan(plan)),
        mandate,
        before: (step) => begun.push(step),
        onProgress: (progress) => progress.phase === "step" && counts.push(`${progress.index}/${progress.count}`),
      })
      expect(kinds(begun), "begun").to.deep.equal(["permit", "deposit", "permit", "mandate"])
      expect(counts, "counted").to.deep.equal(["1/4", "2/4", "3/4", "4/4"])
      if (outcome?.status !== "signed") throw new Error(`The mandate is ${outcome?.status}.`)
      const signed = parseMandate(serializeMandate(outcome.signed))
      const waiting = await checkMandate(client, { signed, tip: 1_000n })
      expect(waiting.status, JSON.stringify(waiting.problems.map(({ error }) => error.code))).to.equal("waiting")
      await time.increaseTo(waiting.next?.dueAt ?? 0n)
      expect((await checkMandate(client, { signed, tip: 1_000n })).status, "then").to.equal("due")
    })

    it("behavior: without permits, the mandate contract is approved exactly the total", async () => {
      const world = await loadFixture(withBoth)
      const actions = actionsOf(world)
      const mandate = extendUpTo({ mandateContract: world.mandateContract, maxTotal: 4_000_000n, step: HOUR })
      const plan = await actions.planDeposit({ ...(await wantedDeposit(world)), mandate, without: ["permit"] })
      expect(kinds(plan.steps), "steps").to.deep.equal(["approve", "deposit", "approve", "mandate"])
      const { mandate: outcome, transactions } = await actions.runDeposit({ plan, mandate })
      expect(outcome?.status, "mandate").to.equal("signed")
      expect(transactions.length, "transactions").to.equal(3)
      expect(await allowance(world), "allowance").to.equal(4_000_000n)
    })

    it("behavior: an allowance that suffices is not granted again", async () => {
      const world = await loadFixture(withBoth)
      await allow(world.renter, world.token, world.mandateContract)
      const actions = actionsOf(world)
      const mandate = extendUpTo({ mandateContract: world.mandateContract, until: 2n * HOUR })
      const plan = await actions.planDeposit({ ...(await wantedDeposit(world)), mandate })
      expect(kinds(plan.steps), "steps").to.deep.equal(["permit", "deposit", "mandate"])
    })

    it("behavior: an account without coins signs three times, and never sends", async () => {
      const world = await loadFixture(withBoth)
      const { client, escrow, router, mandateContract, renter, stranger } = world
      await setBalance(renter.account.address, 0n)
      const actions = actionsOf(world)
      const send = async (signed: SignedPurchase) => (await sendPurchase(stranger, { signed })).hash
      const relay = relayThrough({ router, fee: 20_000n, send })
      const mandate = extendUpTo({ mandateContract, until: 2n * HOUR })

      const plan = await actions.planDeposit({ ...(await wantedDeposit(world)), relay, mandate })
      expect(kinds(plan.steps), "steps").to.deep.equal(["sign", "relay", "permit", "mandate"])
      expect(plan.blockers, "blockers").to.deep.equal([])
      const { id, mandate: outcome } = await actions.runDeposit({ plan, relay, mandate })
      expect(outcome?.status, "mandate").to.equal("signed")
      expect((await getState(client, { escrow, id })).status, "state").to.equal("Active")
      expect(actions.asked.filter((method) => method === "eth_signTypedData_v4").length, "signatures").to.equal(3)
      expect(actions.asked, "asked").to.not.include("eth_sendTransaction")
      const direct = await actions.planDeposit({
        ...(await wantedDeposit(world, { machine: `0x${"02".repeat(32)}` })),
        relay,
        mandate,
        without: ["permit"],
      })
      expect(
        direct.blockers.map(({ kind }) => kind),
        "an approval takes gas",
      ).to.deep.equal(["gas"])
    })

    it("behavior: a rental stays paid if the mandate is not signed", async () => {
      const world = await loadFixture(withBoth)
      const { client, escrow, mandateContract } = world
      const actions = actionsOf(world)
      const mandate = extendUpTo({ mandateContract, until: 2n * HOUR })
      const plan = await actions.planDeposit({ ...(await wantedDeposit(world)), mandate })
      const refusal = new Error("not now")
      const { id, mandate: outcome } = await actions.runDeposit({
        plan,
        mandate,
        before: ({ kind }) => {
          if (kind === "mandate") throw refusal
        },
      })
      expect(outcome, "mandate").to.deep.equal({ status: "failed", cause: refusal })
      expect((await getState(client, { escrow, id })).status, "state").to.equal("Active")
    })

    it("behavior: warns of a step that is shorter than the time before the end", async () => {
      const world = await loadFixture(withBoth)
      const actions = actionsOf(world)
      const terms = { mandateContract: world.mandateContract, until: 2n * HOUR, step: 600n }
      const wanted = await wantedDeposit(world)
      const warned = async (extendBefore?: bigint) => {
        const { warnings } = await actions.planDeposit({ ...wanted, mandate: extendUpTo({ ...terms, extendBefore }) })
        return warnings.filter(({ term }) => term === "mandate")
      }
      expect(await warned(), "by default").to.deep.equal([])
      const [warning] = await warned(900n)
      expect(warning, "warning").to.include({ value: 600n, expected: 900n })
      expect(warning?.sentence, "sentence").to.match(/another can follow at once/)
    })

    it("error: another account's rental, native coin, and a plan without its mandate", async () => {
      const world = await loadFixture(withBoth)
      const { mandateContract, payer } = world
      const mandate = extendUpTo({ mandateContract, until: 2n * HOUR })
      const wanted = await wantedDeposit(world)
      const actions = actionsOf(world)
      const rental = { ...wanted.rental, renter: payer.account.address }
      await expectError(actions.planDeposit({ ...wanted, rental, mandate, accept: ["payer"] }), ForeignRenterError, {
        account: addressOf("renter"),
        renter: payer.account.address,
      })
      const native = await wantedDeposit(world, { token: NATIVE, pricePerHour: parseEther("1") })
      await expectError(actions.planDeposit({ ...native, mandate }), NativeCoinError, {})
      const plan = await actions.planDeposit({ ...wanted, mandate })
      await expectError(actions.runDeposit({ plan }), PlanPartMissingError, {
        part: "mandate",
        address: mandateContract,
      })
    })
  })
}
