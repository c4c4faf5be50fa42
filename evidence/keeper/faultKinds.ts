// The kinds of fault that a keeper is played: how each begins, how long it lasts, and how it ends.
import { numberToHex, parseEther, parseGwei } from "viem"

import { healthy, type NodeFault } from "../../test/support/failingNode.ts"
import { type KeeperProcess, removeDatabase } from "../../test/support/keeperProcess.ts"
import { status } from "../../test/support/nodeFaults.ts"
import { accountNamed } from "../../test/support/parties.ts"
import { sleep } from "../../test/support/until.ts"
import type { Fault, FaultRun } from "./playFault.ts"

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
export const killed = (when: "before" | "after"): Fault => ({
  name: `kill -9 ${when} every request of a settlement`,
  async play(run) {
    for (let k = 1; ; ++k) {
      await run.add(2, k % 3 === 0 ? "credit" : k % 3 === 1 ? "settlement" : "noShow")
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
    lines.some(({ msg, work }) => msg === "sending transaction" && work === "settle")
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
