import { writeFile } from "node:fs/promises"
import { join } from "node:path"

import { expect } from "chai"
import { encryptKeystoreJson } from "ethers"
import type { Hash } from "viem"
import { openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { as, envOf, NOBODY, onLocalChain, send, start, type TestWorld } from "../support/commandLine.ts"
import { afterTheFirst, afterwards, only, status } from "../support/nodeFaults.ts"
import { accountOf, keyOf, type Role } from "../support/parties.ts"
import { until } from "../support/until.ts"
import { offered, rented } from "./steps.ts"

describe("CLI: writes", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  const nonces = () =>
    Promise.all(
      (["host", "renter", "arbiter"] as const).map((role) => world.client.getTransactionCount(accountOf(role))),
    )

  it("default: --dry-run of every write shows its transaction and sends nothing", async () => {
    const offer = await offered(world, folder)
    const rehearsed = async (role: Role, ...argv: string[]) => {
      const before = await nonces()
      const told = await as(world, role, [...argv, "--dry-run", "--json"])
      expect(told.code, `exit code of ${argv[0]}: ${told.out}`).to.equal(0)
      expect(told.json()["dryRun"], `${argv[0]} says so`).to.equal(true)
      const transactions = told.json()["transactions"]
      const last = transactions?.[String(Number(transactions.length) - 1)]
      expect(String(last?.["data"]), `${argv[0]}'s call`).to.match(/^0x[\da-f]{8}/)
      expect(String(last?.["to"]).toLowerCase(), `${argv[0]}'s receiver`).to.equal(world.escrow.toLowerCase())
      expect(await nonces(), `nonces after ${argv[0]}`).to.deep.equal(before)
      return last
    }

    await rehearsed("renter", "rent", offer, "--for", "1h")
    await rehearsed("host", "bond", "fund", "5 USDC")
    await send(world, "host", "bond", "fund", "5 USDC")
    const priced = await rehearsed("host", "bond", "withdraw", "5 USDC")
    expect(BigInt(String(priced?.["maxCost"])), "cost").to.equal(
      BigInt(String(priced?.["gas"])) * BigInt(String(priced?.["maxFeePerGas"])),
    )
    await rehearsed("host", "revoke", "--all")
    await rehearsed("host", "revoke", "--name", "rack 3, unit 2")

    const id = await rented(world, folder, "--bond", "1 USDC")
    await rehearsed("host", "start", id)
    await send(world, "host", "start", id)
    await world.pass(1_800n)
    for (const verb of ["stop", "dispute"]) {
      await rehearsed("renter", verb, id, ...(verb === "dispute" ? ["--evidence", "ipfs://slow"] : []))
    }
    await rehearsed("renter", "extend", id, "1h")
    await rehearsed("host", "interrupt", id)
    await rehearsed("host", "refund", id, "1m")
    await send(world, "renter", "dispute", id, "--evidence", "ipfs://slow")
    await rehearsed("host", "evidence", id, "ipfs://fast")
    await world.pass(86_400n)
    await rehearsed("arbiter", "resolve", id, "50%")
    await world.pass(14n * 86_400n)
    await rehearsed("host", "claim", "--all")
  })

  it("behavior: a dry run needs no key, and reports a transaction that would revert", async () => {
    const id = await rented(world, folder)
    const host = accountOf("host").address
    const looked = await as(world, undefined, ["start", id, "--dry-run", "--as", host, "--json"])
    expect(looked.json()["transactions"]?.["0"]?.["from"], "from").to.equal(host)
    await send(world, "host", "start", id)
    await send(world, "renter", "stop", id)
    const renting = ["rent", await offered(world, folder), "--for", "1h", "--dry-run", "--json"]
    const planned = await as(world, undefined, [...renting, "--as", accountOf("renter").address])
    expect(planned.json()["summary"]?.["price"], "a plan").to.equal("1500000")
    const refused = await as(world, "host", ["bond", "withdraw", "5 USDC", "--dry-run", "--json"])
    expect([refused.code, refused.json()["error"]?.["code"]], "refused").to.deep.equal([3, "InsufficientBond"])
    const done = await as(world, "renter", ["start", id, "--dry-run", "--json"])
    expect([done.code, done.json()["error"]?.["code"]], "done before").to.deep.equal([5, "AlreadyStarted"])
    const sent = await as(world, undefined, ["start", id, "--yes", "--as", host])
    expect(sent.code, "--as with a write").to.equal(2)
  })

  it("behavior: at a terminal, writes ask for confirmation and send nothing without it", async () => {
    const id = await rented(world, folder)
    const before = await nonces()
    const no = await start(["start", id, "--wait", "1", "--json"], envOf(world, "host"), "n\n").done
    expect([no.code, no.json()["error"]?.["code"]], "no").to.deep.equal([7, "Declined"])
    expect(await nonces(), "nonces").to.deep.equal(before)
    expect(no.err, "what it is about").to.contain(`Start rental ${id}`)
    const yes = await start(["start", id, "--wait", "1", "--json"], envOf(world, "host"), "y\n").done
    expect(yes.code, `yes: ${yes.err}`).to.equal(0)
  })

  it("error: no prompt is shown if stderr is not a terminal", async () => {
    const unseen = await start(["start", NOBODY, "--json"], envOf(world, "host"), "y\n", false).done
    expect([unseen.code, unseen.out.includes("--yes")], "confirmation").to.deep.equal([2, true])
    const env = { ...envOf(world), GPUFLOW_KEYSTORE: join(folder, "host.json") }
    await writeFile(env.GPUFLOW_KEYSTORE, '{"version":3}')
    const mute = await start(["stop", NOBODY, "--dry-run", "--json"], env, "secret\n", false).done
    expect([mute.code, mute.out.includes("GPUFLOW_KEYSTORE_PASSWORD")], "password").to.deep.equal([2, true])
  })

  it("behavior: an encrypted keystore signs, and neither its key nor its password is printed", async () => {
    const id = await rented(world, folder)
    const [path, password] = [join(folder, "host.json"), "correct horse battery"]
    const account = { address: accountOf("host").address, privateKey: keyOf("host") }
    // Few rounds: this test is about the file, not about its strength.
    await writeFile(path, await encryptKeystoreJson(account, password, { scrypt: { N: 2 } }))
    const env = { GPUFLOW_KEYSTORE: path, GPUFLOW_KEYSTORE_PASSWORD: password }
    const started = await as(world, undefined, ["start", id, "--yes", "--wait", "1"], env)
    expect(started.code, "exit code").to.equal(0)
    const asked = { ...envOf(world), GPUFLOW_KEYSTORE: path }
    const typed = await start(["stop", id, "--dry-run", "--json"], asked, `${password}\n`).done
    expect(typed.json()["error"]?.["code"], "typed at the prompt, the host's account").to.equal("NotRenter")
    const wrong = await as(world, undefined, ["start", id, "--yes"], { ...env, GPUFLOW_KEYSTORE_PASSWORD: "wrong one" })
    const silent = await as(world, undefined, ["start", id, "--yes"], { ...env, GPUFLOW_KEYSTORE_PASSWORD: undefined })
    const both = await as(world, "host", ["start", id, "--yes"], env)
    const poor = await as(world, undefined, ["start", id, "--yes"], { GPUFLOW_PRIVATE_KEY: "0xdeadbeef" })
    expect([wrong.code, silent.code, both.code, poor.code], "mistakes").to.deep.equal([2, 2, 2, 2])
    const said = [started, typed, wrong, silent, both, poor].map(({ out, err }) => out + err).join()
    for (const secret of [keyOf("host").slice(2), password, "wrong one", "deadbeef"]) {
      expect(said, "what was said").not.to.contain(secret)
    }
  })

  it("behavior: a node that fails after it accepted a transaction does not make its outcome unknown", async () => {
    const id = await rented(world, folder)
    const node = await openNodeProxy(world.url, only("eth_sendRawTransaction", afterwards(status(502, ""))))
    const told = await as(world, "host", ["start", id, "--yes", "--wait", "1", "--json"], {
      GPUFLOW_RPC_URL: node.url,
    })
    await node.close()
    expect(told.code, `exit code: ${told.out}`).to.equal(0)
    expect(told.json()["transactions"]?.["0"]?.["events"]?.["0"]?.["eventName"], "event").to.equal("Started")
  })

  it("error: a signed transaction that is not found has exit code 6, and its hash is printed", async () => {
    const id = await rented(world, folder)
    const node = await openNodeProxy(world.url, only("eth_sendRawTransaction", status(502, "")))
    const env = { GPUFLOW_RPC_URL: node.url }
    const lost = await as(world, "host", ["start", id, "--yes", "--patience", "1s", "--json"], env)
    await node.close()
    expect([lost.code, lost.json()["error"]?.["code"]], "lost").to.deep.equal([6, "TransactionStalled"])
    expect(String(lost.json()["error"]?.["args"]?.["hash"]), "hash").to.match(/^0x[\da-f]{64}$/)

    await world.client.setAutomine(false)
    const waiting = await as(world, "host", ["start", id, "--yes", "--patience", "1s", "--json"])
    await world.client.mine({ blocks: 1 })
    await world.client.setAutomine(true)
    expect(waiting.code, "in the mempool").to.equal(6)
    expect(String(waiting.json()["error"]?.["message"]), "a node without fault").not.to.contain("Endpoint")
    const hash = String(waiting.json()["error"]?.["args"]?.["hash"]) as Hash
    expect((await world.client.getTransactionReceipt({ hash })).status, "it came after all").to.equal("success")
  })

  it("error: if the second of two transactions fails, the first is reported", async () => {
    for (const [failing, code] of [
      ["eth_sendRawTransaction", 6],
      ["eth_estimateGas", 4],
    ] as const) {
      const node = await openNodeProxy(world.url, only(failing, afterTheFirst(status(502, ""))))
      const env = { GPUFLOW_RPC_URL: node.url }
      const fund = ["bond", "fund", "1 USDC", "--yes", "--wait", "1", "--patience", "1s", "--json"]
      const told = await as(world, "host", fund, env)
      await node.close()
      expect(told.code, `exit code: ${told.out}`).to.equal(code)
      const { message, args } = told.json()["error"] ?? {}
      const hash = String(args?.["sent"]?.["0"]) as Hash
      expect(args?.["sent"]?.length, `sent, ${failing} fails`).to.equal(1)
      expect(String(message), "said").to.contain(`Sent before the failure: ${hash}`)
      expect((await world.client.getTransactionReceipt({ hash })).status, "the approval").to.equal("success")
      expect(args?.["hash"], "the one that is open").not.to.equal(hash)
      await world.reset()
    }
  })

  it("error: if the wait is stopped, the hash is reported", async () => {
    const id = await rented(world, folder)
    await world.client.setAutomine(false)
    const waiting = start(["start", id, "--yes", "--patience", "20s", "--json"], envOf(world, "host"))
    const pending = async () =>
      (await world.client.getTransactionCount({ ...accountOf("host"), blockTag: "pending" })) > 0
    await until(pending)
    waiting.stop()
    const told = await waiting.done
    await world.client.setAutomine(true)
    expect([told.code, told.json()["error"]?.["code"]], "exit code").to.deep.equal([6, "Stopped"])
    expect(String(told.json()["error"]?.["args"]?.["hash"]), "hash").to.match(/^0x[\da-f]{64}$/)
  })

  it("error: without POL for gas, nothing is sent", async () => {
    const id = await rented(world, folder)
    await world.client.setBalance({ address: accountOf("host").address, value: 1n })
    const told = await as(world, "host", ["start", id, "--yes", "--json"])
    expect([told.code, told.json()["error"]?.["code"]], "refused").to.deep.equal([3, "InsufficientFunds"])
  })
})
