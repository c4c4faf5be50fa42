// What the commands print.
import { getTokenMetadata } from "@gpuflow/escrow/plan"
import Table from "cli-table3"
import { type Address, type Client, formatEther, formatGwei, keccak256, zeroAddress } from "viem"
import { getBalance, getCode } from "viem/actions"

import { type Arbiter, inspectArbiters } from "./arbiters.ts"
import type { Build, Built } from "./build.ts"
import { type Market, rolesOf } from "./config.ts"
import type { Prepared } from "./deployment.ts"
import { FACTORY } from "./factory.ts"
import { differs, type Row } from "./inspect.ts"
import type { Creation } from "./plan.ts"

/** Describes every parameter and every transaction, before anything is sent. */
export async function describe(client: Client, { plan, rehearsal, left, fees }: Prepared, build: Build) {
  const { config, deployer, timelock, escrow, router, mandate, calls, operation, steps } = plan
  const arbiters = await inspectArbiters(client, config)
  const kinds = new Map<Address, string>()
  for (const [, address] of rolesOf(config)) kinds.set(address, await kindOf(client, address))
  for (const { address, kind } of arbiters) kinds.set(address, `(${kind})`)
  const roles = rolesOf(config).map(([role, address]) => [role, `${address}  ${kinds.get(address)}`])
  const parameters = table([
    ["chain id", `${config.chainId}`],
    ["deployer", `${deployer}  ${pol(await getBalance(client, { address: deployer }))}`],
    ["proxy", FACTORY],
    ["salt", `${config.salt}  keccak256 of the config's text`],
    ["compiler", `solc ${build.compiler}`],
    ...creationLines("escrow", "owner, guardian, treasury", escrow, build.escrow),
    ...creationLines("timelock", "delay, proposers, executors, admin", timelock, build.timelock),
    ...(router ? creationLines("router", "escrow, Permit2", router, build.router) : []),
    ...(mandate ? creationLines("mandate", "escrow", mandate, build.mandate) : []),
    ["timelock.delay after the handover", `${config.timelock.delay} s = ${Number(config.timelock.delay) / 3600} h`],
    ...roles,
    ...(await Promise.all(config.markets.map((market) => marketLine(client, market)))),
  ])
  const transactions = table(
    steps.map((step, index) => {
      const gas = rehearsal.gas[step.name]
      const cost = left.includes(step) ? pol(gas * fees.maxFeePerGas) : "done"
      const size = `${step.data.length / 2 - 1} bytes`
      return [`${index + 1}`, `to ${step.to}`, "value 0", step.text, size, `gas ${gas}`, cost]
    }),
  )
  const gas = left.reduce((sum, { name }) => sum + rehearsal.gas[name], 0n)
  return [
    "Parameters",
    parameters,
    ...warningsOf(arbiters),
    "",
    `Transactions: ${left.length} of ${steps.length} to send`,
    transactions,
    "",
    `Calls of the timelock, all in transaction 4 (operation ${operation})`,
    table(calls.map(({ to, text }) => [`to ${to}`, text])),
    "",
    `At most ${formatGwei(fees.maxFeePerGas)} gwei per gas, ${formatGwei(fees.maxPriorityFeePerGas)} of it as a tip: ` +
      `${gas} gas cost at most ${pol(gas * fees.maxFeePerGas)}.`,
  ].join("\n")
}

function creationLines(name: string, names: string, made: Creation, { creation }: Built): string[][] {
  return [
    [name, `${made.address}  creation code ${keccak256(creation)}`],
    [`  arguments: ${names}`, made.arguments.map(String).join("\n")],
  ]
}

/** A token whose contract has another symbol than the config is shown with both. */
async function marketLine(client: Client, { symbol, token, decimals, feeBps, arbiter }: Market): Promise<string[]> {
  const { symbol: onChain = "" } = await getTokenMetadata(client, { token })
  const other = onChain === symbol ? "" : `, its contract says ${JSON.stringify(onChain)}`
  return [`market ${symbol}`, `${token}  ${decimals} decimals${other}, ${feeBps} bps, arbiter ${arbiter}`]
}

/** What to change about the arbiters before they can be trusted. */
export function warningsOf(arbiters: readonly Arbiter[]): string[] {
  return arbiters.flatMap(({ warning }) => (warning ? [`WARNING: ${warning}`] : []))
}

/** Prints one line for each comparison. */
export function comparison(rows: readonly Row[]): string {
  return table(
    rows.map((row) => [
      differs(row) ? "DIFFERS" : "ok",
      row.what,
      differs(row) ? `${row.found}\nexpected ${row.expected}` : row.found,
    ]),
  )
}

async function kindOf(client: Client, address: Address): Promise<string> {
  if (address === zeroAddress) return "(anyone)"
  return (await getCode(client, { address })) ? "(contract)" : "(not a contract)"
}

function pol(wei: bigint): string {
  return `${formatEther(wei)} POL`
}

/** Columns without lines between them, so that addresses can be copied. */
function table(rows: readonly (readonly string[])[]): string {
  const none = Object.fromEntries(
    ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right", "left"]
      .concat(["left-mid", "mid", "mid-mid", "right", "right-mid"])
      .map((place) => [place, ""]),
  )
  const drawn = new Table({
    chars: { ...none, middle: "  " },
    style: { "padding-left": 0, "padding-right": 0, border: [] },
  })
  drawn.push(...rows.map((row) => [...row]))
  return drawn.toString().replace(/ +$/gm, "")
}
