// The kinds of fault that a keeper is played: how each begins, how long it lasts, and how it ends.
import { writeFileSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { type Hex, isHex, numberToHex, parseEther, parseGwei, parseTransaction } from "viem"
import { refusal } from "../../sdk/testing/chainFaults.ts"
import { healthy, type NodeFault } from "../../sdk/testing/nodeProxy.ts"
import { type KeeperProcess, removeDatabase } from "../../test/support/keeperProcess.ts"
import { dataOf, only, status } from "../../test/support/nodeFaults.ts"
import { accountNamed } from "../../test/support/parties.ts"
import { sleep } from "../../test/support/until.ts"
import type { Fault, FaultRun, FaultWorld } from "./playFault.ts"

/** Rentals of one fault, and polls that it lasts. */
export const RENTALS = 20
export const POLLS = 3

const down = status(503, "")

/** Half of the rentals are known before the fault begins, half come while it lasts; all become due in it. */
export async function through(run: FaultRun, nodeFault: NodeFault, { rentals = RENTALS, polls = POLLS } = {}) {
  await run.add(rentals / 2)
  const keeper = run.start()
  await keeper.polls(2)
  run.setNodeFault(nodeFault)
  await run.add(rentals / 2)
  await run.makeDue()
  await keeper.polls(polls)
  await run.over()
}

export const nodeFails = (name: string, nodeFault: NodeFault, size?: { rentals?: number; polls?: number }): Fault => ({
  name,
  play: (run) => through(run, nodeFault, size),
})

/** The branch in which everything was paid is replaced by one in which nothing was. */
export const reorg = (depth: number, { shorter = 0, remembered = 256 } = {}): Fault => ({
  name:
    `a reorganisation of ${depth} block${depth > 1 ? "s" : ""}` +
    (shorter > 0 ? `, its branch ${shorter} shorter at first` : "") +
    (remembered < depth ? `, of which ${remembered} are remembered` : ""),
  async play(run) {
    const { chain } = run
    await run.add(RENTALS)
    const keeper = run.start({ environment: { GPUFLOW_KEEPER_REORG_BLOCKS: String(remembered) } })
    await keeper.polls(2)
    run.setNodeFault(down)
    await run.makeDue()
    const fork = await chain.client.getBlockNumber()
    const snapshot = await chain.rpc("evm_snapshot")
    run.setNodeFault(healthy)
    await run.settled()
    const grown = Number((await chain.client.getBlockNumber()) - fork)
    if (depth > grown) await chain.client.mine({ blocks: depth - grown, interval: 1 })
    await keeper.polls(2)

    run.setNodeFault(down)
    await keeper.polls(1)
    await chain.rpc("evm_revert", snapshot)
    const length = Math.max(depth, grown)
    await chain.rpc("hardhat_mine", numberToHex(length - shorter), "0x2")
    if (shorter > 0) {
      run.setNodeFault(healthy)
      await keeper.polls(2)
      await chain.rpc("hardhat_mine", numberToHex(shorter), "0x2")
    }
    await run.over(() => chain.rpc("hardhat_mine", "0x1", "0x2"))
  },
})

/** Something happens to the chain or the machine, and later does not any more. */
export const mishap = (
  name: string,
  begin: (run: FaultRun, keeper: KeeperProcess) => Promise<() => Promise<unknown>>,
  size?: { rentals?: number },
): Fault => ({
  name,
  async play(run) {
    const half = (size?.rentals ?? RENTALS) / 2
    await run.add(half)
    const keeper = run.start()
    await keeper.polls(2)
    await run.add(half)
    run.setNodeFault(down)
    await keeper.polls(1)
    await run.makeDue()
    const end = await begin(run, keeper)
    run.setNodeFault(healthy)
    await keeper.polls(POLLS)
    await run.over(end)
  },
})

/** Calls that block final; the keeper relies on no block for good, so it does not ask. */
export function finalAt(number: (asked: number) => number): NodeFault {
  let count = 0
  return async (asked, pass) => {
    if (asked.params[0] !== "finalized") return { answer: await pass() }
    count += 1
    return {
      answer: await pass(undefined, { ...asked, params: [numberToHex(number(count)), ...asked.params.slice(1)] }),
    }
  }
}

export const setBaseFee = ({ chain }: FaultRun, gwei: string) =>
  chain.rpc("hardhat_setNextBlockBaseFeePerGas", numberToHex(parseGwei(gwei)))

/** Blocks at a beat, with whatever waits for them; until it is ended, or the fault is over. */
export function beat(
  { chain, later }: FaultRun,
  milliseconds = 100,
  before: () => Promise<unknown> = async () => undefined,
) {
  let isOn = true
  const loop = (async () => {
    while (isOn) {
      await before()
      await chain.rpc("evm_mine")
      await sleep(milliseconds)
    }
  })()
  const end = async () => {
    isOn = false
    await loop
  }
  later(end)
  return end
}

/** Killed when its k-th request arrives, before or after the node has it, and started again. */
export const killed = <world extends FaultWorld>(
  name: string,
  when: "before" | "after",
  add: (run: FaultRun<world>, k: number) => Promise<unknown>,
): Fault<world> => ({
  name,
  async play(run) {
    for (let k = 1; ; ++k) {
      await add(run, k)
      await run.makeDue()
      let left = k
      const victim = run.start()
      run.setNodeFault(async (_, pass) => {
        left -= 1
        if (left > 0) return { answer: await pass() }
        if (when === "after") await pass()
        await victim.kill()
        return { silence: true }
      })
      const done = run.settled()
      await Promise.race([victim.ended, done.then(() => victim.polls(1))])
      const isThrough = !victim.state.ended
      if (isThrough) await victim.kill()
      run.setNodeFault(healthy)
      await run.over()
      const heir = run.start()
      await done
      await heir.polls(1)
      await heir.kill()
      if (isThrough) return
    }
  },
})

/** A race that has not begun by then never will. */
const MOST_POLLS = 50

export async function race(run: FaultRun, rival: { readonly name?: string; readonly database?: string }) {
  await run.chain.client.setBalance({ address: accountNamed(rival.name ?? "keeper").address, value: parseEther("100") })
  await run.chain.client.setAutomine(false)
  const { database } = rival
  if (database) run.later(() => removeDatabase(database))
  await addWhileMining(run)
  const [first, second] = [run.start(), run.start(rival)]
  await Promise.all([first.polls(2), second.polls(2)])
  await run.makeDue()
  // There is no block before both have sent, however slow the machine is.
  const hasSent = ({ lines }: KeeperProcess) =>
    lines.some(({ msg, work }) => msg === "sending transaction" && work === run.world.work)
  const racing = database ? [first, second] : []
  for (let polls = 0; polls < MOST_POLLS && !racing.every(hasSent); ++polls) {
    await Promise.all([first.polls(1), second.polls(1)])
  }
  if (!racing.every(hasSent)) throw new Error("Only one of them has sent anything.")
  const slow = beat(run, 1_500)
  await Promise.all([first.polls(POLLS), second.polls(POLLS)])
  await run.over(async () => {
    await slow()
    beat(run, 60)
  })
}

/** Deposits need their blocks at once. */
async function addWhileMining(run: FaultRun) {
  await run.chain.client.setAutomine(true)
  await run.add(RENTALS)
  await run.chain.client.setAutomine(false)
}

/** A node that takes no transaction that may cost more than a part of the first one. All must be paid all the same. */
export const feeCapped = (name: string, words: (cost: bigint, cap: bigint) => string, polls: number): Fault => ({
  name,
  async play(run) {
    let cap: bigint | undefined
    let refusals = 0
    const nodeFault = only("eth_sendRawTransaction", async ({ id, params: [raw] }, pass) => {
      const { gas = 0n, maxFeePerGas = 0n } = parseTransaction(isHex(raw) ? raw : "0x")
      const cost = gas * maxFeePerGas
      cap ??= (cost * 3n) / 5n
      if (cost <= cap) return { answer: await pass() }
      refusals += 1
      return refusal(id, -32_000, words(cost, cap))
    })
    await run.add(RENTALS)
    const keeper = run.start()
    await keeper.polls(2)
    run.setNodeFault(nodeFault)
    await run.makeDue()
    await keeper.polls(polls)
    if (refusals === 0) throw new Error("The node refused nothing.")
    await run.over()
  },
})

/** The state of a rental is a call with one word. */
const isStateRead = (method: string, data: Hex) => method === "eth_call" && data.length === 2 + 8 + 64

/** The node answers a part of the first reading in each poll, and the keeper is killed and started again. */
export const interruptedReading = (name: string, { answers, starts }: { answers: number; starts: number }): Fault => ({
  name,
  async play(run) {
    await run.add(RENTALS)
    await run.makeDue()
    let asked = 0
    run.setNodeFault(async (request, pass) => {
      // The first request of every poll.
      if (request.method === "eth_chainId") asked = 0
      const isCounted = isStateRead(request.method, dataOf(request))
      if (isCounted) asked += 1
      return isCounted && asked > answers
        ? refusal(request.id, -32_005, "request rate limited")
        : { answer: await pass() }
    })
    for (let start = 0; start < starts; ++start) {
      const victim = run.start()
      await victim.polls(6)
      await victim.kill()
    }
    if (statesIn(run.database) === 0) throw new Error("Nothing of the first reading was stored.")
    const heir = run.start()
    await heir.polls(1)
    await run.over()
  },
})

function statesIn(database: string): number {
  const db = new DatabaseSync(database, { readOnly: true, timeout: 1_000 })
  const [row] = db.prepare("SELECT count(*) AS n FROM rentals WHERE refreshed_in > 0").all()
  db.close()
  return Number(row?.["n"])
}

/** Killed after it has sent everything and before a block has it; its file is damaged before the next start. */
export const damagedDatabase = (name: string, damage: (file: string) => void): Fault => ({
  name,
  async play(run) {
    const { chain, database } = run
    await run.add(RENTALS)
    const victim = run.start()
    await victim.polls(2)
    run.setNodeFault(down)
    await victim.polls(1)
    await run.makeDue()
    await chain.client.setAutomine(false)
    run.setNodeFault(healthy)
    await victim.until(() => victim.lines.some(({ msg }) => msg === "sending transaction"))
    await victim.idle()
    await victim.kill()
    writeBack(database)
    damage(database)
    const heir = run.start()
    await heir.until(() => heir.lines.some(({ msg }) => msg === "database moved aside"))
    const moved = heir.lines.find(({ msg }) => msg === "database moved aside")
    run.later(() => removeDatabase(String(moved?.["movedTo"])))
    await heir.polls(POLLS)
    await run.over(async () => {
      await chain.rpc("evm_mine")
      beat(run)
    })
  },
})

/** Moves what is in the log beside a database into the file, so that SQLite cannot repair the file from there. */
function writeBack(file: string) {
  const db = new DatabaseSync(file)
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)")
  db.close()
}

export const overwritten = (file: string) => writeFileSync(file, "x".repeat(8_192))

/** Every request fails for many polls. The metrics must say so meanwhile. */
export const longOutage = (name: string, polls: number): Fault => ({
  name,
  async play(run) {
    await run.add(RENTALS)
    const keeper = run.start()
    await keeper.polls(2)
    await keeper.idle()
    run.setNodeFault(down)
    await keeper.polls(1)
    const before = await metricsOf(keeper)
    await run.makeDue()
    await keeper.polls(polls)
    const after = await metricsOf(keeper)
    const lastGood = metric(after, "last_good_poll_timestamp_seconds")
    if (lastGood === 0 || lastGood !== metric(before, "last_good_poll_timestamp_seconds")) {
      throw new Error("The time of the last good poll is wrong.")
    }
    if (metric(after, "endpoints") !== 0) throw new Error("An endpoint counts that does not work.")
    await run.over()
  },
})

const metricsOf = async (keeper: KeeperProcess) => (await fetch(`http://127.0.0.1:${keeper.port()}/metrics`)).text()
const metric = (text: string, name: string) => Number(new RegExp(`^gpuflow_keeper_${name} (.*)$`, "m").exec(text)?.[1])
