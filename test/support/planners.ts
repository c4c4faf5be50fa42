import * as onEthers from "@gpuflow/escrow/ethers"
import { planDeposit, planPayment, runDeposit, runPayment } from "@gpuflow/escrow/plan"
import { BrowserProvider } from "ethers"
import { type Address, createWalletClient, custom } from "viem"
import { polygon } from "viem/chains"
import type { interceptedNode } from "./interceptedNode.ts"

type Request = ReturnType<typeof interceptedNode>["request"]

/** The planner on viem and on ethers, over the same wallet. */
export const planners = {
  viem: (request: Request, account: Address) => {
    const transport = custom({ request }, { retryCount: 0 })
    const client = createWalletClient({ account, chain: polygon, transport, pollingInterval: 5 })
    return {
      planDeposit: (parameters: Parameters<typeof planDeposit>[1]) => planDeposit(client, parameters),
      runDeposit: (parameters: Parameters<typeof runDeposit>[1]) => runDeposit(client, parameters),
      planPayment: (parameters: Parameters<typeof planPayment>[1]) => planPayment(client, parameters),
      runPayment: (parameters: Parameters<typeof runPayment>[1]) => runPayment(client, parameters),
    }
  },
  ethers: (request: Request, account: Address) => {
    const browser = new BrowserProvider({ request }, undefined, { cacheTimeout: -1 })
    browser.pollingInterval = 5
    const actions = async () => onEthers.rentalActions(await browser.getSigner(account))
    return {
      planDeposit: async (parameters: Parameters<typeof planDeposit>[1]) => (await actions()).planDeposit(parameters),
      runDeposit: async (parameters: Parameters<typeof runDeposit>[1]) => (await actions()).runDeposit(parameters),
      planPayment: async (parameters: Parameters<typeof planPayment>[1]) => (await actions()).planPayment(parameters),
      runPayment: async (parameters: Parameters<typeof runPayment>[1]) => (await actions()).runPayment(parameters),
    }
  },
}
