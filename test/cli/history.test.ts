// How commands read a long history: from a first block that exists, and only what is new.
import { execFile } from "node:child_process"
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"

import { expect } from "chai"
import { type NodeProxy, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { as, envOf, onLocalChain, send, start, type TestWorld } from "../support/commandLine.ts"
import { accountOf } from "../support/parties.ts"
import { until } from "../support/until.ts"
import { rented } from "./steps.ts"

const run = promisify(execFile)
const HOST = accountOf("host").address

describe("CLI: reading the history", () => {
  let world: TestWorld
  let folder: string
  let node: NodeProxy
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  /** Nodes of public endpoints answer a few hundred to a few thousand blocks at once. */
  const LIMIT = 2_000n
  beforeEach(async () => {
    node = await openNodeProxy(world.url, async (request, pass) => {
      const [query] = request.params
      const { fromBlock, toBlock } = Object(query)
      const isTooMuch = request.method === "eth_getLogs" && toBlock && BigInt(toBlock) - BigInt(fromBlock) >= LIMIT
      const error = { code: -32_000, message: `exceed maximum block range: ${LIMIT}` }
      return { answer: isTooMuch ? { jsonrpc: "2.0", id: request.id, error } : await pass() }
    })
  })
  afterEach(() => node.close())

  /** Runs a command through the limited node, with a cache of its own; returns its JSON and its requests. */
  async function counted(argv: string[], env: Record<string, string> = {}) {
    const before = node.served.length
    const told = await as(world, undefined, [...argv, "--json"], {
      GPUFLOW_RPC_URL: node.url,
      XDG_CACHE_HOME: folder,
      ...env,
    })
    expect(told.code, `exit code of ${argv[0]}: ${told.out}${told.err}`).to.equal(0)
    const requests = node.served.slice(before).map(({ request }) => request)
    const ranges = requests.filter(({ method, params }) => method === "eth_getLogs" && Object(params[0]).fromBlock)
    return { json: told.json(), requests: requests.length, ranges: ranges.length }
  }
  const COMMANDS = [
    ["list", "--host", HOST],
    ["claimable", "--host", HOST],
    ["record", HOST],
    ["export", "--host", HOST],
  ]

  it("behavior: list, claimable, record and export read only what is new", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    await world.client.mine({ blocks: 60_000 })
    for (const command of COMMANDS) {
      const { json: first } = await counted(command)
      const second = await counted(command)
      const anew = await counted([...command, "--no-cache"])
      expect(second.json, `${command[0]}, once more`).to.deep.equal(first)
      expect(anew.json, `${command[0]}, without the cache`).to.deep.equal(first)
      expect(second.ranges, `${command[0]}, queries of ranges`).to.be.at.most(3)
      expect(anew.ranges, `${command[0]}, queries without it`).to.be.greaterThan(29)
      expect(second.requests, `${command[0]}, requests`).to.be.lessThan(anew.requests)
    }
    // What is new is found, and what has changed.
    await send(world, "renter", "stop", id)
    const other = await rented(world, folder)
    const listed = (await counted(["list", "--host", HOST])).json
    expect(listed["rentals"]?.length, "rentals").to.equal(2)
    expect(listed["rentals"]?.["0"]?.["state"]?.["status"], "the first").to.equal("Closed")
    expect(listed["rentals"]?.["1"]?.["id"], "the second").to.equal(other)
    const { json } = await counted(["record", HOST])
    expect([json["rentals"], json["completed"], json["open"]], "record").to.deep.equal([2, 1, 1])
    for (const command of COMMANDS) {
      const whole = await counted([...command, "--no-cache"])
      expect((await counted(command)).json, `${command[0]}, in the end`).to.deep.equal(whole.json)
    }
  })

  it("behavior: an endpoint's limit is remembered for other questions, and its URL is not stored", async () => {
    await world.client.mine({ blocks: 60_000 })
    await counted(["list", "--host", HOST])
    const refusals = () => node.served.length
    const before = refusals()
    await counted(["list", "--renter", HOST])
    const asked = node.served.slice(before).flatMap(({ request: { method, params } }) => {
      const { fromBlock, toBlock } = Object(params[0])
      return method === "eth_getLogs" && fromBlock ? [BigInt(toBlock) - BigInt(fromBlock) + 1n] : []
    })
    expect(
      asked.filter((blocks) => blocks > LIMIT),
      "refused",
    ).to.have.length.at.most(1)
    expect(asked[0], "the first").to.equal(LIMIT)
    const files = await readdir(join(folder, "gpuflow-escrow"))
    for (const file of files) {
      const text = await readFile(join(folder, "gpuflow-escrow", file), "utf8")
      expect(text, file).not.to.contain(new URL(node.url).port)
      expect((await stat(join(folder, "gpuflow-escrow", file))).mode & 0o777, `mode of ${file}`).to.equal(0o600)
    }
  })

  it("behavior: a cache that is damaged, of another branch or not writable is passed over", async () => {
    const id = await rented(world, folder)
    await world.client.mine({ blocks: 400 })
    const cache = join(folder, "gpuflow-escrow")
    const idsOf = async () => (await counted(["list", "--host", HOST])).json["rentals"]?.["0"]?.["id"]
    expect(await idsOf(), "at first").to.equal(id)
    const file = (await readdir(cache)).find((name) => name.startsWith("rentals-"))
    if (!file) throw new Error("Nothing was stored.")
    const whole = await readFile(join(cache, file), "utf8")
    const damages = [
      "",
      "{}",
      whole.slice(0, -20),
      whole.replace("Deposited", "Deported"),
      whole.replace('"version":1', '"version":0'),
    ]
    for (const text of damages) {
      await writeFile(join(cache, file), text)
      expect(await idsOf(), text.slice(0, 20)).to.equal(id)
      expect(await readFile(join(cache, file), "utf8"), "stored again").to.contain('"version":1')
    }
    await rm(join(cache, file))
    await run("mkfifo", [join(cache, file)])
    expect(await idsOf(), "a pipe").to.equal(id)
    expect(await readFile(join(cache, file), "utf8"), "stored again").to.contain('"version":1')
    // Another chain with the same id, escrow and first block: the rental was never paid there.
    await counted(["record", HOST])
    await counted(["export", "--host", HOST])
    await world.reset()
    await world.client.mine({ blocks: 500 })
    expect(await idsOf(), "on another branch").to.equal(undefined)
    expect((await counted(["record", HOST])).json["rentals"], "record").to.equal(0)
    expect((await counted(["export", "--host", HOST])).json["payouts"]?.length, "payouts").to.equal(0)
    const blocked = join(folder, "file")
    await writeFile(blocked, "")
    await counted(["list", "--host", HOST], { XDG_CACHE_HOME: blocked })
    await mkdir(join(folder, "none"))
    await counted(["list", "--host", HOST], { XDG_CACHE_HOME: "relative", HOME: join(folder, "none") })
    expect(await readdir(join(folder, "none", ".cache")), "in the home folder").to.deep.equal(["gpuflow-escrow"])
  })

  it("error: a first block above the chain's head, in every command that reads the history", async () => {
    for (const command of [...COMMANDS, ["claim", "--all", "--host", HOST, "--yes"], ["watch", "--once"], ["watch"]]) {
      const told = await as(world, "host", [...command, "--from-block", "99999999"])
      expect([told.code, told.out], `exit code of ${command[0]}`).to.deep.equal([2, ""])
      expect(told.err, `why, ${command[0]}`).to.match(/99999999, is above the chain's latest block, \d+\./)
    }
    const told = await as(world, undefined, ["list", "--host", HOST], { GPUFLOW_FROM_BLOCK: "99999999" })
    expect(told.code, "from the environment").to.equal(2)
  })

  it("behavior: a first block after the escrow's deployment is warned of", async () => {
    await rented(world, folder)
    await world.client.mine({ blocks: 5 })
    const head = String(await world.client.getBlockNumber())
    const late = await as(world, undefined, ["list", "--host", HOST, "--from-block", head])
    expect(late.code, "exit code").to.equal(0)
    expect(late.err, "warning").to.contain(`Warning: the escrow was deployed before block ${head}`)
    for (const block of ["0", String(world.fromBlock)]) {
      const told = await as(world, undefined, ["list", "--host", HOST, "--from-block", block])
      expect([told.code, told.err], `from ${block}`).to.deep.equal([0, ""])
    }
  })

  it("behavior: what is read shows on a terminal, and on a dumb one in one line", async () => {
    let release = () => {}
    let isHeld = new Promise<void>(() => {})
    const slow = await openNodeProxy(world.url, async ({ method }, pass) => {
      if (method === "eth_getBlockByNumber") await isHeld
      return { answer: await pass() }
    })
    try {
      for (const TERM of ["dumb", "xterm"]) {
        isHeld = new Promise((resolve) => (release = resolve))
        const env = { ...envOf(world), TERM, GPUFLOW_RPC_URL: slow.url }
        const running = start(["list", "--host", HOST], env, "")
        await until(() => running.err() !== "")
        release()
        const { code, err } = await running.done
        expect(code, "exit code").to.equal(0)
        if (TERM === "dumb") expect(err, "one line").to.equal("Reading the escrow's events …\n")
        else expect(err, "a line that moves").to.contain("\r\x1b[2K⠋ Reading the escrow's events …")
      }
    } finally {
      release()
      await slow.close()
    }
  })
})
