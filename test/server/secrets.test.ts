// The addresses that a server is given can hold logins and keys. Nothing that it prints or answers repeats them.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect } from "chai"
import { answerJson, type HttpServer, serveHttp } from "../support/httpServer.ts"
import { manyRentals } from "../support/manyRentals.ts"
import { postgresUrl, stopPostgres } from "../support/postgresServer.ts"
import { RecordedChain } from "../support/recordedChain.ts"
import { serveRecordedChain } from "../support/serveRecordedChain.ts"
import { type ServerProcess, startServerProcess } from "../support/serverProcess.ts"
import { until } from "../support/until.ts"

const ESCROW = `0x${"e5".repeat(20)}` as const
const HASH = `0x${"ab".repeat(32)}`
/** What must not appear: as it is written in a URL, and as it is sent. */
const SECRETS = [
  "login-name",
  "pass%40word",
  "pass@word",
  "key-in-the-path",
  "key-in-the-query",
  btoa("login-name:pass@word"),
]

const secret = (url: string) => `${url.replace("//", "//login-name:pass%40word@")}/key-in-the-path?key=key-in-the-query`

const leaksIn = (text: string) => SECRETS.filter((one) => text.includes(one))

describe("what is secret in a server's settings", () => {
  const started: ServerProcess[] = []
  const open: HttpServer[] = []
  const nodes: Awaited<ReturnType<typeof serveRecordedChain>>[] = []
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "gpuflow-secrets-"))
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((program) => program.kill()))
    await Promise.all([...open.splice(0), ...nodes.splice(0)].map((server) => server.close()))
  })
  after(async () => {
    rmSync(folder, { recursive: true, force: true })
    await stopPostgres()
  })

  const run = (...given: Parameters<typeof startServerProcess>) => {
    const program = startServerProcess(...given)
    started.push(program)
    return program
  }
  const printed = ({ lines, state }: ServerProcess) => `${JSON.stringify(lines)}${state.errors}${state.output}`

  it("is in nothing that it logs and answers, while nodes and boards fail, and reaches those that it is for", async () => {
    const chain = new RecordedChain({ escrow: ESCROW, blocks: manyRentals(3) })
    chain.replay()
    const healthy = await serveRecordedChain(chain)
    nodes.push(healthy)
    let isFailing = true
    const logins: unknown[] = []
    const node = await serveHttp(async ({ headers, body, url }, response) => {
      logins.push([headers["authorization"], url.pathname, url.search])
      if (isFailing) return void response.writeHead(500).end(`no answer for ${url.href}`)
      const answer = await fetch(healthy.url, { method: "POST", body })
      answerJson(response, await answer.json())
    })
    const board = await serveHttp(({ headers, url }, response) => {
      logins.push([
        headers["authorization"],
        url.pathname.replace("/offers/log", ""),
        `?key=${url.searchParams.get("key")}`,
      ])
      answerJson(response, { offers: [] })
    })
    open.push(node, board)
    const deaf = "http://127.0.0.1:1"
    const server = run({
      place: { folder: join(folder, "tables") },
      rpcUrl: [deaf, node.url].map(secret).join(","),
      escrow: ESCROW,
      environment: {
        GPUFLOW_SERVER_ROOMS: "index,board",
        GPUFLOW_SERVER_BOARDS: [deaf, board.url].map(secret).join(","),
        GPUFLOW_SERVER_LOG: "debug",
      },
    })
    await server.url()
    const asked = async () => {
      const paths = ["/meta", "/metrics", "/healthz", "/readyz", "/openapi.json", "/offers", "/nothing", "/rentals"]
      const answers = await Promise.all([...paths, `/transactions/${HASH}`].map((path) => server.ask(path)))
      return JSON.stringify(answers)
    }
    const warned = (text: string) => () => server.lines.some(({ msg }) => msg.includes(text))
    await until(warned("does not answer"))
    await until(warned("the board does not follow"))
    const whileFailing = await asked()
    isFailing = false
    await until(async () => (await server.ask("/rentals")).status === 200)
    await until(warned("another board was not copied"))
    const answered = await asked()
    await server.stop()

    expect(leaksIn(whileFailing), "answers, while the node fails").to.deep.equal([])
    expect(leaksIn(answered), "answers").to.deep.equal([])
    expect(leaksIn(printed(server)), printed(server)).to.deep.equal([])
    const login = [`Basic ${btoa("login-name:pass@word")}`, "/key-in-the-path", "?key=key-in-the-query"]
    expect(
      logins.filter((one) => String(one) !== String(login)),
      "what the node and the board were sent",
    ).to.deep.equal([])
    expect(logins.length, "requests").to.be.above(2)
  })

  it("is in no message about a database that fails, or about settings that are wrong", async () => {
    const url = new URL(await postgresUrl())
    url.username = "login-name"
    url.password = "pass@word"
    const given = { rpcUrl: secret("http://127.0.0.1:1"), escrow: ESCROW } as const
    const wrong = { GPUFLOW_RPC_URL: secret("ftp://127.0.0.1"), GPUFLOW_SERVER_BOARDS: secret("ftp://127.0.0.1") }
    const programs = [
      run({ ...given, place: { url: url.href } }),
      run({ ...given, place: { url: secret("postgres://127.0.0.1:1") } }),
      run({ ...given, place: { url: secret("mysql://127.0.0.1") }, environment: wrong }),
      run({ ...given, place: { url: "postgres://login-name:pass%40word@[" }, environment: wrong }),
    ]
    const codes = await Promise.all(programs.map(({ ended }) => ended))
    const messages = programs.map(printed)

    expect(codes, messages.join("\n")).to.deep.equal([1, 1, 2, 2])
    // A database names the user that it does not let in.
    for (const message of messages)
      expect(
        leaksIn(message).filter((one) => one !== "login-name"),
        message,
      ).to.deep.equal([])
  })
})
