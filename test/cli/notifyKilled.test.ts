// Notices of a program that is killed at any moment, and of a receiver that fails: none is lost, and one that comes twice has
// the same id.
import { spawn } from "node:child_process"
import { createHmac } from "node:crypto"
import { createServer, type Server } from "node:http"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect } from "chai"

import { noticeTypes } from "../../cli/notify/noticeTypes.ts"
import { root } from "../../scripts/support/root.ts"
import { envOf, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { sleep } from "../support/until.ts"
import { rented } from "./steps.ts"

type Received = {
  readonly id: string
  readonly type: string
  readonly rental: string
  readonly body: string
  readonly timestamp: string
  readonly signature: string
}

const KILL = fileURLToPath(new URL("../support/killAtStatement.ts", import.meta.url))
const SECRET = "a secret of the receiver's own"

describe("CLI: notify, killed and refused", () => {
  let world: TestWorld
  let folder: string
  let receiver: Server | undefined
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  afterEach(() => {
    receiver?.close()
    receiver?.closeAllConnections()
    receiver = undefined
  })

  /** A receiver that says with each notice how it answers: a status, or nothing for a connection that breaks. */
  async function receive(answer: (received: Received, count: number) => number | undefined) {
    const got: Received[] = []
    receiver = createServer(async (request, response) => {
      let body = ""
      for await (const chunk of request) body += String(chunk)
      const { id, type, rental } = JSON.parse(body)
      const [timestamp, signature] = ["webhook-timestamp", "webhook-signature"].map((name) =>
        String(request.headers[name]),
      )
      const received = { id, type, rental, body, timestamp: timestamp ?? "", signature: signature ?? "" }
      got.push(received)
      const status = answer(received, got.length)
      if (status === undefined) response.destroy()
      else response.writeHead(status).end()
    })
    await new Promise<void>((resolve) => receiver?.listen(0, "127.0.0.1", resolve))
    const address = receiver.address()
    const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/hook`
    const argv = ["notify", "--host", "--webhook", url, "--allow-private", "--once", "--no-cache"]
    const place = ["--database", join(folder, "notify.db"), "--from-block", String(world.fromBlock)]
    const env = { ...envOf(world, "host"), GPUFLOW_WEBHOOK_SECRET: SECRET }
    const main = join(root, "cli", "main.ts")
    let running: ReturnType<typeof spawn> | undefined
    /** Runs the program as a process of its own. Returns its exit code, or the signal that ended it. */
    const run = (killAt?: number): Promise<number | string | null> => {
      const loaded = killAt === undefined ? [] : ["--import", KILL]
      const child = spawn(process.execPath, [...loaded, main, ...argv, ...place], {
        env: { ...env, KILL_AT: String(killAt) },
        stdio: "ignore",
      })
      running = child
      return new Promise((resolve) => child.on("close", (code, signal) => resolve(signal ?? code)))
    }
    return { got, run, kill: () => running?.kill("SIGKILL") }
  }

  /** Rentals to which everything happens that can be told. */
  async function playAll() {
    const ruled = await rented(world, folder)
    await send(world, "host", "start", ruled)
    await send(world, "renter", "extend", ruled, "30m")
    await send(world, "renter", "dispute", ruled, "--evidence", "ipfs://slow")
    await world.pass(86_400n)
    await send(world, "arbiter", "resolve", ruled, "80%")
    const declined = await rented(world, folder)
    await send(world, "host", "interrupt", declined)
    const running = await rented(world, folder)
    await send(world, "host", "start", running)
    await world.pass(3_000n)
    return { ruled, declined, running }
  }
  const typesOf = (got: readonly Received[], rental: string) => [
    ...new Map(got.filter((one) => one.rental === rental).map(({ id, type }) => [id, type])).values(),
  ]

  it("default: every kind of event is told in its order; killed at any moment, none is lost", async () => {
    const played = await playAll()
    let killAfter: number | undefined = 2
    const { got, run, kill } = await receive((_, count) => {
      if (count !== killAfter) return 200
      kill()
      return undefined
    })
    // While the notices of a batch are written: nothing of the batch is there, and the next run writes all of it.
    for (const killAt of [1, 4, 9]) {
      expect(await run(killAt), `statement ${killAt}`).to.equal("SIGKILL")
      expect(got.length, "nothing was told").to.equal(0)
    }
    // While they are delivered: after one that the receiver has, and whose answer is lost.
    expect(await run(), "the second notice").to.equal("SIGKILL")
    killAfter = got.length + 3
    expect(await run(), "the third of the rest").to.equal("SIGKILL")
    killAfter = undefined
    // A notice whose attempt was counted is due again a few seconds later.
    while ((await run()) !== 0) await sleep(1_000)
    await world.pass(700n)
    expect(await run(), "the end").to.equal(0)

    expect(typesOf(got, played.ruled), "with a ruling").to.deep.equal([
      ...["paid", "started", "extended", "disputed", "ended", "ruled", "closed"],
    ])
    expect(typesOf(got, played.declined), "declined").to.deep.equal(["paid", "ended", "closed"])
    expect(typesOf(got, played.running), "over").to.deep.equal(["paid", "started", "ending", "ended"])
    expect(new Set(got.map(({ type }) => type)), "every type").to.deep.equal(new Set(noticeTypes))
    const ids = got.map(({ id }) => id)
    const twice = ids.filter((id, place) => ids.indexOf(id) !== place)
    expect(twice.length, "told twice: only what was under way at a kill").to.be.at.most(2)
    for (const id of twice) {
      const bodies = new Set(got.filter((one) => one.id === id).map(({ body }) => body))
      expect(bodies.size, "the same notice").to.equal(1)
    }
  })

  it("behavior: each attempt is signed anew with its own time, and a failing notice holds up no other", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    let failures = 0
    const { got, run } = await receive(({ type }) => {
      if (type !== "paid" || failures >= 3) return 200
      failures += 1
      // A failure of the receiver, a connection that breaks, and a redirect, which is not followed.
      return [500, undefined, 301][failures - 1]
    })
    expect(await run(), "one is left").to.equal(8)
    expect(
      got.map(({ type }) => type),
      "the other did not wait",
    ).to.deep.equal(["paid", "started"])
    while ((await run()) !== 0) await sleep(1_000)
    const attempts = got.filter(({ type }) => type === "paid")
    expect(attempts.length, "attempts").to.equal(4)
    expect(new Set(attempts.map(({ id: name }) => name)).size, "one id").to.equal(1)
    expect(new Set(attempts.map(({ timestamp }) => timestamp)).size, "times").to.equal(4)
    for (const { id: name, timestamp, body, signature } of got) {
      const hash = createHmac("sha256", SECRET).update(`${name}.${timestamp}.${body}`).digest("base64")
      expect(signature, "signature").to.equal(`v1,${hash}`)
    }
  })
})
