import { CommanderError } from "@commander-js/extra-typings"
import { type AnyEscrowError, isEscrowError, RevertError } from "@gpuflow/escrow"
import { BaseError, ExecutionRevertedError } from "viem"
import { describeFailures } from "./chain/endpoints.ts"
import { CliError } from "./errors.ts"
import { type ExitCode, exitCodes } from "./exitCodes.ts"
import type { Session } from "./session.ts"
import { noteFailure, print } from "./terminal/output.ts"
import { describeError } from "./text/errorText.ts"
import { toJson } from "./text/json.ts"
import { describeSystemFailure } from "./text/systemFailure.ts"

/** Why a command failed. */
export type Failure = {
  readonly exit: ExitCode
  readonly code: string
  readonly message: string
  readonly args: object
}

/** Why the command failed, with what it had signed by then. */
export function failureOf(session: Session, error: unknown): Failure {
  const signed = withoutRefused(session, error)
  const found = withOpen(signed, withEndpoints(session, toFailure(error)))
  return withPurchase(session, withSent(signed, withLookup(found)))
}

export function reportFailure(session: Session, error: unknown, asJson: boolean): void {
  const { exit, ...failure } = failureOf(session, error)
  session.code = exit
  if (asJson) print(session, toJson({ error: failure }, 2))
  else noteFailure(session, failure.code, failure.message)
}

/** The sentences about an error, for a command that goes on. */
export function describeFailure(session: Session, error: unknown): string {
  return withEndpoints(session, toFailure(error)).message
}

type Signed = Pick<Session, "open" | "signed">

/** A transaction that the node refused was signed, but not sent. */
function withoutRefused({ open, signed }: Session, error: unknown): Signed {
  const refused = isEscrowError(error) && error.code === "TransactionRefused" ? error.args.hash : undefined
  const isSent = (hash: string) => hash !== refused
  return { open: open.filter(isSent), signed: signed.filter(isSent) }
}

/** With these exit codes, a transaction that was signed before may still be included. */
const OPEN: readonly ExitCode[] = [exitCodes.chain, exitCodes.unexpected, exitCodes.declined]

/** Adds the transaction whose outcome is unknown: the node failed, or the user stopped waiting, after it was signed. */
function withOpen({ open }: Signed, failure: Failure): Failure {
  const hash = open.at(-1)
  if (!hash || !OPEN.includes(failure.exit)) return failure
  const message = `${failure.message} A transaction was signed and its outcome is unknown.`
  return { ...failure, exit: exitCodes.unknown, message, args: { ...failure.args, hash } }
}

/** Adds the purchase whose outcome is unknown: it was signed, and a relayer may have it. */
function withPurchase({ openPurchase }: Session, failure: Failure): Failure {
  if (!openPurchase || !OPEN.includes(failure.exit)) return failure
  const message = `${failure.message} A purchase was signed and its outcome is unknown. Run the same command again to continue with it.`
  return { ...failure, exit: exitCodes.unknown, message, args: { ...failure.args, purchase: openPurchase } }
}

/** Says how to look at the transaction whose outcome is unknown. */
function withLookup(failure: Failure): Failure {
  const which: unknown = Reflect.get(failure.args, "replacement") ?? Reflect.get(failure.args, "hash")
  if (failure.exit !== exitCodes.unknown || typeof which !== "string") return failure
  const lookup = `Run \`gpuflow-escrow tx ${which}\` before you send anything again.`
  return { ...failure, message: `${failure.message} ${lookup}` }
}

const CHECK_ENDPOINTS = "Check GPUFLOW_RPC_URL, or try again later."

/** Names the endpoints that fail, by their place: the libraries' own words name the request or nothing. */
function withEndpoints(session: Session, failure: Failure): Failure {
  const { exit } = failure
  if (exit !== exitCodes.chain && exit !== exitCodes.unknown) return failure
  const { endpoints, methods } = describeFailures(session, exit === exitCodes.chain)
  if (endpoints.length === 0) return failure
  const asked = methods.filter((method) => !endpoints.some((sentence) => sentence.includes(method)))
  const requests =
    asked.length > 0 ? [`The failed ${asked.length > 1 ? "requests are" : "request is"} ${asked.join(" and ")}.`] : []
  const isTheirs = failure.message.endsWith(CHECK_ENDPOINTS)
  const found = [...endpoints, ...requests]
  const sentences = isTheirs ? [...found, CHECK_ENDPOINTS] : [failure.message, ...found]
  return { ...failure, message: sentences.join(" "), args: { ...failure.args, endpoints, methods } }
}

