// The faults around an agent. Each is played with a rental of each of eight machines.
import { join } from "node:path"

import { healthy, type NodeFault } from "../../sdk/testing/nodeProxy.ts"
import { startHostProcess } from "../../test/support/hostProcess.ts"
import { type HostFault, MACHINES, type Run } from "./playFault.ts"
import { openSmallDisk } from "./smallDisk.ts"

const HOUR = 3_600n
const down: NodeFault = async () => ({ status: 503, body: "down" })
const silent: NodeFault = async () => ({ silence: true })
const failing =
  (method: string): NodeFault =>
  async (request, pass) =>
    request.method === method ? { status: 429, body: "too many requests" } : { answer: await pass() }

const units = ({ world }: Run) => Array.from({ length: MACHINES }, (_, place) => world.unit(place))
const called = (run: Run, step: string) =>
  units(run).every((unit) => unit.calls().some((line) => line.startsWith(step)))

async function running(run: Run): Promise<void> {
  await run.deposit()
  run.start()
  await run.reach("Active")
}

/** Kills the agent once something is so, and starts the next one. */
async function killWhen(run: Run, holds: () => boolean | Promise<boolean>): Promise<void> {
  if (!(await run.wait(holds))) run.wrong("the moment of the kill never came")
  await run.agent().kill()
  run.start()
}

function killedInHook(step: "start" | "stop" | "wipe"): HostFault {
  return {
    name: `killed while every \`${step}\` hook hangs`,
    async play(run) {
      if (step === "start") run.setAll("hang-start")
      await run.deposit()
      run.start()
      if (step !== "start") {
        await run.reach("Active")
        run.setAll(`hang-${step}`)
        await run.chain.pass(HOUR)
      }
      if (!(await run.wait(() => called(run, step)))) run.wrong("the hooks were not called")
      await run.agent().kill()
      run.unsetAll(`hang-${step}`)
      run.start()
      if (step === "start") await run.reach("Active")
    },
  }
}

function nodeFails(name: string, fault: NodeFault): HostFault {
  return {
    name,
    async play(run) {
      run.node.state.fault = fault
      await run.deposit()
      run.start()
      await run.wait(
        () =>
          run
            .agent()
            .lines()
            .filter(({ msg }) => msg === "poll finished").length >= 2,
      )
      run.node.state.fault = healthy
      await run.reach("Active")
    },
  }
}

/** The node fails while the rentals run, and is back before their end. */
function nodeFailsMeanwhile(name: string, fault: NodeFault): HostFault {
  return {
    name,
    async play(run) {
      await running(run)
      run.node.state.fault = fault
      const hasFailed = () =>
        run
          .agent()
          .lines()
          .some(({ msg }) => msg === "poll failed")
      await run.wait(hasFailed)
      run.node.state.fault = healthy
    },
  }
}

function clockOff(name: string, clockAhead: number): HostFault {
  return {
    name,
    async play(run) {
      await run.deposit()
      run.start({ clockAhead })
      await run.reach("Active")
    },
  }
}

/** Seconds of rentals that end while a fault is played. */
const LIFE = 120n
/** How often health fails and recovers. */
const FLAPS = 4

