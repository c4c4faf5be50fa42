// Runs the whole deployment on a chain inside this process, with the same id, accounts and addresses. It yields the gas of
// each step before the first is sent, and the exact code of the real chain, immutables included.
import { polygonGas, type TraceStep } from "@gpuflow/escrow/plan"
import { network } from "hardhat"
import { type Client, createClient, custom, type Hex, numberToHex } from "viem"
import { getCode, getTransactionReceipt } from "viem/actions"
import { FACTORY, FACTORY_CODE } from "./factory.ts"
import { inspect, type Row } from "./inspect.ts"
import type { Plan, StepName } from "./plan.ts"

export type Rehearsal = {
  /** The gas of each step by Polygon's schedule. */
  readonly gas: Readonly<Record<StepName, bigint>>
  readonly timelock: Hex
  readonly escrow: Hex
  /** The comparison after the last step. */
  readonly rows: readonly Row[]
}

const GAS = 2n ** 24n

export async function rehearse(plan: Plan): Promise<Rehearsal> {
  const override = { chainId: plan.config.chainId }
  const connection = await network.create({ network: "polygonLike", override })
  try {
    const client = createClient({ transport: custom(connection.provider) })
    return await runSteps(client, plan, (method, params) => connection.provider.request({ method, params }))
  } finally {
    await connection.close()
  }
}

type Rpc = (method: string, params: unknown[]) => Promise<unknown>

async function runSteps(client: Client, plan: Plan, request: Rpc): Promise<Rehearsal> {
  await request("hardhat_setCode", [FACTORY, FACTORY_CODE])
  // The escrow requires a token to have code, and does not call it when a market opens.
  for (const { token } of plan.config.markets) await request("hardhat_setCode", [token, "0x00"])
  await request("hardhat_setBalance", [plan.deployer, numberToHex(10n ** 30n)])
  await request("hardhat_impersonateAccount", [plan.deployer])

  const gas = { timelock: 0n, escrow: 0n, schedule: 0n, execute: 0n }
  for (const { name, to, data } of plan.steps) {
    const transaction = { from: plan.deployer, to, data, gas: numberToHex(GAS) }
    const hash = (await request("eth_sendTransaction", [transaction])) as Hex
    const { gasUsed } = await getTransactionReceipt(client, { hash })
    const slim = { disableMemory: true, disableStack: true, disableStorage: true }
    const { structLogs } = (await request("debug_traceTransaction", [hash, slim])) as { structLogs: TraceStep[] }
    gas[name] = polygonGas({ gas: GAS, gasUsed, steps: structLogs })
  }
  const [timelock = "0x", escrow = "0x"] = await Promise.all([
    getCode(client, { address: plan.timelock.address }),
    getCode(client, { address: plan.escrow.address }),
  ])
  const rows = await inspect(client, { plan, fromBlock: 0n })
  return { gas, timelock, escrow, rows }
}
