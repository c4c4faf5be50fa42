import { mkdir, readdir } from "node:fs/promises"
import { createServer } from "node:http"
import { join } from "node:path"

import { expect } from "chai"
import { getAddress } from "viem"
import { as, DOLLAR, envOf, NOBODY, onLocalChain, start, type TestWorld } from "../support/commandLine.ts"
import { withDeployment } from "../support/knownDeployment.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { type Relayer, startRelayer, USDC } from "../support/relayer.ts"
import { until } from "../support/until.ts"
import { offered } from "./steps.ts"

const USDT = "0xc2132D05D31c914a87C6611C10748AEb04B58e8F"

/** A relayer that quotes fees, and drops every other connection. */
async function quotesOnly(relay: string) {
  const seen: string[] = []
  const server = createServer(async ({ method = "", url = "" }, response) => {
    seen.push(method)
    if (!url.startsWith("/fee")) return response.destroy()
    const quote = await fetch(`${relay}${url}`)
    return response.writeHead(quote.status, { "content-type": "application/json" }).end(await quote.text())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" && address ? address.port : 0
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, seen, close }
}

describe("CLI: rent --gasless", () => {
  let [world, folder, relayer]: [TestWorld, string, Relayer | undefined] = [{} as TestWorld, "", undefined]
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  beforeEach(async () => {
    await world.rpc("evm_setAutomine", true)
    await world.rpc("hardhat_setBalance", addressOf("renter"), "0x0")
    await world.fund(accountNamed("relayer").address)
    await world.mint(USDC, "host", 100n * DOLLAR)
    relayer = await startRelayer(world, { database: join(folder, "relay.db") })
  })
  afterEach(() => relayer?.stop())

  const accepted = ["--accept", "commitment,challengeWindow"]
  const state = () => ({ XDG_STATE_HOME: folder, GPUFLOW_ROUTER: world.router, GPUFLOW_RELAY_URL: relayer?.url })
  const rent = (...argv: string[]) =>
    as(world, "renter", ["rent", ...argv, "--for", "1h", ...accepted, "--gasless", "--wait", "1", "--json"], state())
  const paying = ["--yes", "--max-fee", "0.05 USDC"]
  const statusOf = async (id: unknown): Promise<string> => {
    const shown = (await as(world, undefined, ["show", String(id), "--json"])).json()
    return String(shown["state"]?.["status"])
  }
  /** An offer of another machine: what was said last counts. */
  const otherOffer = async () => {
    const other = join(folder, "other")
    await mkdir(other)
    await offered(world, other)
    const [document, offer] = [join(other, "second.json"), join(other, "offer.json")]
    const gpu = ["--gpu", "A100", "--count", "1", "--gpu-memory", "81920"]
    await as(world, undefined, ["machine", "--name", "rack 4, unit 1", ...gpu, "--to", document])
    const terms = ["--price", "1.50 USDC", "--max-duration", "30d", "--to", offer]
    await as(world, "host", ["offer", "--document", document, ...terms])
    return offer
  }
  const records = () => readdir(join(folder, "gpuflow-escrow", "purchases")).catch(() => [])

  it("default: an account without POL rents, and sees price, fee, and what it signs", async () => {
    const offer = await offered(world, folder)

    const told = await rent(offer, ...paying)

    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    const result = told.json()
    expect(await statusOf(result["id"]), "status").to.equal("Funded")
    expect(told.err, "fee").to.match(
      /Price 1\.50 USDC, fee of the relayer 0\.00\d+ USDC, in all at most 1\.50\d+ USDC\./,
    )
    expect(told.err, "what is signed").to.include("Sign an authorization of the token")
    expect(BigInt(String(result["fee"])) > 0n, "fee").to.equal(true)
    expect(await world.client.getBalance({ address: addressOf("renter") }), "POL").to.equal(0n)
    expect(await records(), "records").to.deep.equal([])
  })

  it("default: several offers are one purchase with one signature", async () => {
    const offers = [await offered(world, folder), await otherOffer()]

    const told = await rent(...offers, ...paying)

    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    const ids = told.json()["ids"]
    expect(ids?.length, "rentals").to.equal(2)
    for (const place of ["0", "1"]) expect(await statusOf(ids?.[place]), "status").to.equal("Funded")
    expect(relayer?.logged("purchase accepted").length, "purchases").to.equal(1)
  })

  it("behavior: Permit2 is used for a token without authorizations, with a permit for it", async () => {
    await world.mint(USDT, "renter", 100n * DOLLAR)
    await relayer?.stop()
    relayer = await startRelayer(world, { database: join(folder, "other.db"), tokens: [USDT] })

    const told = await rent(
      await offered(world, folder, "--token", USDT, "--price", "1.50 USDT"),
      "--yes",
      "--max-fee",
      "0.05 USDT0",
    )

    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    expect(told.err, "what is signed").to.include("Sign a permit: Permit2").and.to.include("Sign a transfer by Permit2")
    expect(await statusOf(told.json()["id"]), "status").to.equal("Funded")
  })

  it("behavior: stopped after the signature, the same command continues and rents once", async () => {
    const offer = await offered(world, folder)
    await world.rpc("evm_setAutomine", false)
    const argv = ["rent", offer, "--for", "1h", ...accepted, "--gasless", "--wait", "1", "--json", ...paying]
    const running = start(argv, { ...envOf(world, "renter"), ...state() })
    await until(() => relayer?.logged("sending transaction").length === 1)
    running.stop()
    const stopped = await running.done

    expect([stopped.code, stopped.out.includes("Run the same command again")], stopped.out).to.deep.equal([6, true])
    expect(await records(), "records").to.have.length(1)
    await world.rpc("evm_setAutomine", true)
    await world.client.mine({ blocks: 1 })
    const again = await rent(offer, ...paying)

    expect(again.code, `${again.out}${again.err}`).to.equal(0)
    expect(again.err, "what it says").to.include("It continues with it.")
    expect(await statusOf(again.json()["id"]), "status").to.equal("Funded")
    expect(relayer?.logged("purchase accepted").length, "purchases").to.equal(1)
    expect(await records(), "records").to.deep.equal([])
  })

  it("behavior: what was signed is kept when the relayer fails, and goes to another one", async () => {
    const offer = await offered(world, folder)
    const failing = await quotesOnly(String(relayer?.url))
    const argv = ["rent", offer, "--for", "1h", ...accepted, "--gasless", "--wait", "1", "--json", ...paying]
    const running = start(argv, { ...envOf(world, "renter"), ...state(), GPUFLOW_RELAY_URL: failing.url })
    await until(() => failing.seen.length > 3)
    running.stop()
    const { code, err } = await running.done
    await failing.close()

    expect([code, (await records()).length], "outcome unknown, one record").to.deep.equal([6, 1])
    expect(err.match(/The relayer cannot be reached/g), "reported at once, and once").to.have.length(1)
    expect(err, "the time that is left").to.match(/The purchase is kept, and expires .*\d+ min/)
    const again = await rent(offer, ...paying)
    expect(again.code, `${again.out}${again.err}`).to.equal(0)
    expect(await statusOf(again.json()["id"]), "status").to.equal("Funded")
  })

  it("error: what the relayer refuses is reported by the name of the error, and leaves no record", async () => {
    await relayer?.stop()
    relayer = await startRelayer(world, { database: join(folder, "strict.db"), minimumTime: 3_000 })

    const told = await rent(await offered(world, folder), ...paying)

    expect(told.code, `${told.out}${told.err}`).to.equal(3)
    expect(told.json()["error"]?.["code"], "code").to.equal("PurchaseExpired")
    expect(await records(), "records").to.deep.equal([])
  })

  it("behavior: a dry run shows what would be signed, and signs nothing", async () => {
    const told = await rent(await offered(world, folder), "--dry-run")

    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    expect(told.json(), "result").to.deep.include({ dryRun: true, way: "authorization", router: world.router })
    expect(relayer?.logged("purchase accepted"), "accepted").to.deep.equal([])
    expect(await records(), "records").to.deep.equal([])
  })

  it("behavior: the router of the escrow's known deployment is the default, for this escrow alone", async () => {
    const argv = ["rent", await offered(world, folder), "--for", "1h", ...accepted, "--gasless", "--dry-run", "--json"]
    const known = { blockNumber: world.fromBlock, codeHash: NOBODY, router: world.router }
    const renting = () => as(world, "renter", argv, { ...state(), GPUFLOW_ROUTER: undefined })

    const told = await withDeployment(137, { ...known, address: world.escrow }, renting)
    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    expect(told.json()["router"], "router").to.equal(world.router)
    const other = await withDeployment(137, { ...known, address: addressOf("owner") }, renting)
    expect([other.code, other.json()["error"]?.["message"]], "another escrow").to.deep.equal([
      2,
      `No router is known for the escrow ${getAddress(world.escrow)}. Pass --router, or set GPUFLOW_ROUTER.`,
    ])
    const relaying = await as(world, "renter", ["relay"])
    expect([relaying.code, relaying.err], "the relayer").to.deep.equal([
      2,
      `Usage: No router is known for the escrow ${getAddress(world.escrow)}. Pass --router, or set GPUFLOW_ROUTER.\n`,
    ])
  })

  it("error: a fee above the limit, no limit with --yes, no relayer, several offers without --gasless", async () => {
    const offer = await offered(world, folder)
    const cases: readonly (readonly [name: string, argv: readonly string[], words: string])[] = [
      ["a fee above the limit", [offer, "--yes", "--max-fee", "0.000001 USDC"], "more than --max-fee"],
      ["no limit", [offer, "--yes"], "needs --max-fee"],
      ["no relayer", [offer, ...paying, "--relay", "relay.example"], "not an http or https URL"],
    ]
    for (const [name, argv, words] of cases) {
      const told = await rent(...argv)
      expect(told.code, `${name}: ${told.out}`).to.equal(2)
      expect(told.out, name).to.include(words)
    }
    const two = await as(world, "renter", ["rent", offer, offer, "--for", "1h", "--yes"])
    expect([two.code, two.err.includes("--gasless")], "several offers").to.deep.equal([2, true])
    const alone = await as(world, "renter", ["rent", offer, "--for", "1h", "--yes", "--max-fee", "1 USDC"])
    expect([alone.code, alone.err.includes("--gasless")], "an option of --gasless").to.deep.equal([2, true])
    expect(await records(), "records").to.deep.equal([])
  })
})
