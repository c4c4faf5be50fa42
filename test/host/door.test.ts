import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { request as httpsRequest } from "node:https"
import { connect, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { getRental, stop } from "@gpuflow/escrow"
import { accessTypedData, serializeAccessRequest, signAccess } from "@gpuflow/escrow/access"
import { expect } from "chai"
import { createPublicClient, custom, type Hash, type Hex, keccak256, toHex } from "viem"
import { createAdmission } from "../../host/door/admission.ts"
import { openDoor, PlainDoorError } from "../../host/door/door.ts"
import { startDoor } from "../../host/door/startDoor.ts"
import { ownTlsIdentity, readTlsIdentity, TlsIdentityError } from "../../host/door/tlsIdentity.ts"
import { createUsedRequests } from "../../host/door/usedRequests.ts"
import {
  type Check,
  FIRST_HASH,
  hashCheck,
  type LoggedCheck,
  readCheck,
  writeCheck,
} from "../../host/health/healthChain.ts"
import { PHASES, type Phase } from "../../host/machine/phase.ts"
import { failureOf } from "../support/failureOf.ts"
import { closeDoors, knock, openTestDoor, requestOf, SSH_KEY, silentLog, testAgent } from "../support/hostDoor.ts"
import { HOST_KEY, sshLine, testSshKey } from "../support/machineDoor.ts"
import { deposited, running } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, provider } from "../support/sharedChain.ts"
import { until } from "../support/until.ts"

const { loadFixture, time } = networkHelpers
const FAR = 10n ** 10n

async function opened(options: Parameters<typeof openTestDoor>[2] = {}) {
  const world = await loadFixture(deployed)
  const { id, rental } = await running(world)
  const agent = testAgent()
  const enter = (of: Hash, phase: Phase) => {
    agent.book.set(of, { renter: world.renter.account.address, phase, endsAt: FAR })
  }
  enter(id, "running")
  const door = await openTestDoor(world, agent, options)
  const ask = async (parameters: Parameters<typeof requestOf>[2] = {}) =>
    knock(door.url, await requestOf(world, id, parameters))
  return { ...world, id, rental, agent, enter, door, ask, world }
}

