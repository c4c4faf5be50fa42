import { getRental } from "@gpuflow/escrow"
import { prepareRequest } from "@gpuflow/escrow/requests"
import { expect } from "chai"
import { createWalletClient, type Hash, http, keccak256, toHex } from "viem"
import { privateKeyToAccount } from "viem/accounts"
import { type NodeFault, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { as, NOBODY, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { accountOf, keyOf } from "../support/parties.ts"
import { until } from "../support/until.ts"
import { hashOf, rented } from "./steps.ts"

describe("CLI: tx", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  /** A client that sends as the host without any wait. */
  const hostClient = () => {
    const account = privateKeyToAccount(keyOf("host"))
    return createWalletClient({ account, chain: world.client.chain, transport: http(world.url) })
  }

  /** Starts a rental, by a transaction that stays in the mempool. */
  async function startUnmined(id: Hash, gasPrice = 100_000_000_000n) {
    const { rental } = await getRental(hostClient(), { escrow: world.escrow, id })
    const request = await prepareRequest(hostClient(), "start", { escrow: world.escrow, rental })
    return hostClient().sendTransaction({ to: request.to, data: request.data, gas: 1_000_000n, gasPrice })
  }

  it("default: a transaction that was included, with its events and amounts", async () => {
    const id = await rented(world, folder)
    const started = await send(world, "host", "start", id)
    const hash = hashOf(started["transactions"]?.["0"]?.["hash"])
    await world.client.mine({ blocks: 2 })
    const told = await as(world, undefined, ["tx", hash, "--json"])
    expect(told.code, `exit code: ${told.out}`).to.equal(0)
    const found = told.json()
    expect([found["status"], found["call"], found["confirmations"]], "what").to.deep.equal(["included", "start", "3"])
    expect(found["events"]?.["0"]?.["eventName"], "event").to.equal("Started")
    expect(found["from"], "from").to.equal(accountOf("host").address)

    const stopped = await send(world, "renter", "stop", id)
    const stop = hashOf(stopped["transactions"]?.["0"]?.["hash"])
    const { out, code } = await as(world, undefined, ["tx", stop])
    expect(code, "exit code").to.equal(0)
    expect(out, "amounts in the token").to.match(/^Closed: .*USDC to the host.*USDC to the renter/m)
    expect(out, "facts")
      .to.match(/status +included/)
      .and.match(/call +stop/)
      .and.match(/depth +1 block$/m)
  })

  it("behavior: a transaction that reverted has exit code 3 and the contract's reason", async () => {
    const id = await rented(world, folder)
    await world.client.setAutomine(false)
    const [first, second] = [await startUnmined(id), await startUnmined(id)]
    await world.client.mine({ blocks: 1 })
    await world.client.setAutomine(true)
    expect((await as(world, undefined, ["tx", first])).code, "the first").to.equal(0)
    const told = await as(world, undefined, ["tx", second, "--json"])
    expect(told.code, `exit code: ${told.out}`).to.equal(3)
    expect([told.json()["status"], told.json()["reason"]?.["code"]], "why").to.deep.equal(["reverted", "WrongStatus"])
    const { out } = await as(world, undefined, ["tx", second])
    expect(out, "in words")
      .to.match(/status +reverted/)
      .and.match(/reason +\S/)
      .and.contain("It changed nothing.")
  })

  it("behavior: a transaction in the mempool has exit code 6, and --wait waits for it", async () => {
    const id = await rented(world, folder)
    await world.client.setAutomine(false)
    const hash = await startUnmined(id)
    const told = await as(world, undefined, ["tx", hash, "--json"])
    expect([told.code, told.json()["status"], told.json()["call"]], "pending").to.deep.equal([6, "pending", "start"])
    const impatient = await as(world, undefined, ["tx", hash, "--wait", "1", "--patience", "1s", "--json"])
    expect([impatient.code, impatient.json()["status"]], "impatient").to.deep.equal([6, "pending"])
    const waiting = as(world, undefined, ["tx", hash, "--wait", "2", "--json"])
    await world.client.mine({ blocks: 2 })
    await world.client.setAutomine(true)
    const waited = await waiting
    expect([waited.code, waited.json()["status"], waited.json()["confirmations"]]).to.deep.equal([0, "included", "2"])
    const shallow = await as(world, undefined, ["tx", hash, "--wait", "9", "--patience", "1s", "--json"])
    expect([shallow.code, shallow.json()["status"]], "not deep enough").to.deep.equal([6, "included"])
  })

  it("behavior: a transaction in whose place another was sent", async () => {
    const id = await rented(world, folder)
    await world.client.setAutomine(false)
    const hash = await startUnmined(id)
    const nonce = await world.client.getTransactionCount(accountOf("host"))
    const node = await openNodeProxy(world.url)
    const waiting = as(world, undefined, ["tx", hash, "--wait", "1", "--json"], { GPUFLOW_RPC_URL: node.url })
    // It must have been seen, or it could be on its way.
    await until(() => node.served.some(({ request, to }) => request.method === "eth_getTransactionByHash" && to))
    // Its own call once more, at a higher price.
    const { rental } = await getRental(hostClient(), { escrow: world.escrow, id })
    const { to, data } = await prepareRequest(hostClient(), "start", { escrow: world.escrow, rental })
    const again = await hostClient().sendTransaction({ to, data, nonce, gas: 1_000_000n, gasPrice: 300_000_000_000n })
    await world.client.mine({ blocks: 1 })
    await world.client.setAutomine(true)
    const told = await waiting
    await node.close()
    const found = told.json()
    expect([told.code, found["status"], found["hash"], found["replaces"]], told.out).to.deep.equal([
      0,
      "included",
      again,
      hash,
    ])
  })

  it("behavior: a hash that no node knows has exit code 6, and says what to do", async () => {
    const told = await as(world, undefined, ["tx", keccak256(toHex("nothing"))])
    expect(told.code, "exit code").to.equal(6)
    expect(told.out, "what to do")
      .to.match(/status +unknown/)
      .and.contain("Look again with --wait")
  })

  it("behavior: a block that the chain has replaced does not count", async () => {
    const started = await send(world, "host", "start", await rented(world, folder))
    const hash = hashOf(started["transactions"]?.["0"]?.["hash"])
    const other: NodeFault = async ({ method, params }, pass) => {
      const answer = await pass()
      const isOfNumber = method === "eth_getBlockByNumber" && /^0x/.test(String(params[0]))
      return { answer: isOfNumber ? { ...answer, result: { ...Object(answer["result"]), hash: NOBODY } } : answer }
    }
    const node = await openNodeProxy(world.url, other)
    try {
      const told = await as(world, undefined, ["tx", hash, "--json"], { GPUFLOW_RPC_URL: node.url })
      expect([told.code, told.json()["status"]], "status").to.deep.equal([6, "pending"])
    } finally {
      await node.close()
    }
  })

  it("behavior: a node that says nothing of finality, of the token or of the reason hides nothing else", async () => {
    const started = await send(world, "host", "start", await rented(world, folder))
    const hash = hashOf(started["transactions"]?.["0"]?.["hash"])
    const node = await openNodeProxy(world.url, async ({ method, params, id }, pass) =>
      params[0] === "finalized" || method === "eth_call" || method === "eth_getLogs"
        ? { answer: { jsonrpc: "2.0", id, error: { code: -32_000, message: "not supported" } } }
        : { answer: await pass() },
    )
    try {
      const told = await as(world, undefined, ["tx", hash], { GPUFLOW_RPC_URL: node.url })
      expect(told.code, `exit code: ${told.err}`).to.equal(0)
      expect(told.out, "what there is")
        .to.match(/final +not known/)
        .and.contain("Started")
    } finally {
      await node.close()
    }
  })

  it("error: what is not a hash", async () => {
    for (const hash of ["0x12", "12", `${NOBODY}00`]) {
      expect((await as(world, undefined, ["tx", hash])).code, hash).to.equal(2)
    }
  })

  it("behavior: the error with exit code 6 names the command", async () => {
    const id = await rented(world, folder)
    await world.client.setAutomine(false)
    const told = await as(world, "host", ["start", id, "--yes", "--patience", "1s", "--json"])
    await world.client.mine({ blocks: 1 })
    await world.client.setAutomine(true)
    const { message, args } = Object(told.json()["error"])
    expect(told.code, "exit code").to.equal(6)
    expect(message, "what to do").to.contain(`Run \`gpuflow-escrow tx ${args.hash}\` before you send anything again.`)
    expect((await as(world, undefined, ["tx", args.hash])).code, "included after all").to.equal(0)
  })
})
