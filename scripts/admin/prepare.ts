// Prepares what a Safe sends to the timelock or to the escrow: tried, described, and as a file for the Transaction Builder.
import { escrowAbi } from "@gpuflow/escrow/abi"
import { getAdministration } from "@gpuflow/escrow/admin"
import { type Address, type Client, getAbiItem, type Hex, numberToHex, zeroAddress, zeroHash } from "viem"
import { getBlock, getChainId, getCode, readContract } from "viem/actions"
import { type SafeBatch, type SafeTransaction, safeBatch, safeTransaction } from "../../cli/safe/safeBatch.ts"
import { eventsOf } from "../deploy/logs.ts"
import { OPERATION_STATES, ROLES, timelockAbi } from "../deploy/timelock.ts"
import { holdersOf } from "../deploy/timelockEvents.ts"
import { type Call, callText, type Governed, type RoleName, tokenText } from "./calls.ts"
import { type Effect, effectOf } from "./effects.ts"
import {
  AlreadyQueuedError,
  OperationClosedError,
  OperationNotFoundError,
  OperationNotReadyError,
  RoleMissingError,
  SafeMissingError,
} from "./errors.ts"
import { batchArguments, batchOf, type Operation, readOperations } from "./operations.ts"
import { requireSuccess } from "./simulate.ts"
import { formatMoment, formatTime } from "./times.ts"

/** A file, and what is printed about it. */
export type Prepared = {
  readonly batch: SafeBatch
  /** A name and the lines of its value, in the order of printing. */
  readonly facts: readonly (readonly [string, ...string[]])[]
  readonly calls: readonly Described[]
}

export type Described = Effect & { readonly call: string }

type Sender = {
  /** The account that shall send the transaction. Default: the only holder of the role. */
  readonly safe?: Address | undefined
}

export type ScheduleOptions = Sender & {
  /** Seconds. Default: the timelock's least delay. */
  readonly delay?: bigint | undefined
  readonly predecessor?: Hex | undefined
  /** Default: the smallest number with which these calls were not executed before. */
  readonly salt?: Hex | undefined
}

/** The file with which a proposer schedules calls as one operation. Nothing can execute them before the delay is over. */
export async function prepareSchedule(
  client: Client,
  governed: Governed,
  calls: readonly Call[],
  { safe, predecessor = zeroHash, ...given }: ScheduleOptions = {},
): Promise<Prepared & { readonly operation: Hex }> {
  const { timelock } = governed
  const at = await present(client)
  const contract = { address: timelock, abi: timelockAbi, blockNumber: at.blockNumber } as const
  const delay = given.delay ?? (await readContract(client, { ...contract, functionName: "getMinDelay" }))
  const salt = given.salt ?? (await freeSalt(client, governed, { calls, predecessor }, at.blockNumber))
  const operation = batchOf({ calls, predecessor, salt })
  const sender = await senderOf(client, governed, "proposer", at.blockNumber, safe)
  for (const call of calls) {
    await requireSuccess(client, {
      ...call,
      from: timelock,
      text: callText(call, governed),
      blockNumber: at.blockNumber,
    })
  }
  const item = getAbiItem({ abi: timelockAbi, name: "scheduleBatch" })
  const transaction = safeTransaction(timelock, item, [...batchArguments({ calls, predecessor, salt }), delay])
  await requireSent(client, sender, [transaction], at.blockNumber)
  return {
    operation,
    batch: fileOf(at, sender, [transaction], `Schedule ${operation}`, textsOf(calls, governed)),
    facts: [
      ["operation", operation],
      ["timelock", timelock],
      ["proposer", await accountText(client, sender)],
      ["salt", salt, given.salt ? "as given" : "derived: how often these calls were executed before"],
      ["predecessor", predecessor === zeroHash ? "none" : predecessor],
      ["delay", `${delay} s = ${formatTime(delay)}, from the block with the Safe's transaction on`],
      ["ready", `${formatMoment(at.timestamp + delay)}, if the Safe sent it now`],
    ],
    calls: await describe(client, governed, calls, at.blockNumber),
  }
}

