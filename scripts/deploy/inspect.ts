// Compares what is on the chain with a plan, one row for each thing that could differ.
import { escrowAbi, rentalRouterAbi } from "@gpuflow/escrow/abi"
import { type Address, type Client, type Hex, isAddressEqual, zeroAddress } from "viem"
import { getBlockNumber, getCode, readContract } from "viem/actions"
import type { Build, Built, ContractName } from "./build.ts"
import type { Roles } from "./config.ts"
import { type ContractEvents, eventsOf } from "./logs.ts"
import { contractsOf, type Plan } from "./plan.ts"
import { ROLES, timelockAbi } from "./timelock.ts"
import { everGranted, holdersOf, openOperations } from "./timelockEvents.ts"

/** One thing as expected and as found. */
export type Row = { readonly what: string; readonly expected: string; readonly found: string }

export const differs = ({ expected, found }: Row) => expected !== found

type Where = {
  readonly plan: Plan
  /** A block before the contracts were made. */
  readonly fromBlock: bigint
  /** The accounts that had a role at the deployment, if the config has changed since. */
  readonly before?: Roles | undefined
}

/** The code that each contract of a plan must have, immutables included. */
export type Codes = Readonly<Partial<Record<ContractName, Hex>>>

/** What each contract keeps in its code. */
const IMMUTABLES: Readonly<Record<ContractName, string>> = {
  escrow: "domain, chain id, own address",
  timelock: "none",
  router: "domain, chain id, own address, escrow, Permit2",
  mandate: "domain, chain id, own address, escrow",
  permit2: "domain, chain id",
}

/** Compares the code of each contract, and of Permit2 under a router: as built except for immutables, and then the immutables. */
export async function inspectCode(client: Client, plan: Plan, build: Build, expected: Codes): Promise<Row[]> {
  const rows: Row[] = []
  const { router, permit2 } = plan
  for (const { name, address } of [
    ...contractsOf(plan),
    ...(router ? [{ name: "permit2" as const, ...permit2 }] : []),
  ]) {
    const built = build[name]
    const code = (await getCode(client, { address })) ?? "0x"
    const places = built.immutables.length
    rows.push({
      what: `${name} code at ${address}, except immutables`,
      expected: "as built",
      found: masked(code, built) === masked(built.runtime, built) ? "as built" : difference(code, built),
    })
    if (places === 0) continue
    const right = expected[name] ?? "0x"
    const wrong = built.immutables.filter((place) => wordAt(code, place) !== wordAt(right, place)).length
    rows.push({
      what: `${name} immutables: ${IMMUTABLES[name]}`,
      expected: `${places} of ${places} right`,
      found: `${places - wrong} of ${places} right`,
    })
  }
  return rows
}

/** Compares every parameter and role, and looks for anything that the deployer left. */
export async function inspect(client: Client, { plan, fromBlock, before }: Where): Promise<Row[]> {
  const { config, timelock, escrow } = plan
  const blockNumber = await getBlockNumber(client, { cacheTime: 0 })
  const range = { fromBlock, toBlock: blockNumber }
  const [policy, history] = await Promise.all([
    eventsOf(client, escrowAbi, { address: escrow.address, ...range }),
    eventsOf(client, timelockAbi, { address: timelock.address, ...range }),
  ])
  const at = { client, plan, blockNumber }
  const powers = await readPowers(at)
  const markets = await inspectMarkets(at, policy)
  return [
    { what: "owner", expected: timelock.address, found: powers.owner },
    { what: "pending owner", expected: zeroAddress, found: powers["pending owner"] },
    { what: "guardian", expected: config.guardian, found: powers.guardian },
    { what: "treasury", expected: config.treasury, found: powers.treasury },
    ...markets.rows,
    ...(await inspectHostFees(at, policy)),
    ...(await inspectTimelock(at, history, before)),
    operationsLeft(plan, history),
    await rightsOfDeployer(at, powers, markets.arbiters),
    ...(await inspectPeriphery(at)),
  ]
}

/** Compares the contracts that the router and the mandate contract name. */
async function inspectPeriphery({ client, plan, blockNumber }: At): Promise<Row[]> {
  const { escrow, permit2, router, mandate } = plan
  const named = [
    ...(router ? [["router", router.address, "escrow"] as const, ["router", router.address, "permit2"] as const] : []),
    ...(mandate ? [["mandate", mandate.address, "escrow"] as const] : []),
  ]
  return Promise.all(
    named.map(async ([name, address, functionName]) => {
      const what = `${name}'s ${functionName === "escrow" ? "escrow" : "Permit2"}`
      const expected = functionName === "escrow" ? escrow.address : permit2.address
      // Without code, it names nothing. The comparison of its code says so, too.
      const code = await getCode(client, { address })
      // Both contracts have the getter of the escrow.
      const contract = { address, abi: rentalRouterAbi, blockNumber } as const
      return { what, expected, found: code ? await readContract(client, { ...contract, functionName }) : "no contract" }
    }),
  )
}

/** A chain at one block, and the plan to compare it with. */
type At = { readonly client: Client; readonly plan: Plan; readonly blockNumber: bigint }
type PolicyEvents = ContractEvents<typeof escrowAbi>
type TimelockEvents = ContractEvents<typeof timelockAbi>

async function readPowers({ client, plan, blockNumber }: At) {
  const contract = { address: plan.escrow.address, abi: escrowAbi, blockNumber } as const
  const [owner, pendingOwner, guardian, treasury] = await Promise.all([
    readContract(client, { ...contract, functionName: "owner" }),
    readContract(client, { ...contract, functionName: "pendingOwner" }),
    readContract(client, { ...contract, functionName: "guardian" }),
    readContract(client, { ...contract, functionName: "treasury" }),
  ])
  return { owner, "pending owner": pendingOwner, guardian, treasury }
}

