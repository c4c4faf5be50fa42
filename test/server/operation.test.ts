import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

import { expect } from "chai"
import { parse } from "yaml"
import { z } from "zod"

import { optionsFromEnvironment, parseSettings, serverVariables } from "../../server/settings.ts"
import { openPlaces } from "../support/databasePlaces.ts"
import { databaseKinds } from "../support/databases.ts"
import { manyRentals } from "../support/manyRentals.ts"
import { programEnvironment } from "../support/programEnvironment.ts"
import { RecordedChain } from "../support/recordedChain.ts"
import { serveRecordedChain } from "../support/serveRecordedChain.ts"
import { type ServerProcess, startServerProcess } from "../support/serverProcess.ts"
import { sleep, until } from "../support/until.ts"

const ESCROW = "0xe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5"
const root = new URL("../../", import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), "utf8")

/** Runs a program of the repository. `stopAt` is a text after which it is stopped. */
function run(args: readonly string[], { stopAt, variables = {} }: { stopAt?: string; variables?: object } = {}) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const { HOME = "" } = process.env
    const env = { ...programEnvironment(), HOME, ...variables }
    const child = spawn(process.execPath, args, { cwd: fileURLToPath(root), env })
    let [out, err] = ["", ""]
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text
      if (stopAt !== undefined && out.includes(stopAt)) child.kill("SIGTERM")
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text
    })
    child.on("close", (code) => resolve({ code, out, err }))
  })
}

describe("the program gpuflow-server, as operators run it", () => {
  const children = new Set<ServerProcess>()
  afterEach(async () => {
    for (const child of children) await child.kill()
    children.clear()
  })
  const start = (...given: Parameters<typeof startServerProcess>) => {
    const child = startServerProcess(...given)
    children.add(child)
    return child
  }

  it("describes its commands and every variable, and ends with 2 for wrong options and with 1 for a wrong chain", async () => {
    const node = await serveRecordedChain(new RecordedChain({ escrow: ESCROW, blocks: [] }))
    const [help, wrong, other] = await Promise.all([
      run(["server/main.ts", "--help"]),
      run(["server/main.ts", "--port", "many"]),
      run(["server/main.ts"], {
        variables: {
          GPUFLOW_CHAIN: "80002",
          GPUFLOW_RPC_URL: node.url,
          GPUFLOW_ESCROW: ESCROW,
          GPUFLOW_FROM_BLOCK: "0",
          GPUFLOW_SERVER_FOLDER: Object(await openedPlace("pglite")).folder,
        },
      }),
    ])
    await node.close()

    expect(help.code, "help").to.equal(0)
    for (const name of Object.keys(serverVariables)) expect(help.out, "help").to.include(name)
    expect(help.out, "help").to.include("rebuild")
    expect([wrong.code, wrong.err.includes("GPUFLOW_SERVER_PORT")], wrong.err).to.deep.equal([2, true])
    expect([other.code, other.err.includes("another chain")], other.err).to.deep.equal([1, true])
  })

  for (const kind of databaseKinds) {
    it(`on ${kind}: rebuilds beside what it serves when it is asked to, and by the command alone when nothing runs`, async () => {
      const chain = new RecordedChain({ escrow: ESCROW, blocks: manyRentals(20) })
      chain.replay()
      const node = await serveRecordedChain(chain)
      const place = await openedPlace(kind)
      const given = { place, rpcUrl: node.url, escrow: ESCROW } as const
      const server = start(given)
      const blockOf = async () => (await server.ask("/meta")).body["block"]
      await until(async () => (await blockOf()) === chain.head)
      const seen: unknown[] = []
      let isOver = false
      const reading = (async () => {
        while (!isOver) {
          seen.push(await blockOf())
          // More questions would take the processors from both programs.
          await sleep(20)
        }
      })()
      const asked = start({ ...given, command: ["rebuild"], environment: { GPUFLOW_SERVER_LOG: "silent" }, text: true })
      const askedCode = await asked.ended
      isOver = true
      await reading
      const stopCode = await server.stop()
      const alone = start({ ...given, command: ["rebuild"], environment: { GPUFLOW_SERVER_LOG: "silent" }, text: true })
      const aloneCode = await alone.ended
      const again = start(given)
      await until(async () => (await again.ask("/meta")).status === 200)
      const rentals = await again.ask("/rentals?limit=200")
      await again.stop()
      await node.close()

      expect([askedCode, asked.state.output], asked.state.errors).to.deep.equal([
        0,
        "The index was built again by the running server.\n",
      ])
      expect(
        seen.every((block) => block === chain.head),
        "every block that was read meanwhile",
      ).to.equal(true)
      expect(
        server.lines.filter(({ msg }) => msg === "the history that was built is served").length,
        "rebuilds",
      ).to.equal(1)
      expect(stopCode, "the server's exit code").to.equal(0)
      expect([aloneCode, alone.state.output], alone.state.errors).to.deep.equal([
        0,
        "The index was built again by this command.\n",
      ])
      expect(Object(rentals.body["items"]).length, "rentals").to.equal(20)
    })
  }

  it("runs with a chain and a board full of offers as `npm run dev`, without a warning, until it is stopped", async () => {
    const { code, out, err } = await run(["scripts/dev.ts", "--port", "0", "--server-port", "0", "--page-port", "0"], {
      stopAt: "Press Ctrl-C",
    })

    expect(err, "warnings and errors").to.equal("")
    expect(code, "exit code").to.equal(0)
    expect(out, "what it prints").to.match(/a server at http:\/\/127\.0\.0\.1:\d+ with [1-9]\d* offers/)
  })
})

