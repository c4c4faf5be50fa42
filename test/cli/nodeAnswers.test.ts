import { join } from "node:path"

import { expect } from "chai"
import { type NodeFault, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { as, envOf, onLocalChain, send, start, type TestWorld } from "../support/commandLine.ts"
import { altered, only } from "../support/nodeFaults.ts"
import { accountOf } from "../support/parties.ts"
import { until } from "../support/until.ts"
import { offered, rented } from "./steps.ts"

const result =
  (value: unknown): NodeFault =>
  async ({ id }) => ({ answer: { jsonrpc: "2.0", id, result: value } })
const body =
  (text: string): NodeFault =>
  async () => ({ status: 200, body: text })

const unreadable: Readonly<Record<string, NodeFault>> = {
  "null as a result": result(null),
  "a number as a result": result(7),
  "an object as a result": result({}),
  "a list as a result": result([null]),
  "a result of half a byte": result("0x0g"),
  "no result": body("{}"),
  "null in place of a response": body("null"),
  "a text in place of a response": body('"rate limited"'),
  "a list in place of a response": body("[]"),
  "an error without words": body('{"jsonrpc":"2.0","id":1,"error":{}}'),
  "an error that is a text": body('{"jsonrpc":"2.0","id":1,"error":"boom"}'),
  "a page": body("<!doctype html><title>Just a moment…</title>"),
  "an empty body": body(""),
  "half a response": body('{"jsonrpc":"2.0","id":1,"resu'),
}
const HUGE = `0x${"f".repeat(64)}`

describe("CLI: what nodes answer", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  /** Runs commands behind a node with a fault in one method. Each must blame the endpoint and the method. */
  async function expectBlamed(
    method: string,
    fault: NodeFault,
    what: string,
    commands: readonly (readonly string[])[],
  ) {
    const node = await openNodeProxy(world.url, only(method, fault))
    try {
      await Promise.all(
        commands.map(async (argv) => {
          const env = { ...envOf(world, "host"), GPUFLOW_RPC_URL: node.url, HOME: join(folder, argv[0] ?? "") }
          const told = await start([...argv, "--json"], env).done
          const name = `${argv.slice(0, 2).join(" ")}, ${method}, ${what}: ${told.out}`
          expect(told.code, name).to.equal(4)
          const { message } = Object(told.json()["error"])
          expect(message, name).to.contain("Endpoint 1 of 1").and.contain(method)
        }),
      )
    } finally {
      await node.close()
    }
  }

  it("error: an answer that cannot be read has exit code 4, and names the endpoint and the method", async () => {
    const id = await rented(world, folder)
    const offer = join(folder, "offer.json")
    const commands = [
      ["show", id],
      ["bond", "fund", "1 USDC", "--yes"],
      ["offer", "verify", offer],
      ["start", id, "--dry-run"],
    ]
    const of = (method: string, more: Readonly<Record<string, NodeFault>>, tried = commands) =>
      Object.entries({ ...unreadable, ...more }).map(([what, fault]) => expectBlamed(method, fault, what, tried))
    await Promise.all([
      ...of("eth_call", { nothing: result("0x") }),
      ...of("eth_getCode", {}, [["show", id]]),
      ...of("eth_chainId", { "a huge number": result(HUGE) }, [["show", id]]),
      ...of("eth_getBlockByNumber", { "no time": result({ number: "0x1", hash: HUGE }) }, [["start", id, "--dry-run"]]),
      ...of("eth_estimateGas", { "a huge number": result(HUGE) }, [["start", id, "--dry-run"]]),
    ])
  })

  it("behavior: a receipt without a price is enough, once a transaction was sent", async () => {
    const id = await rented(world, folder)
    const unpriced = altered((receipt) => receipt && { ...Object(receipt), effectiveGasPrice: undefined })
    const node = await openNodeProxy(world.url, only("eth_getTransactionReceipt", unpriced))
    const told = await as(world, "host", ["start", id, "--yes", "--wait", "1"], { GPUFLOW_RPC_URL: node.url })
    await node.close()
    expect(told.code, `exit code: ${told.err}`).to.equal(0)
    expect(told.out, "what it prints").to.match(/used \d+ gas\.\n$/)
  })

  it("behavior: a method that a node lacks and the program can do without is not blamed", async () => {
    const id = await rented(world, folder)
    const fault: NodeFault = async ({ id: request, method }, pass) => {
      if (method === "eth_sendRawTransaction") return { status: 502, body: "" }
      if (method !== "eth_fillTransaction" && method !== "eth_createAccessList") return { answer: await pass() }
      return { answer: { jsonrpc: "2.0", id: request, error: { code: -32_601, message: "no such method" } } }
    }
    const node = await openNodeProxy(world.url, fault)
    const told = await as(world, "host", ["start", id, "--yes", "--patience", "1s"], { GPUFLOW_RPC_URL: node.url })
    await node.close()
    expect(told.code, "exit code").to.equal(6)
    expect(told.err, "message").not.to.contain("no such method")
  })

  it("behavior: a write that is stopped asks its node nothing more", async () => {
    const id = await rented(world, folder)
    const node = await openNodeProxy(world.url)
    await world.client.setAutomine(false)
    const env = { ...envOf(world, "host"), GPUFLOW_RPC_URL: node.url }
    const waiting = start(["start", id, "--yes", "--patience", "10m"], env)
    const asked = () => node.state.methods.get("eth_getTransactionReceipt") ?? 0
    await until(async () => asked() > 0)
    waiting.stop()
    expect((await waiting.done).code, "exit code").to.equal(6)
    // A poll that had begun ends.
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    const before = asked()
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    await world.client.setAutomine(true)
    await node.close()
    expect(asked(), "polls after the end").to.equal(before)
  })

  it("behavior: rent and claim are simulated before the question", async () => {
    const offer = await offered(world, folder)
    const token = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
    const renting = ["rent", offer, "--for", "1h", "--accept", "commitment,challengeWindow"]
    await send(world, "renter", ...renting)
    const again = await start([...renting, "--json"], envOf(world, "renter"), "n\n").done
    expect([again.code, again.json()["error"]?.["code"]], "rent").to.deep.equal([3, "MachineBusy"])
    expect(again.err, "question").not.to.contain("Send?")
    await world.pass(1_800n)
    const refusesToSettle = only("eth_call", async (request, pass) => {
      const { from, to, data } = Object(request.params[0])
      const isWrite = from !== undefined && String(to).toLowerCase() === world.escrow.toLowerCase()
      if (!isWrite || String(data).length < 500) return { answer: await pass() }
      return {
        answer: { jsonrpc: "2.0", id: request.id, error: { code: 3, message: "execution reverted", data: "0x" } },
      }
    })
    const node = await openNodeProxy(world.url, refusesToSettle)
    const env = { ...envOf(world, "host"), GPUFLOW_RPC_URL: node.url, HOME: folder }
    const claimed = await start(["claim", "--all"], env, "n\n").done
    await node.close()
    expect(claimed.code, `claim: ${claimed.err}`).to.equal(3)
    expect(claimed.err, "question").not.to.contain("Send?")
    expect(await world.client.getTransactionCount(accountOf("host")), token).to.equal(
      await world.client.getTransactionCount({ ...accountOf("host"), blockTag: "pending" }),
    )
  })
})
