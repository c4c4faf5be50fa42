// The commands that ask a server, against the real one: the same answers as from the chain, and the chain's if it lies.
import { join } from "node:path"
import { expect } from "chai"
import type { Address } from "viem"
import { artifactOf } from "../support/chain.ts"
import { as, envOf, onLocalChain, send, start, type TestWorld } from "../support/commandLine.ts"
import { openMarket } from "../support/escrow.ts"
import type { HttpServer } from "../support/httpServer.ts"
import { type Lie, serveThrough, withField } from "../support/lyingProxy.ts"
import { addressOf, type Role } from "../support/parties.ts"
import { startRealServer } from "../support/realServer.ts"
import { until } from "../support/until.ts"
import { hashOf, offered, readText, rented } from "./steps.ts"

const HOUR = 3_600n

describe("CLI: commands that ask the real server", () => {
  let world: TestWorld
  let folder: string
  const open: HttpServer[] = []
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()))
  })

  const lying = async (server: string, lie: Lie) => {
    const proxy = await serveThrough(server, lie)
    open.push(proxy)
    return proxy.url
  }
  /** An ended rental and one in dispute, with evidence of both sides. */
  async function played() {
    const ended = await rented(world, folder)
    await send(world, "host", "start", ended)
    await world.pass(600n)
    await send(world, "renter", "stop", ended)
    const disputed = await rented(world, folder)
    await send(world, "host", "start", disputed)
    await world.pass(600n)
    await send(world, "renter", "dispute", disputed, "--evidence", "ipfs://slow")
    await send(world, "host", "evidence", disputed, "ipfs://log")
    return { ended, disputed }
  }
  const ask = async (role: Role, argv: readonly string[], server?: string) => {
    const told = await as(world, role, [...argv, "--json"], server === undefined ? {} : { GPUFLOW_SERVER: server })
    expect(told.code, `${argv.join(" ")}: ${told.err || told.out}`).to.equal(0)
    // Without a server, no host is asked for its word.
    const { server: source, now: _, hostSays: __, ...answer } = told.json()
    return { source, answer, err: told.err }
  }

  it("default: the answers are the chain's, and the source is named", async () => {
    const { ended } = await played()
    const server = await startRealServer(world)
    const questions: readonly (readonly [Role, readonly string[], string])[] = [
      ["renter", ["record", addressOf("host")], "the record"],
      ["renter", ["list", "--renter"], "the list of rentals"],
      ["host", ["list", "--host", "--open"], "the list of rentals"],
      ["host", ["claimable"], "the list of rentals"],
      ["arbiter", ["disputes"], "the disputes"],
      ["host", ["export"], "the payments"],
      ["renter", ["export", "--renter"], "the payments"],
    ]
    for (const [role, argv, what] of questions) {
      const [own, served] = [await ask(role, argv), await ask(role, argv, server.url)]
      expect(served.answer, argv.join(" ")).to.deep.equal(own.answer)
      expect([own.source, served.source], `source of ${argv[0]}`).to.deep.equal([undefined, server.url])
      expect(served.err, argv.join(" ")).to.contain(`Read ${what} from ${server.url}.`)
    }
    const disputes = Object(await ask("arbiter", ["disputes"], server.url)).answer.disputes
    expect(
      Object(disputes)[0]
        .evidence.map(Object)
        .map(({ uri }: { uri: string }) => uri),
    ).to.deep.equal(["ipfs://slow", "ipfs://log"])
    const nothing = await as(world, "host", ["claim", "--all", "--yes", "--json"], { GPUFLOW_SERVER: server.url })
    expect([nothing.code, nothing.out.includes(ended)], "nothing is due").to.deep.equal([5, false])
  })

  it("default: claim --all settles what a server lists", async () => {
    const id = await rented(world, folder)
    await send(world, "host", "start", id)
    await world.pass(9n * HOUR)
    const server = await startRealServer(world)
    const told = await as(world, "host", ["claim", "--all", "--yes", "--json", "--wait", "1", "--server", server.url])
    expect(told.code, told.err).to.equal(0)
    expect(told.json()["settled"], "settled").to.equal(1)
  })

  const lies: readonly (readonly [string, readonly string[], Lie, string])[] = [
    [
      "a rental of others",
      ["list", "--host"],
      (path, body) =>
        path === "/rentals" ? { body: withField(body, "host", () => addressOf("stranger")) } : undefined,
      "does not follow from the rental's id",
    ],
    [
      "terms of others",
      ["claimable", "--renter", addressOf("stranger")],
      async (path, _body) => (path === "/rentals" ? { body: await othersRentals() } : undefined),
      "belongs to others",
    ],
    [
      "another escrow",
      ["list", "--host"],
      (path, body) => (path === "/meta" ? { body: { ...Object(body), escrow: addressOf("stranger") } } : undefined),
      "It serves the escrow",
    ],
    [
      "another chain",
      ["record", addressOf("host")],
      (path, body) => (path === "/meta" ? { body: { ...Object(body), chainId: 1 } } : undefined),
      "on chain 1",
    ],
    [
      "another branch",
      ["record", addressOf("host")],
      (path, body) => (path === "/meta" ? { body: { ...Object(body), hash: `0x${"12".repeat(32)}` } } : undefined),
      "another branch of the chain",
    ],
    [
      "a record that cannot be",
      ["record", addressOf("host")],
      (path, body) => (path.startsWith("/hosts/") ? { body: withField(body, "completed", () => 900) } : undefined),
      "contradicts itself",
    ],
    [
      "an amount that was never paid",
      ["export"],
      (path, body) => (path.endsWith("/events") ? { body: { ...Object(body), items: [] } } : undefined),
      "leaves out payments",
    ],
    [
      "disputes of another arbiter",
      ["disputes", "--arbiter", addressOf("stranger")],
      async (path) => (path === "/disputes" ? { body: await othersDisputes() } : undefined),
      "another arbiter",
    ],
    ["HTML", ["record", addressOf("host")], () => ({ body: "<html>" }), "is not used."],
    ["a failure", ["list", "--host"], () => ({ status: 500, body: {} }), "a failure of its own"],
  ]
  let [othersRentals, othersDisputes] = [async (): Promise<unknown> => ({}), async (): Promise<unknown> => ({})]

  it("error: a server that lies or fails is named, and the chain is read", async () => {
    await played()
    const server = await startRealServer(world)
    othersRentals = async () => (await server.ask("/rentals")).body
    othersDisputes = async () => (await server.ask("/disputes")).body
    for (const [what, argv, lie, reason] of lies) {
      const url = await lying(server.url, lie)
      const [own, told] = [await ask("host", argv), await ask("host", argv, url)]
      expect(told.answer, what).to.deep.equal(own.answer)
      expect(told.source, what).to.equal(undefined)
      expect(told.err, what).to.contain(`Note: ${url} is not used.`).and.contain(reason)
      expect(told.err, what).to.contain("from the chain instead.")
    }
  })

  it("behavior: credits and bonds in tokens that only a server knows are found, and counted on the chain", async () => {
    const { address } = await world.deploy("StrangeToken", [])
    await openMarket(world, { address: world.escrow, abi: (await artifactOf("RentalEscrow")).abi }, address)
    await world.mint(address, "host", 100n)
    await send(world, "host", "bond", "fund", "42 units", "--token", address)
    const server = await startRealServer(world)
    const invented: Address = "0x00000000000000000000000000000000000000aa"
    const url = await lying(server.url, (path, body) =>
      path.startsWith("/accounts/")
        ? {
            body: withField(body, "bonds", (bonds) => [
              ...(bonds as unknown[]),
              { token: invented, free: "9", locked: "0" },
            ]),
          }
        : undefined,
    )
    const bonds = async (from?: string) => Object((await ask("host", ["bond"], from)).answer)["bonds"]
    expect(await bonds(), "known tokens alone").to.deep.equal([])
    for (const from of [server.url, url]) {
      const [bond, ...more] = await bonds(from)
      expect([bond.token.toLowerCase(), bond.free, more], from).to.deep.equal([address.toLowerCase(), "42", []])
    }
    const none = await as(world, "host", ["withdraw", "--yes", "--server", server.url])
    expect([none.code, none.err.includes("Read the tokens of the credits")], none.err).to.deep.equal([5, true])
  })

  describe("rent from a board", () => {
    const renting = (...argv: string[]) => ["rent", ...argv, "--for", "1h", "--accept", "challengeWindow"]

    it("default: takes the cheapest offer that fits, and the one of a machine", async () => {
      const server = await startRealServer(world)
      const file = await offered(world, folder)
      await server.put(await readText(file))
      const env = { GPUFLOW_SERVER: server.url }
      const listed = await as(world, "renter", ["offers", "--json"], env)
      const machine = hashOf(Object(listed.json()["offers"]?.["0"])["signed"].offer.machine)

      const dry = await as(world, "renter", renting("--gpu", "a100", "--dry-run", "--json"), env)
      expect(dry.code, dry.err).to.equal(0)
      expect(dry.err, "choice").to.contain(`Took the offer of host ${addressOf("host")} for machine ${machine}`)
      const asked = await start(renting("--max-dollars", "2"), { ...envOf(world, "renter"), ...env }, "n\n").done
      expect([asked.code, /price .*1\.50 USDC/.test(asked.err)], "plan before the question").to.deep.equal([7, true])
      const bought = await as(
        world,
        "renter",
        [...renting(machine, "--max-price", "1.60 USDC", "--wait", "1"), "--yes"],
        env,
      )
      expect(bought.code, bought.err).to.equal(0)
      expect(bought.out, "rented").to.contain("Rented: 0x")
    })

    it("error: says why no offer of a board is rented", async () => {
      const server = await startRealServer(world)
      const file = await offered(world, folder)
      await server.put(await readText(file))
      const machine = `0x${"ab".repeat(32)}`
      const at = ["--server", server.url]
      const mistakes: readonly (readonly [readonly string[], string])[] = [
        [renting(machine, "--dry-run", ...at), `No offer of machine ${machine} can be taken.`],
        [renting("--gpu", "B200", "--dry-run", ...at), "No offer fits."],
        [renting("--max-dollars", "1", "--dry-run", ...at), "No offer fits."],
        [renting("--yes", ...at), "needs a limit"],
        [renting("--dry-run"), "No board is configured."],
        [renting("--dry-run", "--max-price", "1.60", ...at), "The token of --max-price is missing."],
        [renting(file, "--gpu", "A100", "--dry-run"), "--gpu chooses among the offers of boards."],
        [renting(file, "--max-commitment", "1h", "--dry-run"), "--max-commitment chooses among the offers of boards."],
      ]
      for (const [argv, message] of mistakes) {
        const told = await as(world, "renter", argv)
        expect([told.code, told.err.replaceAll(/\s+/g, " ")], argv.join(" ")).to.satisfy(
          ([code, err]: [number, string]) => code === 2 && err.includes(message),
        )
      }
    })

    it("error: a machine's id that two hosts have needs the host", async () => {
      const server = await startRealServer(world)
      const file = await offered(world, folder)
      await server.put(await readText(file))
      const machine = hashOf(JSON.parse(await readText(file)).offer.machine)
      const other = join(folder, "other.json")
      const terms = ["--price", "1.40 USDC", "--max-duration", "1d", "--machine", machine, "--spec", machine]
      expect((await as(world, "payer", ["offer", ...terms, "--to", other])).code, "offer").to.equal(0)
      await server.put(await readText(other))
      const argv = renting(machine, "--dry-run", "--server", server.url)
      const told = await as(world, "renter", argv)
      expect([told.code, told.err], "both").to.satisfy(
        ([code, err]: [number, string]) => code === 2 && err.includes("--host"),
      )
      const chosen = await as(world, "renter", [...argv, "--host", addressOf("host"), "--json"])
      expect(chosen.code, chosen.err).to.equal(0)
      expect(chosen.err, "host").to.contain(`Took the offer of host ${addressOf("host")}`)
    })

    it("error: a board that changes an offer cannot make anyone sign for it", async () => {
      const server = await startRealServer(world)
      await server.put(await readText(await offered(world, folder)))
      for (const [field, value] of [
        ["pricePerHour", "1"],
        ["payee", addressOf("stranger")],
        ["expiry", "99999999999"],
        ["arbiter", addressOf("stranger")],
      ] as const) {
        const url = await lying(server.url, (path, body) =>
          path === "/offers" ? { body: withField(body, field, () => value) } : undefined,
        )
        const told = await as(world, "renter", [...renting("--max-dollars", "9", "--yes"), "--server", url])
        expect([told.code, told.err.includes("No offer fits.")], `${field}: ${told.err}`).to.deep.equal([2, true])
      }
    })
  })

  describe("offer --board", () => {
    const terms = ["--price", "1.50 USDC", "--max-duration", "1d"]
    const offersAt = async (board: string) => {
      const { answer } = await ask("renter", ["offers", "--server", board])
      return Object.values(Object(answer)["offers"])
    }

    it("default: a heartbeat puts the offer on the board, and takes it off when it ends", async () => {
      await offered(world, folder)
      const server = await startRealServer(world)
      const document = ["--document", join(folder, "machine.json")]
      const argv = [
        "offer",
        ...document,
        ...terms,
        "--board",
        `${server.url}/`,
        "--heartbeat",
        "1s",
        "--health",
        "true",
      ]
      const heart = start(argv, { ...envOf(world, "host"), HOME: folder })
      await until(async () => (await offersAt(server.url)).length === 1)
      heart.stop()
      expect((await heart.done).code, heart.err()).to.equal(0)
      expect(await offersAt(server.url), "after the end").to.have.length(0)
    })

    it("error: the board's reason is named, and what is no board", async () => {
      await offered(world, folder)
      const server = await startRealServer(world)
      const machine = `0x${"01".repeat(32)}`
      const of = ["--machine", machine, "--spec", machine]
      const mistakes: readonly (readonly [readonly string[], string])[] = [
        [["--bond", "5 USDC", "--board", server.url], "The board refuses the offer with InsufficientBond."],
        [["--board", "server.example"], "--board is not an http or https URL."],
        [["--board", server.url, "--to", "offer.json"], "--to and --board exclude each other."],
        [["--board", "http://127.0.0.1:1"], "did not answer PUT"],
      ]
      for (const [more, message] of mistakes) {
        const told = await as(world, "host", ["offer", ...of, ...terms, ...more])
        expect([told.code, told.err.replaceAll(/\s+/g, " ")], more.join(" ")).to.satisfy(
          ([code, err]: [number, string]) => code === 2 && err.includes(message),
        )
      }
    })
  })

  it("behavior: a login in a server's URL is sent as a header, and appears in no output", async () => {
    await played()
    const server = await startRealServer(world)
    const [user, password, key] = ["renter-of-mine", "p%40ss-word", "0123456789abcdef"]
    const seen = new Set<unknown>()
    const open = await lying(server.url, (_, __, headers) => {
      seen.add(headers["authorization"])
      return undefined
    })
    const down = "http://127.0.0.1:1"
    const secret = (url: string) => `${url.replace("//", `//${user}:${password}@`)}/?key=${key}`
    const urls = [secret(down), secret(open)]
    const env = { GPUFLOW_SERVER: urls.join(",") }
    const runs: readonly (readonly [readonly string[], Readonly<Record<string, string>>])[] = [
      [["list", "--host", "--json"], env],
      [["record", addressOf("host")], env],
      [["disputes", "--arbiter", addressOf("arbiter"), "--json"], env],
      [["export"], env],
      [["bond"], env],
      [["doctor"], env],
      [["offers", "--json"], env],
      [["offers", "--server", ...urls], {}],
      [["list", "--host", "--json", "--server", ...urls], {}],
      [["list", "--host", `--server=${secret("ftp://127.0.0.1")}`], {}],
      [["list", "--host", "--server", secret("http://[")], {}],
    ]
    for (const [argv, variables] of runs) {
      const told = await as(world, "host", argv, variables)
      for (const part of [user, password, "p@ss-word", key]) {
        expect(`${told.out}${told.err}`, `${argv.join(" ")}: ${part}`).not.to.contain(part)
      }
    }
    expect([...seen], "logins").to.deep.equal([`Basic ${btoa(`${user}:p@ss-word`)}`])
  })

  it("behavior: doctor says how far each server is, and fails with none of them", async () => {
    const server = await startRealServer(world)
    const { answer } = await ask("host", ["doctor"], `${server.url},http://127.0.0.1:1`)
    const found = Object(answer)["findings"].filter(({ check }: { check: string }) => check.startsWith("server"))
    expect(found.map(({ check, state }: { check: string; state: string }) => [check, state])).to.deep.equal([
      ["server 1", "ok"],
      ["server 2", "warns"],
    ])
  })
})
