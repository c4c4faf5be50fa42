import { cost, deposit, findEvent, getState } from "@gpuflow/escrow"
import {
  type DepositStep,
  InsufficientCoinsError,
  PlanPartMissingError,
  parseDepositPlan,
  parsePaymentPlan,
  serializePlan,
} from "@gpuflow/escrow/plan"
import {
  AccountCannotSignError,
  getPurchaseWays,
  parsePurchase,
  preparePurchase,
  relayThrough,
  type SignedPurchase,
  sendPurchase,
  serializePurchase,
  verifyPurchase,
} from "@gpuflow/escrow/router"
import { expect } from "chai"
import { concat, type Hash, parseAbi } from "viem"
import { expectError } from "../support/expectError.ts"
import { interceptedNode } from "../support/interceptedNode.ts"
import { addressOf } from "../support/parties.ts"
import {
  allow,
  describeDollar,
  mintDollars,
  type RouterWorld,
  rented,
  restoreRenter,
  withRouter,
} from "../support/periphery.ts"
import { planners } from "../support/planners.ts"
import { balance, HOUR, wantedDeposit } from "../support/rentals.ts"
import { networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, setBalance, setCode, time } = networkHelpers
const FEE = 20_000n
const PRICE = 1_500_000n

/** The renter has dollars and no native coin. */
async function withoutCoins() {
  const world = await loadFixture(withRouter)
  await setBalance(world.renter.account.address, 0n)
  return world
}

/** A relayer that checks what it gets, and sends it with the stranger's account. */
function relayerOf(world: RouterWorld, terms: Partial<Parameters<typeof relayThrough>[0]> = {}) {
  const { client, escrow, router, stranger } = world
  const received: SignedPurchase[] = []
  const send = async (given: SignedPurchase): Promise<Hash> => {
    const signed = parsePurchase(serializePurchase(given))
    received.push(signed)
    const relayer = stranger.account.address
    const { status, refusals } = await verifyPurchase(client, { signed, escrow, router, relayer, minimumFee: FEE })
    expect(refusals, "refusals").to.deep.equal([])
    expect(status, "checked").to.equal("acceptable")
    return (await sendPurchase(stranger, { signed })).hash
  }
  return { received, relay: relayThrough({ router, fee: FEE, send, ...terms }) }
}

const kinds = (steps: readonly { readonly kind: string }[]) => steps.map(({ kind }) => kind)
const coinsOf = ({ client, renter }: RouterWorld) => client.getBalance({ address: renter.account.address })

