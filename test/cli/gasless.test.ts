import { mkdir, readFile } from "node:fs/promises"
import { join } from "node:path"

import { idOf } from "@gpuflow/escrow"
import { parsePurchase, type SignedPurchase, sendPurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { createWalletClient, getAddress, http } from "viem"
import { polygon } from "viem/chains"
import { as, DOLLAR, NOBODY } from "../support/commandLine.ts"
import { withDeployment } from "../support/knownDeployment.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { USDC } from "../support/relayer.ts"
import { tokenAbi } from "../support/rentals.ts"
import { until } from "../support/until.ts"
import { ACCEPTED, onRelayedChain, PAYING, quotesOnly, type Stage } from "./relayed.ts"
import { offered } from "./steps.ts"

const USDT = "0xc2132D05D31c914a87C6611C10748AEb04B58e8F"

const UNKNOWN = JSON.stringify({ code: "PurchaseUnknown", detail: "Send it again.", status: 404 })
const failed = (): never => {
  throw new Error("No purchase was signed.")
}

describe("CLI: rent --gasless", () => {
  let stage: Stage
  onRelayedChain((opened) => {
    stage = opened
  })

  const argvOf = (...argv: string[]) => ["rent", ...argv, "--for", "1h", ...ACCEPTED]
  const rent = (...argv: string[]) => stage.run(...argvOf(...argv))
  const statusOf = async (id: unknown) => String((await stage.stateOf(id))?.["status"])
  const renterHas = () =>
    stage.world.client.readContract({
      address: USDC,
      abi: tokenAbi,
      functionName: "balanceOf",
      args: [addressOf("renter")],
    })

  /** An offer of another machine: what was said last counts. */
  const otherOffer = async () => {
    const { world, folder } = stage
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

  /** What the record holds. */
  const signedBefore = async () => parsePurchase(await readFile((await stage.records())[0] ?? failed(), "utf8"))
  const sendLater = async (signed: SignedPurchase) => {
    const { url } = stage.world
    const account = accountNamed("relayer")
    const wallet = createWalletClient({ account, chain: polygon, transport: http(url), pollingInterval: 5 })
    await sendPurchase(wallet, { signed })
  }

  it("default: an account without POL rents, and sees price, fee, and what it signs", async () => {
    const offer = await offered(stage.world, stage.folder)

    const told = await rent(offer, ...PAYING)

    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    const result = told.json()
    expect(await statusOf(result["id"]), "status").to.equal("Funded")
    expect(told.err, "fee").to.match(
      /Price 1\.50 USDC, fee of the relayer 0\.00\d+ USDC, in all at most 1\.50\d+ USDC\./,
    )
    expect(told.err, "what is signed").to.include("Sign an authorization of the token")
    expect(BigInt(String(result["fee"])) > 0n, "fee").to.equal(true)
    expect(await stage.world.client.getBalance({ address: addressOf("renter") }), "POL").to.equal(0n)
    expect(await stage.records(), "records").to.deep.equal([])
  })

  it("default: several offers are one purchase with one signature", async () => {
    const offers = [await offered(stage.world, stage.folder), await otherOffer()]

    const told = await rent(...offers, ...PAYING)

    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    const ids = told.json()["ids"]
    expect(ids?.length, "rentals").to.equal(2)
    for (const place of ["0", "1"]) expect(await statusOf(ids?.[place]), "status").to.equal("Funded")
    expect(stage.relayer.logged("purchase accepted").length, "purchases").to.equal(1)
  })

  it("behavior: Permit2 is used for a token without authorizations, with a permit for it", async () => {
    await stage.world.mint(USDT, "renter", 100n * DOLLAR)
    await stage.replaceRelayer({ tokens: [USDT] })

    const told = await rent(
      await offered(stage.world, stage.folder, "--token", USDT, "--price", "1.50 USDT"),
      "--yes",
      "--max-fee",
      "0.05 USDT0",
    )

    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    expect(told.err, "what is signed").to.include("Sign a permit: Permit2").and.to.include("Sign a transfer by Permit2")
    expect(await statusOf(told.json()["id"]), "status").to.equal("Funded")
  })

  it("behavior: stopped after the signature, the same command continues and rents once", async () => {
    const offer = await offered(stage.world, stage.folder)
    await stage.world.rpc("evm_setAutomine", false)
    const running = stage.begin(argvOf(offer, ...PAYING))
    await until(() => stage.relayer.logged("sending transaction").length === 1)
    running.stop()
    const stopped = await running.done

    expect([stopped.code, stopped.out.includes("Run the same command again")], stopped.out).to.deep.equal([6, true])
    expect(await stage.records(), "records").to.have.length(1)
    await stage.world.rpc("evm_setAutomine", true)
    await stage.world.client.mine({ blocks: 1 })
    const again = await rent(offer, ...PAYING)

    expect(again.code, `${again.out}${again.err}`).to.equal(0)
    expect(again.err, "what it says").to.include("It continues with it.")
    expect(await statusOf(again.json()["id"]), "status").to.equal("Funded")
    expect(stage.relayer.logged("purchase accepted").length, "purchases").to.equal(1)
    expect(await stage.records(), "records").to.deep.equal([])
  })

  it("behavior: what was signed is kept when the relayer fails, and goes to another one", async () => {
    const offer = await offered(stage.world, stage.folder)
    const failing = await quotesOnly(stage.relayer)
    const running = stage.begin(argvOf(offer, ...PAYING), failing.url)
    await until(() => failing.seen.length > 3)
    running.stop()
    const { code, err } = await running.done
    await failing.close()

    expect([code, (await stage.records()).length], "outcome unknown, one record").to.deep.equal([6, 1])
    expect(err.match(/The relayer cannot be reached/g), "reported at once, and once").to.have.length(1)
    expect(err, "the time that is left").to.match(/The purchase is kept, and expires .*\d+ min/)
    const again = await rent(offer, ...PAYING)
    expect(again.code, `${again.out}${again.err}`).to.equal(0)
    expect(await statusOf(again.json()["id"]), "status").to.equal("Funded")
  })

  it("behavior: what the relayer refuses is reported by the name of the error, and another relayer rents the same, once", async () => {
    const offer = await offered(stage.world, stage.folder)
    await stage.replaceRelayer({ minimumTime: 3_000 })

    const refused = await rent(offer, ...PAYING)

    expect(refused.code, `${refused.out}${refused.err}`).to.equal(3)
    expect(refused.json()["error"]?.["code"], "code").to.equal("PurchaseExpired")
    const signed = await signedBefore()
    await stage.replaceRelayer({ name: "other relayer" })
    const again = await rent(offer, ...PAYING)
    expect(again.code, `${again.out}${again.err}`).to.equal(0)
    expect(again.err, "why it signs again").to.include("It is signed again. At most one of the two is paid.")
    expect(again.json()["id"], "the same rental").to.equal(idOf(signed.orders[0]?.rental ?? failed()))
    expect(await stage.records(), "records").to.deep.equal([])
  })

  it("behavior: a relayer that refuses a purchase and sends it later cannot make the renter pay twice", async () => {
    const { world } = stage
    const offer = await offered(world, stage.folder)
    const problem = JSON.stringify({ code: "Busy", detail: "It has other work.", status: 422 })
    const lying = await quotesOnly(stage.relayer, (response, method) =>
      method === "POST"
        ? response.writeHead(422, { "content-type": "application/problem+json" }).end(problem)
        : response.writeHead(404, { "content-type": "application/problem+json" }).end(UNKNOWN),
    )
    const before = await renterHas()
    const refused = await rent(offer, ...PAYING, "--relay", lying.url)
    expect([refused.code, refused.json()["error"]?.["code"]], refused.out).to.deep.equal([3, "Busy"])
    const signed = await signedBefore()
    await sendLater(signed)

    const again = await rent(offer, ...PAYING, "--relay", lying.url)

    expect(again.code, `${again.out}${again.err}`).to.equal(0)
    expect(again.json()["id"], "the rental").to.equal(idOf(signed.orders[0]?.rental ?? failed()))
    const paid = before - (await renterHas())
    expect(paid, "paid").to.equal(signed.payment.value)
    await lying.close()
  })

  it("behavior: a dry run shows what would be signed, and signs nothing", async () => {
    const told = await rent(await offered(stage.world, stage.folder), "--dry-run")

    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    expect(told.json(), "result").to.deep.include({ dryRun: true, way: "authorization", router: stage.world.router })
    expect(stage.relayer.logged("purchase accepted"), "accepted").to.deep.equal([])
    expect(await stage.records(), "records").to.deep.equal([])
  })

  it("behavior: the router of the escrow's known deployment is the default, for this escrow alone", async () => {
    const argv = [...argvOf(await offered(stage.world, stage.folder)), "--gasless", "--dry-run", "--json"]
    const { world } = stage
    const known = { blockNumber: world.fromBlock, codeHash: NOBODY, router: stage.world.router }
    const renting = () => as(world, "renter", argv, { ...stage.env(), GPUFLOW_ROUTER: undefined })

    const told = await withDeployment(137, { ...known, address: world.escrow }, renting)
    expect(told.code, `${told.out}${told.err}`).to.equal(0)
    expect(told.json()["router"], "router").to.equal(stage.world.router)
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
    const offer = await offered(stage.world, stage.folder)
    const cases: readonly (readonly [name: string, argv: readonly string[], words: string])[] = [
      ["a fee above the limit", [offer, "--yes", "--max-fee", "0.000001 USDC"], "more than --max-fee"],
      ["no limit", [offer, "--yes"], "needs --max-fee"],
      ["no relayer", [offer, ...PAYING, "--relay", "relay.example"], "not an http or https URL"],
    ]
    for (const [name, argv, words] of cases) {
      const told = await rent(...argv)
      expect(told.code, `${name}: ${told.out}`).to.equal(2)
      expect(told.out, name).to.include(words)
    }
    const two = await as(stage.world, "renter", ["rent", offer, offer, "--for", "1h", "--yes"])
    expect([two.code, two.err.includes("--gasless")], "several offers").to.deep.equal([2, true])
    const alone = await as(stage.world, "renter", ["rent", offer, "--for", "1h", "--yes", "--max-fee", "1 USDC"])
    expect([alone.code, alone.err.includes("--gasless")], "an option of --gasless").to.deep.equal([2, true])
    expect(await stage.records(), "records").to.deep.equal([])
  })
})
