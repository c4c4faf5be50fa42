import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Log } from "@gpuflow/keeper/service"
import { expect } from "chai"
import { keccak256, toHex, zeroAddress, zeroHash } from "viem"

import { createHookRunner } from "../../host/hooks/hookRunner.ts"
import { type HostStore, openHostStore } from "../../host/store/hostStore.ts"
import { silentLog } from "../support/hostDoor.ts"
import { testSshKey } from "../support/machineDoor.ts"
import { until } from "../support/until.ts"
import { OFFER } from "./simulation.ts"

const RENTAL = keccak256(toHex("rental"))
const log: Log = { ...silentLog, debug: () => undefined }

describe("Host agent: how it runs hooks", () => {
  let folder = ""
  let store: HostStore
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "host-runner-"))
    store = openHostStore(join(folder, "host.db"), { chainId: 137, escrow: zeroAddress, account: zeroAddress })
    store.addWorkload(RENTAL, { offer: OFFER, renter: zeroAddress, salt: zeroHash })
  })
  afterEach(() => {
    store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** A runner for a machine whose hooks count their runs in a file. */
  function runner({ succeeded = () => {} }: { readonly succeeded?: () => void } = {}) {
    let ended = 0
    const command = ["sh", "-c", `cat >/dev/null; echo run >> ${join(folder, "runs")}`]
    const machine = {
      name: "unit 0",
      document: { version: 1, name: "unit 0", gpu: { model: "A100", count: 1, memoryMiB: 81_920 } },
      ...{ machine: OFFER.machine, spec: OFFER.spec, options: {} },
      hooks: {
        ...{ onStart: command, onStop: command, onWipe: command, health: command },
        ...{ timeout: 60n, killAfter: 1n, attempts: 3, healthEvery: 30n, healthTimeout: 20n, repairAfter: 180n },
      },
    } as const
    const hooks = createHookRunner({
      ...{ store, log, environment: { PATH: process.env["PATH"] ?? "" }, state: folder, succeeded },
      wake: () => {
        ended += 1
      },
    })
    const run = () => {
      const workload = store.workload(RENTAL)
      if (workload) hooks.run("onStop", { machine, workload, endsAt: 0n })
    }
    return { run, ended: () => ended, runs: () => readFileSync(join(folder, "runs"), "utf8").trim().split("\n").length }
  }

  it("behavior: a pause that was written while the computer's clock was ahead holds nothing up", async () => {
    const { run, ended, runs } = runner()
    store.addHookFailure(RENTAL, Date.now() + 30_000)
    run()
    store.addHookFailure(RENTAL, Date.now() + 3_600_000)
    run()
    await until(() => ended() === 1)
    expect(runs(), "runs").to.equal(1)
  })

  it("behavior: a hook whose end cannot be stored is run again after a pause, and not without end", async () => {
    const { run, ended, runs } = runner({
      succeeded: () => {
        throw new Error("database or disk is full")
      },
    })
    run()
    await until(() => ended() === 1)
    for (let place = 0; place < 5; ++place) run()
    expect([ended(), runs()], "at once").to.deep.equal([1, 1])
    await until(() => {
      run()
      return ended() === 2
    })
    expect(runs(), "later").to.equal(2)
  })

  it("behavior: a renter who brings many keys keeps the latest, which the hooks accept", () => {
    const keys = Array.from({ length: 40 }, (_, place) => testSshKey(`key ${place}`))
    for (const key of keys) store.addKey(RENTAL, key, 0)
    expect(store.keysOf(RENTAL), "the latest").to.deep.equal(keys.slice(8))
    store.addKey(RENTAL, keys[10] ?? "", 0)
    expect(store.keysOf(RENTAL).at(-1), "used again").to.equal(keys[10])
    expect(store.keysOf(RENTAL).length, "number").to.equal(32)
  })

  it("behavior: what was given back within a day is counted once, and what was not sent is given back later", () => {
    const other = keccak256(toHex("other"))
    store.recordRefund(RENTAL, 600n, 0n, 1_000n)
    store.recordRefund(RENTAL, 600n, 0n, 1_060n)
    store.recordRefund(RENTAL, 900n, 600n, 100_000n)
    store.recordRefund(other, 100n, 0n, 100_001n)
    expect(store.refundedSince(0n, other, 100n), "all").to.equal(1_000n)
    expect(store.refundedSince(50_000n, other, 100n), "of the last day").to.equal(400n)
    expect(store.refundedSince(50_000n, RENTAL, 600n), "without what the chain does not say").to.equal(100n)
  })
})
