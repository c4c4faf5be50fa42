// From a payment to a prompt on the machine, over the command line, the door of the host's agent, and an sshd.
import { execFile, execFileSync } from "node:child_process"
import { existsSync, readFileSync, statSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { serializeAccessRequest, signAccess } from "@gpuflow/escrow/access"
import { parseDocument } from "@gpuflow/escrow/machine"
import { hashMachineDocument } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import { createWalletClient, type Hash, http } from "viem"
import { ownTlsIdentity } from "../../host/door/tlsIdentity.ts"
import { removeKeys, writeKeys } from "../../host/keys/authorizedKeys.ts"
import type { Phase } from "../../host/machine/phase.ts"
import { as, envOf, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { failureOf } from "../support/failureOf.ts"
import { closeDoors, openTestDoor, silentLog } from "../support/hostDoor.ts"
import { answerJson, type HttpServer, serveHttp } from "../support/httpServer.ts"
import { testSshKey } from "../support/machineDoor.ts"
import { closeMcp, openMcp } from "../support/mcpClient.ts"
import { accountOf, addressOf } from "../support/parties.ts"
import { hasSshd, type SshServer, startSsh2, startSshd } from "../support/sshServer.ts"
import { until } from "../support/until.ts"
import { hashOf } from "./steps.ts"

/** Not synchronous: the server may be in this process. */
const run = promisify(execFile)

type Machine = Awaited<ReturnType<typeof rentMachine>>

/** A machine with a door and an sshd, rented by the renter and started by its host. */
async function rentMachine(world: TestWorld, folder: string, sshServer: SshServer) {
  const identity = await ownTlsIdentity(join(folder, "agent"))
  const phases = new Map<Hash, Phase>()
  const keys: string[] = []
  const access = {
    find: (rental: Hash) => {
      const phase = phases.get(rental)
      return phase && { renter: addressOf("renter"), phase, endsAt: 0n }
    },
    healthAfter: () => ({ checks: [], place: 0 }),
    serves: () => true,
    admit: async (rental: Hash, publicKey: string) => {
      keys.push(publicKey)
      await writeKeys(sshServer.authorizedKeys, { rental, keys })
      const { port, user, hostKey } = sshServer
      return { host: "127.0.0.1", port, user, hostKey }
    },
  }
  const door = await openTestDoor(world, { access }, { identity, log: silentLog })
  const document = join(folder, "machine.json")
  const made = await as(world, undefined, [
    ...["machine", "--name", "rack 3, unit 2", "--gpu", "A100", "--count", "1", "--gpu-memory", "81920"],
    ...["--door", door.url, "--host-key", join(folder, "host_key.pub"), "--certificate", identity.fingerprint],
    ...["--to", document],
  ])
  expect(made.code, made.err).to.equal(0)
  const offer = join(folder, "offer.json")
  const terms = ["offer", "--document", document, "--price", "1.50 USDC", "--max-duration", "30d", "--to", offer]
  const offered = await as(world, "host", terms)
  expect(offered.code, offered.err).to.equal(0)
  const rent = ["rent", offer, "--for", "1h", "--accept", "commitment,challengeWindow"]
  const id = hashOf((await send(world, "renter", ...rent))["id"])
  phases.set(id, "preparing")
  const env = { HOME: folder, XDG_STATE_HOME: join(folder, "state") }
  return {
    id,
    door,
    document,
    phases,
    env,
    folderOfKeys: join(folder, "state", "gpuflow-escrow", "access", `137-${id}`),
  }
}

const servers = { ...(hasSshd() ? { "OpenSSH's sshd": startSshd } : {}), "ssh2's server": startSsh2 }

for (const [name, startServer] of Object.entries(servers)) {
  describe(`CLI: from a payment to a prompt, with ${name}`, () => {
    let world: TestWorld
    let folder: string
    let sshServer: SshServer
    let machine: Machine
    onLocalChain((opened, made) => {
      world = opened
      folder = made
    })
    beforeEach(async () => {
      sshServer = await startServer(folder)
      machine = await rentMachine(world, folder, sshServer)
    })
    afterEach(async () => {
      await closeDoors()
      await sshServer?.close()
    })
    const ready = async () => {
      await send(world, "host", "start", machine.id)
      machine.phases.set(machine.id, "running")
    }
    const ssh = (...more: string[]) =>
      as(world, "renter", ["ssh", machine.id, "--document", machine.document, ...more], machine.env)

    it("default: waits for the machine, and runs a command on it; at the end the key is gone", async () => {
      const connecting = ssh("--", "echo", "hello from", "the machine; exit 7")
      await until(() => machine.door.answers.includes("NotReady"))
      await ready()
      const told = await connecting
      expect([told.code, told.out.trim()], told.err).to.deep.equal([7, "hello from the machine"])
      expect(told.err, "said so").to.contain("The host prepares the machine. Waiting.")
      const key = readFileSync(join(machine.folderOfKeys, "id_ed25519.pub"), "utf8").split(" ").slice(0, 2).join(" ")
      expect(readFileSync(sshServer.authorizedKeys, "utf8"), "let in").to.contain(key)

      const again = await ssh("--", "true")
      expect(again.code, again.err).to.equal(0)
      expect(readFileSync(sshServer.authorizedKeys, "utf8").split("\n"), "one key").to.have.length(3)

      await send(world, "renter", "stop", machine.id)
      machine.phases.set(machine.id, "stopping")
      await removeKeys(sshServer.authorizedKeys)
      const ended = await ssh("--", "true")
      expect([ended.code, ended.err.includes("The rental has ended")], ended.err).to.deep.equal([9, true])
      const shown = machine.door.answers.length
      // By hand, with what the renter still has.
      const options = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes"]
      const login = [
        "-i",
        join(machine.folderOfKeys, "id_ed25519"),
        "-p",
        `${sshServer.port}`,
        `${sshServer.user}@127.0.0.1`,
      ]
      expect(String(await failureOf(run("ssh", [...options, ...login, "true"]))), "key").to.match(/denied/)
      expect(machine.door.answers, "not asked").to.have.length(shown)
    })

    it("behavior: access prints what ssh needs, with a key of the rental's own that stays the same", async () => {
      await ready()
      const told = await as(
        world,
        "renter",
        ["access", machine.id, "--document", machine.document, "--json"],
        machine.env,
      )
      expect(told.code, told.err).to.equal(0)
      const json = told.json()
      expect([json["rental"], json["host"], json["port"], json["user"]]).to.deep.equal([
        machine.id,
        "127.0.0.1",
        sshServer.port,
        sshServer.user,
      ])
      const identity = String(json["identity"])
      expect(statSync(identity).mode & 0o077, "the key's mode").to.equal(0)
      expect(statSync(machine.folderOfKeys).mode & 0o077, "the folder's mode").to.equal(0)
      expect(readFileSync(String(json["knownHosts"]), "utf8"), "host key").to.contain(
        sshServer.hostKey.split(" ").slice(0, 2).join(" "),
      )
      const [program = "", ...args] = [...JSON.parse(JSON.stringify(json["ssh"]))]
      expect((await run(program, [...args, "echo", "by", "hand"])).stdout).to.equal("by hand\n")
      const again = await as(
        world,
        "renter",
        ["access", machine.id, "--document", machine.document, "--json"],
        machine.env,
      )
      expect(again.json()["identity"], "the same key").to.equal(identity)
      const text = await as(world, "renter", ["access", machine.id, "--document", machine.document], machine.env)
      expect(text.out).to.contain(`gpuflow-escrow ssh ${machine.id}`)
    })

    it("default: an agent gets in by its tool, and runs a command; no other account and no ended rental does", async () => {
      await ready()
      const document = JSON.parse(readFileSync(machine.document, "utf8"))
      const board = await serveHttp((_, response) => answerJson(response, document))
      const [settings, own] = [join(folder, "agent.json"), join(folder, "agent_key")]
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", own])
      const limits = { perHour: "0.01", perRental: "0.01", perDay: "0.01", total: "0.01" }
      const allowed = { tokens: { USDC: limits }, boards: [board.url], publicKeyFile: `${own}.pub`, actionsPerDay: 1 }
      const open = async (role: "renter" | "stranger") => {
        await writeFile(settings, JSON.stringify({ ledger: join(folder, `${role}.db`), ...allowed }))
        return openMcp({ ...envOf(world, role), ...machine.env }, { settings })
      }
      try {
        const [agent, stranger] = [await open("renter"), await open("stranger")]
        const foreign = await stranger.call("access", { rental: machine.id })
        expect(foreign["error"]?.["code"], JSON.stringify(foreign)).to.equal("AccessRefused")
        expect(machine.door.answers, "the door was not asked").to.deep.equal([])

        const nonce = await world.client.getTransactionCount({ address: addressOf("renter") })
        // Twice: a way in is no transaction, and no limit of transactions ends it.
        await agent.call("access", { rental: machine.id })
        const given = await agent.call("access", { rental: machine.id })
        expect(given["error"], JSON.stringify(given)).to.equal(undefined)
        const { host, user } = JSON.parse(JSON.stringify(given["untrusted"]?.["data"]))
        const knownHosts = join(folder, "known_hosts_of_agent")
        await writeFile(knownHosts, `[${host}]:${given["port"]} ${given["hostKey"]}\n`)
        const options = ["-o", "StrictHostKeyChecking=yes", "-o", `UserKnownHostsFile=${knownHosts}`]
        const login = ["-i", own, "-o", "IdentitiesOnly=yes", "-p", String(given["port"]), `${user}@${host}`]
        expect((await run("ssh", [...options, ...login, "echo", "at work"])).stdout).to.equal("at work\n")
        expect(await world.client.getTransactionCount({ address: addressOf("renter") }), "sent").to.equal(nonce)

        await send(world, "renter", "stop", machine.id)
        machine.phases.set(machine.id, "stopping")
        await removeKeys(sshServer.authorizedKeys)
        const ended = await agent.call("access", { rental: machine.id })
        expect(ended["error"]?.["code"], JSON.stringify(ended)).to.equal("AccessRefused")
        expect(String(await failureOf(run("ssh", [...options, ...login, "true"]))), "the key is gone").to.match(
          /denied/,
        )
      } finally {
        await closeMcp()
        await board.close()
      }
    })

    it("error: a machine with another host key is not connected to", async () => {
      await ready()
      await ssh("--", "true")
      const knownHosts = join(machine.folderOfKeys, "known_hosts")
      const [alias] = readFileSync(knownHosts, "utf8").split(" ")
      expect(alias).to.equal(`gpuflow-${machine.id.slice(2)}`)
      const { port, close } = sshServer
      await close()
      const other = join(folder, "other")
      execFileSync("mkdir", ["-p", other])
      sshServer = await startServer(other, port)
      const told = await ssh("--", "true")
      // The agent answers with the key that it knows, which is not this machine's any more.
      expect(told.code, told.err).to.equal(255)
      expect(told.err).to.match(/host key|HOST IDENTIFICATION/i)
    })
  })
}

describe("CLI: access, what is refused", () => {
  let world: TestWorld
  let folder: string
  let machine: Machine
  let sshServer: SshServer
  const open: HttpServer[] = []
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  beforeEach(async () => {
    sshServer = await startSsh2(folder)
    machine = await rentMachine(world, folder, sshServer)
  })
  afterEach(async () => {
    await closeMcp()
    await Promise.all([closeDoors(), sshServer.close(), ...open.splice(0).map(({ close }) => close())])
  })
  const access = (role: Parameters<typeof as>[1], ...more: string[]) =>
    as(world, role, ["access", machine.id, "--json", ...more], machine.env)

  it("error: no account, another account, no document, another document", async () => {
    const document = ["--document", machine.document]
    expect((await access(undefined, ...document)).code, "no account").to.equal(2)
    const stranger = await access("stranger", ...document)
    expect(stranger.code, stranger.err).to.equal(9)
    expect(`${stranger.out}${stranger.err}`, "another account").to.contain("Your account did not rent this machine")
    expect((await access("renter")).code, "no document").to.equal(2)
    const other = join(folder, "other.json")
    await as(world, undefined, ["machine", machine.document, "--location", "Gera", "--to", other])
    const foreign = await access("renter", "--document", other)
    expect([foreign.code, `${foreign.out}${foreign.err}`.includes("is not the document")]).to.deep.equal([2, true])
    expect(existsSync(join(folder, "state")), "no key was made").to.equal(false)
  })

  it("error: a machine that is not ready in time", async () => {
    const told = await access("renter", "--document", machine.document, "--wait", "0s")
    expect(told.code, told.err).to.equal(9)
    expect(`${told.out}${told.err}`).to.contain("The machine is not ready yet")
  })

  it("default: the document comes from a board by its hash, and a board that lies is passed over", async () => {
    await send(world, "host", "start", machine.id)
    machine.phases.set(machine.id, "running")
    const document = parseDocument(JSON.parse(readFileSync(machine.document, "utf8")))
    const { spec } = hashMachineDocument(document)
    const serve = async (answer: object, status = 200) => {
      const server = await serveHttp(({ url }, response) =>
        url.pathname === `/documents/${spec}` ? answerJson(response, answer, status) : answerJson(response, {}, 404),
      )
      open.push(server)
      return server.url
    }
    const lying = await serve({ ...document, access: { ...document.access, endpoint: "https://evil.example" } })
    const empty = await serve({}, 404)
    const told = await access("renter", "--server", "http://127.0.0.1:1", lying, empty, await serve(document))
    expect(told.code, told.err).to.equal(0)
    expect(told.err).to.contain(`${lying} is not used. Its document is another one.`)
    expect(told.err).to.contain(`${empty} is not used. It does not have the document.`)
    const none = await access("renter", "--server", lying)
    expect(none.code, "only a liar").to.equal(2)
  })

  it("behavior: an agent's tool gets in, too: it gives a board its login, and follows none elsewhere", async () => {
    await send(world, "host", "start", machine.id)
    machine.phases.set(machine.id, "running")
    const document = JSON.parse(readFileSync(machine.document, "utf8"))
    const elsewhere: string[] = []
    const inner = await serveHttp(({ url }, response) => {
      elsewhere.push(url.pathname)
      answerJson(response, document)
    })
    const redirecting = await serveHttp((_, response) => void response.writeHead(302, { location: inner.url }).end())
    const logins: unknown[] = []
    const board = await serveHttp(({ headers }, response) => {
      logins.push(headers.authorization)
      answerJson(response, document)
    })
    open.push(inner, redirecting, board)
    const settings = join(folder, "agent.json")
    const limits = { perHour: "2", perRental: "4", perDay: "6", total: "8" }
    const boards = [redirecting.url, board.url.replace("//", "//user:secret@")]
    await writeFile(settings, JSON.stringify({ ledger: join(folder, "ledger.db"), tokens: { USDC: limits }, boards }))
    const agent = await openMcp({ ...envOf(world, "renter"), ...machine.env }, { settings })
    const told = await agent.call("access", { rental: machine.id, publicKey: testSshKey("renter") })
    expect(told["port"], JSON.stringify(told)).to.equal(sshServer.port)
    expect(logins, "logins").to.deep.equal([`Basic ${btoa("user:secret")}`])
    expect(elsewhere, "redirected").to.deep.equal([])
    const before = machine.door.answers.length
    machine.door.replaceIdentity(await ownTlsIdentity(join(folder, "thief")))
    const refused = await agent.call("access", { rental: machine.id, publicKey: testSshKey("renter") })
    expect(refused["error"]?.["code"], JSON.stringify(refused)).to.equal("ForeignCertificate")
    expect(machine.door.answers, "nothing was sent").to.have.length(before)
  })

  it("error: a door with another certificate gets nothing", async () => {
    await send(world, "host", "start", machine.id)
    machine.phases.set(machine.id, "running")
    const before = machine.door.answers.length
    machine.door.replaceIdentity(await ownTlsIdentity(join(folder, "thief")))
    const told = await access("renter", "--document", machine.document)
    expect(told.code, told.err).to.equal(9)
    expect(`${told.out}${told.err}`).to.contain("has a certificate with the key")
    expect(machine.door.answers, "nothing was sent").to.have.length(before)
  })

  it("behavior: a key of the user's, of which only the public part is read", async () => {
    await send(world, "host", "start", machine.id)
    machine.phases.set(machine.id, "running")
    const own = join(folder, "own")
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "secret", "-f", own])
    for (const path of [own, `${own}.pub`]) {
      const told = await access("renter", "--document", machine.document, "--identity", path)
      expect([told.code, told.json()["identity"]], told.err).to.deep.equal([0, own])
    }
    expect(readFileSync(sshServer.authorizedKeys, "utf8").split("\n"), "one key").to.have.length(3)
    const missing = await access("renter", "--document", machine.document, "--identity", join(folder, "none"))
    expect(missing.code, "missing").to.equal(2)
  })

  it("error: a request that was seen and is sent again, during the rental and after it", async () => {
    await send(world, "host", "start", machine.id)
    machine.phases.set(machine.id, "running")
    const { url, client, escrow } = world
    const wallet = createWalletClient({ account: accountOf("renter"), chain: client.chain, transport: http(url) })
    const request = await signAccess(wallet, { escrow, rental: machine.id, publicKey: testSshKey("renter") })
    const body = serializeAccessRequest(request)
    const { pinnedFetch } = await import("../../cli/access/pinnedFetch.ts")
    const { fingerprint } = await ownTlsIdentity(join(folder, "agent"))
    const knock = async () => {
      const response = await pinnedFetch(fingerprint)(`${machine.door.url}/access`, { method: "POST", body })
      return [response.status, Object(await response.json()).code]
    }
    expect(await knock(), "first").to.deep.equal([200, undefined])
    expect(await knock(), "again").to.deep.equal([409, "RequestReplayed"])
    machine.phases.set(machine.id, "wiped")
    await removeKeys(sshServer.authorizedKeys)
    expect(await knock(), "after the end").to.deep.equal([409, "RequestReplayed"])
    expect(existsSync(sshServer.authorizedKeys), "no key").to.equal(false)
  })
})