/** The file with which an executor executes an operation that is ready. Its calls, predecessor and salt are those scheduled. */
export async function prepareExecute(
  client: Client,
  governed: Governed,
  id: Hex,
  { safe }: Sender = {},
): Promise<Prepared> {
  const { timelock } = governed
  const at = await present(client)
  const operation = await openOperation(client, governed, id, at.blockNumber)
  if (operation.state === "pending") {
    throw new OperationNotReadyError({ operation: id, readyAt: formatMoment(operation.readyAt ?? 0n) })
  }
  const sender = await senderOf(client, governed, "executor", at.blockNumber, safe)
  const transaction = executionOf(timelock, operation)
  await requireSent(client, sender, [transaction], at.blockNumber)
  return {
    batch: fileOf(at, sender, [transaction], `Execute ${id}`, textsOf(operation.calls, governed)),
    facts: [
      ["operation", id],
      ["timelock", timelock],
      ["executor", await accountText(client, sender)],
      ["salt", operation.salt, "as scheduled"],
      ["predecessor", operation.predecessor === zeroHash ? "none" : operation.predecessor],
      ["ready", `since ${formatMoment(operation.readyAt ?? 0n)}`],
    ],
    calls: await describe(client, governed, operation.calls, at.blockNumber),
  }
}

/** The file with which a canceller takes an open operation back. */
export async function prepareCancel(
  client: Client,
  governed: Governed,
  id: Hex,
  { safe }: Sender = {},
): Promise<Prepared> {
  const { timelock } = governed
  const at = await present(client)
  const operation = await openOperation(client, governed, id, at.blockNumber)
  const sender = await senderOf(client, governed, "canceller", at.blockNumber, safe)
  const transaction = safeTransaction(timelock, getAbiItem({ abi: timelockAbi, name: "cancel" }), [id])
  await requireSent(client, sender, [transaction], at.blockNumber)
  return {
    batch: fileOf(at, sender, [transaction], `Cancel ${id}`, textsOf(operation.calls, governed)),
    facts: [
      ["operation", id],
      ["timelock", timelock],
      ["canceller", await accountText(client, sender)],
      ["state", operation.state],
    ],
    calls: await describe(client, governed, operation.calls, at.blockNumber),
  }
}

/** The file with which the guardian closes markets at once. */
export async function prepareCloseMarkets(
  client: Client,
  governed: Governed,
  tokens: readonly Address[],
): Promise<Prepared> {
  const item = getAbiItem({ abi: escrowAbi, name: "closeMarket" })
  const transactions = tokens.map((token) => safeTransaction(governed.escrow, item, [token]))
  const name = `Close ${tokens.map((token) => tokenText(token, governed)).join(", ")}`
  return prepareDirect(client, governed, "guardian", transactions, name)
}

/** The file with which the account that the owner named accepts the ownership. */
export async function prepareAcceptOwnership(client: Client, governed: Governed): Promise<Prepared> {
  const item = getAbiItem({ abi: escrowAbi, name: "acceptOwnership" })
  const transaction = safeTransaction(governed.escrow, item, [])
  return prepareDirect(client, governed, "pendingOwner", [transaction], "Accept the ownership")
}

/** Calls of the escrow that an account of its own sends without the timelock. */
async function prepareDirect(
  client: Client,
  governed: Governed,
  role: "guardian" | "pendingOwner",
  transactions: readonly SafeTransaction[],
  name: string,
): Promise<Prepared> {
  const { escrow } = governed
  const at = await present(client)
  const { [role]: sender } = await getAdministration(client, { escrow, blockNumber: at.blockNumber })
  const word = role === "guardian" ? "guardian" : "pending owner"
  if (sender === zeroAddress) throw new RoleMissingError({ role: word })
  await requireSent(client, sender, transactions, at.blockNumber)
  const calls = transactions.map(({ to, data }) => ({ to, data, value: 0n }))
  return {
    batch: fileOf(at, sender, transactions, name, textsOf(calls, governed)),
    facts: [
      ["escrow", escrow],
      [word, await accountText(client, sender)],
      ["delay", "none: it takes effect with the Safe's transaction"],
    ],
    calls: await describe(client, governed, calls, at.blockNumber),
  }
}

/** An operation with the effects of its calls: those of an open one are compared with the present. */
export type QueuedOperation = Operation & { readonly described: readonly Described[] }

/** Every operation that the timelock ever had. */
export async function readQueue(client: Client, governed: Governed) {
  const { blockNumber, timestamp } = await present(client)
  const contract = { address: governed.timelock, abi: timelockAbi, blockNumber } as const
  const delay = await readContract(client, { ...contract, functionName: "getMinDelay" })
  const operations = await readOperations(client, governed, blockNumber)
  const queue: QueuedOperation[] = await Promise.all(
    operations.map(async (operation) => ({
      ...operation,
      described: await describe(client, governed, operation.calls, blockNumber),
    })),
  )
  return { blockNumber, timestamp, delay, operations: queue }
}

