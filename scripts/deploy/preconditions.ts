// What must hold before anything is sent.
import { WrongChainError } from "@gpuflow/escrow"
import { probeToken } from "@gpuflow/escrow/plan"
import type { Client } from "viem"
import { getBlockNumber, getChainId } from "viem/actions"

import { type Config, rolesOf } from "./config.ts"
import { DeployerHasRoleError, HandedOverError, LeftoverOperationError } from "./errors.ts"
import { creationBlock, eventsOf } from "./logs.ts"
import type { Plan } from "./plan.ts"
import type { State } from "./state.ts"
import { timelockAbi } from "./timelock.ts"
import { openOperations } from "./timelockEvents.ts"

/** Refuses a config that does not match the chain, or the code and decimals of its tokens. */
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

/** Refuses to continue from a state that this plan did not make. */
export async function requireOurs(client: Client, plan: Plan, state: State, fromBlock?: bigint): Promise<void> {
  if (!state.deployed.has("timelock") || state.operation === "Done") return
  const { address } = plan.timelock
  if (!state.proposer) throw new HandedOverError({ timelock: address })
  const latest = await getBlockNumber(client, { cacheTime: 0 })
  const first = fromBlock ?? (await creationBlock(client, address, latest))
  const events = await eventsOf(client, timelockAbi, { address, fromBlock: first, toBlock: latest })
  const other = openOperations(events).find((id) => id !== plan.operation)
  if (other) throw new LeftoverOperationError({ timelock: address, operation: other })
}
