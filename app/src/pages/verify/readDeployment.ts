// What an auditor reads of a deployment at one block: its code, its keys, its markets, and what waits in its timelock.
import { getMarket } from "@gpuflow/escrow"
import { type Administration, getAdministration } from "@gpuflow/escrow/admin"
import { findDeployment } from "@gpuflow/escrow/deployments"
import { PERMIT2 } from "@gpuflow/escrow/router"
import { type Address, type Client, type Hash, type Hex, isAddressEqual, keccak256, parseAbi } from "viem"
import { getBlock, getChainId, getCode, readContract } from "viem/actions"
import { type AccountKind, readAccountKind } from "../../chain/accountKind.ts"
import { type TokenInfo, tokensOf } from "../../server/tokensOf.ts"
import type { Deployment } from "../../settings/settings.ts"
import { auditClient } from "./auditClient.ts"
import { type BuiltContract, type CodeAnswer, compareCode } from "./builtCode.ts"
import { readPolicyEvents, type ScheduledCall, timelockAbi } from "./policyEvents.ts"

export type ContractKey = "escrow" | "router" | "mandate"

export type ReadContract = {
  readonly key: ContractKey
  readonly name: BuiltContract["name"]
  readonly address: Address
  /** Undefined: it could not be read, or there is no code. */
  readonly codeHash: Hash | undefined
  /** Undefined: it could not be read. `foreign`: as built, but it works for another escrow. */
  readonly answer: CodeAnswer | "foreign" | undefined
}

export type KeyHolder = { readonly address: Address; readonly kind: AccountKind | undefined }

type ReadMarket = {
  readonly token: TokenInfo
  readonly arbiter: Address
  readonly feeBps: bigint
  readonly open: boolean
}

export type QueuedOperation = {
  readonly id: Hash
  /** Seconds since 1970. */
  readonly readyAt: bigint
  readonly calls: readonly ScheduledCall[]
}

/** A part that could not be read is undefined. */
export type ReadDeployment = {
  readonly block: { readonly number: bigint; readonly hash: Hash; readonly timestamp: bigint }
  readonly chainId: number | undefined
  readonly contracts: readonly ReadContract[]
  readonly roles: Readonly<Record<keyof Administration, KeyHolder>> | undefined
  readonly markets: readonly ReadMarket[] | undefined
  readonly arbiters: readonly KeyHolder[] | undefined
  readonly queue: readonly QueuedOperation[] | undefined
  /** Whether the SDK records this escrow with this code. Undefined: it records no escrow here, or it could not be read. */
  readonly isAsRecorded: boolean | undefined
  readonly milliseconds: number
  readonly questions: number
}

type Reading = {
  readonly deployment: Deployment
  readonly url: string
  /** Default: the latest. */
  readonly blockNumber: bigint | undefined
  readonly onRead: (share: number) => void
}

/** Throws only if the node has no block. */
export async function readDeployment({ deployment, url, blockNumber, onRead }: Reading): Promise<ReadDeployment> {
  const began = performance.now()
  const { client, questions } = auditClient(deployment, url)
  const { escrow, fromBlock } = deployment
  const block = await getBlock(client, blockNumber === undefined ? {} : { blockNumber })
  const at = block.number
  const [chainId, contracts, roles] = await Promise.all([
    orUndefined(getChainId(client)),
    readContracts(client, deployment, at),
    orUndefined(readRoles(client, escrow, at)),
  ])
  const timelock = roles?.owner.kind?.kind === "timelock" ? roles.owner.address : undefined
  const range = { escrow, timelock, fromBlock, toBlock: at }
  const span = Number(at - fromBlock) || 1
  const events = await orUndefined(readPolicyEvents(client, range, (read) => onRead(Number(read - fromBlock) / span)))
  const markets = events && (await orUndefined(readMarkets(client, deployment, events.tokens, at)))
  const queue = events && (await orUndefined(readQueue(client, timelock, events.scheduled, at)))
  const rulers = markets && [...new Set(markets.filter(({ open }) => open).map(({ arbiter }) => arbiter))]
  const arbiters = rulers && (await Promise.all(rulers.map((address) => holder(client, address, at))))
  return {
    block: { number: at, hash: block.hash, timestamp: block.timestamp },
    ...{ chainId, contracts, roles, markets, arbiters, queue },
    isAsRecorded: compareRecord(deployment, contracts),
    milliseconds: performance.now() - began,
    questions: questions(),
  }
}

type Built = BuiltContract & { readonly key: ContractKey }