/** Adds the transactions that succeeded before the one that failed. */
function withSent({ open, signed }: Signed, failure: Failure): Failure {
  const failed = failure.exit === exitCodes.unknown ? open.at(-1) : Reflect.get(failure.args, "hash")
  const sent = signed.filter((hash) => hash !== failed)
  if (sent.length === 0) return failure
  return {
    ...failure,
    message: `${failure.message} Sent before the failure: ${sent.join(", ")}.`,
    args: { ...failure.args, sent },
  }
}

function toFailure(error: unknown): Failure {
  if (error instanceof CliError) {
    const { exit, code, message, args } = error
    return { exit, code, message, args }
  }
  if (isEscrowError(error)) return fromEscrowError(error)
  if (error instanceof CommanderError) {
    return { exit: exitCodes.usage, code: "Usage", message: `${toSentence(error.message)} See --help.`, args: {} }
  }
  if (error instanceof BaseError) return fromViemError(error)
  const refusal = describeSystemFailure(error)
  if (refusal) return { exit: exitCodes.usage, code: "Usage", message: refusal, args: {} }
  const message = error instanceof Error ? error.message : String(error)
  return { exit: exitCodes.unexpected, code: "Unexpected", message, args: {} }
}

/** Commander's message on one line, without its prefixes and with a full stop. */
function toSentence(message: string): string {
  const text = message.replace(/^error: (command-argument )?/, "").replace(/\s*\n/g, " ")
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/\.?$/, ".")
}

const usageCodes: readonly string[] = [
  "AccessNotOffered",
  "AccountMissing",
  "DeploymentUnknown",
  "ForeignDocument",
  "ForeignSigner",
  "InvalidInput",
  "InvalidOffer",
  "InvalidSshKey",
  "RentalNotFound",
  "RiskyTerms",
  "TokenUnknown",
  "WrongCursor",
] satisfies readonly AnyEscrowError["code"][]
const doorCodes: readonly string[] = [
  "AccessRefused",
  "DoorAnswerInvalid",
  "DoorUnavailable",
  "ForeignHostKey",
] satisfies readonly AnyEscrowError["code"][]
const unknownCodes: readonly string[] = [
  "BatchStalled",
  "TransactionDropped",
  "TransactionReplaced",
  "TransactionStalled",
] satisfies readonly AnyEscrowError["code"][]

function fromEscrowError(error: AnyEscrowError): Failure {
  const { code, args } = error
  const failure = (exit: ExitCode): Failure => ({ exit, code, message: describeError(error), args })
  if (error instanceof RevertError) return failure(exitCodes.refused)
  if (doorCodes.includes(code)) return failure(exitCodes.door)
  if (code === "TransactionReverted") {
    const reason = isEscrowError(error.cause) ? ` ${describeError(error.cause)}` : ""
    return { ...failure(exitCodes.refused), message: `${describeError(error)}${reason}` }
  }
  // The node's own reason, by which a lack of coins is recognised.
  if (code === "TransactionRefused" && error.cause instanceof BaseError) {
    return { ...fromViemError(error.cause), args }
  }
  if (usageCodes.includes(code)) return failure(exitCodes.usage)
  return failure(unknownCodes.includes(code) ? exitCodes.unknown : exitCodes.chain)
}

/** The wording of geth, of clients derived from it, and of Hardhat. */
const INSUFFICIENT_FUNDS = /insufficient (funds|balance)|enough funds/i

/** A sentence of our own: the library names its own parameters, and its long messages quote the endpoint. */
function fromViemError(error: BaseError): Failure {
  const lacksFunds =
    error.walk((cause) => cause instanceof BaseError && INSUFFICIENT_FUNDS.test(cause.details)) !== null
  if (lacksFunds) {
    const message = "The account does not have enough POL for gas. Fund it, then run the command again."
    return { exit: exitCodes.refused, code: "InsufficientFunds", message, args: {} }
  }
  const isRejected = error.walk((cause) => cause instanceof ExecutionRevertedError) !== null
  const code = error.name.replace(/Error$/, "")
  if (isRejected) {
    const message = "The contract or its token rejected the call without a reason that is known. Try again later."
    return { exit: exitCodes.refused, code, message, args: {} }
  }
  return { exit: exitCodes.chain, code, message: `The node fails. ${CHECK_ENDPOINTS}`, args: {} }
}