export const faults: readonly HostFault[] = [
  { name: "none", play: running },
  {
    name: "killed before the first poll",
    async play(run) {
      await run.deposit()
      run.start()
      await killWhen(run, () => true)
      await run.reach("Active")
    },
  },
  killedInHook("start"),
  {
    name: "killed while the machines are checked",
    async play(run) {
      run.setAll("hang-health")
      await run.deposit()
      run.start()
      await run.wait(() => called(run, "start"))
      await run.agent().kill()
      run.unsetAll("hang-health")
      run.start()
      await run.reach("Active")
    },
  },
  {
    name: "killed as its `start` transactions are sent",
    async play(run) {
      await run.deposit()
      run.start()
      await killWhen(run, () =>
        run
          .agent()
          .lines()
          .some(({ msg }) => msg === "sending transaction"),
      )
      await run.reach("Active")
    },
  },
  {
    name: "killed while the rentals run",
    async play(run) {
      await running(run)
      await run.agent().kill()
      run.start()
      await run.wait(() =>
        run
          .agent()
          .lines()
          .some(({ msg }) => msg === "agent started"),
      )
    },
  },
  {
    name: "killed, and down when the rentals end",
    endsItself: true,
    async play(run) {
      await running(run)
      await run.agent().kill()
      await run.chain.pass(2n * HOUR)
      run.start()
    },
  },
  { ...killedInHook("stop"), endsItself: true },
  { ...killedInHook("wipe"), endsItself: true },
  clockOff("computer's clock ten minutes ahead", 600),
  clockOff("computer's clock ten minutes behind", -600),
  {
    name: "computer's clock an hour ahead, and set right while `onStop` fails",
    endsItself: true,
    async play(run) {
      await run.deposit()
      run.start({ clockAhead: 3_600 })
      await run.reach("Active")
      run.setAll("fail-stop")
      await run.chain.pass(2n * HOUR)
      if (!(await run.wait(() => called(run, "stop")))) run.wrong("the hooks were not called")
      await run.agent().kill()
      run.unsetAll("fail-stop")
      run.start()
      const isStopped = () => units(run).every((unit) => unit.workload() === undefined)
      if (!(await run.wait(isStopped))) run.wrong("a workload runs on")
    },
  },
  nodeFails("node down when the deposits come", down),
  nodeFails("node refuses `eth_getLogs`", failing("eth_getLogs")),
  nodeFails("node refuses every transaction", failing("eth_sendRawTransaction")),
  nodeFails("node refuses `eth_estimateGas`", failing("eth_estimateGas")),
  nodeFailsMeanwhile("node down while the rentals run, and back before their end", down),
  {
    name: "node down over the end of the rentals",
    endsItself: true,
    async play(run) {
      await run.deposit(LIFE)
      run.start()
      await run.reach("Active")
      run.node.state.fault = down
      const isStopped = () => units(run).every((unit) => unit.workload() === undefined && unit.keys().length === 0)
      if (!(await run.wait(isStopped, LIFE))) run.wrong("a workload runs on")
      if (units(run).some((unit) => unit.data().length === 0)) run.wrong("wiped without the word of a node")
      // The chain stood still meanwhile.
      await run.chain.pass(LIFE)
      run.node.state.fault = healthy
    },
  },
  nodeFailsMeanwhile("node silent while the rentals run", silent),
  {
    name: "deposits that a reorganisation takes back",
    endsItself: true,
    async play(run) {
      const snapshot = await run.chain.client.snapshot()
      run.setAll("hang-health")
      await run.deposit()
      run.start()
      await run.wait(() => called(run, "start"))
      await run.chain.client.revert({ id: snapshot })
      // Longer than the branch that is gone.
      await run.chain.client.mine({ blocks: 40 })
      run.unsetAll("hang-health")
    },
  },
  {
    name: "`start` transactions that a reorganisation takes back",
    async play(run) {
      await run.deposit()
      const snapshot = await run.chain.client.snapshot()
      run.start()
      await run.reach("Active")
      await run.chain.client.revert({ id: snapshot })
      await run.chain.client.mine({ blocks: 20 })
      await run.reach("Active")
    },
  },
  {
    name: "`onStart` fails each time",
    hooks: { attempts: 2 },
    endsItself: true,
    async play(run) {
      run.setAll("fail-start")
      await run.deposit()
      run.start()
      await run.reach("Closed")
      run.unsetAll("fail-start")
    },
  },
  {
    name: "`onStart` fails once",
    async play(run) {
      run.setAll("fail-start")
      await run.deposit()
      run.start()
      await run.wait(() => called(run, "start"))
      run.unsetAll("fail-start")
      await run.reach("Active")
    },
  },
  {
    name: "`onStart` hangs until its time is over",
    hooks: { attempts: 1, timeout: "2s" },
    endsItself: true,
    async play(run) {
      run.setAll("hang-start")
      await run.deposit()
      run.start()
      await run.reach("Closed")
      run.unsetAll("hang-start")
    },
  },
  {
    name: "`onStop` fails for a while",
    endsItself: true,
    async play(run) {
      await running(run)
      run.setAll("fail-stop")
      await run.chain.pass(2n * HOUR)
      await run.wait(() => called(run, "stop"))
      run.unsetAll("fail-stop")
    },
  },
  {
    name: "machines down for ten minutes",
    policy: { refundEvery: "1m" },
    async play(run) {
      await running(run)
      run.setAll("fail-health")
      const isDown = () =>
        run
          .agent()
          .lines()
          .filter(({ msg, isHealthy }) => msg === "health" && isHealthy === false).length >= MACHINES
      if (!(await run.wait(isDown))) run.wrong("the outage was not seen")
      await run.chain.pass(600n)
      run.owed = 600n
      const isGivenBack = async () => {
        const states = await Promise.all(run.deposits.map(({ id }) => run.world.stateOf(id)))
        return states.every(({ refundedSeconds }) => refundedSeconds >= 600n)
      }
      await run.wait(isGivenBack)
      run.unsetAll("fail-health")
    },
  },
  {
    name: "health that flaps",
    policy: { refundEvery: "1m" },
    async play(run) {
      await running(run)
      const seen = (isHealthy: boolean) =>
        run
          .agent()
          .lines()
          .filter((line) => line.msg === "health" && line["isHealthy"] === isHealthy).length
      // Each machine was found healthy once, so that each round adds one outage and one recovery of it.
      if (!(await run.wait(() => seen(true) >= MACHINES))) run.wrong("no machine was checked")
      for (let round = 1; round <= FLAPS; ++round) {
        run.setAll("fail-health")
        if (!(await run.wait(() => seen(false) >= round * MACHINES))) run.wrong("an outage was not seen")
        await run.chain.pass(60n)
        run.owed += 60n
        run.unsetAll("fail-health")
        if (!(await run.wait(() => seen(true) >= (round + 1) * MACHINES))) run.wrong("a recovery was not seen")
        // The next refund waits until the one before has its confirmations.
        // Blocks that are mined together have no state of their own on this chain: each account's nonce is 0 in them.
        for (let block = 0; block < 20; ++block) await run.chain.pass(1n)
      }
      await run.wait(async () => {
        const states = await Promise.all(run.deposits.map(({ id }) => run.world.stateOf(id)))
        return states.every(({ refundedSeconds }) => refundedSeconds >= run.owed)
      })
      const states = await Promise.all(run.deposits.map(({ id }) => run.world.stateOf(id)))
      if (states.some(({ status }) => status !== "Active")) run.wrong("a rental was ended")
    },
  },
  {
    name: "a second agent with the same machines",
    async play(run) {
      await running(run)
      const second = startHostProcess(run.world, run.node.url)
      if (!(await run.wait(() => second.ended()))) run.wrong("the second agent runs")
    },
  },
  {
    name: "renters stop early",
    endsItself: true,
    async play(run) {
      await running(run)
      for (const { rental } of run.deposits) await run.world.act("renter", "stop", { escrow: run.world.escrow, rental })
    },
  },
  {
    name: "renters extend in the last seconds",
    async play(run) {
      await running(run)
      await run.chain.pass(HOUR - 60n)
      const { escrow } = run.world
      for (const { rental } of run.deposits) {
        await run.world.act("payer", "extend", { escrow, rental, duration: 2n * HOUR })
      }
      await run.chain.pass(120n)
      const polls = () =>
        run
          .agent()
          .lines()
          .filter(({ msg }) => msg === "poll finished").length
      const seen = polls()
      await run.wait(() => polls() > seen + 2)
      if (units(run).some((unit) => unit.workload() === undefined)) run.wrong("an extended rental was stopped")
    },
  },
  {
    name: "renters dispute while the rentals run",
    endsItself: true,
    async play(run) {
      await running(run)
      await run.chain.pass(60n)
      const { escrow } = run.world
      for (const { rental } of run.deposits) {
        await run.world.act("renter", "dispute", { escrow, rental, evidenceURI: "ipfs://slow" })
      }
      const evidence = () =>
        run
          .agent()
          .lines()
          .filter(({ msg, work }) => msg === "sending transaction" && work === "evidence")
      if (!(await run.wait(() => evidence().length >= MACHINES))) run.wrong("a dispute was not answered")
    },
  },
  {
    name: "state that cannot be written",
    endsItself: true,
    async play(run) {
      await running(run)
      // Another program holds the database, as a full disk would: no phase can be stored.
      const { DatabaseSync } = await import("node:sqlite")
      const other = new DatabaseSync(join(run.world.folder, "state", "host.db"))
      other.exec("BEGIN IMMEDIATE")
      await run.chain.pass(2n * HOUR)
      if (!(await run.wait(() => units(run).every((unit) => unit.workload() === undefined)))) {
        run.wrong("a workload runs on")
      }
      other.exec("ROLLBACK")
      other.close()
    },
  },
  {
    name: "disk full, for the state and the hooks' logs",
    endsItself: true,
    async play(run) {
      const disk = openSmallDisk(join(run.world.folder, "state"))
      if (!disk) return run.wrong("no small disk could be mounted: play this as root on Linux")
      run.atEnd.push(disk.close)
      await running(run)
      disk.fill()
      await run.chain.pass(2n * HOUR)
      const isStopped = () => units(run).every((unit) => unit.workload() === undefined && unit.keys().length === 0)
      if (!(await run.wait(isStopped))) run.wrong("a workload runs on")
      disk.free()
    },
  },
  {
    name: "state that is lost",
    async play(run) {
      await running(run)
      await run.agent().kill()
      const { rmSync } = await import("node:fs")
      rmSync(join(run.world.folder, "state"), { recursive: true })
      run.start()
      await run.wait(() =>
        units(run).every((unit) => unit.calls().filter((line) => line.startsWith("start")).length > 1),
      )
    },
  },
]
