import * as onEthers from "@gpuflow/escrow/ethers"
import { planDeposit, planPayment, runDeposit, runPayment } from "@gpuflow/escrow/plan"
import { BrowserProvider } from "ethers"
import { type Address, createPublicClient, createWalletClient, custom } from "viem"
import { polygon } from "viem/chains"

type Request = (request: { method: string; params?: unknown }) => Promise<unknown>

/** The planner on viem and on ethers, over the same wallet. */
export const planners = {
  viem: (request: Request, account: Address, readBy?: Request) => {
    const connect = (by: Request) => ({
      chain: polygon,
      transport: custom({ request: by }, { retryCount: 0 }),
      pollingInterval: 5,
    })
    const client = createWalletClient({ account, ...connect(request) })
    const reader = readBy && createPublicClient(connect(readBy))
    return {
      planDeposit: (parameters: Parameters<typeof planDeposit>[1]) => planDeposit(client, { reader, ...parameters }),
      runDeposit: (parameters: Parameters<typeof runDeposit>[1]) => runDeposit(client, { reader, ...parameters }),
      planPayment: (parameters: Parameters<typeof planPayment>[1]) => planPayment(client, { reader, ...parameters }),
      runPayment: (parameters: Parameters<typeof runPayment>[1]) => runPayment(client, { reader, ...parameters }),
    }
  },
  ethers: (request: Request, account: Address, readBy?: Request) => {
    const connect = (by: Request) => {
      const browser = new BrowserProvider({ request: by }, undefined, { cacheTimeout: -1 })
      browser.pollingInterval = 5
      return browser
    }
    const browser = connect(request)
    const reader = readBy && connect(readBy)
    const actions = async () => onEthers.rentalActions(await browser.getSigner(account), { reader })
    return {
      planDeposit: async (parameters: Parameters<typeof planDeposit>[1]) => (await actions()).planDeposit(parameters),
      runDeposit: async (parameters: Parameters<typeof runDeposit>[1]) => (await actions()).runDeposit(parameters),
      planPayment: async (parameters: Parameters<typeof planPayment>[1]) => (await actions()).planPayment(parameters),
      runPayment: async (parameters: Parameters<typeof runPayment>[1]) => (await actions()).runPayment(parameters),
    }
  },
}
