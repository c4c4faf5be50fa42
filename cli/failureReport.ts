import { CommanderError } from "@commander-js/extra-typings"
import { type AnyEscrowError, isEscrowError, RESERVED, RevertError } from "@gpuflow/escrow"
import { BaseError } from "viem"
import { CliError } from "./errors.ts"
import { type ExitCode, exitCodes } from "./exitCodes.ts"
import type { Session } from "./session.ts"
import { note, print } from "./terminal/output.ts"
import { toJson } from "./text/json.ts"
import { formatLocal } from "./text/times.ts"

/** Why a command failed. */
type Failure = {
  readonly exit: ExitCode
  readonly code: string
  readonly message: string
  readonly args: object
}

const OPEN: readonly ExitCode[] = [exitCodes.chain, exitCodes.unexpected, exitCodes.declined]

export function reportFailure(session: Session, error: unknown, asJson: boolean): void {
  const { exit, ...failure } = withSent(session, withOpen(session, failureOf(error)))
  session.code = exit
  if (asJson) print(session, toJson({ error: failure }, 2))
  else note(session, `${failure.code}: ${failure.message}`)
}

/** A node that fails after a transaction was signed leaves its outcome open, and so does who does not wait for it. */
function withOpen({ open }: Session, failure: Failure): Failure {
  const hash = open.at(-1)
  const isOpen = OPEN.includes(failure.exit)
  if (!hash || !isOpen) return failure
  const message = `${failure.message} A transaction was signed, and its outcome is not known: look at ${hash} before you send again.`
  return { ...failure, exit: exitCodes.unknown, message, args: { ...failure.args, hash } }
}

/** Of several transactions, those before the one that failed stay. */
function withSent({ open, signed }: Session, failure: Failure): Failure {
  const failed = failure.exit === exitCodes.unknown ? open.at(-1) : Reflect.get(failure.args, "hash")
  const sent = signed.filter((hash) => hash !== failed)
  if (sent.length === 0) return failure
  return {
    ...failure,
    message: `${failure.message} Sent before that: ${sent.join(", ")}.`,
    args: { ...failure.args, sent },
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof CliError) {
    const { exit, code, message, args } = error
    return { exit, code, message, args }
  }
  if (isEscrowError(error)) return ofEscrow(error)
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, "").replace(/\.?$/, ". See --help.")
    return { exit: exitCodes.usage, code: "Usage", message, args: {} }
  }
  if (error instanceof BaseError) return ofViem(error)
  const message = error instanceof Error ? error.message : String(error)
  return { exit: exitCodes.unexpected, code: "Unexpected", message, args: {} }
}

const usage: readonly string[] = [
  "AccountMissing",
  "DeploymentUnknown",
  "ForeignSigner",
  "HighBond",
  "InvalidInput",
  "RentalNotFound",
  "RiskyTerms",
  "TokenUnknown",
  "WrongCursor",
] satisfies readonly AnyEscrowError["code"][]
const unknown: readonly string[] = [
  "BatchStalled",
  "TransactionDropped",
  "TransactionReplaced",
  "TransactionStalled",
] satisfies readonly AnyEscrowError["code"][]

function ofEscrow(error: AnyEscrowError): Failure {
  const { code, args } = error
  const failure = (exit: ExitCode): Failure => ({ exit, code, message: messageOf(error), args })
  if (error instanceof RevertError) return failure(exitCodes.refused)
  if (code === "TransactionReverted") {
    const why = isEscrowError(error.cause) ? ` ${messageOf(error.cause)}` : ""
    return { ...failure(exitCodes.refused), message: `${error.message}${why}` }
  }
  if (usage.includes(code)) return failure(exitCodes.usage)
  return failure(unknown.includes(code) ? exitCodes.unknown : exitCodes.chain)
}

function messageOf(error: AnyEscrowError): string {
  if (error.code !== "MachineBusy") return error.message
  const { busyUntil } = error.args
  const until =
    busyUntil === RESERVED ? "its host starts a rental that is paid for, or does not" : formatLocal(busyUntil)
  return `The machine is taken until ${until}. Wait, or take another.`
}

/** In the words of geth's kin and of Hardhat. */
const POOR = /insufficient (funds|balance)|enough funds/i

/** The short message alone: the long one quotes requests and endpoints. */
function ofViem(error: BaseError): Failure {
  const isPoor = error.walk((cause) => cause instanceof BaseError && POOR.test(cause.details)) !== null
  const innermost = error.walk()
  const message = innermost instanceof BaseError ? innermost.shortMessage : error.shortMessage
  if (isPoor) {
    const hint = "The account has too little POL for gas. Fund it, then run the command again."
    return { exit: exitCodes.refused, code: "InsufficientFunds", message: hint, args: {} }
  }
  return {
    exit: exitCodes.chain,
    code: error.name.replace(/Error$/, ""),
    message: `${message} Check GPUFLOW_RPC_URL, or try again later.`,
    args: {},
  }
}
