import type { Offer } from "@gpuflow/escrow"
import type { KnownBlockRange } from "@gpuflow/escrow/watch"
import { serverSecrets } from "@gpuflow/keeper/urlSecrets"
import type { Hash } from "viem"

import type { EnvironmentFile } from "./environmentFile.ts"
import { exitCodes } from "./exitCodes.ts"
import { endpointSecrets } from "./urlSecrets.ts"

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

/** What a command is about to sign. */
export type Proposal = {
  readonly sentences: readonly string[]
  /** What the account pays for a rental. */
  readonly payment?: ProposedPayment | undefined
}

export type ProposedPayment = {
  readonly verb: "rent" | "extend" | "dispute"
  readonly rental: Hash
  readonly offer: Offer
  /** Seconds that the rental lasts in all once it is paid. */
  readonly duration: bigint
  /** The most that the account pays, fees of a relayer included. Base units of the offer's token. */
  readonly amount: bigint
  /** The chain takes the payment only before this time. Undefined: the rental's state decides. */
  readonly validBefore?: bigint | undefined
}

/** One run of the program. */
export type Session = Runtime & {
  /** One of the program's own exit codes, or that of the ssh that it ran. */
  code: number
  /** Signed transactions whose outcome is not known yet, oldest first. */
  readonly open: Hash[]
  /** All transactions that were signed and passed to a node, oldest first. */
  readonly signed: Hash[]
  /** The digest of a purchase that was signed and whose outcome is not known yet. */
  openPurchase?: Hash | undefined
  /** Decides in place of the terminal: throws unless the proposal may be signed. */
  readonly confirm?: (proposal: Proposal) => Promise<void>
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
  const { GPUFLOW_PRIVATE_KEY, GPUFLOW_KEYSTORE_PASSWORD, GPUFLOW_OFFERS_TOKEN, GPUFLOW_WEBHOOK_SECRET } = runtime.env
  const endpoints = urlsIn(runtime.env["GPUFLOW_RPC_URL"]).flatMap(endpointSecrets)
  const servers = ["GPUFLOW_SERVER", "GPUFLOW_RELAY_URL"].flatMap((name) => urlsIn(runtime.env[name]))
  const secrets = [
    ...[GPUFLOW_PRIVATE_KEY, GPUFLOW_KEYSTORE_PASSWORD, GPUFLOW_OFFERS_TOKEN, GPUFLOW_WEBHOOK_SECRET],
    ...[...endpoints, ...servers.flatMap(serverSecrets)],
  ]
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

/** The URLs of a variable, which are separated by commas. */
export function urlsIn(variable = ""): string[] {
  return variable.split(",").flatMap((url) => url.trim() || [])
}

/** Keeps what is secret in a URL of the command line out of all output. */
export function hideSecretsOf({ secrets }: Session, url: string, secretsIn = serverSecrets): void {
  for (const secret of secretsIn(url).flatMap(toSecrets)) secrets.add(secret)
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
