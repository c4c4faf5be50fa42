// Every fault that the keeper is played, in the order of docs/keeper.md.
import { DatabaseSync } from "node:sqlite"
import { keccak256, numberToHex, parseEther, parseGwei } from "viem"
import { privateKeyToAccount } from "viem/accounts"

import { openChain } from "./chain.ts"
import { type Keeper, keeperAddress, keeperKey, newDatabase, removeDatabase, sleep } from "./child.ts"
import type { Weather } from "./proxy.ts"
import { type Fault, refusal, type Stage } from "./stage.ts"
import {
  altered,
  behind,
  cut,
  dataOf,
  dearBlock,
  html,
  internalError,
  landedInSilence,
  listOf,
  only,
  revert,
  silence,
  sometimes,
  stall,
  status,
  timesTen,
} from "./weathers.ts"

/** Rentals of one fault, and polls that it lasts. */
const RENTALS = 20
const POLLS = 3

const down = status(503, "")

/** Half of the rentals are known before the fault begins, half come while it lasts; all become due in it. */
async function through(stage: Stage, weather: Weather, { rentals = RENTALS, polls = POLLS } = {}) {
  await stage.add(rentals / 2)
  const keeper = stage.start()
  await keeper.polls(2)
  stage.setWeather(weather)
  await stage.add(rentals / 2)
  await stage.makeDue()
  await keeper.polls(polls)
  await stage.over()
}

const storm = (name: string, weather: Weather, size?: { rentals?: number; polls?: number }): Fault => ({
  name,
  play: (stage) => through(stage, weather, size),
})

/** The branch in which everything was paid is replaced by one in which nothing was. */
const reorg = (depth: number, { shorter = 0, remembered = 256 } = {}): Fault => ({
  name:
    `a reorganisation of ${depth} block${depth > 1 ? "s" : ""}` +
    (shorter > 0 ? `, its branch ${shorter} shorter at first` : "") +
    (remembered < depth ? `, of which ${remembered} are remembered` : ""),
  async play(stage) {
    const { chain } = stage
    await stage.add(RENTALS)
    const keeper = stage.start({ environment: { GPUFLOW_KEEPER_REORG_BLOCKS: String(remembered) } })
    await keeper.polls(2)
    stage.setWeather(down)
    await stage.makeDue()
    const fork = await chain.client.getBlockNumber()
    const snapshot = await chain.rpc("evm_snapshot")
    stage.setWeather((_, pass) => pass().then((answer) => ({ answer })))
    await stage.settled()
    const grown = Number((await chain.client.getBlockNumber()) - fork)
    if (depth > grown) await chain.mine(depth - grown)
    await keeper.polls(2)

    stage.setWeather(down)
    await keeper.polls(1)
    await chain.rpc("evm_revert", snapshot)
    const length = Math.max(depth, grown)
    await chain.rpc("hardhat_mine", numberToHex(length - shorter), "0x2")
    if (shorter > 0) {
      stage.setWeather((_, pass) => pass().then((answer) => ({ answer })))
      await keeper.polls(2)
      await chain.rpc("hardhat_mine", numberToHex(shorter), "0x2")
    }
    await stage.over(() => chain.rpc("hardhat_mine", "0x1", "0x2"))
  },
})

/** Something happens to the chain or the machine, and later does not any more. */
const event = (
  name: string,
  begin: (stage: Stage, keeper: Keeper) => Promise<() => Promise<unknown>>,
  size?: { rentals?: number },
): Fault => ({
  name,
  async play(stage) {
    const half = (size?.rentals ?? RENTALS) / 2
    await stage.add(half)
    const keeper = stage.start()
    await keeper.polls(2)
    await stage.add(half)
    stage.setWeather(down)
    await keeper.polls(1)
    await stage.makeDue()
    const end = await begin(stage, keeper)
    stage.setWeather((_, pass) => pass().then((answer) => ({ answer })))
    await keeper.polls(POLLS)
    await stage.over(end)
  },
})

/** Calls that block final; the keeper relies on no block for good, so it does not ask. */
function finalAt(number: (asked: number) => number): Weather {
  let count = 0
  return async (asked, pass) => {
    if (asked.params[0] !== "finalized") return { answer: await pass() }
    count += 1
    return {
      answer: await pass(undefined, { ...asked, params: [numberToHex(number(count)), ...asked.params.slice(1)] }),
    }
  }
}

