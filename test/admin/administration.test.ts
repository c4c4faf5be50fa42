import { getMarket, isEscrowError } from "@gpuflow/escrow"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { getAdministration } from "@gpuflow/escrow/admin"
import { expect } from "chai"
import {
  type AbiFunction,
  type Address,
  encodeFunctionData,
  getAddress,
  type Hex,
  numberToHex,
  type PrivateKeyAccount,
  parseAbiItem,
  zeroAddress,
  zeroHash,
} from "viem"
import { readContract } from "viem/actions"
import { checksumOf, type SafeBatch } from "../../cli/safe/safeBatch.ts"
import { type Governed, parseCall } from "../../scripts/admin/calls.ts"
import type { OperationState } from "../../scripts/admin/operations.ts"
import {
  type Prepared,
  prepareAcceptOwnership,
  prepareCancel,
  prepareCloseMarkets,
  prepareExecute,
  prepareSchedule,
  readQueue,
  type ScheduleOptions,
} from "../../scripts/admin/prepare.ts"
import { preparedText, queueJson, queueText } from "../../scripts/admin/report.ts"
import { callId, ROLES, timelockAbi } from "../../scripts/deploy/timelock.ts"
import type { Contract } from "../support/chain.ts"
import { callAs, clientOf, deploy, openWorld, temporaryFolder, type World } from "../support/deployment.ts"
import { failureOf } from "../support/failureOf.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { deploySafes, type SafeFactory, sendAsSafe } from "../support/safe.ts"

const DELAY = 172_800n
const owners = [accountNamed("first owner"), accountNamed("second owner"), accountNamed("third owner")]
const guards = [accountNamed("guard")]

