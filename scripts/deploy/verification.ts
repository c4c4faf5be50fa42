// A recorded deployment beside the chain, the build and the config.
import { type Client, keccak256 } from "viem"
import { getCode } from "viem/actions"

import type { Build } from "./build.ts"
import type { Config } from "./config.ts"
import { inspect, inspectCode, type Row } from "./inspect.ts"
import { planDeployment } from "./plan.ts"
import type { DeploymentRecord } from "./record.ts"
import { rehearse } from "./rehearsal.ts"

type Recorded = { readonly config: Config; readonly record: DeploymentRecord; readonly build: Build }

/** One row for each thing that could differ. */
export async function verifyDeployment(client: Client, { config, record, build }: Recorded): Promise<Row[]> {
  const plan = planDeployment(config, record.deployer, build)
  const rehearsal = await rehearse(plan)
  const fromBlock = BigInt(Math.min(record.blockNumber, record.timelock.blockNumber))
  const { proposers, executors, cancellers } = record.timelock
  const rows: Row[] = [
    { what: "recorded escrow, from code, arguments and salt", expected: plan.escrow.address, found: record.address },
    {
      what: "recorded timelock, from code, arguments and salt",
      expected: plan.timelock.address,
      found: record.timelock.address,
    },
    { what: "recorded hash of the escrow's code", expected: keccak256(rehearsal.escrow), found: record.codeHash },
    {
      what: "recorded hash of the timelock's code",
      expected: keccak256(rehearsal.timelock),
      found: record.timelock.codeHash,
    },
    ...(await inspectCode(client, plan, build, rehearsal)),
  ]
  // Where there is no contract, there is nothing more to ask.
  const codes = [plan.escrow, plan.timelock].map(({ address }) => getCode(client, { address }))
  if ((await Promise.all(codes)).includes(undefined)) return rows
  return [...rows, ...(await inspect(client, { plan, fromBlock, before: { proposers, executors, cancellers } }))]
}
