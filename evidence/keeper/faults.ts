// Every fault that the keeper is played, in the order of docs/keeper.md: of settlements and payouts, and of mandates.
import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { keccak256, numberToHex, parseEther, parseGwei } from "viem"
import { behind, refusal } from "../../sdk/testing/chainFaults.ts"
import type { NodeFault } from "../../sdk/testing/nodeProxy.ts"
import { serveChain } from "../../test/support/chain.ts"
import type { DueMandates } from "../../test/support/dueMandates.ts"
import type { DueRentals } from "../../test/support/dueRentals.ts"
import { newDatabase } from "../../test/support/keeperProcess.ts"
import {
  afterwards,
  altered,
  cut,
  dataOf,
  dearBlock,
  html,
  internalError,
  listOf,
  only,
  revert,
  silence,
  sometimes,
  stall,
  status,
  timesTen,
} from "../../test/support/nodeFaults.ts"
import { accountNamed, addressOf } from "../../test/support/parties.ts"
import {
  beat,
  damagedDatabase,
  feeCapped,
  finalAt,
  interruptedReading,
  killed,
  longOutage,
  mishap,
  nodeFails,
  overwritten,
  POLLS,
  RENTALS,
  race,
  reorg,
  setBaseFee,
  through,
} from "./faultKinds.ts"
import type { Fault, FaultRun } from "./playFault.ts"

