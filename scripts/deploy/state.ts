// How much of a plan is on the chain already. The chain itself is the only record of a run.
import type { Client } from "viem"
import { getCode, readContract } from "viem/actions"

import { ForeignCodeError } from "./errors.ts"
import type { Codes } from "./inspect.ts"
import { contractsOf, type Plan, type Step, type StepName } from "./plan.ts"
import { OPERATION_STATES, ROLES, timelockAbi } from "./timelock.ts"

export type State = {
  /** The contracts that are there. */
  readonly deployed: ReadonlySet<StepName>
  readonly operation: (typeof OPERATION_STATES)[number]
  /** Whether the deployer can still propose. */
  readonly proposer: boolean
}

/** Reads a plan's state. Refuses foreign code before it calls it. */
export async function readState(client: Client, plan: Plan, expected: Codes): Promise<State> {
  const { timelock, operation, deployer } = plan
  const deployed = new Set<StepName>()
  for (const { name, address } of contractsOf(plan)) {
    const code = await getCode(client, { address })
    if (code === undefined) continue
    if (code !== expected[name]) throw new ForeignCodeError({ contract: name, address })
    deployed.add(name)
  }
  if (!deployed.has("timelock")) return { deployed, operation: "Unset", proposer: false }
  const contract = { address: timelock.address, abi: timelockAbi } as const
  const [state, proposer] = await Promise.all([
    readContract(client, { ...contract, functionName: "getOperationState", args: [operation] }),
    readContract(client, { ...contract, functionName: "hasRole", args: [ROLES.proposer, deployer] }),
  ])
  return { deployed, operation: OPERATION_STATES[state] ?? "Unset", proposer }
}

/** The steps that are still to be sent. */
export function stepsLeft({ steps }: Plan, { deployed, operation }: State): readonly Step[] {
  const done = new Set(deployed)
  if (operation !== "Unset") done.add("schedule")
  if (operation === "Done") done.add("execute")
  return steps.filter(({ name }) => !done.has(name))
}
