// Keys, passwords and endpoints stay inside the program: not in what it starts, and not in what it prints.
import { chmod, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"

import { expect } from "chai"
import { isHealthy } from "../../cli/offer/healthCommand.ts"
import { openSession } from "../../cli/session.ts"
import { type NodeFault, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { envOf, NOBODY, onLocalChain, start, type TestWorld } from "../support/commandLine.ts"
import { answerProblem, serveHttp } from "../support/httpServer.ts"
import { accountOf, keyOf } from "../support/parties.ts"

const KEY = keyOf("host")
const SECRETS = {
  GPUFLOW_PRIVATE_KEY: KEY,
  GPUFLOW_KEYSTORE_PASSWORD: "correct horse battery",
  GPUFLOW_RPC_URL: "https://user:pass-word@node.example/v2/0123456789abcdef?token=fedcba9876543210",
  GPUFLOW_OFFERS_TOKEN: "bearer-of-offers",
  GPUFLOW_KEEPER_ALERT_URL: "https://hooks.example/very-secret",
  POLYGON_RPC_URL: "https://other.example/another-secret",
  DEPLOYER_PRIVATE_KEY: keyOf("owner"),
}
const HARMLESS = { LANG: "de_DE.UTF-8", HOME: "/nonexistent", CUDA_VISIBLE_DEVICES: "0" }

describe("CLI: secrets", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  const variablesIn = async (file: string) =>
    Object.fromEntries(
      (await readFile(file, "utf8")).split("\n").map((line) => [line.split("=")[0], line.replace(/^[^=]*=/, "")]),
    )

  it("behavior: nvidia-smi sees what a program of the system needs, and nothing else", async () => {
    const [tool, seen] = [join(folder, "nvidia-smi"), join(folder, "seen")]
    await writeFile(tool, `#!/bin/sh\n/usr/bin/env > ${seen}\necho "A100, 81920, 570.86"\n`)
    await chmod(tool, 0o755)
    const env = { ...SECRETS, ...HARMLESS, AWS_SECRET_ACCESS_KEY: "another program's", PATH: folder }
    const told = await start(["machine", "--name", "h", "--detect", "--json"], env).done
    expect(told.code, `exit code: ${told.err}`).to.equal(0)
    const variables = await variablesIn(seen)
    expect(variables, "needed").to.include({ ...HARMLESS, PATH: folder })
    expect(variables, "secrets").not.to.have.any.keys(...Object.keys(SECRETS), "AWS_SECRET_ACCESS_KEY")
  })

  it("behavior: the health command sees the user's variables, but none with a secret of this program", async () => {
    const seen = join(folder, "seen")
    const env = { ...SECRETS, ...HARMLESS, PATH: process.env["PATH"], PROBE: "seen", COPY: `key=${KEY}` }
    const { signal } = new AbortController()
    const { stdin, stdout, stderr } = process
    const session = openSession({ env, stdin, stdout, stderr, signal })
    expect(await isHealthy(session, `env > ${seen}`, 60), "healthy").to.equal(true)
    const variables = await variablesIn(seen)
    expect(variables, "the user's own").to.include({ ...HARMLESS, PROBE: "seen" })
    expect(variables, "secrets").not.to.have.any.keys(...Object.keys(SECRETS), "COPY")
  })

  it("error: endpoints that fail are named by their place, with their status, and never by their address", async () => {
    const refusals: [NodeFault, string][] = [
      [async () => ({ status: 429, body: "slow down" }), "answered 429 Too Many Requests"],
      [async () => ({ status: 401, body: "no key" }), "answered 401 Unauthorized"],
      [async () => ({ status: 503, body: "<html>" }), "answered 503 Service Unavailable"],
      [async () => ({ status: 200, body: "<html>" }), "did not answer with JSON"],
      [async ({ id }) => ({ cut: { jsonrpc: "2.0", id, result: "0x1" } }), "closed the connection"],
      [
        async ({ id }) => ({
          answer: { jsonrpc: "2.0", id, error: { code: -32_005, message: "daily limit reached." } },
        }),
        "answered with error -32005: daily limit reached",
      ],
    ]
    for (const [fault, what] of refusals) {
      const node = await openNodeProxy(world.url, fault)
      const secret = "a1b2c3d4e5f60718"
      const urls = [
        `http://127.0.0.1:9/v2/${secret}`,
        `${node.url.replace("//", `//me:${secret}@`)}/v3/${secret}?key=${secret}`,
      ]
      try {
        for (const command of [
          ["show", NOBODY],
          ["list", "--renter", accountOf("renter").address],
        ]) {
          const told = await start([...command, "--json"], { ...envOf(world), GPUFLOW_RPC_URL: urls.join(",") }).done
          expect(told.code, `exit code of ${what}`).to.equal(4)
          const { message, args } = Object(told.json()["error"])
          expect(message, "message")
            .to.contain(`Endpoint 2 of 2 ${what}.`)
            .and.contain("Endpoint 1 of 2 cannot be reached.")
          expect(args.endpoints, "for scripts").to.have.length(2)
          expect(told.out + told.err, "secret")
            .not.to.contain(secret)
            .and.not.to.contain(node.url)
        }
      } finally {
        await node.close()
      }
    }
  })

  it("error: a node that quotes its address, or parts of it, leaks nothing", async () => {
    const [key, token, password] = ["0123456789abcdef0123", "fedcba98-7654-3210", "p%40ssw0rd-of-mine"]
    const node = await openNodeProxy(world.url, async ({ id }) => ({
      answer: {
        jsonrpc: "2.0",
        id,
        error: {
          code: -32_000,
          message: `no access for ${key} with ${token}, p@ssw0rd-of-mine at ${node.url}/v2/${key}`,
        },
      },
    }))
    const url = `${node.url.replace("//", `//me:${password}@`)}/v2/${key}?apikey=${token}`
    try {
      for (const asJson of [["--json"], []]) {
        for (const command of [["show", NOBODY], ["doctor"]]) {
          const { out, err } = await start([...command, ...asJson], { ...envOf(world), GPUFLOW_RPC_URL: url }).done
          expect(out + err, "the node's words").to.contain("no access for [hidden]")
          for (const part of [key, token, "p@ssw0rd", password]) expect(out + err, part).not.to.contain(part)
        }
      }
    } finally {
      await node.close()
    }
  })

  it("behavior: a login in any URL is sent as a header, and appears in no output", async () => {
    const login = "me-myself:p%40ss-word"
    const seen: unknown[] = []
    const server = await serveHttp(({ headers }, response) => {
      seen.push(headers["authorization"])
      answerProblem(response, 422, "OfferExpired", `The offer of ${login} and p@ss-word has expired.`)
    })
    try {
      const url = server.url.replace("//", `//${login}@`)
      const machine = `0x${"01".repeat(32)}`
      const terms = ["--machine", machine, "--spec", machine, "--price", "1.50 USDC", "--max-duration", "1d"]
      const runs: readonly (readonly [readonly string[], Readonly<Record<string, string>>])[] = [
        [["offer", ...terms, "--to", url], {}],
        [["offer", "verify", url], {}],
        [["rent", url, "--for", "1h", "--dry-run"], {}],
      ]
      for (const [argv, env] of runs) {
        const told = await start(argv, { ...envOf(world, "host"), ...env }).done
        expect(told.code, argv[0]).to.equal(2)
        for (const part of ["me-myself", "p%40ss", "p@ss"]) {
          expect(`${told.out}${told.err}`, `${argv[0]}: ${part}`).not.to.contain(part)
        }
        if (argv[0] === "offer" && argv[1] !== "verify") expect(told.err, "why").to.contain("OfferExpired")
      }
      expect([...new Set(seen)], "logins").to.deep.equal([`Basic ${btoa("me-myself:p@ss-word")}`])
    } finally {
      await server.close()
    }
  })

  it("behavior: an endpoint that failed but was not needed is not named", async () => {
    const env = { ...envOf(world), GPUFLOW_RPC_URL: `http://127.0.0.1:9,${world.url}` }
    const told = await start(["show", NOBODY], env).done
    expect(told.code, "no such rental").to.equal(2)
    expect(told.err, "endpoint").not.to.contain("Endpoint")
  })

  it("behavior: an endpoint of another chain is skipped for the next, and named if all fail", async () => {
    const other = await openNodeProxy(world.url, async ({ id, method }, pass) => ({
      answer: method === "eth_chainId" ? { jsonrpc: "2.0", id, result: "0x1" } : await pass(),
    }))
    const broken = await openNodeProxy(world.url, async ({ method }, pass) =>
      method === "eth_chainId" ? { answer: await pass() } : { status: 500, body: "" },
    )
    try {
      const env = { ...envOf(world), GPUFLOW_RPC_URL: `${broken.url},${other.url}` }
      const told = await start(["show", NOBODY, "--json"], env).done
      expect(told.code, "exit code").to.equal(4)
      expect(told.out, "the first").to.contain("Endpoint 1 of 2 answered 500 Internal Server Error.")
      expect(told.out, "the other").to.contain("Endpoint 2 of 2 serves chain 1, not chain 137.")
      expect([...other.state.methods.keys()], "asked of the other").to.deep.equal(["eth_chainId"])
    } finally {
      await Promise.all([other.close(), broken.close()])
    }
  })
})
