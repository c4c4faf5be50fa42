import { join } from "node:path"

import { expect } from "chai"
import { type Address, type Hash, type Hex, numberToHex } from "viem"
import { type NodeFault, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { artifactOf } from "../support/chain.ts"
import { as, DOLLAR, type Document, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { openMarket } from "../support/escrow.ts"
import { internalError } from "../support/nodeFaults.ts"
import { accountOf } from "../support/parties.ts"
import { rename } from "../support/polygonTokens.ts"
import { behaviourOf, FIELDS, type Field, type Manner, numberAnswer, textAnswer } from "../support/strangeToken.ts"
import { hashOf, offered, readText, rented } from "./steps.ts"

const USDC: Address = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
const BRIDGED_USDC: Address = "0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174"
const USDT: Address = "0xc2132D05D31c914a87C6611C10748AEb04B58e8F"
const WETH: Address = "0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619"
const HOUR = 3_600n
/** Characters that control a terminal or hide in a text. */
const HIDDEN = /[^\P{C}\n]/u

describe("CLI: tokens", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  let machines = 0
  /** A running rental of an hour of a new machine, for 1.5 million base units of a token. */
  async function rentedIn(token: Address, ...terms: string[]): Promise<Hash> {
    machines += 1
    const [machine, offer] = [numberToHex(machines, { size: 32 }), join(folder, "another.json")]
    await world.mint(token, "renter", 1_000n * DOLLAR)
    const price = ["--price", "1500000 units", "--token", token, "--max-duration", "1d", "--start-window", "0s"]
    const asked = ["offer", "--machine", machine, "--spec", machine, ...price, "--to", offer, ...terms]
    expect((await as(world, "host", asked)).code, "offer").to.equal(0)
    return hashOf((await send(world, "renter", "rent", offer, "--for", "1h"))["id"])
  }

  /** A token in a market, which behaves as tokens do until it is told otherwise. */
  async function strangeMarket() {
    const { address } = await world.deploy("StrangeToken", [])
    await openMarket(world, { address: world.escrow, abi: (await artifactOf("RentalEscrow")).abi }, address)
    return { address, behave: behaviourOf(world, address) }
  }

  /** The commands that name a rental's token, each as someone who can run it. */
  const reads = (id: Hash) =>
    [
      ["renter", "show", id],
      ["renter", "list", "--renter"],
      ["renter", "stop", id, "--dry-run"],
      ["renter", "extend", id, "1h", "--dry-run"],
      ["renter", "dispute", id, "--evidence", "ipfs://1", "--dry-run"],
      ["host", "interrupt", id, "--dry-run"],
      ["host", "list", "--host"],
      ["host", "claimable"],
      ["host", "export"],
      ["host", "record", accountOf("host").address],
      ["host", "watch", "--once", "--host"],
    ] as const

  const failuresOf = async (id: Hash) => {
    const failures: string[] = []
    for (const [role, ...argv] of reads(id)) {
      const told = await as(world, role, argv)
      if (told.code !== 0) failures.push(`${argv[0]}: exit ${told.code}, ${told.out || told.err}`)
    }
    return failures
  }

  it("default: a token that was renamed on the chain is shown by its known symbol, with a note", async () => {
    const id = await rentedIn(USDT, "--bond", "0 units")
    expect(await failuresOf(id), "failures").to.deep.equal([])

    const shown = (await as(world, "renter", ["show", id])).out
    expect(shown, "token").to.contain(`USDT at ${USDT}`)
    expect(shown, "note").to.contain(`The contract of USDT, ${USDT}, calls itself "USDT0".`)
    expect(shown, "price").to.contain("1.50 USDT per hour")
    const stopped = await as(world, "renter", ["stop", id, "--yes", "--wait", "1"])
    expect(stopped.code, `exit code of stop: ${stopped.err}`).to.equal(0)
    expect(stopped.err, "note of stop").to.contain('calls itself "USDT0"')
    expect((await as(world, "host", ["export"])).out, "export").to.contain(",USDT,1.50,")
  })

  it("behavior: rent and offer warn of a symbol that another token has, too", async () => {
    await world.mint(BRIDGED_USDC, "renter", 100n * DOLLAR)
    const told = await as(
      world,
      "host",
      ["offer", "--machine", `0x${"1".repeat(64)}`, "--spec", `0x${"2".repeat(64)}`].concat([
        "--price",
        "1.50 USDC.e",
        "--max-duration",
        "1d",
        "--start-window",
        "0s",
        "--to",
        join(folder, "offer.json"),
      ]),
    )
    const warning = `The contract of USDC.e, ${BRIDGED_USDC}, calls itself "USDC", with the name "USD Coin (PoS)".`
    expect([told.code, told.err.trim()], "offer").to.deep.equal([0, `Note: ${warning}`])
    const rent = ["rent", join(folder, "offer.json"), "--for", "1h", "--dry-run"]
    const text = await as(world, "renter", rent)
    expect([text.code, text.err.split(warning).length], "once in rent").to.deep.equal([0, 2])
    const { warnings } = (await as(world, "renter", [...rent, "--json"])).json()
    const notes = Array.from({ length: Number(warnings?.length) }, (_, place) => warnings?.[String(place)])
    const note = notes.find((one) => String(one?.["term"]) === "symbol")
    expect([note?.["value"], note?.["expected"]], "in JSON").to.deep.equal(["USDC", "USDC.e"])
    const priced = await as(world, "renter", [...rent, "--max-price", "1.50 USDC"])
    expect(priced.code, "a price in another token").to.equal(2)
    expect(priced.err, "why").to.contain("The amount is in USDC, but the token is USDC.e")
  })

  it("behavior: a token is found by its known symbol, its own and its address; USDC is the native one", async () => {
    const bondsOf = async (token: string): Promise<Document | undefined> => {
      const told = await as(world, "host", ["bond", "--token", token, "--json"])
      expect(told.code, `${token}: ${told.out}`).to.equal(0)
      return told.json()["bonds"]?.["0"]?.["token"]
    }
    await rename(world, WETH, { symbol: "WETH2" })
    for (const [name, token] of [
      ["USDT", USDT],
      ["USDT0", USDT],
      ["usdt0", USDT],
      [USDT, USDT],
      [USDT.toLowerCase(), USDT],
      ["USDC", USDC],
      ["USDC.e", BRIDGED_USDC],
      ["WETH", WETH],
      ["WETH2", WETH],
    ] as const) {
      expect(await bondsOf(name), name).to.equal(token)
    }
    for (const token of [USDT, USDC, BRIDGED_USDC]) await world.mint(token, "host", 100n * DOLLAR)
    for (const amount of ["5 USDT0", "5 USDT", `5 ${USDT}`]) await send(world, "host", "bond", "fund", amount)
    await send(world, "host", "bond", "fund", "5 USDC")
    await send(world, "host", "bond", "fund", "7 USDC.e")
    const { out } = await as(world, "host", ["bond"])
    for (const line of [/USDT +15\.00 USDT free/, /USDC +5\.00 USDC free/, /USDC\.e +7\.00 USDC\.e free/]) {
      expect(out, "bonds").to.match(line)
    }
    const crossed = await as(world, "host", ["bond", "withdraw", "5 USDC", "--token", "USDC.e", "--dry-run"])
    expect([crossed.code, crossed.err.includes("the token is USDC.e")], "not silently").to.deep.equal([2, true])

    await world.rpc("hardhat_setCode", USDC, "0x")
    const gone = await as(world, "host", ["bond", "--token", "USDC", "--json"])
    expect([gone.code, gone.json()["error"]?.["code"]], "never the bridged one").to.deep.equal([4, "TokenMismatch"])
    expect((await as(world, "host", ["bond", "--token", "DAI"])).code, "unknown").to.equal(2)
    for (const token of [USDT, WETH]) await rename(world, token, { symbol: "SAME" })
    const several = await as(world, "host", ["bond", "--token", "SAME"])
    expect([several.code, several.err.includes("stands for several tokens")], "several").to.deep.equal([2, true])
  })

  it("behavior: a token that answers nonsense stops no command, and no other rental", async () => {
    const { address, behave } = await strangeMarket()
    const strange = await rentedIn(address)
    await rented(world, folder)
    expect((await as(world, "renter", ["show", strange])).out, "before").to.contain(`STRANGE at ${address}`)

    const texts = ["", " ", "USDC", "usdt0", "POL", "units", "1 000", "\u001b[2J\u202eUSDC\u200b", "USDС", "=1+1"]
    const behaviours: (readonly [readonly Field[], Manner, Hex?])[] = [
      [FIELDS, "reverts"],
      [FIELDS, "burnsAllGas"],
      [["symbol", "name"], "saysMegabyte"],
      [FIELDS, "answers", "0x"],
      [FIELDS, "answers", numberAnswer(255n)],
      [FIELDS, "answers", numberAnswer(2n ** 256n - 1n)],
      ...texts.map((text) => [["symbol"], "answers", textAnswer(text)] as const),
    ]
    for (const [fields, manner, answer] of behaviours) {
      const label = `${fields.length} ${manner} ${answer ?? ""}`
      for (const field of FIELDS) await behave(field, "usual")
      for (const field of fields) await behave(field, manner, answer)
      // Every command reads tokens in the same way, so one behaviour goes through all of them.
      if (manner === "burnsAllGas") expect(await failuresOf(strange), label).to.deep.equal([])
      const { out } = await as(world, "host", ["list", "--host"])
      const shown = await as(world, "renter", ["show", strange])
      expect([shown.code, HIDDEN.test(`${out}${shown.out}`)], `${label}, shown`).to.deep.equal([0, false])
      const amount = fields.includes("decimals") ? "1500000 base units of" : "1.50"
      expect(out, `${label}, by its address`).to.contain(`${amount} ${address}`)
      expect(out, `${label}, the other rental`).to.contain("1.50 USDC")
    }
    await behave("decimals", "reverts")
    const stop = await as(world, "renter", ["stop", strange, "--max-to-host", "1.50", "--dry-run"])
    expect([stop.code, stop.err.includes("1500000 units")], "whole tokens").to.deep.equal([2, true])
    const units = ["stop", strange, "--max-to-host", "1500000 units", "--dry-run"]
    expect((await as(world, "renter", units)).code, "base units").to.equal(0)

    const file = join(folder, "books.csv")
    await send(world, "renter", "stop", strange)
    expect((await as(world, "host", ["export", "--to", file])).code, "export").to.equal(0)
    expect(await readText(file), "books").to.contain(`,units of ${address},1500000,0,0,0,0,`)
  })

  it("behavior: a token of the list that has other decimals or no code is not taken for it", async () => {
    const id = await rentedIn(USDT)
    const { address } = await world.deploy("Token", ["USDT0", "USDT0", 18])
    await world.rpc("hardhat_setCode", USDT, (await world.client.getCode({ address })) ?? "0x")
    const changed = await as(world, "renter", ["show", id])
    expect([changed.code, changed.out.includes(`0.0000000000015 ${USDT} per hour`)], "amount").to.deep.equal([0, true])
    expect(changed.out, "warning").to.contain(`has 18 decimals. USDT, which is expected there, has 6.`)

    await world.rpc("hardhat_setCode", USDT, "0x")
    const gone = await as(world, "renter", ["show", id])
    expect([gone.code, gone.out.includes("1500000 base units of USDT")], "amount").to.deep.equal([0, true])
    expect(gone.out, "warning").to.contain(`There is no contract at ${USDT}.`)
    expect((await as(world, "host", ["list", "--host"])).code, "list").to.equal(0)
  })

  /** Runs a body with a node that fails in one way. */
  async function withFault<result>(
    fault: NodeFault,
    body: (env: { readonly GPUFLOW_RPC_URL: string }) => Promise<result>,
  ) {
    const node = await openNodeProxy(world.url, fault)
    try {
      return await body({ GPUFLOW_RPC_URL: node.url })
    } finally {
      await node.close()
    }
  }

  const callsOf =
    (token: Address): NodeFault =>
    async (request, pass) => {
      const [call] = request.params
      const isOfToken = String(Object(call).to ?? call).toLowerCase() === token.toLowerCase()
      const isFailing = isOfToken && ["eth_call", "eth_getCode"].includes(request.method)
      return isFailing ? internalError(request, pass) : { answer: await pass() }
    }

  it("error: a node that fails for one token hides no bond and no credit", async () => {
    await send(world, "host", "bond", "fund", "5 USDC")
    await rentedIn(USDC)
    await withFault(callsOf(USDC), async (env) => {
      for (const argv of [["bond"], ["withdraw", "--yes"], ["bond", "--token", "USDC"], ["list", "--host"]]) {
        const told = await as(world, "host", argv, env)
        expect([told.code, told.out], argv.join(" ")).to.deep.equal([4, ""])
      }
      const doctor = await as(world, "host", ["doctor"], env)
      expect([doctor.code, /FAILED +free bond/.test(doctor.out)], "doctor").to.deep.equal([8, true])
    })
    await world.rpc("hardhat_setCode", USDT, "0x")
    const told = await as(world, "host", ["bond"])
    expect([told.code, told.out.includes("5.00 USDC free")], "without a token that is not there").to.deep.equal([
      0,
      true,
    ])
  })

  it("behavior: a token that refuses its credit keeps back no other credit", async () => {
    const codes = new Map<Address, Hex>()
    for (const token of [USDC, USDT]) {
      const id = await rentedIn(token)
      codes.set(token, (await world.client.getCode({ address: token })) ?? "0x")
      await world.client.setCode({ address: token, bytecode: "0xfe" })
      await send(world, "renter", "stop", id)
    }
    await world.client.setCode({ address: USDT, bytecode: codes.get(USDT) ?? "0x" })

    const told = await as(world, "renter", ["withdraw", "--yes", "--wait", "1"])

    expect([told.code, /Withdrawn.*USDT/.test(told.out)], `withdrawn: ${told.out}${told.err}`).to.deep.equal([0, true])
    expect(told.err, "left out").to.match(/Left out, because the token refuses it now: Withdraw \d+ base units of USDC/)
    const only = await as(world, "renter", ["withdraw", "--yes"])
    expect([only.code, only.err.includes("token rejected the call")], "only the refused one").to.deep.equal([3, true])
    await world.client.setCode({ address: USDC, bytecode: codes.get(USDC) ?? "0x" })
    expect((await as(world, "renter", ["withdraw", "--yes", "--wait", "1"])).code, "later").to.equal(0)
  })

  it("behavior: what was sent is reported, although the node answers no call any more", async () => {
    /** Fails every call once a transaction was sent. */
    const mute = (): NodeFault => {
      let isSent = false
      return async (request, pass) => {
        if (isSent && request.method === "eth_call") return internalError(request, pass)
        const answer = await pass()
        isSent ||= request.method === "eth_sendRawTransaction"
        return { answer }
      }
    }
    const last = async (role: "host" | "renter" | "arbiter", ...argv: string[]) => {
      const told = await withFault(mute(), (env) => as(world, role, [...argv, "--yes", "--wait", "1"], env))
      expect([told.code, /^Transaction 0x/m.test(told.out)], `${argv.join(" ")}: ${told.out}${told.err}`).to.deep.equal(
        [0, true],
      )
      return told.out
    }
    await send(world, "host", "bond", "fund", "50 USDC")
    await last("host", "bond", "withdraw", "5 USDC")
    const offer = await offered(world, folder, "--start-window", "1h", "--bond", "5 USDC")
    const id = hashOf(/0x[\da-f]{64}/.exec(await last("renter", "rent", offer, "--for", "1h"))?.[0])
    await last("host", "start", id)
    await last("renter", "extend", id, "1h")
    await last("host", "refund", id, "1s")
    await last("renter", "dispute", id, "--evidence", "ipfs://1")
    await last("host", "evidence", id, "ipfs://2")
    await world.pass(24n * HOUR)
    await last("arbiter", "resolve", id, "50%")
    expect(await last("renter", "stop", await rentedIn(USDC)), "amounts of stop").to.contain("USDC to the host")
    await last("host", "interrupt", await rentedIn(USDC, "--bond", "5 USDC"))
    await rentedIn(USDT)
    await world.pass(8n * HOUR)
    expect(await last("host", "claim", "--all"), "amounts of claim").to.contain("1.35 USDT to the host")
  })
})
