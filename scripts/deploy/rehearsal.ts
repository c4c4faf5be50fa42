// Runs the whole deployment on a chain inside this process, with the same id, accounts and addresses. It yields the gas of
// each step before the first is sent, and the exact code of the real chain, immutables included.
import { polygonGas, type TraceStep } from "@gpuflow/escrow/testing"
import { network } from "hardhat"
import { type Address, type Client, createClient, custom, type Hex, numberToHex } from "viem"
import { getCode, getTransactionReceipt } from "viem/actions"
import { FACTORY, FACTORY_CODE } from "./factory.ts"
import { type Codes, inspect, type Row } from "./inspect.ts"
import { contractsOf, type Plan, type StepName } from "./plan.ts"

export type Rehearsal = {
  /** The gas of each step by Polygon's schedule. */
  readonly gas: Readonly<Record<StepName, bigint>>
  /** The code of each contract, and of Permit2 if there is a router. */
  readonly codes: Codes
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

  const send = async (to: Address, data: Hex) => {
    const transaction = { from: plan.deployer, to, data, gas: numberToHex(GAS) }
    return (await request("eth_sendTransaction", [transaction])) as Hex
  }
  if (plan.router) await send(FACTORY, plan.permit2.data)
  const gas = { timelock: 0n, escrow: 0n, schedule: 0n, execute: 0n, router: 0n, mandate: 0n }
  for (const { name, to, data } of plan.steps) {
    const hash = await send(to, data)
    const { gasUsed } = await getTransactionReceipt(client, { hash })
    const slim = { disableMemory: true, disableStack: true, disableStorage: true }
    const { structLogs } = (await request("debug_traceTransaction", [hash, slim])) as { structLogs: TraceStep[] }
    gas[name] = polygonGas({ gas: GAS, gasUsed, steps: structLogs })
  }
  const made = [...contractsOf(plan), ...(plan.router ? [{ name: "permit2" as const, ...plan.permit2 }] : [])]
  const codes = await Promise.all(
    made.map(async ({ name, address }) => [name, await getCode(client, { address })] as const),
  )
  const rows = await inspect(client, { plan, fromBlock: 0n })
  return { gas, codes: Object.fromEntries(codes), rows }
}