describe("Administration: a timelock whose proposer, executor and guardian are Safes", () => {
  let world: World
  let governed: Governed
  let safes: SafeFactory
  let council: Contract
  let guardian: Contract
  let restore: () => Promise<void>
  before(async () => {
    const empty = await openWorld()
    safes = await deploySafes(empty.chain)
    council = await safes.open(owners, 2n)
    guardian = await safes.open(guards, 1n)
    const [one, other] = [council.address, guardian.address]
    const timelock = { delay: DELAY, proposers: [one], executors: [one], cancellers: [one, other] }
    world = { ...empty, config: { ...empty.config, guardian: other, timelock } }
    const { record } = await deploy(world, await temporaryFolder())
    governed = {
      escrow: record.address,
      timelock: record.timelock.address,
      fromBlock: BigInt(record.timelock.blockNumber),
      markets: record.markets,
    }
  })
  beforeEach(async () => {
    ;({ restore } = await world.networkHelpers.takeSnapshot())
  })
  afterEach(() => restore())

  const schedule = (texts: readonly string[], options?: ScheduleOptions, at = governed) => {
    const calls = texts.map((text) => parseCall(text, { client: world.client, governed: at }))
    return prepareSchedule(world.client, at, calls, options)
  }

  /** The Safe sends what its file says, as the app reads it. */
  async function propose(
    { batch }: { readonly batch: SafeBatch },
    safe = council,
    by: readonly PrivateKeyAccount[] = owners.slice(0, 2),
  ) {
    const { meta, transactions, chainId }: SafeBatch = JSON.parse(JSON.stringify(batch))
    expect(meta.createdFromSafeAddress, "Safe of the file").to.equal(safe.address)
    expect(chainId, "chain of the file").to.equal("137")
    expect(checksumOf(batch), "checksum").to.equal(meta.checksum)
    for (const transaction of transactions) {
      expect(encodedByMethod(transaction), "calldata of the method").to.equal(transaction.data)
      await sendAsSafe(world.chain, safe, { ...transaction, value: BigInt(transaction.value) }, by)
    }
  }

  /** Schedules, waits, and executes. */
  async function carryOut(texts: readonly string[]) {
    const scheduled = await schedule(texts)
    await propose(scheduled)
    await world.chain.pass(DELAY)
    await propose(await prepareExecute(world.client, governed, scheduled.operation))
    return scheduled.operation
  }

  async function stateOf(operation: Hex): Promise<OperationState | undefined> {
    const { operations } = await readQueue(world.client, governed)
    return operations.find(({ id }) => id === operation)?.state
  }

  const codeOf = (error: unknown) => (isEscrowError(error) ? error.code : error)
  const refused = async (promise: Promise<unknown>) => codeOf(await failureOf(promise))
  const administration = () => getAdministration(world.client, { escrow: governed.escrow })

  it("default: a host's fee changes once the Safe's files have scheduled and executed it", async () => {
    const host = addressOf("host")
    const scheduled = await schedule([`setHostFee ${host} 13%`])
    await propose(scheduled)
    expect(await stateOf(scheduled.operation), "after scheduling").to.equal("pending")
    await world.chain.pass(DELAY)
    expect(await stateOf(scheduled.operation), "after the delay").to.equal("ready")

    const execute = await prepareExecute(world.client, governed, scheduled.operation)
    await propose(execute)

    expect(await stateOf(scheduled.operation), "at the end").to.equal("done")
    const contract = { address: governed.escrow, abi: escrowAbi } as const
    const [, , feeBps] = await readContract(world.client, { ...contract, functionName: "hosts", args: [host] })
    expect(feeBps, "fee").to.equal(1_300)
    const [first, second] = [scheduled, execute].map(({ batch }) => batch.transactions[0]?.contractInputsValues)
    const { delay, ...shared } = first ?? {}
    expect(delay, "delay").to.equal(`${DELAY}`)
    expect(second, "calls, predecessor and salt of both files").to.deep.equal(shared)
  })

  it("behavior: every verb takes effect, several in one operation", async () => {
    const { token, stranger, arbiter } = world
    await carryOut([
      `setMarket USDC ${stranger} 15% closed`,
      `setMarket POL ${arbiter} 11% open`,
      `setTreasury ${stranger}`,
      `setGuardian ${stranger}`,
      `transferOwnership ${council.address}`,
      "updateDelay 72h",
      `grantRole proposer ${stranger}`,
      `revokeRole canceller ${guardian.address}`,
    ])

    const markets = [token, zeroAddress].map((its) => getMarket(world.client, { escrow: governed.escrow, token: its }))
    expect(await Promise.all(markets), "markets").to.deep.equal([
      { arbiter: stranger, feeBps: 1_500n, open: false },
      { arbiter, feeBps: 1_100n, open: true },
    ])
    expect(await administration(), "accounts").to.deep.equal({
      owner: governed.timelock,
      pendingOwner: council.address,
      guardian: stranger,
      treasury: stranger,
    })
    const { delay } = await readQueue(world.client, governed)
    expect(delay, "delay").to.equal(259_200n)
    const has = (role: Hex, account: Address) =>
      readContract(world.client, {
        address: governed.timelock,
        abi: timelockAbi,
        functionName: "hasRole",
        args: [role, account],
      })
    expect(await has(ROLES.proposer, stranger), "new proposer").to.equal(true)
    expect(await has(ROLES.canceller, guardian.address), "old canceller").to.equal(false)
  })

  it("behavior: the guardian's file closes markets at once", async () => {
    const { token } = world
    const prepared = await prepareCloseMarkets(world.client, governed, [token, zeroAddress])
    expect(preparedText(prepared), "text").to.match(/market USDC 0x\w+: from open to closed[\s\S]*market POL 0x/)

    await propose(prepared, guardian, guards)

    for (const its of [token, zeroAddress]) {
      const market = await getMarket(world.client, { escrow: governed.escrow, token: its })
      expect(market.open, its).to.equal(false)
    }
  })

  it("behavior: a Safe that was named accepts the ownership", async () => {
    await carryOut([`transferOwnership ${council.address}`])

    await propose(await prepareAcceptOwnership(world.client, governed))

    expect((await administration()).owner, "owner").to.equal(council.address)
  })

  it("behavior: the timelock that was named accepts the ownership by an operation of its own", async () => {
    const { client, chain } = world
    const parties = [[council.address], [council.address]] as const
    const { address: timelock } = await chain.deploy("TimelockController", [DELAY, ...parties, zeroAddress])
    const successor = { ...governed, timelock }
    await carryOut([`transferOwnership ${timelock}`])

    const scheduled = await schedule(["acceptOwnership"], {}, successor)
    await propose(scheduled)
    await chain.pass(DELAY)
    await propose(await prepareExecute(client, successor, scheduled.operation))

    expect((await administration()).owner, "owner").to.equal(timelock)
  })

  it("behavior: a cancelled operation cannot be executed, and can be scheduled again", async () => {
    const text = `setTreasury ${world.stranger}`
    const { operation, ...prepared } = await schedule([text])
    await propose(prepared)

    await propose(await prepareCancel(world.client, governed, operation, { safe: guardian.address }), guardian, guards)
    expect(await stateOf(operation), "cancelled").to.equal("cancelled")
    expect(await refused(prepareExecute(world.client, governed, operation)), "execute").to.equal("OperationClosed")

    const again = await schedule([text])
    await propose(again)
    expect(again.operation, "the same operation").to.equal(operation)
    expect(await stateOf(operation), "scheduled again").to.equal("pending")
  })

  it("behavior: the same calls get another salt once they were executed, and everybody derives the same", async () => {
    const text = `setTreasury ${world.stranger}`
    const first = await carryOut([text])
    const [second, same] = await Promise.all([schedule([text]), schedule([text])])
    const given = await schedule([text], { salt: `0x${"ab".repeat(32)}`, predecessor: first })

    expect(second.operation, "second").not.to.equal(first)
    expect(second.operation, "derived twice").to.equal(same.operation)
    expect(second.batch.transactions[0]?.contractInputsValues["salt"], "salt").to.equal(numberToHex(1, { size: 32 }))
    expect(given.batch.transactions[0]?.contractInputsValues["salt"], "given salt").to.equal(`0x${"ab".repeat(32)}`)
    await propose(second)
    await world.chain.pass(DELAY)
    await propose(await prepareExecute(world.client, governed, second.operation))
    expect(await stateOf(second.operation), "second").to.equal("done")
  })

  it("behavior: a predecessor that is not done holds an operation back", async () => {
    const first = await schedule([`setTreasury ${world.stranger}`])
    await propose(first)
    const second = await schedule([`setGuardian ${world.stranger}`], { predecessor: first.operation })
    await propose(second)
    await world.chain.pass(DELAY)

    const error = await failureOf(prepareExecute(world.client, governed, second.operation))
    expect(String(error), "before").to.match(/WouldRevertError.*TimelockUnexecutedPredecessor\(0x/)
    await propose(await prepareExecute(world.client, governed, first.operation))
    await propose(await prepareExecute(world.client, governed, second.operation))
    expect((await administration()).guardian, "guardian").to.equal(world.stranger)
  })

  it("behavior: what somebody else scheduled as a single call is executed as a single call", async () => {
    const { to, data } = parseCall(`setTreasury ${world.stranger}`, { client: world.client, governed })
    const args = [to, 0n, data, zeroHash, zeroHash] as const
    const its = encodeFunctionData({ abi: timelockAbi, functionName: "schedule", args: [...args, DELAY] })
    await callAs(world, council.address, governed.timelock, its)
    await world.chain.pass(DELAY)

    const execute = await prepareExecute(world.client, governed, callId(...args))
    await propose(execute)

    expect(execute.batch.transactions[0]?.contractMethod.name, "function").to.equal("execute")
    expect((await administration()).treasury, "treasury").to.equal(world.stranger)
  })

  it("behavior: the queue says in words what each open call would change", async () => {
    const { token, stranger, arbiter } = world
    const host = addressOf("host")
    await carryOut([`setHostFee ${host} 12%`])
    const cases: [string, string][] = [
      [`setHostFee ${host} 13%`, `fee of host ${host} from 12 % to 13 %`],
      [`setHostFee ${host} none`, `fee of host ${host} from 12 % to the market's`],
      [`setHostFee ${stranger} 12.5%`, `fee of host ${stranger} from the market's to 12.5 %`],
      [`setMarket USDC ${arbiter} 13% open`, `market USDC ${token}: fee from 12 % to 13 %`],
      [
        `setMarket USDC ${stranger} 12% closed`,
        `market USDC ${token}: arbiter from ${arbiter} to ${stranger}; from open to closed`,
      ],
      [`setMarket USDC ${arbiter} 12% open`, `market USDC ${token}: nothing changes`],
      [
        `setTreasury ${stranger}`,
        `treasury from ${world.treasury} to ${stranger}; fees that are not collected yet go there as well`,
      ],
      ["setGuardian none", `guardian from ${guardian.address} to nobody`],
      [`transferOwnership ${stranger}`, `pending owner from nobody to ${stranger}; the owner stays until it accepts`],
      [
        "renounceOwnership",
        `owner from ${governed.timelock} to nobody: no fee, market, treasury or guardian can ever be changed again`,
      ],
      ["updateDelay 72h", "least delay from 48 h to 72 h"],
      ["updateDelay 48h", "least delay stays 48 h: nothing changes"],
      [`grantRole proposer ${stranger}`, `${stranger} gets the proposer role: to schedule operations`],
      ["grantRole executor anyone", "anyone gets the executor role: to execute operations that are ready"],
      [`grantRole proposer ${council.address}`, `${council.address} has the proposer role already: nothing changes`],
      [`revokeRole proposer ${council.address}`, `${council.address} loses the proposer role: to schedule operations`],
      [
        `revokeRole admin ${governed.timelock}`,
        `${governed.timelock} loses the admin role: to grant and revoke roles without a delay`,
      ],
      [`revokeRole proposer ${stranger}`, `${stranger} does not have the proposer role: nothing changes`],
    ]
    await propose(await schedule(cases.map(([text]) => text)))

    const queue = await readQueue(world.client, governed)
    const open = queue.operations.find(({ state }) => state === "pending")
    expect(open?.described.map(({ text }) => text)).to.deep.equal(
      cases.map(([, effect]) => effect),
      "effects",
    )
    expect(
      open?.described.every(({ known }) => known),
      "known",
    ).to.equal(true)
    const text = queueText(queue, governed.timelock)
    expect(text, "counts").to.include("1 open, 2 closed.").and.not.include("WARNING")
    expect(text, "ready").to.match(/pending +0x\w{64}\n +ready +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, in 2 d\n/)
    const document = JSON.parse(queueJson(queue, governed.timelock))
    expect(document.operations.at(-1).calls[0].text, "JSON").to.equal(cases[0]?.[1])
  })

  it("behavior: a call that cannot be decoded is marked, and loudly", async () => {
    const whole = parseCall(`setTreasury ${world.stranger}`, { client: world.client, governed })
    const hidden: Hex[] = ["0xdeadbeef", `${whole.data}00`]
    const targets = [world.stranger, governed.escrow]
    const args = [targets, [0n, 0n], hidden, zeroHash, zeroHash, DELAY] as const
    const data = encodeFunctionData({ abi: timelockAbi, functionName: "scheduleBatch", args })
    await callAs(world, council.address, governed.timelock, data)

    const queue = await readQueue(world.client, governed)
    const text = queueText(queue, governed.timelock)

    const open = queue.operations.find(({ state }) => state === "pending")
    expect(open?.described.map(({ known }) => known)).to.deep.equal([false, false], "known")
    expect(text, "warning").to.include("WARNING: 1 open with a call that cannot be decoded.")
    expect(text, "bytes").to.include(`UNKNOWN CALL of ${world.stranger}: 0xdeadbeef`)
  })

  it("error: what would revert is refused, and says why", async () => {
    const { stranger, arbiter, treasury } = world
    const cases: [string, RegExp][] = [
      [`setHostFee ${stranger} 9%`, /FeeOutOfBounds\(900, 1000, 1500\)/],
      [`setMarket ${stranger} ${arbiter} 12% open`, /InvalidToken\(0x/],
      [`setMarket ${governed.escrow} ${arbiter} 12% open`, /InvalidToken\(0x/],
      [`setTreasury ${governed.escrow}`, /InvalidTreasury\(0x/],
      ["acceptOwnership", /OwnableUnauthorizedAccount\(0x/],
    ]
    for (const [text, revert] of cases) {
      const error = await failureOf(schedule([`setGuardian ${treasury}`, text]))
      expect(codeOf(error), text).to.equal("WouldRevert")
      expect(String(error), text).to.match(revert)
    }
    const short = await failureOf(schedule([`setGuardian ${treasury}`], { delay: 1n }))
    expect(String(short), "delay").to.match(/TimelockInsufficientDelay\(1, 172800\)/)
    const foreign = await failureOf(schedule([`setGuardian ${treasury}`], { safe: stranger }))
    expect(String(foreign), "no proposer").to.match(/AccessControlUnauthorizedAccount\(0x/)
  })

  it("error: an operation that is open, early, unknown or closed", async () => {
    const { client, stranger } = world
    const text = `setTreasury ${stranger}`
    const { operation, ...prepared } = await schedule([text])
    expect(await refused(prepareExecute(client, governed, operation)), "not scheduled").to.equal("OperationNotFound")
    expect(await refused(prepareCancel(client, governed, zeroHash)), "unknown").to.equal("OperationNotFound")
    await propose(prepared)

    expect(await refused(schedule([text])), "scheduled twice").to.equal("AlreadyQueued")
    expect(await refused(prepareExecute(client, governed, operation)), "early").to.equal("OperationNotReady")
    expect(await refused(prepareCancel(client, governed, operation)), "two cancellers").to.equal("SafeMissing")
    await world.chain.pass(DELAY)
    await propose(await prepareExecute(client, governed, operation))
    const cancel = prepareCancel(client, governed, operation, { safe: council.address })
    expect(await refused(cancel), "done").to.equal("OperationClosed")
  })

  it("error: nobody is guardian, or named as the next owner", async () => {
    expect(await refused(prepareAcceptOwnership(world.client, governed)), "no successor").to.equal("RoleMissing")
    await carryOut(["setGuardian none"])

    const closing = prepareCloseMarkets(world.client, governed, [world.token])
    expect(await refused(closing), "no guardian").to.equal("RoleMissing")
  })

  it("error: a failing node is not a call that reverts", async () => {
    const calls = [parseCall(`setTreasury ${world.stranger}`, { client: world.client, governed })]
    const failing = clientOf(world.rpc, (method, go) =>
      method === "eth_call" ? Promise.reject(new Error("the node is down")) : go(),
    )

    const error = await failureOf(prepareSchedule(failing, governed, calls, { delay: DELAY, salt: zeroHash }))
    expect(codeOf(error), "error").to.equal(error)
    expect(String(error), "error").to.include("the node is down")
  })

  it("behavior: the text names the operation, the delay, the moment and the Safe", async () => {
    const prepared: Prepared & { operation: Hex } = await schedule([`setHostFee ${world.stranger} 13%`])

    const text = preparedText(prepared)
    expect(text, "operation").to.include(`operation    ${prepared.operation}`)
    expect(text, "delay").to.include("delay        172800 s = 48 h")
    expect(text, "moment").to.match(/ready +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, if the Safe sent it now/)
    expect(text, "Safe").to.include(`${council.address}  (contract)`)
    expect(text.replace(/\n +/g, " "), "effect").to.include(`fee of host ${world.stranger} from the market's to 13 %`)
    const lines = text.split("\n").filter((line) => line.length > 80)
    expect(lines, "lines of more than 80 columns").to.deep.equal([])
  })
})

/** The calldata that follows from a transaction's method and its values, as the app encodes it without `data`. */
function encodedByMethod({ contractMethod, contractInputsValues }: SafeBatch["transactions"][number]): Hex {
  const { name, inputs } = contractMethod
  const item = parseAbiItem(`function ${name}(${inputs.map(({ type }) => type).join(", ")})`) as AbiFunction
  const args = inputs.map(({ name: its, type }) => argumentOf(contractInputsValues[its] ?? "", type))
  return encodeFunctionData({ abi: [item], functionName: name, args })
}

function argumentOf(text: string, type: string): unknown {
  if (type.endsWith("[]")) {
    const items: string[] = JSON.parse(text)
    return items.map((item) => argumentOf(item, type.slice(0, -2)))
  }
  if (type.startsWith("uint")) return BigInt(text)
  return type === "address" ? getAddress(text) : text
}