for (const [library, connect] of Object.entries(planners)) {
  describe(`SDK: plans that a relayer sends, on ${library}`, () => {
    // The chain is another test's afterwards.
    afterEach(restoreRenter)

    const actionsOf = ({ renter }: RouterWorld) => {
      const { asked, request } = interceptedNode()
      return { asked, ...connect(request, renter.account.address) }
    }

    it("default: an account without coins signs once, and the plan names the fee", async () => {
      const world = await withoutCoins()
      const { client, escrow } = world
      const actions = actionsOf(world)
      const { relay, received } = relayerOf(world)

      const plan = await actions.planDeposit({ ...(await wantedDeposit(world)), relay })
      expect(kinds(plan.steps), "steps").to.deep.equal(["sign", "relay"])
      expect(plan.blockers, "blockers").to.deep.equal([])
      expect(plan.steps.map(({ sentence }) => sentence)).to.deep.equal([
        "Sign a payment of at most 1.52 USDC, including a fee of 0.02 USDC for the relayer. You need no POL.",
        "Pass the payment to the relayer, which sends it and pays for the gas.",
      ])
      expect(plan.steps[0], "the step").to.include({ way: "authorization", amount: PRICE + FEE, fee: FEE })

      const begun: DepositStep[] = []
      const phases: string[] = []
      const result = await actions.runDeposit({
        plan,
        relay,
        before: (step) => begun.push(step),
        onProgress: (progress) =>
          phases.push(
            progress.phase === "step" ? `${progress.index}/${progress.count} ${progress.kind}` : progress.phase,
          ),
      })
      expect(result.id, "id").to.equal(plan.summary.id)
      expect(findEvent(result.events, "Deposited")?.args.payer, "payer").to.equal(world.router)
      expect(kinds(begun), "begun").to.deep.equal(["sign", "relay"])
      expect(
        phases.filter((phase) => /step|\/|sent|wallet/.test(phase)),
        "phases",
      ).to.deep.equal(["1/2 sign", "wallet", "2/2 relay", "sent"])
      expect(received.length, "received").to.equal(1)
      expect(await coinsOf(world), "coins").to.equal(0n)
      expect((await getState(client, { escrow, id: result.id })).status, "state").to.equal("Active")
    })

    it("behavior: a token without authorizations is paid by Permit2, with a permit for it first", async () => {
      const world = await withoutCoins()
      const { client, token, router, permit2, renter } = world
      await describeDollar(world.dollar, addressOf("owner"), { hasAuthorizations: false })
      const actions = actionsOf(world)
      const { relay } = relayerOf(world)

      const plan = await actions.planDeposit({ ...(await wantedDeposit(world)), relay })
      expect(kinds(plan.steps), "steps").to.deep.equal(["permit", "sign", "relay"])
      expect(plan.steps[1], "the step").to.include({ way: "permit2", amount: PRICE + FEE, fee: FEE })
      const begun: string[] = []
      await actions.runDeposit({ plan, relay, before: ({ kind }) => begun.push(kind) })
      expect(begun, "begun").to.deep.equal(["permit", "sign", "relay"])
      expect(await balance(world, router), "nothing stays in the router").to.equal(0n)
      const allowance = parseAbi(["function allowance(address owner, address spender) view returns (uint256)"])
      const args = [renter.account.address, permit2] as const
      expect(
        await client.readContract({ address: token, abi: allowance, functionName: "allowance", args }),
        "nothing is left to take",
      ).to.equal(0n)
    })

    it("behavior: an account with coins pays itself, unless the page wants to relay", async () => {
      const world = await loadFixture(withRouter)
      const actions = actionsOf(world)
      const wanted = await wantedDeposit(world)
      const direct = await actions.planDeposit({ ...wanted, relay: relayerOf(world).relay })
      expect(kinds(direct.steps), "with coins").to.deep.equal(["permit", "deposit"])
      const { relay } = relayerOf(world, { always: true })
      expect(kinds((await actions.planDeposit({ ...wanted, relay })).steps), "always").to.deep.equal(["sign", "relay"])
    })

    it("behavior: a plan survives JSON, lies for hours, and is signed for the fee that was shown", async () => {
      const world = await withoutCoins()
      const actions = actionsOf(world)
      let fee = FEE
      const asked: bigint[] = []
      const { relay, received } = relayerOf(world, {
        fee: async ({ orders }) => {
          asked.push(...orders.map(({ duration }) => duration))
          return fee
        },
        relayer: world.stranger.account.address,
      })
      const plan = await actions.planDeposit({ ...(await wantedDeposit(world)), relay })
      fee = 500_000n
      await time.increase(3n * HOUR)
      const kept = parseDepositPlan(serializePlan(plan))
      expect(kept, "plan").to.deep.equal(plan)
      await expectError(actions.runDeposit({ plan: kept }), PlanPartMissingError, {
        part: "relay",
        address: world.router,
      })
      const other = relayThrough({ router: world.escrow, fee: 1n, send: () => "0x" })
      await expectError(actions.runDeposit({ plan: kept, relay: other }), PlanPartMissingError, {
        part: "relay",
        address: world.router,
      })
      await actions.runDeposit({ plan: kept, relay })
      expect(asked, "the fee is asked for the plan").to.deep.equal([HOUR])
      expect(received[0]?.payment.relayFee, "fee").to.equal(FEE)
      expect(received[0]?.payment.relayer, "relayer").to.equal(addressOf("stranger"))
    })

    it("behavior: an extension is relayed, and a plan of it survives JSON", async () => {
      const world = await loadFixture(withRouter)
      const { client, escrow, renter, token } = world
      await allow(renter, token, escrow)
      const { rental, id } = await rented(world)
      await setBalance(renter.account.address, 0n)
      const actions = actionsOf(world)
      const { relay } = relayerOf(world)
      const parameters = { escrow, rental, duration: 2n * HOUR }

      const plan = await actions.planPayment({ verb: "extend", parameters, relay })
      expect(kinds(plan.steps), "steps").to.deep.equal(["sign", "relay"])
      expect(plan.blockers, "blockers").to.deep.equal([])
      const kept = parsePaymentPlan(serializePlan(plan))
      await expectError(actions.runPayment({ plan: kept }), PlanPartMissingError, {
        part: "relay",
        address: world.router,
      })
      const { events } = await actions.runPayment({ plan: kept, relay })
      expect(findEvent(events, "Extended")?.args.id, "Extended").to.equal(id)
      expect((await getState(client, { escrow, id })).duration, "duration").to.equal(2n * HOUR)
    })

    it("behavior: a rental that another account took for less time is extended by the same plan", async () => {
      const world = await withoutCoins()
      const { client, escrow, payer, token } = world
      const actions = actionsOf(world)
      const { relay } = relayerOf(world)
      const wanted = await wantedDeposit(world)
      const plan = await actions.planDeposit({ ...wanted, relay })
      const before = await balance(world, addressOf("renter"))
      await mintDollars(world.dollar, addressOf("payer"))
      await allow(payer, token, escrow)
      await deposit(payer, { ...wanted, duration: 600n })

      const { id, events } = await actions.runDeposit({ plan, relay })
      expect(findEvent(events, "Extended")?.args.id, "Extended").to.equal(id)
      expect((await getState(client, { escrow, id })).duration, "duration").to.equal(HOUR)
      const after = await balance(world, addressOf("renter"))
      expect(before - after, "paid").to.equal(PRICE + FEE - cost(wanted.rental.offer.pricePerHour, 600n))
    })

    it("error: names why a relayer cannot send the payment, before anything is signed", async () => {
      const world = await withoutCoins()
      const { renter, token } = world
      const actions = actionsOf(world)
      const wanted = await wantedDeposit(world)
      // Code that knows no ERC-1271, as an EIP-7702 account may have.
      await setCode(renter.account.address, concat(["0xef0100", token]))
      const purchase = await preparePurchase(world.client, {
        ...{ escrow: world.escrow, router: world.router, payer: renter.account.address, relayFee: FEE },
        orders: [wanted],
      })
      const ways = await getPurchaseWays(world.client, { purchase })
      expect(
        ways.map(({ available }) => available),
        "ways",
      ).to.deep.equal([false, false])
      const plan = await actions.planDeposit({ ...wanted, relay: relayerOf(world).relay })
      expect(plan.blockers.map(({ relayRefusal }) => relayRefusal)).to.deep.equal(["AccountCannotSign"])
      expect(plan.blockers[0]?.sentence).to.match(/Fund it before anything is signed\. A relayer cannot send it: /)
      await expectError(actions.runDeposit({ plan }), InsufficientCoinsError, {
        account: renter.account.address,
        balance: 0n,
        required: plan.blockers[0]?.required,
      })
      const { relay } = relayerOf(world, { always: true })
      await expectError(actions.planDeposit({ ...wanted, relay }), AccountCannotSignError, {
        account: renter.account.address,
      })
      expect(actions.asked, "asked").to.not.include("eth_signTypedData_v4")
    })
  })
}
