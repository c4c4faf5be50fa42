// Every fault that relayers are played, in the order of docs/relay.md.
import { keccak256, numberToHex, parseGwei } from "viem"

import { behind } from "../../sdk/testing/chainFaults.ts"
import type { NodeFault } from "../../sdk/testing/nodeProxy.ts"
import { newDatabase, removeDatabase } from "../../test/support/keeperProcess.ts"
import {
  afterwards,
  cut,
  html,
  internalError,
  only,
  silence,
  sometimes,
  stall,
  status,
} from "../../test/support/nodeFaults.ts"
import type { RelayFault, RelayRun } from "./playRelayFault.ts"

/** Purchases of one fault, and polls that it lasts. */
const PURCHASES = 12
const POLLS = 4
/** Relayers that are killed in a row. */
const KILLS = 5

/** A node that answers is waited for, however busy the machine is: only the kill is to be seen. */
const PATIENT = { environment: { GPUFLOW_RELAY_TIMEOUT_SECONDS: "10" } }

/** The purchases come while the fault lasts. */
const nodeFails = (name: string, nodeFault: NodeFault): RelayFault => ({
  name,
  async play(run) {
    await run.sign(PURCHASES)
    const relayer = run.start()
    await relayer.polls(1)
    run.node.state.fault = nodeFault
    run.post()
    await relayer.polls(POLLS)
    await run.over()
  },
})

/** A relayer is killed when the node gets its transaction, again and again; another one starts on its file. */
const killed = (when: "before" | "after"): RelayFault => ({
  name: `kill -9 ${when} each transaction reaches the node`,
  async play(run) {
    for (let k = 0; k < KILLS; ++k) {
      await run.sign(1)
      const victim = run.start(PATIENT)
      await victim.until(() => victim.lines.some(({ msg }) => msg === "poll finished"))
      run.node.state.fault = only("eth_sendRawTransaction", async (_, pass) => {
        if (when === "after") await pass()
        await victim.kill()
        return { silence: true }
      })
      run.post()
      await victim.ended
      await run.over()
      const heir = run.start(PATIENT)
      await run.settled()
      await heir.polls(1)
      await heir.kill()
    }
  },
})

/** The branch in which everything was bought is replaced by one in which nothing was. */
const reorganised = (depth: number): RelayFault => ({
  name: `a reorganisation of ${depth} blocks`,
  async play(run) {
    const { chain, node } = run
    await run.sign(PURCHASES)
    // What is final is not followed any more.
    const relayer = run.start({ environment: { GPUFLOW_RELAY_CONFIRMATIONS: String(2 * depth) } })
    await relayer.polls(1)
    const fork = await chain.client.getBlockNumber()
    const snapshot = await chain.rpc("evm_snapshot")
    run.post()
    await run.settled()
    const grown = Number((await chain.client.getBlockNumber()) - fork)
    if (depth > grown) await chain.client.mine({ blocks: depth - grown, interval: 1 })
    await relayer.polls(2)
    node.state.fault = status(503, "")
    await relayer.polls(1)
    await chain.rpc("evm_revert", snapshot)
    await chain.client.mine({ blocks: Math.max(depth, grown) + 1, interval: 1 })
    await run.over()
  },
})

export const relayFaults: readonly RelayFault[] = [
  nodeFails("429 to two of three requests", sometimes(status(429, '{"error":"too many requests"}'))),
  nodeFails("500 to every request", status(500, "Internal Server Error")),
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
  nodeFails("a node 8 blocks behind", behind(8n)),
  nodeFails("a balancer over a node 5 blocks behind", sometimes(behind(5n), 2)),
  killed("before"),
  killed("after"),
  {
    name: "kill -9 at every poll",
    async play(run) {
      await run.sign(PURCHASES)
      run.post()
      for (let k = 0; k < 6; ++k) {
        const relayer = run.start()
        await relayer.polls(1 + (k % 2))
        await relayer.kill()
      }
      await run.over()
      run.start()
    },
  },
  reorganised(20),
  reorganised(60),
  {
    name: "no block while gas grows tenfold, so that everything is replaced",
    async play(run) {
      const { chain } = run
      await run.sign(PURCHASES)
      const relayer = run.start()
      await relayer.polls(1)
      await chain.client.setAutomine(false)
      run.post()
      await relayer.polls(3)
      await setBaseFee(run, "300")
      await chain.client.mine({ blocks: 1 })
      await relayer.polls(6)
      await run.over(async () => {
        await setBaseFee(run, "30")
        await chain.client.mine({ blocks: 1 })
        await chain.client.setAutomine(true)
        await chain.client.mine({ blocks: 1 })
      })
    },
  },
  {
    name: "the database is lost after everything was accepted",
    async play(run) {
      await run.sign(PURCHASES)
      const relayer = run.start()
      await relayer.polls(1)
      await run.chain.client.setAutomine(false)
      run.post()
      await relayer.polls(3)
      await relayer.kill()
      removeDatabase(run.database)
      await run.over(async () => {
        await run.chain.client.setAutomine(true)
        await run.chain.client.mine({ blocks: 1 })
      })
      run.start()
    },
  },
  {
    name: "two relayers with one key",
    async play(run) {
      await run.sign(PURCHASES)
      await race(run, "relayer")
    },
  },
  {
    name: "two relayers with two keys, and the same purchases",
    isRace: true,
    async play(run) {
      await run.sign(PURCHASES)
      await race(run, "other relayer")
    },
  },
]

const setBaseFee = ({ chain }: RelayRun, gwei: string) =>
  chain.rpc("hardhat_setNextBlockBaseFeePerGas", numberToHex(parseGwei(gwei)))

/** Both accept everything, one after the other, while there is no block. */
async function race(run: RelayRun, rival: string) {
  const database = newDatabase()
  const first = run.start()
  await first.polls(1)
  await run.chain.client.setAutomine(false)
  run.post()
  await first.polls(3)
  const second = run.start({ name: rival, database })
  await second.polls(4)
  await run.over(async () => {
    await run.chain.client.setAutomine(true)
    await run.chain.client.mine({ blocks: 1 })
  })
  await run.settled()
  await second.kill()
  removeDatabase(database)
}
