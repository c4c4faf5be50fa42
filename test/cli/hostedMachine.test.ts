// A host's whole life with one machine: an offer on a board, a payment, a prompt on the machine, its end, and the payout.
// The agent, the board, the door and the SSH server are those of production.
import { execFile, spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { getState } from "@gpuflow/escrow"
import { expect } from "chai"
import type { Hash } from "viem"

import { as, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { failureOf } from "../support/failureOf.ts"
import { type HostedMachine, openHostedMachine } from "../support/hostedMachine.ts"
import { ownChild } from "../support/ownChild.ts"
import { addressOf } from "../support/parties.ts"
import { type RealServer, startRealServer } from "../support/realServer.ts"
import { hasSshd } from "../support/sshServer.ts"
import { until } from "../support/until.ts"
import { hashOf } from "./steps.ts"

const HOUR = 3_600n
const run = promisify(execFile)
/** Seconds, by which this test knows its own processes among those of others. */
const LONG = 1_000_000 + process.pid
const NO_QUESTIONS = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes"]

describe("CLI: a machine that its host's agent runs", () => {
  let world: TestWorld
  let folder: string
  let server: RealServer
  let hosted: HostedMachine | undefined
  let agent: ReturnType<HostedMachine["startAgent"]> | undefined
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  afterEach(async () => {
    await agent?.stop()
    await hosted?.close()
    ;[agent, hosted] = [undefined, undefined]
  })

  const asRenter = (...argv: string[]) =>
    as(world, "renter", argv, { HOME: folder, XDG_STATE_HOME: join(folder, "renter"), GPUFLOW_SERVER: server.url })
  const offers = async () => Object((await server.ask("/offers")).body)["items"].length
  const stateOf = (id: Hash) => getState(world.client, { escrow: world.escrow, id })
  const logged = (text: string) => agent?.lines().some(({ msg }) => msg === text) === true

  // It ends logins by what Linux says of processes.
  const canPlay = hasSshd() && process.platform === "linux"
  const play = canPlay ? it : () => undefined
  play("default: from an offer on a board to a prompt, and to the payout", async () => {
    server = await startRealServer(world)
    hosted = await openHostedMachine(world, folder, { boards: [server.url] })
    const { sshd, home, machine, keys, env } = hosted
    agent = hosted.startAgent()
    await until(async () => (await offers()) === 1)

    const paid = await asRenter(
      "rent",
      machine,
      "--for",
      "2h",
      "--max-price",
      "1.60 USDC",
      "--yes",
      "--wait",
      "1",
      "--json",
    )
    expect(paid.code, paid.err).to.equal(0)
    const id = hashOf(paid.json()["id"])
    const prompt = await asRenter("ssh", id, "--", "echo", "on the machine")
    expect([prompt.code, prompt.out], prompt.err).to.deep.equal([0, "on the machine\n"])
    expect((await stateOf(id)).status, "started before the prompt").to.equal("Active")
    expect(await offers(), "offers while it is rented").to.equal(0)
    const status = async () => {
      const told = await as(
        world,
        undefined,
        ["host", "status", "--settings", hosted?.settingsPath ?? "", "--json"],
        env,
      )
      return Object(told.json()["machines"]?.[0]?.["rentals"]?.[0])
    }
    await until(async () => (await status())["health"]?.["status"] === "up")
    expect([(await status())["phase"], (await status())["keys"]], "status").to.deep.equal(["running", 1])

    // A session that the renter would keep, and what it leaves running.
    const login = [
      ...["-i", join(folder, "renter", "gpuflow-escrow", "access", `137-${id}`, "id_ed25519")],
      ...["-p", String(sshd.port), `${sshd.user}@127.0.0.1`],
    ]
    const session = ownChild(spawn("ssh", [...NO_QUESTIONS, ...login, `sleep ${LONG} & echo in; sleep ${LONG}`]))
    let isOver = false
    session.on("close", () => {
      isOver = true
    })
    await new Promise((resolve) => session.stdout.once("data", resolve))
    await world.pass(HOUR)
    await send(world, "renter", "stop", id)
    await until(() => isOver)
    await until(() => keys().length === 0)
    expect(String(await failureOf(run("ssh", [...NO_QUESTIONS, ...login, "true"]))), "its key").to.match(/denied/)
    const late = await asRenter("ssh", id, "--", "true")
    expect([late.code, late.err.includes("The rental has ended")], late.err).to.deep.equal([9, true])
    const { stdout } = await run("ps", ["-eo", "args"])
    expect(stdout.split("\n"), "what it left running").not.to.include(`sleep ${LONG}`)
    expect(existsSync(join(home, "workload.pid")), "workload").to.equal(false)

    await world.pass(HOUR)
    await until(() => !existsSync(join(home, "data")))
    await until(async () => (await offers()) === 1)
    await world.pass(6n * HOUR)
    await until(async () => (await stateOf(id)).status === "Closed")
    await until(() => logged("rental finished"))
    const record = await as(world, undefined, ["record", addressOf("host"), "--json"])
    expect(record.json()["completed"], record.out).to.equal(1)
    expect(await agent.stop(), "exit code").to.equal(0)
    expect(await offers(), "offers without the agent").to.equal(0)
  })
})
