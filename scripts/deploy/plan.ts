// Computes what must be on the chain from the config, the deployer and the build, without network or clock.
import { escrowAbi } from "@gpuflow/escrow/abi"
import {
  type Address,
  concat,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  parseAbiParameters,
  zeroAddress,
  zeroHash,
} from "viem"
import type { Build } from "./build.ts"
import type { Config } from "./config.ts"
import { addressOf, FACTORY, factoryCall } from "./factory.ts"
import { batchId, ROLES, timelockAbi } from "./timelock.ts"

/** A contract to be deployed through the proxy. */
export type Creation = { readonly address: Address; readonly arguments: readonly unknown[]; readonly data: Hex }

/** One call that the timelock makes. */
type Call = { readonly to: Address; readonly data: Hex; readonly text: string }

/** One transaction of the deployer. */
export type Step = { readonly name: StepName; readonly to: Address; readonly data: Hex; readonly text: string }
export type StepName = "timelock" | "escrow" | "schedule" | "execute"

export type Plan = {
  readonly config: Config
  readonly deployer: Address
  readonly timelock: Creation
  readonly escrow: Creation
  readonly calls: readonly Call[]
  /** The timelock's id for the batch of all calls. */
  readonly operation: Hex
  readonly steps: readonly Step[]
}

export function planDeployment(config: Config, deployer: Address, build: Build): Plan {
  const { salt, guardian, treasury } = config
  // No delay yet, and only the deployer can act. The last transaction ends both at once.
  const first = [0n, [deployer], [deployer], zeroAddress] as const
  const timelock = creation(salt, build.timelock.creation, first, encodeAbiParameters(timelockParameters, first))
  const owners = [timelock.address, guardian, treasury] as const
  const escrow = creation(salt, build.escrow.creation, owners, encodeAbiParameters(escrowParameters, owners))
  const calls = callsOf(config, deployer, timelock.address, escrow.address)
  const batch = [calls.map(({ to }) => to), calls.map(() => 0n), calls.map(({ data }) => data), zeroHash, salt] as const
  const operation = batchId(...batch)
  const schedule = encodeFunctionData({ abi: timelockAbi, functionName: "scheduleBatch", args: [...batch, 0n] })
  const execute = encodeFunctionData({ abi: timelockAbi, functionName: "executeBatch", args: batch })
  const steps: Step[] = [
    {
      name: "timelock",
      to: FACTORY,
      data: timelock.data,
      text: `deploy the TimelockController at ${timelock.address}`,
    },
    { name: "escrow", to: FACTORY, data: escrow.data, text: `deploy the RentalEscrow at ${escrow.address}` },
    { name: "schedule", to: timelock.address, data: schedule, text: `scheduleBatch(${calls.length} calls, delay 0)` },
    { name: "execute", to: timelock.address, data: execute, text: `executeBatch(${calls.length} calls)` },
  ]
  return { config, deployer, timelock, escrow, calls, operation, steps }
}

const timelockParameters = parseAbiParameters("uint256, address[], address[], address")
const escrowParameters = parseAbiParameters("address, address, address")

function creation(salt: Hex, code: Hex, args: readonly unknown[], words: Hex): Creation {
  const whole = concat([code, words])
  return { address: addressOf(salt, whole), arguments: args, data: factoryCall(salt, whole) }
}

/** Opens the markets, then grants and revokes the roles, then sets the delay. */
function callsOf(
  { timelock: roles, markets, hostFees }: Config,
  deployer: Address,
  timelock: Address,
  escrow: Address,
) {
  const calls: Call[] = []
  for (const { symbol, token, arbiter, feeBps } of markets) {
    const args = [token, arbiter, Number(feeBps), true] as const
    const data = encodeFunctionData({ abi: escrowAbi, functionName: "setMarket", args })
    calls.push({ to: escrow, data, text: `setMarket(${symbol} ${token}, arbiter ${arbiter}, ${feeBps} bps, open)` })
  }
  for (const { host, feeBps } of hostFees) {
    const data = encodeFunctionData({ abi: escrowAbi, functionName: "setHostFee", args: [host, Number(feeBps)] })
    calls.push({ to: escrow, data, text: `setHostFee(${host}, ${feeBps} bps)` })
  }
  const change = (functionName: "grantRole" | "revokeRole", role: keyof typeof ROLES, account: Address) => {
    const data = encodeFunctionData({ abi: timelockAbi, functionName, args: [ROLES[role], account] })
    calls.push({ to: timelock, data, text: `${functionName}(${role}, ${account})` })
  }
  for (const account of roles.proposers) change("grantRole", "proposer", account)
  for (const account of roles.executors) change("grantRole", "executor", account)
  for (const account of roles.cancellers) change("grantRole", "canceller", account)
  for (const role of ["proposer", "executor", "canceller"] as const) change("revokeRole", role, deployer)
  const data = encodeFunctionData({ abi: timelockAbi, functionName: "updateDelay", args: [roles.delay] })
  calls.push({ to: timelock, data, text: `updateDelay(${roles.delay} s)` })
  return calls
}