describe("door: who is let in", () => {
  afterEach(closeDoors)

  it("default: hands the key to the machine, and answers where it is", async () => {
    const { id, agent, ask, client, escrow, door } = await opened()
    const { status, body, headers } = await ask({ publicKey: `${SSH_KEY} me@home` })
    const { state } = await getRental(client, { escrow, id })
    expect(status, JSON.stringify(body)).to.equal(200)
    expect(body).to.deep.equal({
      rental: id,
      host: "127.0.0.1",
      port: 2222,
      user: "renter",
      hostKey: HOST_KEY,
      endsAt: String(state.since + state.duration),
    })
    expect(agent.admitted, "without a comment").to.deep.equal([{ rental: id, publicKey: SSH_KEY }])
    expect(headers.get("cache-control"), "not kept").to.equal("no-store")
    expect(door.answers, "counted").to.deep.equal(["ok"])
  })

  it("error: a request that was used before, also after a restart, and sent many times at once", async () => {
    const database = new DatabaseSync(":memory:")
    const { id, agent, world, door } = await opened({ database })
    const request = await requestOf(world, id)
    const codes = await Promise.all(
      Array.from({ length: 8 }, async () => (await knock(door.url, request)).code ?? "ok"),
    )
    expect(codes.toSorted(), "at once").to.deep.equal([...Array.from({ length: 7 }, () => "RequestReplayed"), "ok"])
    const again = await openTestDoor(world, agent, { database })
    const { status, code } = await knock(again.url, request)
    expect([status, code], "after a restart").to.deep.equal([409, "RequestReplayed"])
    // The other signature of the same digest is the same request.
    const [r, s, v] = [
      request.signature.slice(0, 66),
      `0x${request.signature.slice(66, 130)}`,
      request.signature.slice(130),
    ]
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const other = `${r}${(order - BigInt(s)).toString(16).padStart(64, "0")}${v === "1b" ? "1c" : "1b"}` as Hex
    expect((await knock(again.url, { ...request, signature: other })).code, "another form").to.equal("RequestReplayed")
    expect(agent.admitted, "keys").to.have.length(1)
  })

  it("error: a stranger, a stolen request with another key, a rental of another machine", async () => {
    const { id, agent, escrow, stranger, world, door } = await opened()
    const foreign = await signAccess(stranger, { escrow, rental: id, publicKey: SSH_KEY })
    const stolen = { ...(await requestOf(world, id)), publicKey: testSshKey("thief") }
    for (const request of [foreign, stolen, { ...foreign, signature: "0x" as const }]) {
      const { status, code } = await knock(door.url, request)
      expect([status, code]).to.deep.equal([403, "NotTheRenter"])
    }
    const other = await running(world, { machine: keccak256("0x02") }, "elsewhere")
    const { status, code } = await knock(door.url, await requestOf(world, other.id))
    expect([status, code]).to.deep.equal([404, "RentalUnknown"])
    expect(agent.admitted, "keys").to.deep.equal([])
  })

  it("behavior: a rental that was paid since the agent's last poll is not ready, and a flood of unknown ones has a limit", async () => {
    const { agent, world, door, rental, id } = await opened()
    agent.book.clear()
    agent.machines.add(rental.offer.machine)
    const fresh = await requestOf(world, id)
    const { status, code, retryAfter } = await knock(door.url, fresh)
    expect([status, code, retryAfter]).to.deep.equal([409, "NotReady", "2"])
    agent.machines.clear()
    expect((await knock(door.url, fresh)).code, "of another machine").to.equal("RentalUnknown")
    const admit = createAdmission({
      ...{ client: world.client, chainId: 137, escrow: world.escrow, access: agent.access, log: silentLog },
      used: createUsedRequests(new DatabaseSync(":memory:")),
    })
    const text = serializeAccessRequest(fresh)
    const codes = new Set<string>()
    for (let place = 0; place < 200; ++place) codes.add(String(Object(await failureOf(admit(text))).args.reason))
    expect([...codes], "a flood").to.deep.equal(["RentalUnknown", "TooManyRequests"])
  })

  it("error: a request that has expired, or is valid for too long", async () => {
    const { ask } = await opened()
    const now = BigInt(await time.latest())
    expect((await ask({ expiry: now })).code).to.equal("RequestExpired")
    expect((await ask({ expiry: now + 601n })).code).to.equal("ExpiryTooFar")
    expect((await ask({ expiry: now + 600n })).status).to.equal(200)
  })

  it("error: a rental that has ended by its clock or by its renter, whatever the agent believes", async () => {
    const { ask, agent, renter, escrow, rental } = await opened()
    await time.increase(3_601n)
    const { status, code } = await ask()
    expect([status, code], "its clock").to.deep.equal([410, "RentalNotLive"])
    await stop(renter, { escrow, rental })
    expect((await ask()).code, "its renter").to.equal("RentalNotLive")
    expect(agent.admitted, "keys").to.deep.equal([])
  })

  it("behavior: every phase of the agent has its answer, and one that waits uses nothing up", async () => {
    const { id, world, enter, agent, door } = await opened()
    const request = await requestOf(world, id)
    for (const phase of PHASES.filter((one) => one !== "running")) {
      enter(id, phase)
      const { status, code, retryAfter } = await knock(door.url, request)
      const isWaiting = ["paid", "preparing", "ready", "starting"].includes(phase)
      const expected = isWaiting ? [409, "NotReady", "2"] : [410, "RentalNotLive", null]
      expect([status, code, retryAfter], phase).to.deep.equal(expected)
    }
    enter(id, "running")
    expect((await knock(door.url, request)).status, "the same request").to.equal(200)
    expect(agent.admitted, "keys").to.have.length(1)
  })

  it("behavior: a paid rental that has not started is not ready, whatever the agent believes", async () => {
    const { world, enter, door } = await opened()
    const { id } = await deposited(world, { machine: keccak256("0x03") }, "waits")
    enter(id, "running")
    expect((await knock(door.url, await requestOf(world, id))).code).to.equal("NotReady")
  })

  it("error: a machine that does not take the key leaves the request unused", async () => {
    const { id, world, agent, door } = await opened()
    const request = await requestOf(world, id)
    agent.onAdmit(() => {
      throw new Error("the hook failed")
    })
    const { status, code } = await knock(door.url, request)
    expect([status, code]).to.deep.equal([503, "MachineFailed"])
    agent.onAdmit(undefined)
    expect((await knock(door.url, request)).status, "again").to.equal(200)
  })

  it("error: a rental that ends while the key is handed over", async () => {
    const { id, ask, agent, enter } = await opened()
    agent.onAdmit(() => enter(id, "stopping"))
    expect((await ask()).code).to.equal("RentalNotLive")
  })

  it("behavior: a renter that is a contract signs by it (ERC-1271)", async () => {
    const { world, escrow, renter, agent, door } = await opened()
    const { address: wallet } = await chain.deploy("KeyWallet", [renter.account.address])
    const account = { ...renter.account, address: wallet }
    const { id } = await running({ ...world, renter: { ...renter, account } } as typeof world, {
      machine: keccak256("0x04"),
    })
    agent.book.set(id, { renter: wallet, phase: "running", endsAt: FAR })
    const access = { rental: id, publicKey: SSH_KEY, expiry: BigInt(await time.latest()) + 300n }
    const sign = (changes: object) =>
      renter.signTypedData(accessTypedData({ escrow, chainId: 137, access: { ...access, ...changes } }))
    const wrong = await knock(door.url, { ...access, signature: await sign({ publicKey: testSshKey("thief") }) })
    expect(wrong.code, "another key").to.equal("NotTheRenter")
    const request = { ...access, signature: await sign({}) }
    expect((await knock(door.url, request)).status, "let in").to.equal(200)
    expect((await knock(door.url, request)).code, "replayed").to.equal("RequestReplayed")
  })

  it("error: a node that fails is neither a refusal nor a way in", async () => {
    const broken = createPublicClient({
      transport: custom({ request: () => Promise.reject(new Error("down")) }, { retryCount: 0 }),
    })
    const { ask, agent } = await opened({ client: broken })
    const { status, code, retryAfter } = await ask()
    expect([status, code, retryAfter]).to.deep.equal([503, "ChainUnavailable", "2"])
    expect(agent.admitted, "keys").to.deep.equal([])
  })
})

