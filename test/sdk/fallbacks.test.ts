import { deposit, findEvent, getBond, getState, NotRenterError } from "@gpuflow/escrow"
import { signOffer } from "@gpuflow/escrow/offer"
import { BatchFailedError, BatchStalledError, type DepositPlan, type PaidCall } from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { keccak256, parseEther } from "viem"
import { NATIVE } from "../support/escrow.ts"
import { expectError } from "../support/expectError.ts"
import { type Intercept, interceptedNode, rpcError, silence } from "../support/interceptedNode.ts"
import { planners } from "../support/planners.ts"
import { HOUR, makeOffer, makeRental, running, tokenAbi } from "../support/rentals.ts"
import { deployed, networkHelpers, type World } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers

/** The renter has dollars, and has allowed nobody to take any. */
async function fresh() {
  const world = await deployed()
  const { escrow, token } = world
  for (const client of [world.renter, world.host]) {
    await client.writeContract({ address: token, abi: tokenAbi, functionName: "approve", args: [escrow, 0n] })
  }
  return world
}

async function wanted(world: World) {
  const { escrow, host } = world
  const offer = await makeOffer(world, { startWindow: 0n })
  const hostSignature = await signOffer(host, { escrow, offer })
  return { escrow, rental: makeRental(world, offer), duration: HOUR, hostSignature }
}

const BATCHES = { "0x89": { atomic: { status: "supported" } } }
const kinds = ({ steps }: Pick<DepositPlan, "steps">) => steps.map(({ kind }) => kind)
const failing = (error: unknown) => () => {
  throw error
}

/** A wallet whose methods are answered in its own way. */
const walletWith = (answers: Readonly<Record<string, () => unknown>>) =>
  interceptedNode(((method, _params, pass) => (answers[method] ?? pass)()) satisfies Intercept)

