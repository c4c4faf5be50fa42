import { createHmac } from "node:crypto"
import { readFile } from "node:fs/promises"
import { createServer, type Server } from "node:http"
import { join } from "node:path"

import { expect } from "chai"
import { isPrivate, openWebhook } from "../../cli/notify/webhook.ts"
import { as, type Env, envOf, onLocalChain, send, start, type TestWorld } from "../support/commandLine.ts"
import { until } from "../support/until.ts"
import { rented } from "./steps.ts"

type Received = {
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
  readonly notice: Record<string, unknown>
}

const SECRET = "a secret of the receiver's own"

describe("CLI: notify", () => {
  let [world, folder]: [TestWorld | undefined, string] = [undefined, ""]
  let receiver: { readonly url: string; readonly server: Server; readonly got: Received[]; status: number } | undefined
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  afterEach(() => receiver?.server.close())

  async function stage() {
    if (!world) throw new Error("The chain did not open.")
    const got: Received[] = []
    const server = createServer(async (request, response) => {
      let body = ""
      for await (const chunk of request) body += String(chunk)
      const status = receiver?.status ?? 200
      if (status === 200) got.push({ headers: request.headers, body, notice: JSON.parse(body) })
      response.writeHead(status, { location: "http://127.0.0.1:1/" }).end()
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/hook`
    receiver = { url, server, got, status: 200 }
    const env: Env = { ...envOf(world, "host"), GPUFLOW_WEBHOOK_SECRET: SECRET, XDG_CACHE_HOME: folder }
    const argv = [
      "notify",
      "--host",
      "--webhook",
      url,
      "--allow-private",
      "--once",
      "--database",
      join(folder, "notify.db"),
    ]
    const tell = async (...more: string[]) => {
      const told = await start([...argv, ...more], env).done
      return { ...told, types: got.map(({ notice }) => notice["type"]) }
    }
    return { world, tell, got, receiver, env, argv }
  }

  it("default: tells of a rental's life, each event once, signed, across restarts", async () => {
    const { world, tell, got } = await stage()
    expect((await tell()).types, "nothing before").to.deep.equal([])
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    expect((await tell()).types, "begun").to.deep.equal(["paid", "started"])
    await world.pass(2_760n)
    expect((await tell()).types.slice(2), "fourteen minutes left").to.deep.equal(["ending"])
    expect((await tell()).types.slice(3), "told once").to.deep.equal([])
    await world.pass(900n)
    expect((await tell()).types.slice(3), "the time is over").to.deep.equal(["ended"])
    await send(world, "renter", "dispute", id, "--evidence", "ipfs://slow")
    await send(world, "renter", "stop", id)
    expect((await tell()).types.slice(4), "afterwards").to.deep.equal(["disputed", "closed"])
    for (const { headers, body, notice } of got) {
      const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`
      const signature = createHmac("sha256", SECRET).update(signed).digest("base64")
      expect(headers["webhook-signature"], "signature").to.equal(`v1,${signature}`)
      expect([headers["webhook-id"], notice["rental"]], "names").to.deep.equal([notice["id"], id])
    }
    expect(new Set(got.map(({ notice }) => notice["id"])).size, "ids").to.equal(got.length)
  })

  it("behavior: what the receiver refuses is sent again with the same id, and redirects are not followed", async () => {
    const { world, tell, receiver } = await stage()
    await tell()
    await rented(world, folder)
    receiver.status = 302
    const refused = await tell()
    expect([refused.code, refused.types], refused.err).to.deep.equal([8, []])
    expect(refused.err, "the reason").to.contain("The receiver answers 302.")
    receiver.status = 200
    await until(async () => (await tell()).types.length > 0)
    expect(receiver.got.map(({ notice }) => notice["type"])).to.deep.equal(["paid"])
  })

  it("behavior: an event that the chain took back is told as such", async () => {
    const { world, tell, got } = await stage()
    await tell()
    const before = await world.client.snapshot()
    await rented(world, folder)
    await tell()
    await world.client.revert({ id: before })
    await world.client.mine({ blocks: 3 })
    const { types } = await tell()
    expect(types, "types").to.deep.equal(["paid", "paid"])
    const [paid, taken] = got.map(({ notice }) => notice)
    expect([taken?.["reorganised"], taken?.["replaces"]]).to.deep.equal([true, paid?.["id"]])
  })

  it("behavior: a command gets the notice on its input, and none of the program's secrets", async () => {
    const { world, env } = await stage()
    const out = join(folder, "told")
    const argv = [
      "notify",
      "--host",
      "--run",
      `{ cat; env; } >> ${out}`,
      "--once",
      "--database",
      join(folder, "run.db"),
      "--events",
      "paid",
    ]
    await start(argv, env).done
    const id = await rented(world, folder)
    expect((await start(argv, env).done).code, "exit code").to.equal(0)
    const text = await readFile(out, "utf8")
    expect(text, "the rental").to.contain(id)
    expect(text, "the type").to.contain("NOTICE_TYPE=paid")
    expect(text, "no secret").not.to.contain(SECRET)
    expect(text, "no key").not.to.contain("GPUFLOW_")
  })

  it("error: two at once on one file, a missing secret, a private receiver", async () => {
    const { world, env, argv } = await stage()
    const running = start(
      argv.filter((word) => word !== "--once"),
      env,
    )
    await until(async () => (await start(argv, env).done).code === 2)
    running.stop()
    await running.done
    const bare = await as(world, "host", argv)
    expect(bare.err, "secret").to.contain("GPUFLOW_WEBHOOK_SECRET")
    for (const url of [
      "https://127.0.0.1/",
      "https://[::1]/",
      "https://[::ffff:10.0.0.1]/",
      "https://169.254.169.254/",
      "http://example.com/",
    ]) {
      expect(() => openWebhook(url, SECRET, false), url).to.throw(/private network|not https/)
    }
    const inside = [
      "10.1.2.3",
      "172.31.0.1",
      "192.168.1.1",
      "100.64.0.1",
      "0.0.0.0",
      "224.0.0.1",
      "255.255.255.255",
      "::",
      "::1",
      "fc00::1",
      "fe80::1",
      "::ffff:127.0.0.1",
      "64:ff9b::a00:1",
      "2002:7f00:1::",
      "nonsense",
    ]
    expect(
      inside.filter((address) => !isPrivate(address)),
      "private",
    ).to.deep.equal([])
    const outside = ["1.1.1.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"]
    expect(outside.filter(isPrivate), "public").to.deep.equal([])
  })
})