/** Those of nodes, chains, machines and rivals, whatever the keeper does. */
const commonFaults: readonly Fault[] = [
  nodeFails("429 to two of three requests", sometimes(status(429, '{"error":"too many requests"}'))),
  nodeFails("429 to every request", status(429, "")),
  nodeFails("500 to every request", status(500, "Internal Server Error")),
  nodeFails("502 and 503 to two of three requests", sometimes(status(502, "Bad Gateway"))),
  nodeFails("an internal error for every answer", internalError),
  nodeFails("HTML for JSON", html),
  nodeFails("no answer to any request", silence),
  nodeFails("a transaction landed, its answer timed out", only("eth_sendRawTransaction", afterwards(silence))),
  nodeFails("a transaction not landed, its answer timed out", only("eth_sendRawTransaction", silence)),
  nodeFails("a reset in mid-body", cut),
  nodeFails("a body that stalls half-way", stall),
  nodeFails(
    "a transaction accepted and forgotten",
    only("eth_sendRawTransaction", async ({ id, params: [raw] }) => ({
      answer: { jsonrpc: "2.0", id, result: keccak256(raw as `0x${string}`) },
    })),
  ),
  longOutage("500 to every request, for 60 polls", 60),
  nodeFails("every call said to revert", only("eth_call", revert)),
  nodeFails("a node 8 blocks behind", behind(8n)),
  nodeFails("a balancer over a node 5 blocks behind", sometimes(behind(5n), 2)),
  {
    name: "two nodes on different forks",
    async play(run) {
      const { chain } = run
      await run.add(RENTALS)
      await run.makeDue()
      const other = await serveChain({ forking: { enabled: true, url: chain.url } })
      run.later(() => other.close())
      await other.client.setBalance({ address: accountNamed("keeper").address, value: parseEther("100") })
      await chain.client.mine({ blocks: 3, interval: 1 })
      await other.rpc("hardhat_mine", "0x5", "0x3")
      let asked = 0
      // Either fork in turn, thirteen requests each.
      run.setNodeFault(async (_, pass) => ({
        answer: await pass(Math.floor(asked++ / 13) % 2 === 0 ? other.url : chain.url),
      }))
      const keeper = run.start()
      await keeper.polls(POLLS)
      // One of them outgrows the other, and both endpoints follow it.
      await run.over(() => chain.client.mine({ blocks: 12, interval: 1 }))
    },
  },
  ...[1, 2, 8, 32, 64, 128].map((depth) => reorg(depth)),
  reorg(16, { shorter: 4 }),
  reorg(64, { remembered: 16 }),
  nodeFails(
    "finalized frozen",
    finalAt(() => 1),
  ),
  nodeFails(
    "finalized going backwards",
    finalAt((asked) => Math.max(20 - asked, 0)),
  ),
  nodeFails(
    "truncated logs",
    only(
      "eth_getLogs",
      altered((logs) => listOf(logs).slice(0, listOf(logs).length >> 1)),
    ),
  ),
  nodeFails(
    "empty logs",
    only(
      "eth_getLogs",
      altered(() => []),
    ),
  ),
  nodeFails(
    "doubled logs in no order",
    only(
      "eth_getLogs",
      altered((logs) => [...listOf(logs), ...listOf(logs)].toReversed()),
    ),
  ),
  {
    name: "history pruned on a first start",
    async play(run) {
      await run.add(RENTALS)
      await run.makeDue()
      await run.chain.client.mine({ blocks: 300, interval: 1 })
      run.setNodeFault(
        only("eth_getLogs", async ({ id, params }, pass) => {
          if (Object(params[0]).blockHash) return { answer: await pass() }
          return refusal(id, 4_444, "pruned history unavailable")
        }),
      )
      const keeper = run.start()
      await keeper.polls(POLLS)
      await run.over()
    },
  },
  {
    name: "half of the deep history left out on a first start",
    async play(run) {
      await run.add(RENTALS)
      await run.makeDue()
      await run.chain.client.mine({ blocks: 300, interval: 1 })
      run.setNodeFault(
        only(
          "eth_getLogs",
          altered((logs) => listOf(logs).slice(0, listOf(logs).length >> 1)),
        ),
      )
      const keeper = run.start({ environment: { GPUFLOW_KEEPER_RESCAN_SECONDS: "0" } })
      await keeper.polls(POLLS)
      await run.over()
    },
  },
  interruptedReading("a first reading cut off in each poll, and killed in between", { answers: 10, starts: 3 }),
  nodeFails(
    "a nonce two too high",
    only(
      "eth_getTransactionCount",
      altered((count) => numberToHex(BigInt(String(count)) + 2n)),
    ),
  ),
  nodeFails(
    "a nonce too low",
    only(
      "eth_getTransactionCount",
      altered(() => "0x0"),
    ),
  ),
  nodeFails(
    "called underpriced though mined",
    only("eth_sendRawTransaction", async ({ id }, pass) => {
      await pass()
      return refusal(id, -32_000, "replacement transaction underpriced")
    }),
  ),
  nodeFails(
    "every transaction refused in words that nobody knows",
    only("eth_sendRawTransaction", async ({ id }) => refusal(id, -32_000, "The sequencer says no.")),
  ),
  nodeFails(
    "a daily limit on requests, for transactions",
    only("eth_sendRawTransaction", async ({ id }) => refusal(id, -32_005, "daily request count exceeded")),
  ),
  {
    name: "fees ten times as high",
    async play(run) {
      await through(run, async (asked, pass) => {
        const change = { eth_maxPriorityFeePerGas: timesTen, eth_getBlockByNumber: dearBlock }[asked.method]
        return change ? altered(change)(asked, pass) : { answer: await pass() }
      })
    },
  },
  mishap("base fee above the cap", async (run) => {
    await run.chain.client.setAutomine(false)
    const end = beat(run, 100, () => setBaseFee(run, "900"))
    return async () => {
      await end()
      await setBaseFee(run, "20")
      await run.chain.rpc("evm_mine")
      beat(run)
    }
  }),
  mishap("base fee rises above what was sent", async (run, keeper) => {
    await run.chain.client.setAutomine(false)
    await setBaseFee(run, "20")
    await run.chain.rpc("evm_mine")
    // Sent for a quiet chain, then left behind by it.
    const sent = keeper.until(() =>
      keeper.lines.some(({ msg, work }) => msg === "sending transaction" && work === run.world.work),
    )
    const rise = sent.then(() => beat(run, 100, () => setBaseFee(run, "150")))
    return async () => {
      await (await rise)()
      if (!keeper.lines.some(({ msg }) => msg === "replacing transaction"))
        throw new Error("Nothing was sent again for more.")
      beat(run)
    }
  }),
  mishap("no blocks for a while", async (run) => {
    await run.chain.client.setAutomine(false)
    return async () => {
      await run.chain.rpc("evm_mine")
      beat(run)
    }
  }),
  mishap("a foreign transaction of the same key in the way", async (run) => {
    const { chain } = run
    await chain.client.setAutomine(false)
    const account = accountNamed("keeper")
    const nonce = await chain.client.getTransactionCount({ address: account.address })
    const fees = { maxFeePerGas: parseGwei("60"), maxPriorityFeePerGas: parseGwei("60") }
    const raw = await account.signTransaction({
      type: "eip1559",
      chainId: 137,
      nonce,
      to: addressOf("owner"),
      gas: 21_000n,
      ...fees,
    })
    await chain.rpc("eth_sendRawTransaction", raw)
    return async () => {
      await chain.rpc("evm_mine")
      beat(run)
    }
  }),
  mishap("database locked", async ({ database }) => {
    const lock = new DatabaseSync(database)
    lock.exec("BEGIN EXCLUSIVE")
    return async () => {
      lock.exec("COMMIT")
      lock.close()
    }
  }),
  damagedDatabase("garbage for a database, after everything was sent", overwritten),
  damagedDatabase("a database cut to half, after everything was sent", (file) => {
    truncateSync(file, Math.floor(statSync(file).size / 2))
  }),
  mishap("empty wallet", async ({ chain }) => {
    await chain.client.setBalance({ address: accountNamed("keeper").address, value: 0n })
    return () => chain.client.setBalance({ address: accountNamed("keeper").address, value: parseEther("100") })
  }),
  {
    name: "another chain behind the endpoint",
    async play(run) {
      const other = await serveChain({ chainId: 80_002 })
      run.later(() => other.close())
      await other.client.mine({ blocks: 40, interval: 1 })
      await through(run, async (_, pass) => ({ answer: await pass(other.url) }))
    },
  },
  {
    name: "two keepers racing, a key each",
    play: (run) => race(run, { name: "rival", database: newDatabase() }),
  },
  {
    name: "two keepers racing with the same key",
    play: (run) => race(run, { database: newDatabase() }),
  },
  {
    name: "two keepers racing with the same key and file",
    play: (run) => race(run, {}),
  },
]

