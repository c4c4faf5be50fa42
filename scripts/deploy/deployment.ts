// A deployment from the config to the record. What is on the chain already stays: a run that was killed is finished by the
// next one, and a run after that changes nothing.
import { type Address, type Client, getAddress, type Hash } from "viem"
import { getBlockNumber } from "viem/actions"

import type { Build } from "./build.ts"
import { arbitersOf, type Config } from "./config.ts"
import { DeployerMissingError, DifferencesError, UnexpectedDeployerError } from "./errors.ts"
import { installFactory, requireFactory } from "./factory.ts"
import { type Fees, feesOf, requireFunds } from "./fees.ts"
import { differs, inspect, inspectCode, type Row } from "./inspect.ts"
import { installLocalSafe } from "./localSafe.ts"
import { creationBlock } from "./logs.ts"
import { installPermit2, requirePermit2 } from "./permit2.ts"
import { type Plan, planDeployment, type Step } from "./plan.ts"
import { requireConfig, requireOurs, requirePowerless } from "./preconditions.ts"
import { asDeployed, type DeploymentRecord, recordOf, type Source, writeRecord } from "./record.ts"
import { type Rehearsal, rehearse } from "./rehearsal.ts"
import { sendSteps, settledNonce, type WaitOptions } from "./send.ts"
import { readState, type State, stepsLeft } from "./state.ts"

export type Prepared = {
  readonly plan: Plan
  readonly rehearsal: Rehearsal
  readonly state: State
  readonly left: readonly Step[]
  readonly fees: Fees
}

export type Options = {
  readonly config: Config
  readonly build: Build
  /** The highest fee, in wei per gas. */
  readonly cap?: bigint | undefined
  readonly wait: WaitOptions
  /** Whether the chain is local: if it lacks the proxy, it gets it by the published transaction. */
  readonly local: boolean
  /** A block before the deployment, for nodes that keep no history. */
  readonly fromBlock?: bigint | undefined
  /** The record of an earlier run, if there is one. */
  readonly record?: DeploymentRecord | undefined
}

export type Finishing = {
  /** The file of its record. */
  readonly record: string
  readonly source: Source
  readonly onSent: (step: Step, hash: Hash) => void
}

/** The account to deploy from: the client's, or for a dry run the one that the config names. */
export function deployerOf(config: Config, account: Address | undefined): Address {
  const deployer = account === undefined ? config.deployer : getAddress(account)
  if (!deployer) throw new DeployerMissingError({})
  if (config.deployer && config.deployer !== deployer) {
    throw new UnexpectedDeployerError({ deployer, expected: config.deployer })
  }
  return deployer
}

/** Checks everything that can be checked before anything is sent. */
export async function prepare(client: Client, deployer: Address, options: Options) {
  const { config, build, cap, fromBlock, local } = options
  const plan = planDeployment(asPlanned(options), deployer, build)
  requirePowerless({ config, deployer })
  await requireConfig(client, config)
  await requireFactory(client, { optional: local })
  const rehearsal = await rehearse(plan)
  requireEqual(rehearsal.rows)
  if (plan.router) {
    const { permit2 = "0x" } = rehearsal.codes
    await requirePermit2(client, { address: plan.permit2.address, code: permit2, optional: local })
  }
  const state = await readState(client, plan, rehearsal.codes)
  await requireOurs(client, plan, state, fromBlock)
  const left = stepsLeft(plan, state)
  return { plan, rehearsal, state, left, fees: await feesOf(client, cap) } satisfies Prepared
}

/**
 * The config to plan by. Once a deployment is recorded, the timelock may have changed what the config says since: a contract
 * that is added around the escrow then belongs to the deployment as it was.
 */
function asPlanned({ config, record }: Options): Config {
  const isAdding = record && config.periphery.some((name) => !record[name])
  return isAdding ? { ...config, ...asDeployed(record), periphery: config.periphery } : config
}

/** Sends what is left, checks the result, and writes the record. */
export async function finish(client: Client, { plan, rehearsal }: Prepared, options: Options, finishing: Finishing) {
  const { config, wait, cap, build, local } = options
  const before = await getBlockNumber(client, { cacheTime: 0 })
  if (local) {
    await installFactory(client, plan.deployer)
    await installLocalSafe(client, plan.deployer, arbitersOf(plan.config))
    if (plan.router) await installPermit2(client, plan.deployer, plan.permit2)
  }
  const nonce = await settledNonce(client, plan, wait)
  // Reads again, because a transaction of an earlier run may have been mined meanwhile.
  const state = await readState(client, plan, rehearsal.codes)
  const steps = stepsLeft(plan, state)
  const gas = steps.reduce((sum, { name }) => sum + rehearsal.gas[name], 0n)
  await requireFunds(client, plan.deployer, gas, await feesOf(client, cap))
  await sendSteps(client, plan, { steps, nonce, cap, wait, onSent: finishing.onSent })

  const latest = await getBlockNumber(client, { cacheTime: 0 })
  const fromBlock =
    options.fromBlock ??
    (state.deployed.has("timelock") ? await creationBlock(client, plan.timelock.address, latest) : before)
  const { proposers, executors, cancellers } = plan.config.timelock
  const rows = [
    ...(await inspectCode(client, plan, build, rehearsal.codes)),
    ...(await inspect(client, { plan: { ...plan, config }, fromBlock, before: { proposers, executors, cancellers } })),
  ]
  requireEqual(rows)
  const record: DeploymentRecord = await recordOf(client, plan, fromBlock, latest, finishing.source)
  const wrote = await writeRecord(finishing.record, record, { replace: local })
  return { sent: steps.length, rows, record, wrote }
}

function requireEqual(rows: readonly Row[]): void {
  const differences = rows.filter(differs).map(({ what, expected, found }) => `${what}: ${expected} ≠ ${found}`)
  if (differences.length > 0) throw new DifferencesError({ differences: differences.join("; ") })
}
