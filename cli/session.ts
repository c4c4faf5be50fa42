import type { Hash } from "viem"

import { type ExitCode, exitCodes } from "./exitCodes.ts"

/** What a run of the program sees of the machine that it runs on. */
export type World = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined }
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean | undefined }
  readonly stderr: NodeJS.WritableStream & {
    readonly isTTY?: boolean | undefined
    readonly columns?: number | undefined
  }
  /** Ends what runs until it is told to: SIGINT and SIGTERM. */
  readonly signal: AbortSignal
}

/** One run. */
export type Session = World & {
  code: ExitCode
  /** Transactions that were signed and whose outcome nobody has seen, the oldest first. */
  readonly open: Hash[]
  /** All transactions that were signed and given to a node, the oldest first. */
  readonly signed: Hash[]
  /** Texts that no output may hold. */
  readonly secrets: Set<string>
}

export function openSession(world: World): Session {
  const { GPUFLOW_PRIVATE_KEY, GPUFLOW_KEYSTORE_PASSWORD, GPUFLOW_RPC_URL = "", GPUFLOW_OFFERS_TOKEN } = world.env
  // An endpoint's address often carries the key to it.
  const endpoints = GPUFLOW_RPC_URL.split(",").map((url) => url.trim())
  const secrets = [GPUFLOW_PRIVATE_KEY, GPUFLOW_KEYSTORE_PASSWORD, GPUFLOW_OFFERS_TOKEN, ...endpoints]
  return {
    ...world,
    code: exitCodes.ok,
    open: [],
    signed: [],
    secrets: new Set(secrets.flatMap(asSecrets)),
  }
}

/** Whether somebody can be asked: questions are shown on stderr, so that stdout holds the result alone. */
export function hasTerminal({ stdin, stderr }: World): boolean {
  return stdin.isTTY === true && stderr.isTTY === true
}

/** With fewer characters, it would be found in figures that have nothing to do with it. */
const LEAST_SECRET = 6

export function asSecrets(secret: string | undefined): string[] {
  return secret && secret.length >= LEAST_SECRET ? [secret, secret.replace(/^0x/, "")] : []
}