/** The smallest number, as a salt, with which these calls were not executed before: whoever runs this gets the same. */
async function freeSalt(
  client: Client,
  { timelock }: Governed,
  batch: Pick<Operation, "calls" | "predecessor">,
  blockNumber: bigint,
): Promise<Hex> {
  for (let count = 0; ; count++) {
    const salt = numberToHex(count, { size: 32 })
    const operation = batchOf({ ...batch, salt })
    const state = await readContract(client, {
      address: timelock,
      abi: timelockAbi,
      functionName: "getOperationState",
      args: [operation],
      blockNumber,
    })
    const name = OPERATION_STATES[state]
    if (name === "Unset") return salt
    if (name !== "Done") throw new AlreadyQueuedError({ operation, state: name === "Ready" ? "ready" : "pending" })
  }
}

async function openOperation(client: Client, governed: Governed, id: Hex, blockNumber: bigint): Promise<Operation> {
  const operations = await readOperations(client, governed, blockNumber)
  const operation = operations.find((one) => one.id === id)
  if (!operation) throw new OperationNotFoundError({ operation: id, timelock: governed.timelock })
  const { state } = operation
  if (state === "done" || state === "cancelled") throw new OperationClosedError({ operation: id, state })
  return operation
}

/** Executes an operation as it was scheduled: its id tells a call alone from a batch of one. */
function executionOf(timelock: Address, operation: Operation): SafeTransaction {
  const { calls, predecessor, salt, alone } = operation
  const [only] = calls
  if (!alone || !only) {
    return safeTransaction(timelock, getAbiItem({ abi: timelockAbi, name: "executeBatch" }), batchArguments(operation))
  }
  const item = getAbiItem({ abi: timelockAbi, name: "execute" })
  return safeTransaction(timelock, item, [only.to, only.value, only.data, predecessor, salt])
}

/** The account that shall send a transaction: the one that was given, or the only one that has the role. */
async function senderOf(
  client: Client,
  { timelock, fromBlock }: Governed,
  role: RoleName,
  toBlock: bigint,
  given: Address | undefined,
): Promise<Address> {
  if (given) return given
  const holders = holdersOf(await eventsOf(client, timelockAbi, { address: timelock, fromBlock, toBlock }), ROLES[role])
  const [only] = holders
  if (only && holders.length === 1 && only !== zeroAddress) return only
  const list = holders.map((holder) => (holder === zeroAddress ? "anyone" : holder)).join(" ")
  throw new SafeMissingError({ role, holders: list || "nobody" })
}

async function requireSent(
  client: Client,
  from: Address,
  transactions: readonly SafeTransaction[],
  blockNumber: bigint,
): Promise<void> {
  for (const { to, data, contractMethod } of transactions) {
    await requireSuccess(client, { from, to, data, value: 0n, text: contractMethod.name, blockNumber })
  }
}

type Present = { readonly chainId: number; readonly blockNumber: bigint; readonly timestamp: bigint }

/** The block that everything is read at, so that no two facts are of different times. */
async function present(client: Client): Promise<Present> {
  const [chainId, { number, timestamp }] = await Promise.all([getChainId(client), getBlock(client)])
  return { chainId, blockNumber: number, timestamp }
}

function fileOf(
  { chainId, timestamp }: Present,
  safe: Address,
  transactions: readonly SafeTransaction[],
  name: string,
  texts: readonly string[],
): SafeBatch {
  const createdAt = Number(timestamp) * 1_000
  return safeBatch({ chainId, createdAt, name, description: texts.join("; "), safe, transactions })
}

const textsOf = (calls: readonly Call[], governed: Governed) => calls.map((call) => callText(call, governed))

function describe(
  client: Client,
  governed: Governed,
  calls: readonly Call[],
  blockNumber: bigint,
): Promise<Described[]> {
  const at = { client, governed, blockNumber }
  return Promise.all(calls.map(async (call) => ({ call: callText(call, governed), ...(await effectOf(call, at)) })))
}

/** Says whether an account is a contract: a Safe must be one. */
async function accountText(client: Client, address: Address): Promise<string> {
  return `${address}  ${(await getCode(client, { address })) ? "(contract)" : "(not a contract)"}`
}
