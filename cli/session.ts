import type { Hash } from "viem"

import { type ExitCode, exitCodes } from "./exitCodes.ts"

/** The parts of the process that a run uses. Tests pass their own. */
export type Runtime = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined }
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean | undefined }
  readonly stderr: NodeJS.WritableStream & {
    readonly isTTY?: boolean | undefined
    readonly columns?: number | undefined
  }
  /** Aborted by SIGINT and SIGTERM. Commands that run until stopped end then. */
  readonly signal: AbortSignal
}

/** One run of the program. */
export type Session = Runtime & {
  code: ExitCode
  /** Signed transactions whose outcome is not known yet, oldest first. */
  readonly open: Hash[]
  /** All transactions that were signed and passed to a node, oldest first. */
  readonly signed: Hash[]
  /** Texts that must not appear in any output. */
  readonly secrets: Set<string>
}

export function openSession(runtime: Runtime): Session {
  const { GPUFLOW_PRIVATE_KEY, GPUFLOW_KEYSTORE_PASSWORD, GPUFLOW_RPC_URL = "", GPUFLOW_OFFERS_TOKEN } = runtime.env
  // An endpoint's URL often contains an access key.
  const endpoints = GPUFLOW_RPC_URL.split(",").map((url) => url.trim())
  const secrets = [GPUFLOW_PRIVATE_KEY, GPUFLOW_KEYSTORE_PASSWORD, GPUFLOW_OFFERS_TOKEN, ...endpoints]
  return {
    ...runtime,
    code: exitCodes.ok,
    open: [],
    signed: [],
    secrets: new Set(secrets.flatMap(toSecrets)),
  }
}

/** Whether the user can be prompted. Prompts go to stderr, so that stdout contains only the result. */
export function hasTerminal({ stdin, stderr }: Runtime): boolean {
  return stdin.isTTY === true && stderr.isTTY === true
}

/** A shorter text would also match numbers and words that are not secret. */
const MIN_SECRET_LENGTH = 6

export function toSecrets(secret: string | undefined): string[] {
  return secret && secret.length >= MIN_SECRET_LENGTH ? [secret, secret.replace(/^0x/, "")] : []
}
