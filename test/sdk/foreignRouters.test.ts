// A router of another escrow or chain, and an address without one: refused before anything is signed, whatever the way.
import { WrongChainError } from "@gpuflow/escrow"
import { ContractNotFoundError, ForeignContractError, relayThrough } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { type Address, createWalletClient, custom, keccak256, toFunctionSelector } from "viem"
import { mainnet, polygon } from "viem/chains"
import { expectError } from "../support/expectError.ts"
import { type Intercept, interceptedNode } from "../support/interceptedNode.ts"
import { libraries } from "../support/libraries.ts"
import { addressOf } from "../support/parties.ts"
import { type RouterWorld, withRouter } from "../support/periphery.ts"
import { planners } from "../support/planners.ts"
import { wantedDeposit } from "../support/rentals.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers
const FEE = 20_000n
const DIGEST_OF = toFunctionSelector("digestOf(((bytes32,address,uint32)[],uint256,address,uint256))")

/** A router that computes its digests for another chain, as the one there does. */
const ofOtherChain =
  (router: Address): Intercept =>
  async (method, params, pass) => {
    const call = Object(params[0])
    const isDigest = method === "eth_call" && String(call.data ?? call.input).startsWith(DIGEST_OF)
    return isDigest && String(call.to).toLowerCase() === router.toLowerCase() ? keccak256(router) : pass()
  }

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: routers that are not the escrow's, on ${library}`, () => {
    const connect = planners[library as keyof typeof planners]

    async function context(intercept?: (world: RouterWorld) => Intercept) {
      const world = await loadFixture(withRouter)
      const { asked, request } = interceptedNode(intercept?.(world))
      const actions = connect(request, addressOf("renter"))
      const account = addressOf("renter")
      const walletOn = (of: typeof polygon | typeof mainnet) =>
        createWalletClient({ account, chain: of, transport: custom({ request }, { retryCount: 0 }) })
      const wanted = await wantedDeposit(world)
      const { escrow } = world
      const prepare = (router: Address, on: typeof polygon | typeof mainnet = polygon) =>
        sdk.preparePurchase(walletOn(on), { escrow, router, payer: account, orders: [wanted], relayFee: FEE })
      const plan = (router: Address) => {
        const relay = relayThrough({ router, fee: FEE, send: () => expect.fail("sent"), always: true })
        return actions.planDeposit({ ...wanted, relay })
      }
      const signatures = () => asked.filter((method) => /^eth_sign/.test(method))
      return { world, prepare, plan, walletOn, signatures, wanted, actions }
    }

    it("error: a router of another escrow is refused by the purchase and by the plan", async () => {
      const { world, prepare, plan, signatures } = await context()
      const { escrow, token, permit2 } = world
      const { address } = await chain.deploy("RentalRouter", [token, permit2])
      const foreign = { address, field: "escrow", value: token, expected: escrow }
      await expectError(prepare(address), ForeignContractError, foreign)
      await expectError(plan(address), ForeignContractError, foreign)
      expect(signatures()).to.deep.equal([])
    })

    it("error: a router that computes the digest of another chain is refused by the purchase and by the plan", async () => {
      const { world, prepare, plan, signatures } = await context(({ router }) => ofOtherChain(router))
      const { router } = world
      for (const action of [prepare(router), plan(router)]) {
        const error = await action.then(
          () => expect.fail("accepted"),
          (thrown: unknown) => thrown,
        )
        expect(error, "class").to.be.instanceOf(ForeignContractError)
        expect(error).to.have.nested.include({ "args.field": "digestOf", "args.value": keccak256(router) })
      }
      expect(signatures()).to.deep.equal([])
    })

    it("error: without a router at the address, the purchase and the plan say so", async () => {
      const { prepare, plan, signatures } = await context()
      const address = addressOf("stranger")
      await expectError(prepare(address), ContractNotFoundError, { address })
      await expectError(plan(address), ContractNotFoundError, { address })
      expect(signatures()).to.deep.equal([])
    })

    it("error: a wallet on another chain than its client, or than the purchase, signs nothing", async () => {
      const { world, prepare, walletOn, signatures } = await context()
      const { router } = world
      const other = { chainId: 137, expected: 1 }
      await expectError(prepare(router, mainnet), WrongChainError, other)
      const purchase = await prepare(router)
      const way = "authorization"
      await expectError(sdk.signPurchase(walletOn(mainnet), { purchase, way }), WrongChainError, other)
      const moved = { ...purchase, chainId: 1 }
      await expectError(sdk.signPurchase(walletOn(polygon), { purchase: moved, way }), WrongChainError, other)
      expect(signatures()).to.deep.equal([])
    })

    it("error: a relayer takes no purchase for another chain, router, or escrow, and sends none", async () => {
      const { world, prepare, walletOn } = await context()
      const { escrow, router, token, stranger } = world
      const purchase = await prepare(router)
      const signed = await sdk.signPurchase(walletOn(polygon), { purchase, way: "authorization" })
      const relayer = addressOf("stranger")
      const changes = [
        [{ chainId: 1 }, "WrongChain", { chainId: 1, expected: 137 }],
        [{ router: token }, "ForeignContract", { address: token, field: "router", value: token, expected: router }],
        [{ escrow: token }, "ForeignContract", { address: router, field: "escrow", value: token, expected: escrow }],
      ] as const
      for (const [change, code, args] of changes) {
        const checking = { signed: { ...signed, ...change }, escrow, router, relayer }
        const { refusals } = await sdk.verifyPurchase(stranger, checking)
        expect(refusals.map(({ reason, error }) => [reason, error.code, error.args])).to.deep.equal([
          ["foreign", code, args],
        ])
      }
      const elsewhere = sdk.sendPurchase(stranger, { signed: { ...signed, chainId: 1 } })
      await expectError(elsewhere, WrongChainError, { chainId: 137, expected: 1 })
    })
  })
}