const KILLED = ["credit", "settlement", "noShow"] as const
const addTwo = async ({ world }: FaultRun<DueRentals>, k: number) => {
  for (let made = 0; made < 2; ++made) await world.add(KILLED[k % KILLED.length] ?? "credit")
}

/** All faults of settlements and payouts. */
export const faults: readonly Fault<DueRentals>[] = [
  ...commonFaults,
  // An extension alone cannot be split, and costs the least already.
  feeCapped(
    "a node's limit on the cost of a transaction",
    (cost, cap) => `tx fee (${cost} wei) exceeds the configured cap (${cap} wei)`,
    8,
  ),
  feeCapped("such a limit, in words that nobody knows", () => "Your transaction is too dear for this endpoint.", 16),
  killed("kill -9 before every request of a settlement", "before", addTwo),
  killed("kill -9 after every request of a settlement", "after", addTwo),
  {
    name: "a paused token",
    async play(run) {
      const { world } = run
      for (let made = 0; made < 14; ++made) await world.add("settlement", world.token)
      const keeper = run.start()
      await keeper.polls(2)
      await world.setPaused(true)
      await run.makeDue()
      await keeper.polls(5)
      await run.over(() => world.setPaused(false))
    },
  },
  {
    name: "a payee on a blocklist among others",
    async play(run) {
      const { world } = run
      const blocked = await world.add("settlement", world.token)
      await run.add(RENTALS - 1)
      await world.setBlocked(blocked.rental.offer.payee, true)
      const keeper = run.start()
      await keeper.polls(2)
      await run.makeDue()
      await keeper.polls(4)
      const waiting = await world.unpaid()
      if (waiting.length !== 1) throw new Error(`The blocked payee holds up ${waiting.length - 1} others.`)
      await run.over(() => world.setBlocked(blocked.rental.offer.payee, false))
    },
  },
  {
    name: "two rentals that fail every batch they are in",
    async play(run) {
      const { world } = run
      await run.add(RENTALS)
      const poisons = world.rentals.filter(({ kind }) => kind === "settlement").slice(0, 2)
      const nodeFault: NodeFault = async (asked, pass) => {
        const isHit = ["eth_call", "eth_estimateGas"].includes(asked.method)
        const data = isHit ? dataOf(asked) : "0x"
        const isPoisoned = poisons.some(({ rental }) => data.startsWith("0x") && data.includes(rental.salt.slice(2)))
        return isPoisoned ? revert(asked, pass) : { answer: await pass() }
      }
      const keeper = run.start()
      await keeper.polls(2)
      run.setNodeFault(nodeFault)
      await run.makeDue()
      await keeper.polls(5)
      const waiting = await world.unpaid()
      if (waiting.length !== poisons.length)
        throw new Error(`The failing hold up ${waiting.length - poisons.length} others.`)
      await run.over()
    },
  },
]

