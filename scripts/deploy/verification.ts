// Compares a recorded deployment with the chain, the build and the config.
import { escrowAbi } from "@gpuflow/escrow/abi"
import { probeToken, TokenMismatchError } from "@gpuflow/escrow/plan"
import { type Client, encodeEventTopics, type Hash, type Hex, keccak256, zeroAddress } from "viem"
import { getCode } from "viem/actions"
import type { Build } from "./build.ts"
import { type Config, PERIPHERY, type PeripheryName } from "./config.ts"
import { FACTORY } from "./factory.ts"
import { type Codes, inspect, inspectCode, type Row } from "./inspect.ts"
import { logsOf } from "./logs.ts"
import { type Plan, planDeployment } from "./plan.ts"
import { asDeployed, type DeploymentRecord } from "./record.ts"
import { rehearse } from "./rehearsal.ts"
import { ROLES, timelockAbi } from "./timelock.ts"

type Recorded = { readonly config: Config; readonly record: DeploymentRecord; readonly build: Build }

/** One row for each thing that could differ. */
export async function verifyDeployment(client: Client, { config, record, build }: Recorded): Promise<Row[]> {
  const deployed = asDeployed(record)
  const periphery = PERIPHERY.filter((name) => config.periphery.includes(name) || deployed.periphery.includes(name))
  const born = planDeployment({ ...config, ...deployed, periphery }, record.deployer, build)
  const { codes } = await rehearse(born)
  const plan = { ...born, config }
  const fromBlock = BigInt(Math.min(record.blockNumber, record.timelock.blockNumber))
  const { proposers, executors, cancellers } = record.timelock
  const rows: Row[] = [
    { what: "recorded chain id", expected: String(config.chainId), found: String(record.chainId) },
    { what: "recorded salt", expected: config.salt, found: record.salt },
    { what: "recorded owner", expected: plan.timelock.address, found: record.arguments.owner },
    { what: "recorded escrow, from code, arguments and salt", expected: plan.escrow.address, found: record.address },
    {
      what: "recorded timelock, from code, arguments and salt",
      expected: plan.timelock.address,
      found: record.timelock.address,
    },
    {
      what: "recorded operation, from markets, fees, roles and delay",
      expected: born.operation,
      found: record.handover.operation,
    },
    { what: "recorded hash of the escrow's code", expected: hashOf(codes.escrow), found: record.codeHash },
    {
      what: "recorded hash of the timelock's code",
      expected: hashOf(codes.timelock),
      found: record.timelock.codeHash,
    },
    ...periphery.flatMap((name) => recordedRows(name, plan, record, codes)),
    ...(await inspectCode(client, plan, build, codes)),
  ]
  // Without the contracts, nothing more can be read.
  const found = [plan.escrow, plan.timelock].map(({ address }) => getCode(client, { address }))
  if ((await Promise.all(found)).includes(undefined)) return rows
  return [
    ...rows,
    ...(await inspectPlaces(client, plan, record)),
    ...(await inspect(client, { plan, fromBlock, before: { proposers, executors, cancellers } })),
    ...(await inspectTokens(client, config)),
  ]
}

/** Compares what the record says of a contract around the escrow. */
function recordedRows(name: PeripheryName, plan: Plan, record: DeploymentRecord, codes: Codes): Row[] {
  const recorded = record[name]
  return [
    {
      what: `recorded ${name}, from code, arguments and salt`,
      expected: plan[name]?.address ?? "none",
      found: recorded?.address ?? "none",
    },
    {
      what: `recorded arguments of the ${name}`,
      expected: (plan[name]?.arguments ?? []).join(" "),
      found: recorded ? Object.values(recorded.arguments).join(" ") : "none",
    },
    { what: `recorded hash of the ${name}'s code`, expected: hashOf(codes[name]), found: recorded?.codeHash ?? "none" },
  ]
}

function hashOf(code: Hex = "0x"): Hash {
  return keccak256(code)
}

/** Compares the recorded block and transaction of each event with a log that only it leaves. */
async function inspectPlaces(client: Client, { timelock, escrow }: Plan, record: DeploymentRecord): Promise<Row[]> {
  const { address: owner } = timelock
  const birth = { previousOwner: zeroAddress, newOwner: owner }
  const own = { role: ROLES.admin, account: owner, sender: FACTORY }
  const done = { id: record.handover.operation }
  const places = [
    [
      "escrow",
      escrow.address,
      record,
      encodeEventTopics({ abi: escrowAbi, eventName: "OwnershipTransferred", args: birth }),
    ],
    ["timelock", owner, record.timelock, encodeEventTopics({ abi: timelockAbi, eventName: "RoleGranted", args: own })],
    [
      "handover",
      owner,
      record.handover,
      encodeEventTopics({ abi: timelockAbi, eventName: "CallExecuted", args: done }),
    ],
  ] as const
  return Promise.all(
    places.map(async ([name, address, { blockNumber, transactionHash }, topics]) => {
      const block = BigInt(blockNumber)
      const logs = await logsOf(client, { address, fromBlock: block, toBlock: block })
      const log = logs.find((one) => topics.every((topic, at) => topic === null || topic === one.topics[at]))
      const place = (number: unknown, hash: unknown) => `block ${number}, ${hash}`
      return {
        what: `recorded place of the ${name}`,
        expected: log ? place(log.blockNumber, log.transactionHash) : "its block and transaction",
        found: place(blockNumber, transactionHash),
      }
    }),
  )
}

/**
 * Compares the decimals of each token, and shows its symbol where it is another one: a token's owner can change that.
 * The native coin has no contract, and 18 decimals.
 */
async function inspectTokens(client: Client, { chainId, markets }: Config): Promise<Row[]> {
  return Promise.all(
    markets.map(async ({ token: address, symbol, decimals }) => {
      const expected = `${symbol}, ${decimals} decimals`
      const row = { what: `token ${address}`, expected, found: expected }
      try {
        const token = { chainId, address, symbol, decimals, verified: false }
        const { symbolOnChain } = await probeToken(client, { token })
        if (symbolOnChain === undefined) return row
        const same = `${expected}; its contract says ${JSON.stringify(symbolOnChain)}`
        return { ...row, expected: same, found: same }
      } catch (error) {
        if (!(error instanceof TokenMismatchError)) throw error
        return { ...row, found: `${error.args.field} ${error.args.value ?? "missing"}` }
      }
    }),
  )
}
