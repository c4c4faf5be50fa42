import type { KnownBlockRange } from "@gpuflow/escrow/watch"
import type { Hash } from "viem"

import type { EnvironmentFile } from "./environmentFile.ts"
import { type ExitCode, exitCodes } from "./exitCodes.ts"

/** The parts of the process that a run uses. Tests pass their own. */
export type Runtime = {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The file that some of these variables come from. */
  readonly environmentFile?: EnvironmentFile | undefined
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined }
  readonly stdout: NodeJS.WritableStream & {
    readonly isTTY?: boolean | undefined
    readonly columns?: number | undefined
  }
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
  /** The digest of a purchase that was signed and whose outcome is not known yet. */
  openPurchase?: Hash | undefined
  /** Texts that must not appear in any output. */
  readonly secrets: Set<string>
  /** The endpoints whose latest request failed, by their place, from 1: the request's method, and what went wrong. */
  readonly failures: Map<number, { readonly method: string; readonly text: string }>
  /** How many blocks the endpoints answer at once, by their place, as far as it is known. */
  readonly ranges: Map<number, KnownBlockRange>
  /** The latest request that an endpoint answered. A library may fail on what is in the answer. */
  lastAnswer?: { readonly place: number; readonly method: string }
}

export function openSession(runtime: Runtime): Session {
  const { GPUFLOW_PRIVATE_KEY, GPUFLOW_KEYSTORE_PASSWORD, GPUFLOW_RPC_URL = "", GPUFLOW_OFFERS_TOKEN } = runtime.env
  const endpoints = GPUFLOW_RPC_URL.split(",").flatMap((url) => urlSecrets(url.trim()))
  const secrets = [GPUFLOW_PRIVATE_KEY, GPUFLOW_KEYSTORE_PASSWORD, GPUFLOW_OFFERS_TOKEN, ...endpoints]
  return {
    ...runtime,
    code: exitCodes.ok,
    open: [],
    signed: [],
    secrets: new Set(secrets.flatMap(toSecrets)),
    failures: new Map(),
    ranges: new Map(),
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

/** A shorter part of a path is a name, such as that of a network, and not an access key. */
const MIN_KEY_LENGTH = 12

/** An endpoint's URL, and its parts that often are an access key: libraries and nodes quote either. */
function urlSecrets(text: string): string[] {
  if (!URL.canParse(text)) return [text]
  const { href, origin, host, hostname, username, password, pathname, search, searchParams } = new URL(text)
  const isLocal = /^(localhost|127\..*|\[::1\])$/.test(hostname)
  const login = [username, password].map(decodePart)
  const keys = pathname.split("/").filter((part) => part.length >= MIN_KEY_LENGTH)
  return [
    text,
    href,
    `${origin}${pathname}${search}`,
    ...(isLocal ? [] : [host, hostname]),
    ...(pathname.length > 1 || search ? [`${pathname}${search}`] : []),
    ...[username, password, ...login, ...(username ? [btoa(login.join(":"))] : [])],
    ...keys,
    ...searchParams.values(),
  ]
}

/** A malformed escape stays as it is. */
function decodePart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