describe("door: health logs", () => {
  afterEach(closeDoors)

  /** A log of a line for each half minute. */
  function logOf(rental: Hash, lines: number): LoggedCheck[] {
    let hash = FIRST_HASH(rental)
    return Array.from({ length: lines }, (_, place) => {
      const check: Check = {
        at: 1_800_000_000n + 30n * BigInt(place),
        status: place % 7 === 3 ? "down" : "up",
        boot: "b",
      }
      hash = hashCheck(hash, check)
      return { ...check, hash }
    })
  }
  const urlOf = ({ url }: { readonly url: string }, rental: Hash) => `${url}/health/${rental}.jsonl`

  it("default: sends the lines of a rental's log as they are, however many, to anyone", async () => {
    const { id, agent, door } = await opened()
    const log = logOf(id, 1_234)
    agent.logs.set(id, log)
    const response = await fetch(urlOf(door, id))
    expect([response.status, response.headers.get("content-type")]).to.deep.equal([200, "application/jsonl"])
    const lines = (await response.text()).split("\n")
    expect(lines.pop(), "after the last line").to.equal("")
    expect(lines.map(readCheck), "the log").to.deep.equal(log)
    const empty = await opened()
    const nothing = await fetch(urlOf(empty.door, empty.id))
    expect([nothing.status, await nothing.text()], "a log without lines").to.deep.equal([200, ""])
  })

  it("error: a rental of another agent, another path, another method, and too many from one address", async () => {
    const { id, door } = await opened()
    const codeOf = async (response: Response) => [response.status, JSON.parse(await response.text())["code"]]
    const other = keccak256(id)
    expect(await codeOf(await fetch(urlOf(door, other)))).to.deep.equal([404, "RentalUnknown"])
    for (const path of [
      `/health/${id}`,
      `/health/${id.toUpperCase()}.jsonl`,
      "/health/..%2Fdoor.pem",
      "/health/.jsonl",
    ]) {
      expect(await codeOf(await fetch(`${door.url}${path}`)), path).to.deep.equal([404, "NotFound"])
    }
    const posted = await fetch(urlOf(door, id), { method: "POST" })
    expect(posted.headers.get("allow"), "allowed").to.equal("GET, OPTIONS")
    expect(await codeOf(posted)).to.deep.equal([405, "MethodNotAllowed"])
    const statuses: number[] = []
    for (let asked = 0; asked < 31; asked += 1) statuses.push((await fetch(urlOf(door, id))).status)
    expect(statuses.at(-1), "too many").to.equal(429)
  })

  it("behavior: a log leaves renters their own limit, and one that nobody takes is given up", async () => {
    const { id, ask, agent, door } = await opened()
    agent.logs.set(id, logOf(id, 5_000))
    const leaving = Array.from({ length: 8 }, async () => {
      const stop = new AbortController()
      const response = await fetch(urlOf(door, id), { signal: stop.signal })
      stop.abort()
      return response.status
    })
    for (const status of await Promise.all(leaving)) expect([200, 429], "status").to.include(status)
    expect((await ask()).status, "the renter").to.equal(200)
    await until(async () => (await (await fetch(urlOf(door, id))).text()).split("\n").length === 5_001)
  })

  it("behavior: what is no line of a log is not read as one", () => {
    const [line] = logOf(`0x${"1".repeat(64)}`, 1).map(writeCheck)
    expect(readCheck(line ?? ""), "a line").to.not.equal(undefined)
    const bad = [
      "",
      "{",
      "null",
      "[]",
      "7",
      '{"at":1}',
      line?.replace('"up"', '"well"'),
      line?.replace("1800000000", "-1"),
    ]
    expect(bad.map((text) => readCheck(text ?? ""))).to.deep.equal(bad.map(() => undefined))
  })
})