for (const [library, connect] of Object.entries(planners)) {
  describe(`SDK: fallbacks of a payment on ${library}`, () => {
    it("behavior: a refused batch is followed by a permit, and says so", async () => {
      for (const refusal of [
        rpcError("Unsupported method", 4200),
        rpcError("the method wallet_sendCalls does not exist/is not available", -32_601),
        rpcError("Method not supported", -32_004),
        rpcError("Invalid params: version", -32_602),
        rpcError("Unsupported non-optional capability", 5700),
        rpcError("Chain not supported", 5710),
        rpcError("Bundle too large", 5740),
        rpcError("User rejected upgrade", 5750),
        rpcError("Atomicity not supported", 5760),
        new Error("wallet_sendCalls is not implemented"),
      ]) {
        const world = await loadFixture(fresh)
        const { request } = walletWith({
          wallet_getCapabilities: () => BATCHES,
          wallet_sendCalls: failing(refusal),
        })
        const actions = connect(request, world.renter.account.address)
        const plan = await actions.planDeposit(await wanted(world))
        const shown: string[] = []

        const { id, fallbacks, transactions } = await actions.runDeposit({
          plan,
          before: ({ kind }) => shown.push(kind),
          onFallback: ({ sentence }) => shown.push(sentence),
        })

        expect(kinds(plan), "planned").to.deep.equal(["batch"])
        expect(shown, refusal.message).to.deep.equal([
          "batch",
          "The wallet did not take the batch. The payment goes on with a permit.",
          "permit",
          "deposit",
        ])
        expect(
          fallbacks.map(({ from, steps }) => [from, kinds({ steps })]),
          "fallbacks",
        ).to.deep.equal([["batch", ["permit", "deposit"]]])
        expect([id, transactions.length], "id, transactions").to.deep.equal([plan.summary.id, 1])
      }
    })

    it("behavior: a batch that the wallet gave up before it was in the chain is followed by a permit", async () => {
      const world = await loadFixture(fresh)
      const { request } = walletWith({
        wallet_getCapabilities: () => BATCHES,
        wallet_sendCalls: () => ({ id: "0x01" }),
        wallet_getCallsStatus: () => ({ status: 400 }),
      })
      const actions = connect(request, world.renter.account.address)
      const plan = await actions.planDeposit(await wanted(world))

      const { fallbacks } = await actions.runDeposit({ plan })

      expect(fallbacks[0]?.cause, "cause").to.be.instanceOf(BatchFailedError)
    })

    it("behavior: a wallet without typed data, or with unusable signatures, is asked for an approval", async () => {
      for (const answer of [
        failing(rpcError("Unsupported method", 4200)),
        failing(rpcError("the method eth_signTypedData_v4 does not exist/is not available", -32_601)),
        failing(new Error("This wallet does not support typed data")),
        () => null,
        () => "0x",
        () => `0x${"11".repeat(64)}1b`,
        () => `0x${"11".repeat(120)}`,
      ]) {
        const world = await loadFixture(fresh)
        const { request } = walletWith({ eth_signTypedData_v4: answer })
        const actions = connect(request, world.renter.account.address)
        const plan = await actions.planDeposit(await wanted(world))

        const { id, fallbacks, transactions } = await actions.runDeposit({ plan })

        expect(kinds(plan), "planned").to.deep.equal(["permit", "deposit"])
        expect(
          fallbacks.map(({ from, steps }) => [from, kinds({ steps })]),
          "fallbacks",
        ).to.deep.equal([["permit", ["approve", "deposit"]]])
        expect([id, transactions.length], "id, transactions").to.deep.equal([plan.summary.id, 2])
      }
    })

    it("behavior: from the batch to the permit, and from there to the approval", async () => {
      const world = await loadFixture(fresh)
      const { request } = walletWith({
        wallet_getCapabilities: () => BATCHES,
        wallet_sendCalls: failing(rpcError("Unsupported method", 4200)),
        eth_signTypedData_v4: failing(rpcError("Unsupported method", 4200)),
      })
      const actions = connect(request, world.renter.account.address)

      const { fallbacks } = await actions.runDeposit({ plan: await actions.planDeposit(await wanted(world)) })

      expect(
        fallbacks.map(({ from }) => from),
        "fallbacks",
      ).to.deep.equal(["batch", "permit"])
    })

    it("error: what the user rejects is not tried in another way", async () => {
      for (const rejection of [
        rpcError("User rejected the request.", 4001),
        rpcError("User denied transaction signature", -32_603),
        rpcError("User canceled", -32_000),
        rpcError("Request rejected by user", 5000),
        new Error("user cancelled the action"),
        new Error("Signature declined"),
        rpcError("MetaMask Tx Signature: User denied message signature. Method not supported here", -32_603),
      ]) {
        for (const answers of [
          { wallet_getCapabilities: () => BATCHES, wallet_sendCalls: failing(rejection) },
          { eth_signTypedData_v4: failing(rejection) },
        ]) {
          const world = await loadFixture(fresh)
          const { request, asked } = walletWith(answers)
          const actions = connect(request, world.renter.account.address)
          const plan = await actions.planDeposit(await wanted(world))
          asked.length = 0

          const error = await actions.runDeposit({ plan }).catch((thrown: unknown) => thrown)

          expect(error, rejection.message).to.be.instanceOf(Error)
          expect(asked, rejection.message).to.not.include("eth_sendTransaction")
        }
      }
    })

    it("behavior: a wallet that never answers whether it takes batches counts as one that does not", async () => {
      const world = await loadFixture(fresh)
      const { request } = walletWith({ wallet_getCapabilities: silence })
      const plan = await connect(request, world.renter.account.address).planDeposit(await wanted(world))
      expect(kinds(plan), "steps").to.deep.equal(["permit", "deposit"])
    })

    it("behavior: capabilities in the words of old drafts, and malformed ones", async () => {
      const world = await loadFixture(fresh)
      const terms = await wanted(world)
      const planned = async (capabilities: unknown) => {
        const { request } = walletWith({ wallet_getCapabilities: () => capabilities })
        return kinds(await connect(request, world.renter.account.address).planDeposit(terms))
      }
      const [batch, permit] = [["batch"], ["permit", "deposit"]]
      expect(await planned({ "0x89": { atomicBatch: { supported: true } } }), "draft").to.deep.equal(batch)
      expect(await planned({ 137: { atomic: { status: "supported" } } }), "decimal").to.deep.equal(batch)
      expect(await planned({ "0x89": { atomicBatch: { supported: "yes" } } }), "no truth value").to.deep.equal(permit)
      const both = { atomic: { status: "unsupported" }, atomicBatch: { supported: true } }
      expect(await planned({ "0x89": both }), "the standard's word").to.deep.equal(permit)
      for (const malformed of [null, [], "supported", 7, { "0x89": null }, { "0x89": { atomic: true } }]) {
        expect(await planned(malformed), JSON.stringify(malformed)).to.deep.equal(permit)
      }
    })

    it("behavior: the status of a batch in the words of old drafts", async () => {
      const world = await loadFixture(fresh)
      const { renter, escrow } = world
      const terms = await wanted(world)
      let polls = 0
      const { request } = walletWith({
        wallet_getCapabilities: () => BATCHES,
        wallet_sendCalls: async () => {
          const data = { address: world.token, abi: tokenAbi, functionName: "approve" } as const
          await renter.writeContract({ ...data, args: [escrow, 1_500_000n] })
          return "0xold"
        },
        wallet_getCallsStatus: async () => {
          if (++polls === 1) return { status: "PENDING" }
          const { hash } = await deposit(renter, terms).catch(() => Promise.resolve(paid))
          paid = { hash }
          return { status: "CONFIRMED", receipts: [{ transactionHash: hash, status: "0x1", logs: [] }] }
        },
      })
      let paid = { hash: keccak256("0x") }
      const actions = connect(request, renter.account.address)

      const { hash } = await actions.runDeposit({ plan: await actions.planDeposit(terms) })

      expect([hash, polls], "hash, polls").to.deep.equal([paid.hash, 2])
    })

    it("error: BatchStalled, also where the wallet does not answer; co-signers of a contract wallet", async () => {
      const world = await loadFixture(fresh)
      const { renter } = world
      const stalled = (answer: () => unknown) => async () => {
        const { request } = walletWith({
          wallet_getCapabilities: () => BATCHES,
          wallet_sendCalls: () => ({ id: "0x01" }),
          wallet_getCallsStatus: answer,
        })
        const actions = connect(request, renter.account.address)
        return actions.runDeposit({ plan: await actions.planDeposit(await wanted(world)), stalledAfter: 0.05 })
      }
      await expectError(stalled(silence)(), BatchStalledError, { id: "0x01" })
      await expectError(stalled(failing(rpcError("not found", -32_601)))(), BatchStalledError, { id: "0x01" })
      await expectError(stalled(() => ({ status: 100 }))(), BatchStalledError, { id: "0x01" })
      await networkHelpers.setCode(renter.account.address, "0x00")
      const error = await expectError(stalled(() => ({ status: 100 }))(), BatchStalledError, {
        id: "0x01",
        where: "co-signers",
      })
      expect(error.message, "message").to.include("waiting for co-signers")
    })
  })

  describe(`SDK: planPayment, runPayment on ${library}`, () => {
    it("default: an extension by a permit, a dispute by a permit, a bond by an approval", async () => {
      const world = await loadFixture(fresh)
      const { client, escrow, token, renter, host } = world
      const { id, rental } = await running(world)
      const asRenter = connect(interceptedNode().request, renter.account.address)
      const asHost = connect(interceptedNode().request, host.account.address)

      const extension = await asRenter.planPayment({
        verb: "extend",
        parameters: { escrow, rental, duration: 2n * HOUR },
      })
      const extended = await asRenter.runPayment({ plan: extension })
      expect([extension.amount, extension.steps.map(({ kind }) => kind)], "extension").to.deep.equal([
        1_500_000n,
        ["permit", "pay"],
      ])
      expect(findEvent(extended.events, "Extended")?.args.amount, "paid").to.equal(1_500_000n)

      const bond = await asHost.planPayment({ verb: "fundBond", parameters: { escrow, token, amount: 7n } })
      const funded = await asHost.runPayment({ plan: bond })
      expect(
        bond.steps.map(({ kind, sentence }) => [kind, sentence]),
        "bond",
      ).to.deep.equal([
        ["approve", "Allow the escrow exactly the amount."],
        ["pay", "Add to the free bond."],
      ])
      expect(funded.transactions.map(({ hash }) => hash).at(-1), "transactions").to.equal(funded.hash)
      expect(funded.transactions, "transactions").to.have.length(2)
      expect(await getBond(client, { escrow, token, host: host.account.address }), "free bond").to.equal(7n)

      await time.increase(2n * HOUR + 60n)
      const evidenceURI = "ipfs://slow"
      const dispute = await asRenter.planPayment({ verb: "dispute", parameters: { escrow, rental, evidenceURI } })
      await asRenter.runPayment({ plan: dispute })
      expect([dispute.amount, dispute.steps.map(({ kind }) => kind)], "stake").to.deep.equal([
        150_000n,
        ["permit", "pay"],
      ])
      expect((await getState(client, { escrow, id })).status, "status").to.equal("Disputed")
    })

    it("behavior: one step for the native coin; a stake that the refund covers costs nothing", async () => {
      const world = await loadFixture(fresh)
      const { client, escrow, renter, host } = world
      const { id, rental } = await running(world, { token: NATIVE, pricePerHour: parseEther("1") })
      const asRenter = connect(interceptedNode().request, renter.account.address)
      const asHost = connect(interceptedNode().request, host.account.address)
      const calls: [typeof asRenter, PaidCall, bigint][] = [
        [asRenter, { verb: "extend", parameters: { escrow, rental, duration: 2n * HOUR } }, parseEther("1")],
        [asHost, { verb: "fundBond", parameters: { escrow, token: NATIVE, amount: 9n } }, 9n],
        [asRenter, { verb: "dispute", parameters: { escrow, rental, evidenceURI: "ipfs://slow" } }, 0n],
      ]
      for (const [actions, call, amount] of calls) {
        const plan = await actions.planPayment(call)
        expect([plan.amount, plan.steps.map(({ kind }) => kind)], call.verb).to.deep.equal([amount, ["pay"]])
        await actions.runPayment({ plan })
      }
      expect((await getState(client, { escrow, id })).status, "status").to.equal("Disputed")
    })

    it("behavior: falls back as a deposit does", async () => {
      const world = await loadFixture(fresh)
      const { escrow, renter } = world
      const { rental } = await running(world)
      const { request } = walletWith({
        wallet_getCapabilities: () => BATCHES,
        wallet_sendCalls: failing(rpcError("Unsupported method", 4200)),
        eth_signTypedData_v4: failing(rpcError("Unsupported method", 4200)),
      })
      const actions = connect(request, renter.account.address)
      const plan = await actions.planPayment({ verb: "extend", parameters: { escrow, rental, duration: 2n * HOUR } })

      const { fallbacks } = await actions.runPayment({ plan })

      expect(
        fallbacks.map(({ from }) => from),
        "fallbacks",
      ).to.deep.equal(["batch", "permit"])
    })

    it("error: what the contract would refuse is found before anything is signed", async () => {
      const world = await loadFixture(fresh)
      const { escrow, payer, token } = world
      const { rental } = await running(world)
      const actions = connect(interceptedNode().request, payer.account.address)
      const plan = () => actions.planPayment({ verb: "dispute", parameters: { escrow, rental, evidenceURI: "" } })
      const error = await plan().catch((thrown: unknown) => thrown)
      expect(error, "another account").to.be.instanceOf(NotRenterError)
      const amount = 10n ** 30n
      const poor = await actions
        .planPayment({ verb: "fundBond", parameters: { escrow, token, amount } })
        .catch((thrown: unknown) => thrown)
      expect(poor, "too little").to.have.property("code", "InsufficientBalance")
    })
  })
}