async function readContracts(
  client: Client,
  { escrow, router, mandateContract }: Deployment,
  blockNumber: bigint,
): Promise<readonly ReadContract[]> {
  // The build is as large as the rest of the page.
  const [{ escrowBytecode, escrowRuntimeCode }, around] = await Promise.all([
    import("@gpuflow/escrow/bytecode"),
    import("@gpuflow/escrow/bytecode/periphery"),
  ])
  const { mandateBytecode, mandateRuntimeCode, routerBytecode, routerRuntimeCode } = around
  const built: readonly (Built & { readonly address: Address | undefined })[] = [
    {
      ...{ key: "escrow", name: "RentalEscrow", address: escrow, named: [] },
      ...{ creation: escrowBytecode, runtime: escrowRuntimeCode },
    },
    {
      ...{ key: "router", name: "RentalRouter", address: router, named: [escrow, PERMIT2] },
      ...{ creation: routerBytecode, runtime: routerRuntimeCode },
    },
    {
      ...{ key: "mandate", name: "RentalMandate", address: mandateContract, named: [escrow] },
      ...{ creation: mandateBytecode, runtime: mandateRuntimeCode },
    },
  ]
  return Promise.all(
    built.flatMap(({ address, ...contract }) =>
      address ? [readOne(client, { ...contract, address }, escrow, blockNumber)] : [],
    ),
  )
}

const namingAbi = parseAbi(["function escrow() view returns (address)", "function permit2() view returns (address)"])

async function readOne(
  client: Client,
  { key, address, ...built }: Built & { readonly address: Address },
  escrow: Address,
  blockNumber: bigint,
): Promise<ReadContract> {
  const known = { key, name: built.name, address }
  try {
    const code = await getCode(client, { address, blockNumber })
    const chainId = client.chain?.id ?? 0
    const answer = compareCode(code, built, { chainId, address })
    const codeHash = code && keccak256(code)
    if (answer !== "same" || key === "escrow") return { ...known, codeHash, answer }
    // The words are there. The contract's own views say that they are in the right places.
    const contract = { address, abi: namingAbi, blockNumber } as const
    const [named, permit2] = await Promise.all([
      readContract(client, { ...contract, functionName: "escrow" }),
      key === "router" ? readContract(client, { ...contract, functionName: "permit2" }) : PERMIT2,
    ])
    const isRight = isAddressEqual(named, escrow) && isAddressEqual(permit2, PERMIT2)
    return { ...known, codeHash, answer: isRight ? "same" : "foreign" }
  } catch {
    return { ...known, codeHash: undefined, answer: undefined }
  }
}

async function readRoles(
  client: Client,
  escrow: Address,
  blockNumber: bigint,
): Promise<Readonly<Record<keyof Administration, KeyHolder>>> {
  const { owner, pendingOwner, guardian, treasury } = await getAdministration(client, { escrow, blockNumber })
  const of = (address: Address) => holder(client, address, blockNumber)
  const [first, next, guard, fees] = await Promise.all([of(owner), of(pendingOwner), of(guardian), of(treasury)])
  return { owner: first, pendingOwner: next, guardian: guard, treasury: fees }
}

async function holder(client: Client, address: Address, blockNumber: bigint): Promise<KeyHolder> {
  return { address, kind: await orUndefined(readAccountKind(client, address, blockNumber)) }
}

async function readMarkets(
  client: Client,
  { chainId, escrow }: Deployment,
  addresses: readonly Address[],
  blockNumber: bigint,
): Promise<readonly ReadMarket[]> {
  const tokens = await tokensOf(client, { chainId, addresses })
  const infos = new Map(tokens.map((token) => [token.address.toLowerCase(), token]))
  return Promise.all(
    addresses.map(async (address) => {
      const market = await getMarket(client, { escrow, token: address, blockNumber })
      const unknown = { address, symbol: `${address.slice(0, 6)}…${address.slice(-4)}`, decimals: 0, isDollar: false }
      return { ...market, token: infos.get(address.toLowerCase()) ?? unknown }
    }),
  )
}

/** The timelock keeps 1 for what was executed, and 0 for what was cancelled. */
async function readQueue(
  client: Client,
  timelock: Address | undefined,
  scheduled: readonly ScheduledCall[],
  blockNumber: bigint,
): Promise<readonly QueuedOperation[]> {
  if (!timelock) return []
  const ids = [...new Set(scheduled.map(({ id }) => id))]
  const times = await Promise.all(
    ids.map((id) =>
      readContract(client, {
        address: timelock,
        abi: timelockAbi,
        functionName: "getTimestamp",
        args: [id],
        blockNumber,
      }),
    ),
  )
  return ids.flatMap((id, index) => {
    const readyAt = times[index] ?? 0n
    return readyAt > 1n ? [{ id, readyAt, calls: lastCalls(scheduled, id) }] : []
  })
}

/** What was cancelled can be scheduled again: only the calls of the last time count. */
function lastCalls(scheduled: readonly ScheduledCall[], id: Hash): readonly ScheduledCall[] {
  const calls = scheduled.filter((call) => call.id === id)
  const { transaction } = calls.at(-1) ?? {}
  return calls.filter((call) => call.transaction === transaction)
}

function compareRecord({ chainId, escrow }: Deployment, contracts: readonly ReadContract[]): boolean | undefined {
  const recorded = findDeployment({ chainId, escrow })
  const codeHash: Hex | undefined = contracts.find(({ key }) => key === "escrow")?.codeHash
  return recorded && codeHash ? recorded.codeHash.toLowerCase() === codeHash : undefined
}

function orUndefined<value>(reading: Promise<value>): Promise<value | undefined> {
  return reading.catch(() => undefined)
}