describe("door: hostile clients", () => {
  afterEach(closeDoors)

  const rawOf = (port: number, onData: (text: string) => void = () => undefined) =>
    new Promise<Socket>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(socket))
      socket.on("error", () => undefined)
      socket.on("data", (part) => onData(part.toString()))
    })

  it("error: whatever is not a request, by its name", async () => {
    const { world, id, door } = await opened()
    const json = JSON.parse(serializeAccessRequest(await requestOf(world, id)))
    const weak = sshLine("ssh-rsa", Buffer.of(1, 0, 1), Buffer.alloc(128, 127))
    for (const [text, status, code] of [
      ["", 400, "RequestInvalid"],
      ["{", 400, "RequestInvalid"],
      ["[]", 400, "RequestInvalid"],
      [JSON.stringify({ ...json, more: 1 }), 400, "RequestInvalid"],
      [JSON.stringify({ ...json, expiry: 1 }), 400, "RequestInvalid"],
      [JSON.stringify({ ...json, publicKey: `command="id" ${SSH_KEY}` }), 400, "InvalidKey"],
      [JSON.stringify({ ...json, publicKey: `${SSH_KEY}\n${SSH_KEY}` }), 400, "InvalidKey"],
      [JSON.stringify({ ...json, publicKey: weak }), 400, "InvalidKey"],
      ["x".repeat(16_385), 413, "BodyTooLarge"],
    ] as const) {
      const answer = await knock(door.url, text)
      expect([answer.status, answer.code], text.slice(0, 60)).to.deep.equal([status, code])
      expect(answer.headers.get("content-type")).to.equal("application/problem+json")
    }
  })

  it("error: other paths and methods; a page of another origin may ask", async () => {
    const { door } = await opened()
    expect((await fetch(`${door.url}/`)).status).to.equal(404)
    expect((await fetch(`${door.url}/access`)).status).to.equal(405)
    expect((await fetch(`${door.url}/access/../etc/passwd`)).status).to.equal(404)
    const asked = await fetch(`${door.url}/access`, {
      method: "OPTIONS",
      headers: { origin: "https://page.example", "access-control-request-method": "POST" },
    })
    expect([asked.status, asked.headers.get("access-control-allow-origin")]).to.deep.equal([204, "*"])
    expect((await knock(door.url, "{")).headers.get("access-control-allow-origin"), "refusals too").to.equal("*")
  })

  it("error: a body without end is cut where it is too long, and headers without end", async () => {
    const { door } = await opened()
    const answers: string[] = []
    const body = await rawOf(door.port, (text) => answers.push(text))
    body.write("POST /access HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
    for (let sent = 0; sent < 20; ++sent) body.write(`400\r\n${"x".repeat(1_024)}\r\n`)
    await new Promise((resolve) => body.once("close", resolve))
    expect(answers.join(""), "body").to.match(/^HTTP\/1.1 413/)
    const headers = await rawOf(door.port)
    headers.write(`POST /access HTTP/1.1\r\nx: ${"y".repeat(20_000)}\r\n`)
    await new Promise((resolve) => headers.once("close", resolve))
  })

  it("error: clients that send slowly, or nothing, are cut while others are served", async function () {
    this.timeout(60_000)
    const { door, ask } = await opened()
    const slow = await Promise.all(Array.from({ length: 40 }, () => rawOf(door.port)))
    const closed = Promise.all(slow.map((socket) => new Promise((resolve) => socket.once("close", resolve))))
    for (const [index, socket] of slow.entries()) {
      if (index % 3 > 0) socket.write("POST /access HTTP/1.1\r\nhost: x\r\n")
      if (index % 3 > 1) socket.write("content-length: 100\r\n\r\n{")
    }
    expect((await ask()).status, "meanwhile").to.equal(200)
    await closed
  })

  it("error: a flood of one address is held back, and says for how long", async () => {
    const { door, world, id } = await opened()
    const request = { ...(await requestOf(world, id)), rental: keccak256("0x05") as Hash }
    const answers = await Promise.all(Array.from({ length: 60 }, () => knock(door.url, request)))
    const held = answers.filter(({ code }) => code === "TooManyRequests")
    expect(held.length, "held back").to.be.above(0)
    expect(held.every(({ status, retryAfter }) => status === 429 && Number(retryAfter) > 0)).to.equal(true)
  })

  it("behavior: a flood for a rental does not keep out its renter, and reaches the node only so often", async () => {
    const { world, id, escrow, stranger, door } = await opened()
    let calls = 0
    const counting = createPublicClient({
      transport: custom({
        request: (asked) => {
          calls += 1
          return provider.request(asked)
        },
      }),
    })
    const agent = testAgent()
    agent.book.set(id, { renter: world.renter.account.address, phase: "running", endsAt: FAR })
    const counted = await openTestDoor(world, agent, { clientHeader: "x-client", client: counting })
    const foreign = await signAccess(stranger, { escrow, rental: id, publicKey: SSH_KEY })
    calls = 0
    const codes = new Set<string | undefined>()
    for (let sent = 0; sent < 200; ++sent) {
      const headers = { "content-type": "application/json", "x-client": `10.0.${sent >> 8}.${sent & 255}` }
      codes.add((await knock(counted.url, foreign, { headers })).code)
    }
    expect([...codes], "answers").to.deep.equal(["NotTheRenter", "TooManyRequests"])
    expect(calls, "calls of the node").to.be.below(600)
    expect((await knock(counted.url, await requestOf(world, id))).status, "the renter").to.equal(200)
    expect(door.answers, "the other door").to.deep.equal([])
  })

  it("behavior: memory stays flat in a flood of addresses and rentals", async function () {
    this.timeout(120_000)
    const { escrow, id, client, world } = await opened()
    const agent = testAgent()
    agent.book.set(id, { renter: world.renter.account.address, phase: "running", endsAt: FAR })
    const used = createUsedRequests(new DatabaseSync(":memory:"))
    const admit = createAdmission({ client, chainId: 137, escrow, access: agent.access, used, log: silentLog })
    const request = await requestOf(world, id)
    const flood = async (count: number) => {
      for (let sent = 0; sent < count; ++sent) {
        const rental = keccak256(toHex(sent))
        await failureOf(admit(serializeAccessRequest({ ...request, rental })))
      }
    }
    const heapAfter = async (count: number) => {
      await flood(count)
      global.gc?.()
      return process.memoryUsage().heapUsed
    }
    const before = await heapAfter(2_000)
    const after = await heapAfter(20_000)
    expect((after - before) / 2 ** 20, "MiB more").to.be.below(40)
  })

  it("behavior: used requests are forgotten once they have expired", async () => {
    const database = new DatabaseSync(":memory:")
    const used = createUsedRequests(database)
    for (let digest = 0; digest < 100; ++digest) used.take(`0x${digest}`, BigInt(digest))
    used.forget(98n)
    expect([used.has("0x98"), used.has("0x99"), used.take("0x99", 99n)]).to.deep.equal([false, true, false])
    used.release("0x99")
    expect(used.take("0x99", 99n), "released").to.equal(true)
  })
})