/** Compares the markets of the config, and any other that was ever set: it must be closed. */
async function inspectMarkets({ client, plan, blockNumber }: At, policy: PolicyEvents) {
  const contract = { address: plan.escrow.address, abi: escrowAbi, blockNumber } as const
  const { markets } = plan.config
  const set = policy.flatMap((event) => (event.eventName === "MarketSet" ? [event.args.token] : []))
  const rows: Row[] = []
  const arbiters: Address[] = []
  for (const token of new Set([...markets.map((market) => market.token), ...set])) {
    const [arbiter, feeBps, open] = await readContract(client, { ...contract, functionName: "markets", args: [token] })
    const market = markets.find((one) => one.token === token)
    const status = open ? "open" : "closed"
    if (open) arbiters.push(arbiter)
    rows.push({
      what: `market ${market?.symbol ?? token}`,
      expected: market ? `${market.feeBps} bps, open, arbiter ${market.arbiter}` : "closed",
      found: market ? `${feeBps} bps, ${status}, arbiter ${arbiter}` : status,
    })
  }
  return { rows, arbiters }
}

/** Compares the fees of the config's hosts, and of any other whose fee was ever set: it must be zero. */
async function inspectHostFees({ client, plan, blockNumber }: At, policy: PolicyEvents): Promise<Row[]> {
  const contract = { address: plan.escrow.address, abi: escrowAbi, blockNumber } as const
  const { hostFees } = plan.config
  const set = policy.flatMap((event) => (event.eventName === "HostFeeSet" ? [event.args.host] : []))
  const rows: Row[] = []
  for (const host of new Set([...hostFees.map((fee) => fee.host), ...set])) {
    const [, , feeBps] = await readContract(client, { ...contract, functionName: "hosts", args: [host] })
    const expected = hostFees.find((fee) => fee.host === host)?.feeBps ?? 0n
    rows.push({ what: `fee of host ${host}`, expected: `${expected} bps`, found: `${feeBps} bps` })
  }
  return rows
}

async function inspectTimelock(
  { client, plan, blockNumber }: At,
  history: TimelockEvents,
  before?: Roles,
): Promise<Row[]> {
  const { config, deployer, timelock } = plan
  const contract = { address: timelock.address, abi: timelockAbi, blockNumber } as const
  const delay = await readContract(client, { ...contract, functionName: "getMinDelay" })
  const { proposers, executors, cancellers } = config.timelock
  const wanted = { admin: [timelock.address], proposer: proposers, executor: executors, canceller: cancellers }
  const known = [...Object.values(wanted).flat(), ...(before ? Object.values(before).flat() : []), deployer]
  const others = everGranted(history).filter((account) => !known.some((one) => isAddressEqual(one, account)))
  return [
    { what: "timelock delay", expected: `${config.timelock.delay} s`, found: `${delay} s` },
    ...(["admin", "proposer", "executor", "canceller"] as const).map((role) => ({
      what: `${role} role`,
      expected: list(wanted[role]),
      found: list(holdersOf(history, ROLES[role])),
    })),
    { what: "other accounts that ever had a role", expected: "none", found: list(others) },
  ]
}

/** An operation that was scheduled before the deployer lost its role must not be open. */
function operationsLeft({ deployer }: Plan, history: TimelockEvents): Row {
  const end = history.findIndex(
    ({ eventName, args }) =>
      eventName === "RoleRevoked" && args.role === ROLES.proposer && isAddressEqual(args.account, deployer),
  )
  const early = end < 0 ? history : history.slice(0, end)
  const left = openOperations(history).filter((id) =>
    early.some(({ eventName, args }) => eventName === "CallScheduled" && args.id === id),
  )
  return { what: "operations left by the deployer", expected: "none", found: left.join(", ") || "none" }
}

async function rightsOfDeployer(
  { client, plan, blockNumber }: At,
  powers: Readonly<Record<string, Address>>,
  arbiters: readonly Address[],
): Promise<Row> {
  const { deployer, timelock } = plan
  const contract = { address: timelock.address, abi: timelockAbi, blockNumber } as const
  const held = Object.entries(powers).flatMap(([name, account]) => (account === deployer ? [name] : []))
  if (arbiters.includes(deployer)) held.push("arbiter")
  for (const [name, role] of Object.entries(ROLES)) {
    if (await readContract(client, { ...contract, functionName: "hasRole", args: [role, deployer] })) held.push(name)
  }
  return { what: `rights of the deployer ${deployer}`, expected: "none", found: held.join(", ") || "none" }
}

function list(addresses: readonly Address[]): string {
  return [...new Set(addresses)].sort().join(" ") || "none"
}

function masked(code: Hex, { immutables }: Built): string {
  let text = code.slice(2)
  for (const { start, length } of immutables) {
    text = text.slice(0, start * 2) + "0".repeat(length * 2) + text.slice((start + length) * 2)
  }
  return text
}

function wordAt(code: Hex, { start, length }: Built["immutables"][number]): string {
  return code.slice(2 + start * 2, 2 + (start + length) * 2)
}

/** How code differs from its build. */
function difference(code: Hex, built: Built): string {
  const [found, expected] = [masked(code, built), masked(built.runtime, built)]
  if (found.length !== expected.length) return `${found.length / 2} bytes instead of ${expected.length / 2}`
  let at = 0
  while (found[at] === expected[at]) at++
  return `differs from byte ${Math.floor(at / 2)} on`
}
