import { stop } from "@gpuflow/escrow"
import * as onEthers from "@gpuflow/escrow/ethers"
import { getPermitDomain, planDeposit, planPayment } from "@gpuflow/escrow/plan"
import { prepareRequest, simulateRequest } from "@gpuflow/escrow/requests"
import { expect } from "chai"
import { BrowserProvider } from "ethers"
import { type Address, createPublicClient, createWalletClient, custom, type Hex } from "viem"
import { polygon } from "viem/chains"
import { revertData } from "../../sdk/core/revert.ts"
import { failureOf } from "../support/failureOf.ts"
import { type Intercept, interceptedNode, rpcError } from "../support/interceptedNode.ts"
import { HOUR, running, wantedDeposit } from "../support/rentals.ts"
import { deployed, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers

/** The methods that run a call. */
const RUNS_CALL = ["eth_call", "eth_estimateGas", "eth_createAccessList"]

/** A revert, in the words of nodes and of the wallets before them. */
const reports: Readonly<Record<string, (data: Hex) => Error>> = {
  "code 3": (data) => rpcError("execution reverted", 3, data),
  "code -32000": (data) => rpcError("execution reverted", -32_000, data),
  "code -32015": (data) => rpcError("VM execution error.", -32_015, `Reverted ${data}`),
  "code -32603": (data) => rpcError("Internal JSON-RPC error.", -32_603, data),
  "code -32603 around the node's error": (data) =>
    rpcError("Internal JSON-RPC error.", -32_603, { originalError: { code: 3, message: "execution reverted", data } }),
  "code -32603 in words": (data) => rpcError(`execution reverted ${data}`, -32_603),
  "no code": (data) => Object.assign(new Error("execution reverted"), { data }),
}

/** An injected wallet that reports reverts in its own way, and what was asked of it. */
function walletThat(report: (data: Hex) => Error) {
  const reverted: string[] = []
  const intercept: Intercept = async (method, params, pass) => {
    if (!RUNS_CALL.includes(method)) return pass()
    try {
      return await pass()
    } catch (error) {
      const data = revertData(error)
      if (data === undefined) throw error
      reverted.push(JSON.stringify([method, ...params]))
      throw report(data)
    }
  }
  const { request } = interceptedNode(intercept)
  return {
    request,
    /** The calls that reverted since the last look, each as often as it was asked. */
    takeReverted: () => reverted.splice(0),
  }
}

type Request = ReturnType<typeof walletThat>["request"]

const libraries = {
  viem: async (request: Request, account: Address) => {
    // As pages do: with the repetitions that viem sets.
    const client = createWalletClient({ account, chain: polygon, transport: custom({ request }), pollingInterval: 5 })
    return {
      stop: (parameters: Parameters<typeof stop>[1]) => stop(client, parameters),
      simulateRequest: (parameters: Parameters<typeof simulateRequest>[1]) => simulateRequest(client, parameters),
      getPermitDomain: (parameters: Parameters<typeof getPermitDomain>[1]) => getPermitDomain(client, parameters),
      planDeposit: (parameters: Parameters<typeof planDeposit>[1]) => planDeposit(client, parameters),
      planPayment: (parameters: Parameters<typeof planPayment>[1]) => planPayment(client, parameters),
    }
  },
  ethers: async (request: Request, account: Address) => {
    const browser = new BrowserProvider({ request }, undefined, { cacheTimeout: -1 })
    browser.pollingInterval = 5
    return onEthers.rentalActions(await browser.getSigner(account))
  },
}

type Actions = Awaited<ReturnType<(typeof libraries)[keyof typeof libraries]>>

for (const [library, connect] of Object.entries(libraries)) {
  describe(`SDK: reverts that a wallet reports, on ${library}`, () => {
    for (const [name, report] of Object.entries(reports)) {
      it(`behavior: a revert is an answer, and nothing is asked again: ${name}`, async () => {
        const world = await loadFixture(deployed)
        const { escrow, payer } = world
        const { rental } = await running(world)
        const stopped = { escrow, rental, maxToHost: 0n }
        const request = await prepareRequest(payer, "stop", stopped)
        const paid = { ...(await wantedDeposit(world)), accept: ["payer" as const] }
        const dispute = { escrow, rental, evidenceURI: "ipfs://slow" }
        const refused = async (call: Promise<unknown>, code: string) =>
          expect(await failureOf(call), code).to.have.property("code", code)
        const calls: Readonly<Record<string, (actions: Actions) => Promise<unknown>>> = {
          "a verb": (actions) => refused(actions.stop(stopped), "NotRenter"),
          "a simulation": (actions) => refused(actions.simulateRequest({ request }), "NotRenter"),
          "a plan of a payment": (actions) =>
            refused(actions.planPayment({ verb: "dispute", parameters: dispute }), "NotRenter"),
          "a plan of a deposit": (actions) => refused(actions.planDeposit(paid), "RentalExists"),
          "a read": async (actions) =>
            expect(await actions.getPermitDomain({ token: escrow }), "domain").to.equal(undefined),
        }

        for (const [what, call] of Object.entries(calls)) {
          // A wallet of its own: what a refused plan still reads is not counted for the next call.
          const wallet = walletThat(report)
          await call(await connect(wallet.request, payer.account.address))
          const reverted = wallet.takeReverted()
          expect(reverted, what).to.not.have.length(0)
          expect(reverted, what).to.have.length(new Set(reverted).size)
        }
      })
    }
  })
}

describe("SDK: a node that fails, on viem", () => {
  it("behavior: what is not a revert is asked again as the client's transport is set", async () => {
    const { escrow, token, renter } = await loadFixture(deployed)
    for (const [retryCount, failures, code] of [
      [2, 2, -32_603],
      [2, 2, undefined],
      [1, 1, -32_005],
    ] as const) {
      let left: number = failures
      const { request, asked } = interceptedNode((method, _params, pass) => {
        if (method !== "eth_call" || left === 0) return pass()
        left -= 1
        throw Object.assign(new Error("The node is overloaded."), code === undefined ? {} : { code })
      })
      const transport = custom({ request }, { retryCount, retryDelay: 1 })
      const reader = createPublicClient({ chain: polygon, transport })

      const plan = await planPayment(renter, {
        reader,
        verb: "fundBond",
        parameters: { escrow, token, amount: HOUR },
        without: ["batch"],
      })

      expect(plan.amount, `after ${failures} failures`).to.equal(HOUR)
      expect([left, asked.filter((method) => method === "eth_call").length > failures], "asked").to.deep.equal([
        0,
        true,
      ])
    }
  })
})