describe("door: TLS", () => {
  let folder = ""
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "door-"))
  })
  afterEach(async () => {
    await closeDoors()
    rmSync(folder, { recursive: true })
  })

  it("default: makes its own key once, keeps it to itself, and serves by it", async () => {
    const identity = await ownTlsIdentity(join(folder, "state"))
    expect(identity.fingerprint).to.match(/^SHA256:[\w+/]{43}$/)
    expect(await ownTlsIdentity(join(folder, "state")), "kept").to.deep.equal(identity)
    const path = join(folder, "state", "door.pem")
    expect(statSync(path).mode & 0o777, "mode").to.equal(0o600)
    const { door, world, id } = await opened({ identity })
    const body = serializeAccessRequest(await requestOf(world, id))
    const status = await new Promise((resolve, reject) => {
      const options = { method: "POST", ca: identity.certificate, checkServerIdentity: () => undefined }
      httpsRequest(`${door.url}/access`, options, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on("error", reject)
        .end(body)
    })
    expect(status).to.equal(200)
    // HTTP on the same port is no request.
    expect(await failureOf(fetch(door.url.replace("https", "http")))).to.be.instanceOf(TypeError)
  })

  it("default: serves by the owner's files", async () => {
    const own = await ownTlsIdentity(folder)
    const [certificate, key] = [join(folder, "chain.pem"), join(folder, "key.pem")]
    writeFileSync(certificate, own.certificate.slice(own.certificate.indexOf("-----BEGIN CERTIFICATE")))
    writeFileSync(key, own.key.slice(0, own.key.indexOf("-----BEGIN CERTIFICATE")))
    const read = await readTlsIdentity({ certificate, key })
    expect(read.fingerprint).to.equal(own.fingerprint)
    const { door } = await opened({ identity: read })
    door.replaceIdentity(own)
  })

  it("default: starts by the agent's settings, and names the certificate for the documents", async () => {
    const { client, escrow, id, agent, world } = await opened()
    const database = new DatabaseSync(":memory:")
    const context = { client, chainId: 137, escrow, access: agent.access, folder, database, log: silentLog }
    const secure = await startDoor({ ...context, settings: { listen: "127.0.0.1:0", plain: false } })
    expect(secure.fingerprint).to.equal((await ownTlsIdentity(folder)).fingerprint)
    await secure.close()
    const plain = await startDoor({ ...context, settings: { listen: "[::1]:0", plain: true } })
    expect(plain.fingerprint, "no certificate").to.equal(undefined)
    const { status } = await knock(`http://[::1]:${plain.port}`, await requestOf(world, id))
    await plain.close()
    expect(status).to.equal(200)
  })

  it("error: files that are missing, are not PEM, or do not belong together", async () => {
    const [first, second] = await Promise.all(["a", "b"].map((name) => ownTlsIdentity(join(folder, name))))
    const at = (name: string, text = "") => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const good = at("good", first?.certificate)
    for (const files of [
      { certificate: join(folder, "none"), key: good },
      { certificate: folder, key: good },
      { certificate: at("empty"), key: good },
      { certificate: good, key: at("other", second?.key) },
    ]) {
      expect(await failureOf(readTlsIdentity(files)), JSON.stringify(files)).to.be.instanceOf(TlsIdentityError)
    }
    writeFileSync(join(folder, "a", "door.pem"), readFileSync(join(folder, "a", "door.pem"), "utf8").slice(0, 500))
    expect(await failureOf(ownTlsIdentity(join(folder, "a"))), "cut off").to.be.instanceOf(TlsIdentityError)
  })

  it("error: a door without a certificate listens on this computer alone", async () => {
    const admit = async (): Promise<never> => {
      throw new Error("never asked")
    }
    for (const host of ["0.0.0.0", "::", "10.0.0.1", "gpu-1.example"]) {
      expect(
        await failureOf(openDoor({ host, port: 0, admit, healthLines: () => undefined, log: silentLog })),
        host,
      ).to.be.instanceOf(PlainDoorError)
    }
  })
})
