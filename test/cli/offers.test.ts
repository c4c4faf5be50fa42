import { chmod, readdir, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"

import { escrowAbi } from "@gpuflow/escrow/abi"
import { offerLink, offerQrText, parseOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import { zeroAddress } from "viem"
import { openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import {
  as,
  type Document,
  type Env,
  envOf,
  onLocalChain,
  type Running,
  send,
  start,
  type TestWorld,
} from "../support/commandLine.ts"
import { callOf } from "../support/escrow.ts"
import { accountOf, addressOf, type Role } from "../support/parties.ts"
import { offerOf, signedAnyway } from "../support/signedOffer.ts"
import { until } from "../support/until.ts"
import { hashOf, offered, readText, rented } from "./steps.ts"

const USDC = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"

describe("CLI: machines and offers", () => {
  let world: TestWorld
  let folder: string
  const running: Running[] = []
  // They write into the folder, which is removed after this.
  afterEach(async () => {
    for (const { stop, done } of running.splice(0)) {
      stop()
      await done
    }
  })
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  const gpu = ["--gpu", "A100", "--count", "2", "--gpu-memory", "81920"]

  it("default: a document's hash does not depend on its order and spacing", async () => {
    const made = (await start(["machine", "--name", "rack 3", ...gpu, "--json"]).done).json()
    const other = join(folder, "other.json")
    const shuffled = { name: "rack 3", gpu: { memoryMiB: 81_920, count: 2, model: "A100" }, version: 1 }
    await writeFile(other, JSON.stringify(shuffled, null, 7))
    const read = (await start(["machine", other, "--json"]).done).json()
    expect(read["spec"], "spec").to.equal(made["spec"])
    expect(made["canonical"], "canonical form").to.equal(
      '{"gpu":{"count":2,"memoryMiB":81920,"model":"A100"},"name":"rack 3","version":1}',
    )
    const upgraded = (await start(["machine", other, "--driver", "580.1", "--json"]).done).json()
    expect(upgraded["machine"], "the same machine").to.equal(made["machine"])
    expect(upgraded["spec"], "another promise").not.to.equal(made["spec"])
  })

  it("behavior: --detect takes the GPUs from nvidia-smi", async () => {
    const tool = join(folder, "nvidia-smi")
    await writeFile(
      tool,
      '#!/bin/sh\nprintf "NVIDIA H100 80GB HBM3, 81559, 570.86\\nNVIDIA H100 80GB HBM3, 81559, 570.86\\n"\n',
    )
    await chmod(tool, 0o755)
    const made = (await start(["machine", "--name", "h", "--detect", "--json"], { PATH: folder }).done).json()
    expect(made["document"]?.["gpu"], "GPUs").to.deep.equal({
      model: "NVIDIA H100 80GB HBM3",
      count: 2,
      memoryMiB: 81_559,
      driver: "570.86",
    })
    const without = await start(["machine", "--name", "h", "--detect"], { PATH: "/nowhere" }).done
    expect(without.code, "without the tool").to.equal(2)
  })

  it("error: a missing or invalid field of a document is named", async () => {
    const told = await start(["machine", "--name", "rack 3", "--gpu", "A100", "--json"]).done
    expect(told.code, "exit code").to.equal(2)
    expect(told.json()["error"]?.["message"], "where").to.contain("gpu.count")
    const hidden = await start(["machine", "--name", "rack 3", "--gpu", "A100\u001b[2J", "--count", "1"]).done
    expect(hidden.code, "control characters").to.equal(2)
    expect(hidden.err, "why").to.contain("invisible characters")
  })

  it("behavior: a price in dollars is converted by the token's feed", async () => {
    const asked = [
      "offer",
      "--machine",
      `0x${"a".repeat(64)}`,
      "--spec",
      `0x${"b".repeat(64)}`,
      "--max-duration",
      "1d",
      "--json",
    ]
    const dollars = (await as(world, "host", [...asked, "--usd", "1.50", "--token", "POL"])).json()
    expect(dollars["offer"]?.["pricePerHour"], "1.50 dollars at 0.11 each").to.equal("13636363636363636364")
    const both = await as(world, "host", [...asked, "--usd", "1.50", "--price", "1 POL", "--token", "POL"])
    const neither = await as(world, "host", [...asked, "--token", "POL"])
    expect([both.code, neither.code], "both, or neither").to.deep.equal([2, 2])
  })

  it("error: an offer that was changed or is invalid is refused", async () => {
    const offer = await offered(world, folder)
    const text = await readText(offer)
    await writeFile(offer, text.replace('"1500000"', '"1"'))
    const verified = await as(world, undefined, ["offer", "verify", offer, "--json"])
    expect(verified.code, "exit code").to.equal(8)
    const signature = verified.json()["checks"]?.["2"]
    expect([signature?.["check"], signature?.["ok"]], "signature").to.deep.equal(["signature", false])
    const rented = await as(world, "renter", ["rent", offer, "--for", "1h", "--yes", "--json"])
    expect([rented.code, rented.json()["error"]?.["code"]], "rented").to.deep.equal([3, "InvalidSignature"])

    await writeFile(offer, text.replace("81920", "40960"))
    const other = await as(world, "renter", ["rent", offer, "--for", "1h", "--yes", "--json"])
    expect(other.json()["error"]?.["message"], "another document").to.contain("not the one that the host signed")
    await writeFile(offer, text.replace('"nonce"', '"once"'))
    expect((await as(world, "renter", ["rent", offer, "--for", "1h", "--yes"])).code, "another form").to.equal(2)
    expect((await as(world, "renter", ["rent", `${offer}x`, "--for", "1h", "--yes"])).code, "no file").to.equal(2)
  })

  function beat(to: string, health: string, terms: readonly string[] = [], env: Env = {}): Running {
    const offer = ["offer", "--document", join(folder, "machine.json"), "--price", "1.50 USDC", "--max-duration", "1d"]
    const argv = [...offer, "--to", to, "--heartbeat", "1s", "--health", health, "--json", ...terms]
    const started = start(argv, { ...envOf(world, "host"), PROBE: "seen", ...env })
    running.push(started)
    return started
  }
  const statesOf = ({ out }: Running) =>
    out()
      .trim()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => String(JSON.parse(line).state))

  it("behavior: an offer's link and its QR code's text are read as its file is", async () => {
    const signed = parseOffer(await readText(await offered(world, folder)))
    for (const text of [offerLink("https://example.com/rent", signed), offerQrText(signed)]) {
      const told = await as(world, undefined, ["offer", "verify", text])
      expect(told.code, told.err).to.equal(0)
    }
    const cut = offerLink("https://example.com/rent", signed).slice(0, 100)
    const told = await as(world, undefined, ["offer", "verify", cut])
    expect(
      [told.code, told.err.includes("The link is cut off or was changed. Ask the host for a new offer.")],
      told.err,
    ).to.deep.equal([2, true])
  })

  it("behavior: a heartbeat publishes an offer while the machine is healthy, and removes it when it is not or when stopped", async () => {
    await offered(world, folder)
    await rm(join(folder, "offer.json"))
    const sign = join(folder, "well")
    await writeFile(sign, "")
    const live = join(folder, "live.json")
    const health = `test -f ${sign} && test "$PROBE" = seen && test -z "$GPUFLOW_PRIVATE_KEY"`
    const heart = beat(live, health)
    const has = async (name: string) => (await readdir(folder)).includes(name)
    await until(() => has("live.json"))
    const first = JSON.parse(await readText(live)).offer.expiry
    await world.pass(10n)
    await until(async () => JSON.parse(await readText(live)).offer.expiry !== first)
    expect((await as(world, undefined, ["offer", "verify", live])).code, "verified").to.equal(0)

    await rm(sign)
    await until(async () => !(await has("live.json")))
    await writeFile(sign, "")
    await until(() => has("live.json"))
    heart.stop()
    const told = await heart.done
    expect(told.code, "exit code").to.equal(0)
    expect(await has("live.json"), "taken down at the end").to.equal(false)
    const states = statesOf(heart)
    expect(states, "states").to.include.members(["offered", "unhealthy"])
    expect(states.at(-1), "last").to.equal("stopped")
  })

  it("behavior: a heartbeat sends offers to an endpoint, and removes them while the machine is rented", async () => {
    await offered(world, folder)
    const seen: { method: string | undefined; authorization: string | undefined; body: string }[] = []
    const server = createServer((request, answer) => {
      let body = ""
      request.on("data", (chunk) => (body += String(chunk)))
      request.on("end", () => {
        seen.push({ method: request.method, authorization: request.headers.authorization, body })
        answer.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    const heart = beat(`http://127.0.0.1:${port}/offers/rack-3`, "true")
    await until(() => seen.some(({ method }) => method === "PUT"))
    expect(JSON.parse(seen[0]?.body ?? "{}").offer.host, "whose").to.equal(accountOf("host").address)

    const { id } = await send(world, "renter", "rent", join(folder, "offer.json"), "--for", "1h")
    await until(() => statesOf(heart).includes("rented"))
    expect(heart.out(), "which").to.contain(hashOf(id))
    expect(seen.at(-1)?.method, "taken down").to.equal("DELETE")
    heart.stop()
    expect((await heart.done).code, "exit code").to.equal(0)
    server.close()
  })

  it("behavior: a heartbeat goes on while its node fails, and names the endpoint", async () => {
    await offered(world, folder)
    const node = await openNodeProxy(world.url)
    const heart = beat(join(folder, "live.json"), "true", [], { GPUFLOW_RPC_URL: node.url })
    await until(() => Promise.resolve(statesOf(heart).includes("offered")))
    node.state.fault = async () => ({ status: 429, body: "" })
    await until(() => Promise.resolve(statesOf(heart).includes("failed")))
    expect(heart.out(), "which").to.contain("Endpoint 1 of 1 answered 429 Too Many Requests.")
    node.state.fault = async (_, pass) => ({ answer: await pass() })
    await until(() => Promise.resolve(statesOf(heart).at(-1) === "offered"))
    heart.stop()
    expect((await heart.done).code, "exit code").to.equal(0)
    await node.close()
  })

  it("behavior: an interval that is longer than a timer takes does not renew the offer at once", async () => {
    await offered(world, folder)
    const heart = beat(join(folder, "live.json"), "true", ["--heartbeat", "60d", "--expires-in", "1h"])
    await until(() => Promise.resolve(statesOf(heart).includes("offered")))
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    heart.stop()
    await heart.done
    expect(statesOf(heart), "beats").to.deep.equal(["offered", "stopped"])
  })

  it("error: a heartbeat neither replaces nor removes a file that does not hold an offer of its machine", async () => {
    await offered(world, folder)
    const [offer, document] = [join(folder, "offer.json"), join(folder, "machine.json")]
    const foreign = join(folder, "foreign.json")
    await writeFile(foreign, (await readText(offer)).replaceAll(accountOf("host").address, accountOf("keeper").address))
    for (const path of [document, foreign, folder, "/dev/null", "-"]) {
      const before = path.endsWith(".json") ? await readText(path) : undefined
      for (const health of ["true", "false"]) {
        const heart = beat(path, health)
        expect((await heart.done).code, `exit code with ${path}`).to.equal(2)
      }
      if (before !== undefined) expect(await readText(path), "content").to.equal(before)
    }
    const resumed = beat(offer, "false")
    await until(() => statesOf(resumed).includes("unhealthy"))
    expect(await readdir(folder), "an offer of an earlier run is removed").not.to.include("offer.json")
  })

  it("error: a heartbeat needs a destination and a health command, and fails if its first beat fails", async () => {
    await offered(world, folder)
    const offer = ["offer", "--document", join(folder, "machine.json"), "--price", "1 USDC", "--max-duration", "1d"]
    const runs = [
      await as(world, "host", [...offer, "--heartbeat", "5m", "--health", "true"]),
      await as(world, "host", [...offer, "--heartbeat", "5m", "--to", join(folder, "o.json")]),
      await as(world, "host", [...offer, "--heartbeat", "5m", "--health", "true", "--to", "/nowhere/o.json"]),
      await as(world, "host", [...offer, "--host", accountOf("renter").address]),
    ]
    expect(
      runs.map(({ code }) => code),
      "exit codes",
    ).to.deep.equal([2, 2, 2, 2])
    expect(runs.at(-1)?.err, "another's offer").to.contain("ForeignSigner")
  })

  /** A change by the escrow's owner or guardian, in a block at once. */
  async function set(role: Role, functionName: "setMarket" | "setHostFee" | "closeMarket", args: readonly unknown[]) {
    await world.transact(callOf({ address: world.escrow, abi: escrowAbi }, addressOf(role), functionName, args))
  }
  const setMarket = (terms: { arbiter?: Role; feeBps?: bigint; open?: boolean }) => {
    const { arbiter = "arbiter", feeBps = 1_000n, open = true } = terms
    return set("owner", "setMarket", [USDC, addressOf(arbiter), feeBps, open])
  }
  const beatsOf = ({ out }: Running): Document[] =>
    out()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line))
  const lastBeat = (heart: Running) => beatsOf(heart).at(-1)

  describe("offers on which no deposit can ever succeed", () => {
    /** Options, the option that is named, and a part of the reason. */
    const impossible = (): readonly (readonly [readonly string[], string, string])[] => [
      [["--payee", zeroAddress], "--payee", "zero address"],
      [["--payee", world.escrow], "--payee", "the escrow"],
      [["--payee", addressOf("arbiter")], "--payee", "the arbiter"],
      [["--payee", USDC], "--payee", "the token"],
      [["--operator", addressOf("arbiter")], "--operator", "the arbiter"],
      [["--renter", addressOf("renter"), "--operator", addressOf("renter")], "--operator", "the renter"],
      [["--renter", addressOf("host")], "--renter", "the host"],
      [["--renter", world.escrow], "--renter", "the escrow"],
      [["--renter", USDC], "--renter", "the token"],
      [["--renter", addressOf("arbiter")], "--renter", "the renter"],
      [["--arbiter", addressOf("host")], "--arbiter", "the host"],
      [["--arbiter", zeroAddress], "--arbiter", "zero address"],
      [["--start-window", "24h1s"], "--start-window", "the longest is 1 d"],
      [["--challenge-window", "14m59s"], "--challenge-window", "from 15 min to 7 d"],
      [["--challenge-window", "8d"], "--challenge-window", "from 15 min to 7 d"],
      [["--max-duration", "401d"], "--max-duration", "at most 400 d"],
      [["--min-duration", "2d"], "--min-duration", "longer than the longest"],
      [["--price", "0 USDC"], "--price", "smallest unit"],
      [["--price", "1 units", "--token", "USDC", "--max-duration", "1h59s"], "", ""],
      [["--price", "1 units", "--token", "USDC", "--max-duration", "59m59s"], "--price", "smallest unit"],
      [["--price", `${2n ** 96n} units`, "--token", "USDC"], "--price", "out of range"],
      [["--bond", `${2n ** 96n} units`], "--bond", "out of range"],
      [["--max-fee", "9.99%"], "--max-fee", "up to 9.99 %"],
      [["--max-fee", "0%"], "--max-fee", "up to 0 %"],
      [["--expires-in", "1s"], "--expires-in", "before the next block"],
    ]

    it("error: are not signed, published or renewed, and the option is named", async () => {
      const offer = await offered(world, folder)
      await rm(offer)
      const asked = [
        "offer",
        "--document",
        join(folder, "machine.json"),
        "--price",
        "1.50 USDC",
        "--max-duration",
        "1d",
      ]
      for (const [terms, option, reason] of impossible()) {
        const label = terms.join(" ")
        const once = await as(world, "host", [...asked, "--to", offer, "--json", ...terms])
        if (option === "") {
          expect(once.code, label).to.equal(0)
          await rm(offer)
          continue
        }
        expect(once.code, label).to.equal(2)
        expect(once.json()["error"]?.["message"], label).to.contain(option).and.contain(reason)
        const heart = await beat(offer, "true", terms).done
        // An arbiter that is not the market's ends a heartbeat whoever it is.
        expect(heart.code, `heartbeat with ${label}`).to.equal(option === "--arbiter" ? 8 : 2)
        if (option !== "--arbiter") expect(heart.out, `heartbeat with ${label}`).to.contain(reason)
        expect((await readdir(folder)).includes("offer.json"), `file with ${label}`).to.equal(false)
      }
    })

    it("error: fail `offer verify`, whoever signed them", async () => {
      const path = await offered(world, folder)
      const signed: { offer: Record<string, unknown> } & Record<string, unknown> = JSON.parse(await readText(path))
      const changes: readonly (readonly [Record<string, unknown>, string, string])[] = [
        [{ payee: zeroAddress }, "terms", "the payee"],
        [{ payee: world.escrow }, "terms", "the payee"],
        [{ renter: addressOf("host") }, "terms", "the renter"],
        [{ operator: addressOf("arbiter") }, "terms", "the operator"],
        [{ arbiter: addressOf("host") }, "arbiter", "the host"],
        [{ startWindow: "86401" }, "terms", "the start window"],
        [{ challengeWindow: "899" }, "terms", "the challenge window"],
        [{ challengeWindow: "604801" }, "terms", "the challenge window"],
        [{ minDuration: "0" }, "terms", "0 s"],
        [{ maxDuration: "0" }, "terms", "longest"],
        [{ maxDuration: "34560001" }, "terms", "at most 400 d"],
        [{ minDuration: "2592001" }, "terms", "longer than the longest"],
        [{ pricePerHour: "0" }, "terms", "smallest unit"],
        [{ maxFeeBps: "999" }, "fee", "up to 9.99 %"],
        [{ expiry: "1" }, "expiry", "before the next block"],
        [{ nonce: "1" }, "nonce", "nonce 1"],
        [{ epoch: "1" }, "epoch", "epoch 1"],
        [{ token: addressOf("stranger") }, "market", "closed"],
        [{ bond: "1" }, "bond", "the offer locks up to"],
      ]
      for (const [change, check, reason] of changes) {
        const offer = { ...signed.offer, ...change }
        const hostSignature = await signedAnyway(offerOf(offer), world.escrow)
        await writeFile(path, JSON.stringify({ ...signed, offer, hostSignature }))
        const told = await as(world, undefined, ["offer", "verify", path, "--json"])
        const label = JSON.stringify(change)
        expect(told.code, label).to.equal(8)
        const rows: readonly { check: string; ok: boolean; detail: string }[] = JSON.parse(told.out).checks
        expect(rows.find((row) => row.check === check)?.detail, label).to.contain(reason)
        expect(
          rows.filter(({ ok }) => !ok).map((row) => row.check),
          label,
        ).to.include(check)
      }
      await writeFile(path, JSON.stringify({ ...signed, offer: { ...signed.offer, maxDuration: String(2n ** 32n) } }))
      const told = await as(world, undefined, ["offer", "verify", path])
      expect([told.code, told.err.includes("below 2^32")], "a field that is too large").to.deep.equal([2, true])
    })
  })

  describe("offers that cannot be taken now", () => {
    const warning = "offered, but cannot be taken: "
    const blocked = (): readonly (readonly [string, () => Promise<unknown>, readonly string[], string])[] => [
      [
        "an empty bond pool",
        async () => undefined,
        ["--bond", "5 USDC"],
        "the free bond is 0.00 USDC, the offer locks up to 5.00 USDC",
      ],
      [
        "a free bond that is too low",
        () => send(world, "host", "bond", "fund", "3 USDC"),
        ["--bond", "5 USDC"],
        "the free bond is 3.00 USDC, the offer locks up to 5.00 USDC",
      ],
      ["a closed market", () => set("guardian", "closeMarket", [USDC]), [], "the market of USDC is closed"],
      [
        "a fee of the market",
        () => setMarket({ feeBps: 1_200n }),
        ["--max-fee", "10%"],
        "the platform fee is 12 %, the offer accepts up to 10 %",
      ],
      [
        "a fee of the host",
        () => set("owner", "setHostFee", [addressOf("host"), 1_300n]),
        ["--max-fee", "12.5%"],
        "the platform fee is 13 %, the offer accepts up to 12.5 %",
      ],
    ]

    it("behavior: are signed with a warning, once and by a heartbeat, and fail `offer verify`", async () => {
      for (const [name, happens, terms, reason] of blocked()) {
        await world.reset()
        await offered(world, folder)
        await happens()
        const path = join(folder, "offer.json")
        const asked = [
          "offer",
          "--document",
          join(folder, "machine.json"),
          "--price",
          "1.50 USDC",
          "--max-duration",
          "1d",
        ]
        const once = await as(world, "host", [...asked, "--to", path, "--json", ...terms])
        expect([once.code, once.json()["takeable"]], name).to.deep.equal([0, false])
        expect(once.err, name).to.contain(`${warning}${reason}`)
        expect(once.json()["problems"]?.["0"]?.["message"], name).to.contain(reason)
        expect((await as(world, undefined, ["offer", "verify", path])).code, name).to.equal(8)

        const heart = beat(join(folder, "live.json"), "true", terms)
        await until(() => Promise.resolve(lastBeat(heart)?.["state"] !== undefined))
        const [first] = beatsOf(heart)
        expect([first?.["state"], first?.["takeable"]], name).to.deep.equal(["offered", false])
        expect(first?.["warning"], name).to.contain(`${warning}${reason}`)
        heart.stop()
        expect((await heart.done).code, name).to.equal(0)
      }
    })

    it("behavior: a machine that is rented is named", async () => {
      await rented(world, folder)
      const told = await as(world, "host", [
        ...["offer", "--document", join(folder, "machine.json"), "--price", "1.50 USDC", "--max-duration", "1d"],
        ...["--to", join(folder, "next.json")],
      ])
      expect(told.code, "exit code").to.equal(0)
      expect(told.err, "why").to.contain(`${warning}the machine is reserved`)
      expect((await as(world, undefined, ["offer", "verify", join(folder, "next.json")])).code, "verified").to.equal(8)
    })

    it("behavior: a heartbeat says so in text, and offers again once it can be taken", async () => {
      await offered(world, folder)
      const argv = [
        ...["offer", "--document", join(folder, "machine.json"), "--price", "1.50 USDC", "--max-duration", "1d"],
        ...["--bond", "5 USDC", "--to", join(folder, "live.json"), "--heartbeat", "1s", "--health", "true"],
      ]
      const heart = start(argv, envOf(world, "host"))
      running.push(heart)
      await until(() => Promise.resolve(heart.out().includes(`Warning: ${warning}the free bond is 0.00 USDC`)))
      expect(heart.out(), "no promise").not.to.contain("Offered until")
      await send(world, "host", "bond", "fund", "5 USDC")
      await until(() => Promise.resolve(heart.out().includes("Offered until")))
    })

    it("behavior: the offer on stdout stays an offer, with --json too", async () => {
      await offered(world, folder)
      const path = join(folder, "printed.json")
      const asked = [
        "offer",
        "--document",
        join(folder, "machine.json"),
        "--price",
        "1.50 USDC",
        "--max-duration",
        "1d",
      ]
      for (const option of [[], ["--json"]]) {
        await writeFile(path, (await as(world, "host", [...asked, ...option])).out)
        expect((await as(world, undefined, ["offer", "verify", path])).code, `printed ${option}`).to.equal(0)
      }
    })
  })

  describe("heartbeats and the escrow's owner", () => {
    const changes: readonly (readonly [string, () => Promise<unknown>, string])[] = [
      ["another arbiter", () => setMarket({ arbiter: "successor" }), "--arbiter"],
      ["a higher fee of the market", () => setMarket({ feeBps: 1_500n }), "--max-fee 15%"],
      ["a higher fee of the host", () => set("owner", "setHostFee", [addressOf("host"), 1_200n]), "--max-fee 12%"],
      ["another arbiter of a closed market", () => setMarket({ arbiter: "successor", open: false }), "--arbiter"],
    ]
    for (const [name, change, option] of changes) {
      it(`error: ${name} ends a heartbeat, and its restarts, until the host accepts it`, async () => {
        await offered(world, folder)
        const live = join(folder, "live.json")
        const env = { HOME: folder }
        const heart = beat(live, "true", [], env)
        await until(() => Promise.resolve(lastBeat(heart)?.["state"] !== undefined))
        expect(lastBeat(heart)?.["state"], "before").to.equal("offered")

        await change()

        const told = await heart.done
        expect(told.code, "exit code").to.equal(8)
        expect(told.err, "message").to.contain("TermsChanged").and.contain(option).and.contain("--follow-market")
        expect(lastBeat(heart)?.["error"]?.["code"], "last line").to.equal("TermsChanged")
        expect((await readdir(folder)).includes("live.json"), "offer").to.equal(false)

        const again = await beat(live, "true", [], env).done
        expect([again.code, again.err.includes("TermsChanged")], "restart").to.deep.equal([8, true])

        const accepted = beat(live, "true", ["--arbiter", addressOf("successor"), "--max-fee", "15%"], env)
        const followed = beat(join(folder, "other.json"), "true", ["--follow-market"], env)
        for (const one of option === "--arbiter" ? [accepted, followed] : [followed]) {
          await until(() => Promise.resolve(lastBeat(one)?.["state"] !== undefined))
          expect(lastBeat(one)?.["state"], "accepted").to.equal("offered")
        }
      })
    }

    it("error: the last offer in the file holds a heartbeat to its terms after a crash", async () => {
      const path = await offered(world, folder)
      await setMarket({ arbiter: "successor" })

      const told = await beat(path, "true").done

      expect(told.code, "exit code").to.equal(8)
      expect(told.err, "which").to.contain(`signs for ${addressOf("arbiter")}`)
    })

    it("error: an endpoint that fails to remove the offer does not hide why a heartbeat ends", async () => {
      await offered(world, folder)
      const server = createServer((request, answer) => {
        request.resume()
        answer.writeHead(request.method === "DELETE" ? 500 : 204).end()
      })
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
      const { port } = server.address() as AddressInfo
      const heart = beat(`http://127.0.0.1:${port}/offers/rack-3`, "true")
      await until(() => Promise.resolve(lastBeat(heart)?.["state"] !== undefined))
      await setMarket({ arbiter: "successor" })
      const told = await heart.done
      server.close()
      expect(told.code, "exit code").to.equal(8)
      expect(told.err, "why").to.contain("TermsChanged")
      expect(String(lastBeat(heart)?.["failure"]), "the offer").to.contain("answered DELETE with status 500")
    })

    it("error: an arbiter that was stated and is not the market's", async () => {
      await offered(world, folder)
      const told = await beat(join(folder, "live.json"), "true", ["--arbiter", addressOf("stranger")]).done
      expect(told.code, "exit code").to.equal(8)
      expect(told.err, "why").to.contain(`signs for ${addressOf("stranger")}`)
    })

    it("behavior: a lower fee and a market that closes for a while do not end a heartbeat", async () => {
      await setMarket({ feeBps: 1_200n })
      await offered(world, folder)
      const live = join(folder, "live.json")
      const heart = beat(live, "true", [], { HOME: folder })
      await until(() => Promise.resolve(lastBeat(heart)?.["takeable"] !== undefined))
      await setMarket({ feeBps: 1_000n })
      await set("guardian", "closeMarket", [USDC])
      await until(() => Promise.resolve(String(lastBeat(heart)?.["warning"]).includes("closed")))
      await setMarket({ feeBps: 1_200n })
      await until(() => Promise.resolve(lastBeat(heart)?.["warning"] === undefined))
      const { offer } = JSON.parse(await readText(live))
      expect([offer.arbiter, offer.maxFeeBps], "pinned").to.deep.equal([addressOf("arbiter"), "1200"])
      heart.stop()
      expect((await heart.done).code, "exit code").to.equal(0)
    })

    it("error: remembered terms that cannot be read are not replaced", async () => {
      await offered(world, folder)
      const live = join(folder, "live.json")
      const heart = beat(live, "true", [], { STATE_DIRECTORY: folder })
      await until(() => Promise.resolve(lastBeat(heart)?.["state"] !== undefined))
      heart.stop()
      await heart.done
      const [name = ""] = (await readdir(folder)).filter((file) => file.startsWith("heartbeat-"))
      await writeFile(join(folder, name), "{")

      const told = await beat(live, "true", [], { STATE_DIRECTORY: folder }).done

      expect([told.code, told.out.includes(name)], "exit code, file").to.deep.equal([2, true])
    })
  })
})
