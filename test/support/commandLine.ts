import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PassThrough } from "node:stream"

import { expect } from "chai"
import type { Hash } from "viem"

import { run } from "../../cli/program.ts"
import { openLocalChain } from "./localChain.ts"
import { keyOf, type Role } from "./parties.ts"
import { programEnvironment } from "./programEnvironment.ts"

const USDC = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
export const DOLLAR = 1_000_000n

/** A local chain with coins for a host and a renter, which can be put back to its start. */
export async function openWorld() {
  const chain = await openLocalChain()
  for (const role of ["host", "renter"] as const) await chain.mint(USDC, role, 10_000n * DOLLAR)
  let snapshot = await chain.client.snapshot()
  return {
    ...chain,
    reset: async () => {
      await chain.client.revert({ id: snapshot })
      snapshot = await chain.client.snapshot()
      // The chain goes on from the snapshot's time, which is minutes ago: without a block of now, an offer made now would
      // soon expire, and the clocks would differ.
      const timestamp = BigInt(Math.floor(Date.now() / 1_000))
      if ((await chain.client.getBlock()).timestamp < timestamp) await chain.client.setNextBlockTimestamp({ timestamp })
      await chain.client.mine({ blocks: 1 })
    },
    /** Lets time pass. */
    pass: async (seconds: bigint) => {
      await chain.client.increaseTime({ seconds: Number(seconds) })
      await chain.client.mine({ blocks: 1 })
    },
  }
}

export type TestWorld = Awaited<ReturnType<typeof openWorld>>

/** Before each test of the block: one chain for all of them, put back to its start, and a new folder. */
export function onLocalChain(set: (world: TestWorld, folder: string) => void) {
  let [opened, folder]: [TestWorld | undefined, string] = [undefined, ""]
  before(async () => {
    opened = await openWorld()
  })
  beforeEach(async () => {
    if (!opened) throw new Error("The chain did not open.")
    await opened.reset()
    folder = await mkdtemp(join(tmpdir(), "gpuflow-cli-"))
    set(opened, folder)
  })
  afterEach(() => rm(folder, { recursive: true }))
  after(() => opened?.close())
}

interface Told {
  readonly code: number
  readonly out: string
  readonly err: string
  /** The one document on stdout. */
  json(): Document
}

/** What the program prints with --json: looked into by name, so that a missing field fails a test. */
export type Document = { readonly [field: string]: Document } & { readonly length?: number }

export interface Running {
  readonly done: Promise<Told>
  stop(): void
  out(): string
  err(): string
}

export type Env = Readonly<Record<string, string | undefined>>

/** Starts a command and keeps what it prints. It has no terminal, unless there is something to type; `isSeen`: to look at, too. */
export function start(argv: readonly string[], env: Env = {}, typed?: string, isSeen = true): Running {
  const isTTY = typed !== undefined
  const stdin = Object.assign(new PassThrough(), { isTTY })
  const stdout = new PassThrough()
  // As the process's own, it does not end with a prompt.
  const stderr = Object.assign(new PassThrough(), { isTTY: isTTY && isSeen, end: () => stderr })
  const kept = { out: "", err: "" }
  stdout.on("data", (chunk) => (kept.out += String(chunk)))
  let isAsked = false
  stderr.on("data", (chunk) => {
    kept.err += String(chunk)
    if (isAsked || !/Send\?|Password/.test(kept.err)) return
    isAsked = true
    setImmediate(() => stdin.write(typed))
  })
  const stop = new AbortController()
  const done = run(argv, { env, stdin, stdout, stderr, signal: stop.signal }).then((code) => ({
    code,
    ...kept,
    json: (): Document => JSON.parse(kept.out),
  }))
  return { done, stop: () => stop.abort(), out: () => kept.out, err: () => kept.err }
}

/** The environment of somebody on a chain. */
export function envOf({ url, escrow, fromBlock }: TestWorld, role?: Role): Env {
  return {
    ...programEnvironment(),
    GPUFLOW_RPC_URL: url,
    GPUFLOW_ESCROW: escrow,
    GPUFLOW_FROM_BLOCK: String(fromBlock),
    ...(role ? { GPUFLOW_PRIVATE_KEY: keyOf(role) } : {}),
  }
}

/** Runs a command as somebody to its end. Nothing that it prints may hold that one's key. */
export async function as(world: TestWorld, role: Role | undefined, argv: readonly string[], env: Env = {}) {
  const told = await start(argv, { ...envOf(world, role), ...env }).done
  if (role) expect(`${told.out}${told.err}`, "output without the key").not.to.contain(keyOf(role).slice(2))
  return told
}

/** As `as`, with what goes with a write, and expects it to be done. */
export async function send(world: TestWorld, role: Role, ...argv: string[]): Promise<Document> {
  const told = await as(world, role, [...argv, "--yes", "--wait", "1", "--json"])
  expect(told.code, `exit code of ${argv[0]}: ${told.out}${told.err}`).to.equal(0)
  return told.json()
}

/** The id of a made-up rental. */
export const NOBODY: Hash = `0x${"0".repeat(63)}1`
