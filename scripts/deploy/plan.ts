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
import type { Build, ContractName } from "./build.ts"
import type { Config } from "./config.ts"
import { addressOf, FACTORY, factoryCall } from "./factory.ts"
import { PERMIT2_SALT } from "./permit2.ts"
import { batchId, ROLES, timelockAbi } from "./timelock.ts"

/** A contract to be deployed through the proxy. */
export type Creation = { readonly address: Address; readonly arguments: readonly unknown[]; readonly data: Hex }

/** One call that the timelock makes. */
type Call = { readonly to: Address; readonly data: Hex; readonly text: string }

/** One transaction of the deployer. */
export type Step = { readonly name: StepName; readonly to: Address; readonly data: Hex; readonly text: string }
export type StepName = Exclude<ContractName, "permit2"> | "schedule" | "execute"

export type Plan = {
  readonly config: Config
  readonly deployer: Address
  readonly timelock: Creation
  readonly escrow: Creation
  /** The contracts around the escrow that the config asks for. */
  readonly router: Creation | undefined
  readonly mandate: Creation | undefined
  /** The contract that the router relies on. Its publisher deploys it. */
  readonly permit2: Creation
  readonly calls: readonly Call[]
  /** The timelock's id for the batch of all calls. */
  readonly operation: Hex
  readonly steps: readonly Step[]
}

export function planDeployment(config: Config, deployer: Address, build: Build): Plan {
  const { salt, guardian, treasury, periphery } = config
  // No delay yet, and only the deployer can act. The last transaction ends both at once.
  const first = [0n, [deployer], [deployer], zeroAddress] as const
  const timelock = creation(salt, build.timelock.creation, first, encodeAbiParameters(timelockParameters, first))
  const owners = [timelock.address, guardian, treasury] as const
  const escrow = creation(salt, build.escrow.creation, owners, encodeAbiParameters(escrowParameters, owners))
  const permit2 = creation(PERMIT2_SALT, build.permit2.creation, [], "0x")
  const paid = [escrow.address, permit2.address] as const
  const router = periphery.includes("router")
    ? creation(salt, build.router.creation, paid, encodeAbiParameters(routerParameters, paid))
    : undefined
  const extended = [escrow.address] as const
  const mandate = periphery.includes("mandate")
    ? creation(salt, build.mandate.creation, extended, encodeAbiParameters(mandateParameters, extended))
    : undefined
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
  // Last, when the deployer has no power left: they have no owner.
  for (const [name, contract, made] of [
    ["router", "RentalRouter", router],
    ["mandate", "RentalMandate", mandate],
  ] as const) {
    if (made) steps.push({ name, to: FACTORY, data: made.data, text: `deploy the ${contract} at ${made.address}` })
  }
  return { config, deployer, timelock, escrow, router, mandate, permit2, calls, operation, steps }
}

const timelockParameters = parseAbiParameters("uint256, address[], address[], address")
const escrowParameters = parseAbiParameters("address, address, address")
const routerParameters = parseAbiParameters("address, address")
const mandateParameters = parseAbiParameters("address")

/** The contracts of a plan by their names, in the order of their deployment. */
export function contractsOf(plan: Pick<Plan, "timelock" | "escrow" | "router" | "mandate">) {
  return (["timelock", "escrow", "router", "mandate"] as const).flatMap((name) => {
    const made = plan[name]
    return made ? [{ name, ...made }] : []
  })
}

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