const setBaseFee = ({ chain }: Stage, gwei: string) =>
  chain.rpc("hardhat_setNextBlockBaseFeePerGas", numberToHex(parseGwei(gwei)))

/** Blocks at a beat, with whatever waits for them; until it is ended, or the fault is over. */
function beat({ chain, later }: Stage, milliseconds = 100, before: () => Promise<unknown> = async () => undefined) {
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
const killed = (when: "before" | "after"): Fault => ({
  name: `kill -9 ${when} every request of a settlement`,
  async play(stage) {
    for (let k = 1; ; ++k) {
      await stage.add(2, k % 3 === 0 ? "credit" : k % 3 === 1 ? "settlement" : "noShow")
      await stage.makeDue()
      let left = k
      const victim = stage.start()
      stage.setWeather(async (_, pass) => {
        left -= 1
        if (left > 0) return { answer: await pass() }
        if (when === "after") await pass()
        await victim.kill()
        return { silence: true }
      })
      const done = stage.settled()
      await Promise.race([victim.ended, done.then(() => victim.polls(1))])
      const isThrough = !victim.state.ended
      if (isThrough) await victim.kill()
      stage.setWeather((_, pass) => pass().then((answer) => ({ answer })))
      await stage.over()
      const heir = stage.start()
      await done
      await heir.polls(1)
      await heir.kill()
      if (isThrough) return
    }
  },
})

export const faults: readonly Fault[] = [
  storm("429 to two of three requests", sometimes(status(429, '{"error":"too many requests"}'))),
  storm("429 to every request", status(429, "")),
  storm("500 to every request", status(500, "Internal Server Error")),
  storm("502 and 503 to two of three requests", sometimes(status(502, "Bad Gateway"))),
  storm("an internal error for every answer", internalError),
  storm("HTML for JSON", html),
  storm("no answer to any request", silence),
  storm("a transaction landed, its answer timed out", only("eth_sendRawTransaction", landedInSilence)),
  storm("a transaction not landed, its answer timed out", only("eth_sendRawTransaction", silence)),
  storm("a reset in mid-body", cut),
  storm("a body that stalls half-way", stall),
  storm(
    "a transaction accepted and forgotten",
    only("eth_sendRawTransaction", async ({ id, params: [raw] }) => ({
      answer: { jsonrpc: "2.0", id, result: keccak256(raw as `0x${string}`) },
    })),
  ),
  storm("every call said to revert", only("eth_call", revert)),
  storm("a node 8 blocks behind", behind(8n)),
  storm("a balancer over a node 5 blocks behind", sometimes(behind(5n), 2)),
  {
    name: "two nodes on different forks",
    async play(stage) {
      const { chain, proxy } = stage
      await stage.add(RENTALS)
      await stage.makeDue()
      const other = await openChain(chain.url)
      stage.later(() => other.close())
      await other.setCoins(keeperAddress(), parseEther("100"))
      await chain.mine(3)
      await other.rpc("hardhat_mine", "0x5", "0x3")
      let asked = 0
      // Either fork in turn, thirteen requests each.
      stage.setWeather(async (_, pass) => ({
        answer: await pass(Math.floor(asked++ / 13) % 2 === 0 ? other.url : chain.url),
      }))
      const keeper = stage.start({ urls: [proxy.url] })
      await keeper.polls(POLLS)
      // One of them outgrows the other, and both endpoints follow it.
      await stage.over(() => chain.mine(12))
    },
  },
  ...[1, 2, 8, 32, 64, 128].map((depth) => reorg(depth)),
  reorg(16, { shorter: 4 }),
  reorg(64, { remembered: 16 }),
  storm(
    "finalized frozen",
    finalAt(() => 1),
  ),
  storm(
    "finalized going backwards",
    finalAt((asked) => Math.max(20 - asked, 0)),
  ),
  storm(
    "truncated logs",
    only(
      "eth_getLogs",
      altered((logs) => listOf(logs).slice(0, listOf(logs).length >> 1)),
    ),
  ),
  storm(
    "empty logs",
    only(
      "eth_getLogs",
      altered(() => []),
    ),
  ),
  storm(
    "doubled logs in no order",
    only(
      "eth_getLogs",
      altered((logs) => [...listOf(logs), ...listOf(logs)].toReversed()),
    ),
  ),
  {
    name: "history pruned on a first start",
    async play(stage) {
      await stage.add(RENTALS)
      await stage.makeDue()
      await stage.chain.mine(300)
      stage.setWeather(
        only("eth_getLogs", async ({ id, params }, pass) => {
          if (Object(params[0]).blockHash) return { answer: await pass() }
          return refusal(id, 4_444, "pruned history unavailable")
        }),
      )
      const keeper = stage.start()
      await keeper.polls(POLLS)
      await stage.over()
    },
  },
  {
    name: "half of the deep history left out on a first start",
    async play(stage) {
      await stage.add(RENTALS)
      await stage.makeDue()
      await stage.chain.mine(300)
      stage.setWeather(
        only(
          "eth_getLogs",
          altered((logs) => listOf(logs).slice(0, listOf(logs).length >> 1)),
        ),
      )
      const keeper = stage.start({ environment: { GPUFLOW_KEEPER_RESCAN_SECONDS: "0" } })
      await keeper.polls(POLLS)
      await stage.over()
    },
  },
  storm(
    "a nonce two too high",
    only(
      "eth_getTransactionCount",
      altered((count) => numberToHex(BigInt(String(count)) + 2n)),
    ),
  ),
  storm(
    "a nonce too low",
    only(
      "eth_getTransactionCount",
      altered(() => "0x0"),
    ),
  ),
  storm(
    "called underpriced though mined",
    only("eth_sendRawTransaction", async ({ id }, pass) => {
      await pass()
      return refusal(id, -32_000, "replacement transaction underpriced")
    }),
  ),
  {
    name: "fees ten times as high",
    async play(stage) {
      await through(stage, async (asked, pass) => {
        const change = { eth_maxPriorityFeePerGas: timesTen, eth_getBlockByNumber: dearBlock }[asked.method]
        return change ? altered(change)(asked, pass) : { answer: await pass() }
      })
    },
  },
  event("base fee above the cap", async (stage) => {
    await stage.chain.automine(false)
    const end = beat(stage, 100, () => setBaseFee(stage, "900"))
    return async () => {
      await end()
      await setBaseFee(stage, "20")
      await stage.chain.rpc("evm_mine")
      beat(stage)
    }
  }),
  event("base fee rises above what was sent", async (stage, keeper) => {
    await stage.chain.automine(false)
    await setBaseFee(stage, "20")
    await stage.chain.rpc("evm_mine")
    // Sent for a quiet chain, then left behind by it.
    const sent = async () => {
      while (!keeper.lines.some(({ msg, work }) => msg === "sending transaction" && work === "settle")) await sleep(10)
    }
    const rise = sent().then(() => beat(stage, 100, () => setBaseFee(stage, "150")))
    return async () => {
      await (await rise)()
      if (!keeper.lines.some(({ msg }) => msg === "replacing transaction"))
        throw new Error("Nothing was sent again for more.")
      beat(stage)
    }
  }),
  event("no blocks for a while", async (stage) => {
    await stage.chain.automine(false)
    return async () => {
      await stage.chain.rpc("evm_mine")
      beat(stage)
    }
  }),
  event("a foreign transaction of the same key in the way", async (stage) => {
    const { chain, world } = stage
    await chain.automine(false)
    const account = privateKeyToAccount(keeperKey())
    const nonce = await chain.client.getTransactionCount({ address: account.address })
    const fees = { maxFeePerGas: parseGwei("60"), maxPriorityFeePerGas: parseGwei("60") }
    const raw = await account.signTransaction({
      type: "eip1559",
      chainId: 137,
      nonce,
      to: world.owner,
      gas: 21_000n,
      ...fees,
    })
    await chain.rpc("eth_sendRawTransaction", raw)
    return async () => {
      await chain.rpc("evm_mine")
      beat(stage)
    }
  }),
  killed("before"),
  killed("after"),
  event("database locked", async ({ database }) => {
    const lock = new DatabaseSync(database)
    lock.exec("BEGIN EXCLUSIVE")
    return async () => {
      lock.exec("COMMIT")
      lock.close()
    }
  }),
  event("empty wallet", async ({ chain }) => {
    await chain.setCoins(keeperAddress(), 0n)
    return () => chain.setCoins(keeperAddress(), parseEther("100"))
  }),
  {
    name: "another chain behind the endpoint",
    async play(stage) {
      const other = await openChain(undefined, 80_002)
      stage.later(() => other.close())
      await other.mine(40)
      await through(stage, async (_, pass) => ({ answer: await pass(other.url) }))
    },
  },
  {
    name: "a paused token",
    async play(stage) {
      const { world } = stage
      for (let made = 0; made < 14; ++made) await world.add("settlement", world.token)
      const keeper = stage.start()
      await keeper.polls(2)
      await world.onToken(world.owner, "setPaused", [true])
      await stage.makeDue()
      await keeper.polls(5)
      await stage.over(() => world.onToken(world.owner, "setPaused", [false]))
    },
  },
  {
    name: "a payee on a blocklist among others",
    async play(stage) {
      const { world } = stage
      const blocked = await world.add("settlement", world.token)
      await stage.add(RENTALS - 1)
      await world.onToken(world.owner, "setBlocked", [blocked.rental.offer.payee, true])
      const keeper = stage.start()
      await keeper.polls(2)
      await stage.makeDue()
      await keeper.polls(4)
      const waiting = await world.lost()
      if (waiting.length !== 1) throw new Error(`The blocked payee holds up ${waiting.length - 1} others.`)
      await stage.over(() => world.onToken(world.owner, "setBlocked", [blocked.rental.offer.payee, false]))
    },
  },
  {
    name: "two rentals that fail every batch they are in",
    async play(stage) {
      const { world } = stage
      await stage.add(RENTALS)
      const poisons = world.cases.filter(({ kind }) => kind === "settlement").slice(0, 2)
      const weather: Weather = async (asked, pass) => {
        const isHit = ["eth_call", "eth_estimateGas"].includes(asked.method)
        const data = isHit ? dataOf(asked) : "0x"
        const isPoisoned = poisons.some(({ rental }) => data.startsWith("0x") && data.includes(rental.salt.slice(2)))
        return isPoisoned ? revert(asked, pass) : { answer: await pass() }
      }
      const keeper = stage.start()
      await keeper.polls(2)
      stage.setWeather(weather)
      await stage.makeDue()
      await keeper.polls(5)
      const waiting = await world.lost()
      if (waiting.length !== poisons.length)
        throw new Error(`The failing hold up ${waiting.length - poisons.length} others.`)
      await stage.over()
    },
  },
  {
    name: "two keepers racing, a key each",
    play: (stage) => race(stage, { name: "rival", database: newDatabase() }),
  },
  {
    name: "two keepers racing with the same key",
    play: (stage) => race(stage, { database: newDatabase() }),
  },
  {
    name: "two keepers racing with the same key and file",
    play: (stage) => race(stage, {}),
  },
]

/** A race that has not begun by then never will. */
const MOST_POLLS = 50

async function race(stage: Stage, rival: { readonly name?: string; readonly database?: string }) {
  await stage.chain.setCoins(keeperAddress(rival.name), parseEther("100"))
  await stage.chain.automine(false)
  const { database } = rival
  if (database) stage.later(() => removeDatabase(database))
  await addWhileMining(stage)
  const [first, second] = [stage.start(), stage.start(rival)]
  await Promise.all([first.polls(2), second.polls(2)])
  await stage.makeDue()
  // There is no block before both have sent, however slow the machine is.
  const hasSent = ({ lines }: Keeper) =>
    lines.some(({ msg, work }) => msg === "sending transaction" && work === "settle")
  const racing = database ? [first, second] : []
  for (let polls = 0; polls < MOST_POLLS && !racing.every(hasSent); ++polls) {
    await Promise.all([first.polls(1), second.polls(1)])
  }
  if (!racing.every(hasSent)) throw new Error("Only one of them has sent anything.")
  const slow = beat(stage, 1_500)
  await Promise.all([first.polls(POLLS), second.polls(POLLS)])
  await stage.over(async () => {
    await slow()
    beat(stage, 60)
  })
}

/** Deposits need their blocks at once. */
async function addWhileMining(stage: Stage) {
  await stage.chain.automine(true)
  await stage.add(RENTALS)
  await stage.chain.automine(false)
}
