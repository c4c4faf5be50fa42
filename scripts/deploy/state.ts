// How much of a plan is on the chain already. The chain itself is the only record of a run.
import type { Client, Hex } from "viem"
import { getCode, readContract } from "viem/actions"

import { ForeignCodeError } from "./errors.ts"
import type { Plan, Step } from "./plan.ts"
import { OPERATION_STATES, ROLES, timelockAbi } from "./timelock.ts"

export type State = {
  readonly timelock: Hex | undefined
  readonly escrow: Hex | undefined
  readonly operation: (typeof OPERATION_STATES)[number]
  /** Whether the deployer can still propose. */
  readonly proposer: boolean
}

/** Reads a plan's state. Refuses foreign code before it calls it. */
export async function readState(
  client: Client,
  plan: Plan,
  expected: { readonly timelock: Hex; readonly escrow: Hex },
): Promise<State> {
  const { timelock, escrow, operation, deployer } = plan
  const codes = {
    timelock: await getCode(client, { address: timelock.address }),
    escrow: await getCode(client, { address: escrow.address }),
  }
  for (const contract of ["timelock", "escrow"] as const) {
    const code = codes[contract]
    if (code !== undefined && code !== expected[contract]) {
      throw new ForeignCodeError({ contract, address: plan[contract].address })
    }
  }
  if (!codes.timelock) return { ...codes, operation: "Unset", proposer: false }
  const contract = { address: timelock.address, abi: timelockAbi } as const
  const [state, proposer] = await Promise.all([
    readContract(client, { ...contract, functionName: "getOperationState", args: [operation] }),
    readContract(client, { ...contract, functionName: "hasRole", args: [ROLES.proposer, deployer] }),
  ])
  return { ...codes, operation: OPERATION_STATES[state] ?? "Unset", proposer }
}

/** The steps that are still to be sent. */
export function stepsLeft({ steps }: Plan, { timelock, escrow, operation }: State): readonly Step[] {
  const done = {
    timelock: timelock !== undefined,
    escrow: escrow !== undefined,
    schedule: operation !== "Unset",
    execute: operation === "Done",
  }
  return steps.filter(({ name }) => !done[name])
}
