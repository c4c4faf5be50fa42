import { deposit, getRental, stop, type TransactionResult } from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import { planDeposit, runDeposit } from "@gpuflow/escrow/plan"
import { expect } from "chai"
import { BrowserProvider } from "ethers"
import { createWalletClient, custom, type Hex, keccak256, toHex } from "viem"
import { polygon } from "viem/chains"
import { type Intercept, interceptedNode, rpcError } from "../support/interceptedNode.ts"
import { wantedDeposit, withoutAllowance } from "../support/rentals.ts"
import { deployed, networkHelpers, provider, type World } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers

/**
 * Two nodes behind one address: after each transaction the next `lag` requests about a state go to the node that is a
 * block behind.
 */
function nodes(lag: number) {
  let [left, given] = [0, 0]
  let behind: Hex = "0x0"
  const intercept: Intercept = async (method, params, pass) => {
    if (method === "eth_sendTransaction") {
      behind = (await provider.request({ method: "eth_blockNumber" })) as Hex
      left = lag
      return pass()
    }
    const isState = ["eth_call", "eth_estimateGas", "eth_getCode"].includes(method)
    if (!isState || left === 0) return pass()
    left -= 1
    given += 1
    const [call, at = "latest"] = params
    if (at !== "latest" && BigInt(String(at)) > BigInt(behind)) throw rpcError("header not found")
    return pass([call, at === "latest" ? behind : at])
  }
  return { ...interceptedNode(intercept), oldAnswers: () => given }
}

const connect = {
  viem: async (world: World, request: ReturnType<typeof nodes>["request"]) => {
    const client = createWalletClient({
      account: world.renter.account.address,
      chain: polygon,
      transport: custom({ request }, { retryCount: 0 }),
      pollingInterval: 5,
    })
    return {
      planDeposit: (parameters: Parameters<typeof planDeposit>[1]) => planDeposit(client, parameters),
      runDeposit: (parameters: Parameters<typeof runDeposit>[1]) => runDeposit(client, parameters),
      deposit: (parameters: Parameters<typeof deposit>[1]) => deposit(client, parameters),
      stop: (parameters: Parameters<typeof stop>[1]): Promise<TransactionResult> => stop(client, parameters),
      getRental: (parameters: Parameters<typeof getRental>[1]) => getRental(client, parameters),
    }
  },
  ethers: async (world: World, request: ReturnType<typeof nodes>["request"]) => {
    const browser = new BrowserProvider({ request }, undefined, { cacheTimeout: -1 })
    browser.pollingInterval = 5
    return onEthers.rentalActions(await browser.getSigner(world.renter.account.address))
  },
}

for (const [library, open] of Object.entries(connect)) {
  describe(`SDK: a node that is a block behind, on ${library}`, () => {
    it("behavior: a plan goes on after its approval", async () => {
      for (const lag of [1, 2, 3, 5, 8]) {
        const world = await loadFixture(withoutAllowance)
        const { request, oldAnswers } = nodes(lag)
        const actions = await open(world, request)
        const plan = await actions.planDeposit({ ...(await wantedDeposit(world)), without: ["batch", "permit"] })

        const { id } = await actions.runDeposit({ plan })

        expect(
          plan.steps.map(({ kind }) => kind),
          "steps",
        ).to.deep.equal(["approve", "deposit"])
        expect(id, `after ${lag} old answers`).to.equal(plan.summary.id)
        expect(oldAnswers(), "old answers").to.be.at.least(lag)
      }
    })

    it("behavior: verbs and reads one after the other go on from what was waited for", async () => {
      for (const lag of [1, 2, 3, 5]) {
        const world = await loadFixture(deployed)
        const { request } = nodes(lag)
        const actions = await open(world, request)
        const terms = await wantedDeposit(world)

        const { id } = await actions.deposit(terms)
        const { rental } = await actions.getRental({ escrow: terms.escrow, id })
        const { blockNumber } = (await actions.stop({ escrow: terms.escrow, rental })).receipt

        const { state } = await actions.getRental({ escrow: terms.escrow, id, blockNumber })
        expect(state.status, `status after ${lag} old answers`).to.equal("Closed")
      }
    })

    it("error: the contract's, where the newest state has it as well", async () => {
      const world = await loadFixture(deployed)
      const { request } = nodes(0)
      const actions = await open(world, request)
      const terms = await wantedDeposit(world)
      await actions.deposit(terms)

      const error = await actions.deposit(terms).catch((thrown: unknown) => thrown)
      const missing = await actions
        .getRental({ escrow: terms.escrow, id: keccak256(toHex("never paid")) })
        .catch((thrown: unknown) => thrown)

      expect(error, "again").to.have.property("code", "RentalExists")
      expect(missing, "unknown").to.have.property("code", "RentalNotFound")
    })
  })
}