describe("the server's unit and compose file", () => {
  it("the unit starts the program with variables that it knows, and leaves it alone after wrong options", () => {
    const lines = read("server/operate/gpuflow-server.service").split("\n")
    const settingsOf = (name: string) =>
      lines.flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []))
    const [execStart = ""] = settingsOf("ExecStart")
    const variables = settingsOf("Environment").map((line) => line.split("=")[0])
    const main = execStart.split(" ").at(-1) ?? ""

    expect(() => read(main), main).not.to.throw()
    expect(Object.keys(serverVariables), "variables").to.include.members(variables)
    expect(settingsOf("RestartPreventExitStatus"), "exit code of wrong options").to.deep.equal(["2"])
    expect(settingsOf("Restart"), "restart").to.deep.equal(["always"])
    expect(Number(settingsOf("TimeoutStopSec")[0]), "seconds to stop, and the server's ten").to.be.above(10)
  })

  it("the compose file starts one writer and readers with options that the program accepts, and publishes nothing", () => {
    const service = z.object({
      command: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()),
      ports: z.array(z.string()).optional(),
    })
    const { services } = z
      .object({ services: z.record(z.string(), service) })
      .parse(parse(read("server/operate/compose.yml"), { merge: true }))
    const servers = Object.entries(services).filter(([name]) => name !== "postgres")
    const given: Readonly<Record<string, string>> = {
      GPUFLOW_RPC_URL: "https://one.example",
      GPUFLOW_ESCROW: ESCROW,
      GPUFLOW_FROM_BLOCK: "7",
      POSTGRES_PASSWORD: "secret",
    }
    const fill = (text: string) => text.replace(/\$\{(\w+)[^}]*\}/g, (_, name: string) => given[name] ?? `no ${name}`)
    const settings = servers.map(([, { environment }]) => {
      const filled = Object.entries(environment).map(([name, text]) => [name, fill(text)])
      return parseSettings(optionsFromEnvironment(Object.fromEntries(filled)))
    })

    expect(settings.map(({ role }) => role).sort(), "roles").to.deep.equal(["reader", "reader", "writer"])
    expect(new Set(settings.map(({ databaseUrl }) => databaseUrl)).size, "databases").to.equal(1)
    for (const [name, { command, ports = [] }] of servers) {
      expect(() => read(command?.at(-1) ?? ""), `${name}: ${command}`).not.to.throw()
      for (const port of ports) expect(port, name).to.match(/^127\.0\.0\.1:\d+:9470$/)
    }
    expect(services["postgres"]?.ports, "ports of the database").to.equal(undefined)
  })
})

const places = { pglite: openPlaces("pglite"), postgres: openPlaces("postgres") }
after(() => {
  for (const place of Object.values(places)) place.remove()
})

const openedPlace = (kind: (typeof databaseKinds)[number]) => places[kind].open()
