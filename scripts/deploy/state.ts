// How far a plan is already on chain: the chain itself is the only record of a run.

import { WrongChainError } from "@gpuflow/escrow"
import { probeToken } from "@gpuflow/escrow/plan"
import type { Client, Hex } from "viem"
import { getBlockNumber, getChainId, getCode, readContract } from "viem/actions"
import { type Config, rolesOf } from "./config.ts"
import { DeployerHasRoleError, ForeignCodeError, HandedOverError, LeftoverOperationError } from "./errors.ts"
import { creationBlock, eventsOf } from "./logs.ts"
import type { Plan, Step } from "./plan.ts"
import type { Rehearsal } from "./rehearsal.ts"
import { OPERATION_STATES, ROLES, timelockAbi } from "./timelock.ts"

export type State = {
  readonly timelock: Hex | undefined
  readonly escrow: Hex | undefined
  readonly operation: (typeof OPERATION_STATES)[number]
  /** The deployer may still propose. */
  readonly proposer: boolean
}

/** Refuses code that is not ours before it is asked anything. */
export async function readState(client: Client, plan: Plan, expected: Rehearsal): Promise<State> {
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

/** What is left to send. */
export function stepsLeft({ steps }: Plan, { timelock, escrow, operation }: State): readonly Step[] {
  const done = {
    timelock: timelock !== undefined,
    escrow: escrow !== undefined,
    schedule: operation !== "Unset",
    execute: operation === "Done",
  }
  return steps.filter(({ name }) => !done[name])
}

/** Refuses what the config promises and the chain does not hold. */
export async function requireConfig(client: Client, config: Config): Promise<void> {
  const chainId = await getChainId(client)
  if (chainId !== config.chainId) throw new WrongChainError({ chainId, expected: config.chainId })
  for (const { token: address, symbol, decimals } of config.markets) {
    await probeToken(client, { token: { chainId, address, symbol, decimals, verified: false } })
  }
}

/** Refuses a config that would leave the deployer with power or money. */
export function requirePowerless({ config, deployer }: Pick<Plan, "config" | "deployer">): void {
  const roles = rolesOf(config).flatMap(([role, address]) => (address === deployer ? [role] : []))
  if (roles.length > 0) throw new DeployerHasRoleError({ deployer, roles: roles.join(", ") })
}

/** Refuses to go on from a state that this plan did not make. */
export async function requireOurs(client: Client, plan: Plan, state: State, fromBlock?: bigint): Promise<void> {
  if (!state.timelock || state.operation === "Done") return
  const { address } = plan.timelock
  if (!state.proposer) throw new HandedOverError({ timelock: address })
  const latest = await getBlockNumber(client, { cacheTime: 0 })
  const first = fromBlock ?? (await creationBlock(client, address, latest))
  const events = await eventsOf(client, timelockAbi, { address, fromBlock: first, toBlock: latest })
  const other = leftovers(events).find((id) => id !== plan.operation)
  if (other) throw new LeftoverOperationError({ timelock: address, operation: other })
}

/** Operations that were scheduled, and neither executed nor cancelled since. */
export function leftovers(events: readonly { readonly eventName: string; readonly args: object }[]): Hex[] {
  const open = new Set<Hex>()
  for (const { eventName, args } of events) {
    if (!("id" in args)) continue
    if (eventName === "CallScheduled") open.add(args.id as Hex)
    else open.delete(args.id as Hex)
  }
  return [...open]
}
