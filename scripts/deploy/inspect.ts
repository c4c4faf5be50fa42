// Compares what is on chain with a plan, one row for each thing that could differ.

import { escrowAbi } from "@gpuflow/escrow/abi"
import { type Address, type Client, type Hex, isAddressEqual, zeroAddress } from "viem"
import { getBlockNumber, getCode, readContract } from "viem/actions"
import type { Build, Built } from "./build.ts"
import type { Roles } from "./config.ts"
import { eventsOf } from "./logs.ts"
import type { Plan } from "./plan.ts"
import { leftovers } from "./state.ts"
import { ROLES, timelockAbi } from "./timelock.ts"
import { everGranted, holdersOf } from "./timelock-roles.ts"

/** One thing as it should be and as it is. */
export type Row = { readonly what: string; readonly expected: string; readonly found: string }

export const differs = ({ expected, found }: Row) => expected !== found

type Where = {
  readonly plan: Plan
  /** A block before the contracts were made. */
  readonly fromBlock: bigint
  /** Who was granted a role when it was deployed, if the config has moved on since. */
  readonly before?: Roles | undefined
}

/** Both contracts' code: byte by byte as built, and then with the immutables that it must hold. */
export async function inspectCode(
  client: Client,
  { timelock, escrow }: Plan,
  build: Build,
  expected: { readonly timelock: Hex; readonly escrow: Hex },
): Promise<Row[]> {
  const rows: Row[] = []
  for (const [name, { address }] of Object.entries({ timelock, escrow })) {
    const contract = name === "escrow" ? "escrow" : "timelock"
    const built = build[contract]
    const code = (await getCode(client, { address })) ?? "0x"
    const places = built.immutables.length
    rows.push({
      what: `${contract} code at ${address}, but for immutables`,
      expected: "as built",
      found: masked(code, built) === masked(built.runtime, built) ? "as built" : difference(code, built),
    })
    if (places === 0) continue
    const as = (other: Hex) => built.immutables.filter((place) => wordAt(code, place) !== wordAt(other, place)).length
    rows.push({
      what: `${contract} immutables: domain, chain id, own address`,
      expected: `${places} of ${places} right`,
      found: `${places - as(expected[contract])} of ${places} right`,
    })
  }
  return rows
}

/** Every parameter, role and leftover. */
export async function inspect(client: Client, { plan, fromBlock, before }: Where): Promise<Row[]> {
  const { config, deployer, timelock, escrow } = plan
  const blockNumber = await getBlockNumber(client, { cacheTime: 0 })
  const range = { fromBlock, toBlock: blockNumber }
  const atEscrow = { address: escrow.address, abi: escrowAbi, blockNumber } as const
  const atTimelock = { address: timelock.address, abi: timelockAbi, blockNumber } as const
  const [owner, pendingOwner, guardian, treasury, delay, history, policy] = await Promise.all([
    readContract(client, { ...atEscrow, functionName: "owner" }),
    readContract(client, { ...atEscrow, functionName: "pendingOwner" }),
    readContract(client, { ...atEscrow, functionName: "guardian" }),
    readContract(client, { ...atEscrow, functionName: "treasury" }),
    readContract(client, { ...atTimelock, functionName: "getMinDelay" }),
    eventsOf(client, timelockAbi, { address: timelock.address, ...range }),
    eventsOf(client, escrowAbi, { address: escrow.address, ...range }),
  ])
  const rows: Row[] = [
    { what: "owner", expected: timelock.address, found: owner },
    { what: "pending owner", expected: zeroAddress, found: pendingOwner },
    { what: "guardian", expected: config.guardian, found: guardian },
    { what: "treasury", expected: config.treasury, found: treasury },
  ]

  const arbiters: Address[] = []
  const listed = new Set<Address>(config.markets.map(({ token }) => token))
  const seen = policy.flatMap((event) => (event.eventName === "MarketSet" ? [event.args.token] : []))
  for (const token of new Set([...listed, ...seen])) {
    const [arbiter, feeBps, open] = await readContract(client, { ...atEscrow, functionName: "markets", args: [token] })
    const market = config.markets.find((one) => one.token === token)
    if (open) arbiters.push(arbiter)
    rows.push({
      what: `market ${market?.symbol ?? token}`,
      expected: market ? `${market.feeBps} bps, open, arbiter ${market.arbiter}` : "closed",
      found: market ? `${feeBps} bps, ${open ? "open" : "closed"}, arbiter ${arbiter}` : open ? "open" : "closed",
    })
  }
  const fees = policy.flatMap((event) => (event.eventName === "HostFeeSet" ? [event.args.host] : []))
  for (const host of new Set([...config.hostFees.map((fee) => fee.host), ...fees])) {
    const [, , feeBps] = await readContract(client, { ...atEscrow, functionName: "hosts", args: [host] })
    const expected = config.hostFees.find((fee) => fee.host === host)?.feeBps ?? 0n
    rows.push({ what: `fee of host ${host}`, expected: `${expected} bps`, found: `${feeBps} bps` })
  }

  rows.push({ what: "timelock delay", expected: `${config.timelock.delay} s`, found: `${delay} s` })
  const { proposers, executors, cancellers } = config.timelock
  const wanted = { admin: [timelock.address], proposer: proposers, executor: executors, canceller: cancellers }
  for (const role of ["admin", "proposer", "executor", "canceller"] as const) {
    rows.push({ what: `${role} role`, expected: list(wanted[role]), found: list(holdersOf(history, ROLES[role])) })
  }
  const known = [...Object.values(wanted).flat(), ...(before ? Object.values(before).flat() : []), deployer]
  const others = everGranted(history).filter((account) => !known.some((one) => isAddressEqual(one, account)))
  rows.push({ what: "anyone else who ever had a role", expected: "nobody", found: list(others) })

  const end = history.findIndex(
    ({ eventName, args }) =>
      eventName === "RoleRevoked" && args.role === ROLES.proposer && isAddressEqual(args.account, deployer),
  )
  const left = leftovers(history).filter((id) =>
    history.some(({ eventName, args }, at) => (end < 0 || at < end) && eventName === "CallScheduled" && args.id === id),
  )
  rows.push({ what: "operations left by the deployer", expected: "none", found: left.join(", ") || "none" })

  const held: string[] = []
  const powers = {
    owner: [owner],
    "pending owner": [pendingOwner],
    guardian: [guardian],
    treasury: [treasury],
    arbiter: arbiters,
  }
  for (const [name, accounts] of Object.entries(powers)) if (accounts.includes(deployer)) held.push(name)
  for (const [name, role] of Object.entries(ROLES)) {
    if (await readContract(client, { ...atTimelock, functionName: "hasRole", args: [role, deployer] })) held.push(name)
  }
  rows.push({ what: `rights of the deployer ${deployer}`, expected: "none", found: held.join(", ") || "none" })
  return rows
}

function list(addresses: readonly Address[]): string {
  return [...new Set(addresses)].sort().join(" ") || "nobody"
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

/** Where code leaves its build, for the table. */
function difference(code: Hex, built: Built): string {
  const [found, expected] = [masked(code, built), masked(built.runtime, built)]
  if (found.length !== expected.length) return `${found.length / 2} bytes instead of ${expected.length / 2}`
  let at = 0
  while (found[at] === expected[at]) at++
  return `other from byte ${Math.floor(at / 2)} on`
}
