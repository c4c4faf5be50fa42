// Errors of servers and of what they answer. Texts of a server are cut and cleaned before they are in a message.
import type { Hex } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"
import type { AnswerFailure } from "../limitedAnswer.ts"

const FAILURES: Readonly<Record<AnswerFailure, string>> = {
  timeout: "The server did not answer in time.",
  connection: "The server cannot be reached.",
  overloaded: "The server answers too many requests at present.",
  failing: "The server reports a failure of its own.",
}

/**
 * A server gave no answer. `failure` says why, `status` is the HTTP status if there was one, and `retryAfter` the
 * seconds that the server asks you to wait.
 */
export class ServerUnavailableError extends EscrowError<
  "ServerUnavailable",
  {
    readonly server: string
    readonly failure: AnswerFailure
    readonly status?: number
    readonly retryAfter?: number
  }
> {
  constructor(args: ServerUnavailableError["args"], options?: ErrorOptions) {
    const sentence = `${FAILURES[args.failure]} Try again later, pass another server, or read the chain.`
    super("ServerUnavailable", sentence, args, options)
  }
}

/** A server answered something other than its interface says: another type, a field that is wrong, too much. */
export class ServerAnswerInvalidError extends EscrowError<
  "ServerAnswerInvalid",
  {
    readonly server: string
    /** What was asked for. */
    readonly path: string
    /** `rentals[0].state.since`; empty for the whole answer. */
    readonly field: string
    /** The end of a sentence that begins with the field: "is missing". */
    readonly problem: string
  }
> {
  constructor(args: ServerAnswerInvalidError["args"], options?: ErrorOptions) {
    const sentence = `The server's answer ${args.field ? `has a field that ${args.problem}` : args.problem}. Check that the URL is that of a server for this escrow, or pass another server.`
    super("ServerAnswerInvalid", sentence, args, options)
  }
}

/** A server refused a request. `reason` is the server's code for it, and `detail` the server's sentence. */
export class ServerRefusedError extends EscrowError<
  "ServerRefused",
  {
    readonly server: string
    readonly status: number
    readonly reason: string
    readonly detail: string
  }
> {
  constructor(args: ServerRefusedError["args"], options?: ErrorOptions) {
    super("ServerRefused", `The server refuses the request. ${args.detail}`.trim(), args, options)
  }
}

/** What a server says of a rental differs from the escrow. `field` names the part. Read the rental from the chain. */
export class ServerMismatchError extends EscrowError<
  "ServerMismatch",
  {
    readonly server: string
    readonly id: Hex
    /** `state.since`, `rental`, `amounts.held`. */
    readonly field: string
    readonly served: unknown
    readonly actual: unknown
  }
> {
  constructor(args: ServerMismatchError["args"], options?: ErrorOptions) {
    const sentence = `The server says something else of the rental than the escrow, in \`${args.field}\`. Read the rental from the chain.`
    super("ServerMismatch", sentence, args, options)
  }
}

/** A server has not read the chain as far as it was waited for. `block` is the last block that it has. */
export class ServerBehindError extends EscrowError<
  "ServerBehind",
  { readonly server: string; readonly block: bigint; readonly wanted: bigint | Hex }
> {
  constructor(args: ServerBehindError["args"], options?: ErrorOptions) {
    super(
      "ServerBehind",
      "The server has not read the chain as far as this. Wait longer, or read the chain.",
      args,
      options,
    )
  }
}