/** The same rental is extended each time: a mandate is checked at each start, so that more of them need more requests. */
const addOne = async (run: FaultRun<DueMandates>, k: number) => {
  if (k === 1) await run.add(1)
}

/** All faults of extensions by mandate. */
export const mandateFaults: readonly Fault<DueMandates>[] = [
  ...commonFaults,
  killed("kill -9 before every request of an extension", "before", addOne),
  killed("kill -9 after every request of an extension", "after", addOne),
  {
    name: "a paused token",
    async play(run) {
      await run.add(RENTALS)
      const keeper = run.start()
      await keeper.polls(2)
      await run.world.setPaused(true)
      await run.makeDue()
      await keeper.polls(5)
      await run.over(() => run.world.setPaused(false))
    },
  },
  {
    name: "renters who have nothing, among others",
    async play(run) {
      await run.add(RENTALS)
      const poor = run.world.mandates.slice(0, 3)
      const keeper = run.start()
      await keeper.polls(2)
      for (const one of poor) await run.world.setAllowance(one, 0n)
      await run.makeDue()
      await keeper.polls(5)
      const waiting = await run.world.unpaid()
      if (waiting.length !== poor.length) throw new Error(`They hold up ${waiting.length - poor.length} others.`)
      await run.over(async () => {
        for (const one of poor) await run.world.setAllowance(one, 10n ** 12n)
      })
    },
  },
  {
    name: "broken, half-written and foreign files among the mandates",
    async play(run) {
      const { folder, mandates } = run.world
      await run.add(RENTALS)
      const [half, cutOff] = mandates.map(({ file }) => file)
      if (!half || !cutOff) throw new Error("There are no files.")
      const texts = [half, cutOff].map((file) => readFileSync(file, "utf8"))
      writeFileSync(join(folder, "broken.json"), "{")
      writeFileSync(join(folder, "other-chain.json"), (texts[0] ?? "").replace('"chainId":137', '"chainId":1'))
      mkdirSync(join(folder, "folder.json"))
      truncateSync(half, 700)
      rmSync(cutOff)
      const keeper = run.start()
      await keeper.polls(2)
      await run.makeDue()
      await keeper.polls(5)
      const waiting = await run.world.unpaid()
      if (waiting.length !== 2) throw new Error(`They hold up ${waiting.length - 2} others.`)
      await run.over(async () => {
        writeFileSync(half, texts[0] ?? "")
        writeFileSync(cutOff, texts[1] ?? "")
      })
    },
  },
  {
    name: "1 000 extensions due at once, and kill -9 in their midst",
    async play(run) {
      await run.world.prepare(MANY)
      await run.add(MANY)
      const keeper = run.start()
      await keeper.polls(2)
      await run.makeDue()
      await keeper.polls(10)
      await keeper.kill()
      const heir = run.start()
      // To read so many states takes the node's time, so they are not read at every poll.
      for (let rounds = 0; rounds < 10 && (await run.world.unpaid()).length > 0; ++rounds) await heir.polls(15)
      await run.over()
    },
  },
]

/** So many mandates that one keeper is busy for a minute. */
const MANY = 1_000
