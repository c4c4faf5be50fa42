// What a command reads can be anything. A pipe without a writer, or a device without an end, must not hold it up.
import { execFile } from "node:child_process"
import { mkdir, rm, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"

import { expect } from "chai"
import { openPurchaseRecord } from "../../cli/gasless/purchaseRecord.ts"
import { readPinnedTerms } from "../../cli/offer/pinnedTermsFile.ts"
import { openSession } from "../../cli/session.ts"
import { as, type Env, envOf, onLocalChain, type TestWorld } from "../support/commandLine.ts"
import { failureOf } from "../support/failureOf.ts"
import { programEnvironment } from "../support/programEnvironment.ts"
import { offered } from "./steps.ts"

const run = promisify(execFile)
const LARGE = 2_000_000

describe("CLI: files that are not regular, or too large", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })

  const makers: Readonly<Record<string, (path: string) => unknown>> = {
    "a pipe": (path) => run("mkfifo", [path]),
    "an endless device": (path) => symlink("/dev/zero", path),
    "a large file": (path) => writeFile(path, " ".repeat(LARGE)),
  }
  const expected: Readonly<Record<string, string>> = {
    "a pipe": "is not a regular file. Save its text in a file, and pass the path of that file.",
    "an endless device": "is not a regular file. Save its text in a file, and pass the path of that file.",
    "a large file": "bytes. Check that it is the right file.",
  }

  const terms = ["--price", "1.50 USDC", "--max-duration", "30d"]
  const reads: Readonly<Record<string, (path: string) => readonly [argv: readonly string[], env?: Env]>> = {
    "an offer to rent": (path) => [["rent", path, "--for", "1h", "--dry-run"]],
    "an offer to verify": (path) => [["offer", "verify", path]],
    "a machine's document": (path) => [["machine", path, "--name", "rack 3"]],
    "the document of an offer": (path) => [["offer", "--document", path, ...terms]],
    "a mandate": (path) => [["mandates", path]],
    "a mandate to execute": (path) => [["mandates", "execute", path, "--dry-run"]],
    "a mandate to revoke": (path) => [["revoke", "--mandate", path, "--dry-run"]],
    "a cursor": (path) => [["watch", "--once", "--cursor", path]],
    "a keystore": (path) => [["withdraw", "--dry-run"], { GPUFLOW_KEYSTORE: path, GPUFLOW_PRIVATE_KEY: undefined }],
    "a key": (path) => [["withdraw", "--dry-run"], { GPUFLOW_PRIVATE_KEY_FILE: path, GPUFLOW_PRIVATE_KEY: undefined }],
    "the file of a keeper": (path) => [["keep", "--dry-run"], { GPUFLOW_KEEPER_DATABASE: path }],
    "the file of a relayer": (path) => [["relay"], { GPUFLOW_ROUTER: world.router, GPUFLOW_RELAY_DATABASE: path }],
  }

  for (const [thing, argumentsFor] of Object.entries(reads)) {
    it(`error: ${thing}`, async () => {
      for (const [kind, make] of Object.entries(makers)) {
        // SQLite finds out by itself what is in a regular file.
        const isDatabase = thing.startsWith("the file of")
        if (isDatabase && kind === "a large file") continue
        const path = join(folder, "given")
        await make(path)
        const [argv, env] = argumentsFor(path)

        const { code, err } = await as(world, "renter", argv, env)

        expect(code, `${kind}: ${err}`).to.equal(2)
        expect(err, kind).to.include(isDatabase ? "is not a regular file. Pass the path of a file." : expected[kind])
        await rm(path)
      }
    })
  }

  it("behavior: in a folder of mandates, each such file is named, and the others are listed", async () => {
    const mandates = join(folder, "mandates")
    await mkdir(mandates)
    for (const [kind, make] of Object.entries(makers)) await make(join(mandates, `${kind}.json`))
    await symlink("/dev/stdin", join(mandates, "input.json"))
    await writeFile(join(mandates, "text.json"), "no mandate")

    const { code, out, err } = await as(world, "renter", ["mandates", mandates, "--json"])

    expect(code, err).to.equal(0)
    const faults: unknown = JSON.parse(out).mandates.map(({ fault }: { fault: string }) => fault.split("\n")[0])
    const named = (name: string, why: string) => `${join(mandates, name)} ${why}`
    expect(faults, "faults").to.have.members([
      named("a pipe.json", expected["a pipe"] ?? ""),
      named("an endless device.json", expected["a pipe"] ?? ""),
      named("input.json", expected["a pipe"] ?? ""),
      named("a large file.json", `has more than 1000000 ${expected["a large file"]}`),
      named("text.json", "is not a signed mandate. Sign a new one."),
    ])
  })

  it("behavior: a pipe that the shell has opened is read, up to the limit", async () => {
    const offer = await offered(world, folder)
    const { GPUFLOW_RPC_URL, GPUFLOW_ESCROW, GPUFLOW_FROM_BLOCK } = envOf(world)
    const env = { ...programEnvironment(), GPUFLOW_RPC_URL, GPUFLOW_ESCROW, GPUFLOW_FROM_BLOCK, NODE: process.execPath }
    const verify = (input: string) =>
      run("bash", ["--norc", "-c", `"$NODE" cli/main.ts offer verify ${input}`], { env }).then(
        ({ stdout }) => stdout,
        (error: unknown) => Object(error).stderr,
      )
    const direct = await verify(`"${offer}"`)
    expect(await verify(`<(cat "${offer}")`), "a process substitution").to.equal(direct)
    expect(await verify(`/dev/stdin < "${offer}"`), "standard input").to.equal(direct)
    expect(await verify("/dev/stdin < /dev/zero"), "an endless one").to.include("has more than 100000 bytes")
  })

  it("behavior: state that cannot be read is never taken as missing", async () => {
    const { stdin, stdout, stderr } = process
    const { signal } = new AbortController()
    const session = openSession({ env: { XDG_STATE_HOME: folder }, stdin, stdout, stderr, signal })
    const record = openPurchaseRecord(session, ["a command"])
    await mkdir(join(folder, "gpuflow-escrow", "purchases"), { recursive: true })
    for (const [kind, make] of Object.entries(makers)) {
      await make(record.path)
      expect(String(await failureOf(record.read())), `the record of a purchase, ${kind}`).to.include(record.path)
      expect(String(await failureOf(readPinnedTerms(record.path))), `a heartbeat's terms, ${kind}`).to.include(
        "in which the heartbeat remembers",
      )
      await rm(record.path)
    }
    expect(await record.read(), "no record").to.equal(undefined)
  })
})
