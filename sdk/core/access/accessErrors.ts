// Why a renter is not let into a machine, by name. A door throws these errors, and a renter's program gets the same.
import type { Hash } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"
import type { AnswerFailure } from "../limitedAnswer.ts"

/** Why a door refuses a request. */
export type AccessRefusal = keyof typeof REFUSALS

const REFUSALS = {
  RequestInvalid: "The door cannot read the request. Send it as this package writes it.",
  BodyTooLarge: "The request is too long. Use a shorter key, or a signature of fewer owners.",
  InvalidKey: "The door does not accept this SSH key. Use an Ed25519 key.",
  RentalUnknown: "The rental is not for a machine of this door. Check the rental's id and the machine's document.",
  NotTheRenter: "The rental's renter did not sign this request. Sign with the renter's account.",
  RentalNotLive: "The rental has ended. Rent the machine again.",
  NotReady: "The machine is not ready yet. Ask again later.",
  RequestExpired: "The request has expired. Sign a new one.",
  ExpiryTooFar: "The request is valid for too long. Sign one that expires within 10 minutes.",
  RequestReplayed: "The request was used before. Sign a new one.",
  TooManyRequests: "The door gets too many requests. Ask again later.",
  MachineFailed: "The machine did not accept the key. Ask again, or end the rental if it stays so.",
  ChainUnavailable: "The door cannot read the chain at present. Ask again later.",
} as const

export const isAccessRefusal = (code: unknown): code is AccessRefusal =>
  typeof code === "string" && Object.hasOwn(REFUSALS, code)

/**
 * A request for access is refused, by the door, or by this package before anything is signed. `reason` says why, and
 * `retryAfter` is the number of seconds after which to ask again, if that can help.
 */
export class AccessRefusedError extends EscrowError<
  "AccessRefused",
  { readonly rental: Hash | undefined; readonly reason: AccessRefusal; readonly retryAfter?: number }
> {
  constructor(args: AccessRefusedError["args"], options?: ErrorOptions) {
    super("AccessRefused", REFUSALS[args.reason], args, options)
  }
}

/** The machine's document does not say how a renter gets into the machine. */
export class AccessNotOfferedError extends EscrowError<"AccessNotOffered", { readonly machine: string }> {
  constructor(args: AccessNotOfferedError["args"], options?: ErrorOptions) {
    const sentence = "The machine's document has no `access`. Ask the host how to reach the machine."
    super("AccessNotOffered", sentence, args, options)
  }
}

/** A document is not the one that the rental's offer was signed with. */
export class ForeignDocumentError extends EscrowError<
  "ForeignDocument",
  { readonly rental: Hash; readonly spec: Hash; readonly actual: Hash }
> {
  constructor(args: ForeignDocumentError["args"], options?: ErrorOptions) {
    const sentence = "This is not the document that the rental's offer names. Pass the document with the offer's hash."
    super("ForeignDocument", sentence, args, options)
  }
}

const FAILURES: Readonly<Record<AnswerFailure, string>> = {
  timeout: "The machine's door did not answer in time.",
  connection: "The machine's door cannot be reached.",
  overloaded: "The machine's door answers too many requests at present.",
  failing: "The machine's door reports a failure of its own.",
}

/** A door gave no answer. `failure` says why, and `status` is the HTTP status if there was one. */
export class DoorUnavailableError extends EscrowError<
  "DoorUnavailable",
  { readonly endpoint: string; readonly failure: AnswerFailure; readonly status?: number }
> {
  constructor(args: DoorUnavailableError["args"], options?: ErrorOptions) {
    const advice = "Try again later. If it stays so, end the rental: the time that is left is not billed."
    super("DoorUnavailable", `${FAILURES[args.failure]} ${advice}`, args, options)
  }
}

/** A door answered something other than its interface says. Nothing of the answer was used. */
export class DoorAnswerInvalidError extends EscrowError<
  "DoorAnswerInvalid",
  {
    readonly endpoint: string
    /** `hostKey`; empty for the whole answer. */
    readonly field: string
    /** The end of a sentence that begins with the field: "is missing". */
    readonly problem: string
  }
> {
  constructor(args: DoorAnswerInvalidError["args"], options?: ErrorOptions) {
    const what = args.field ? `has a field that ${args.problem}` : args.problem
    const advice = "Do not connect. Check the machine's document, and dispute the rental if it stays so."
    super("DoorAnswerInvalid", `The door's answer ${what}. ${advice}`, args, options)
  }
}

/** The door answered with the host key of another machine than the host's signed document names. */
export class ForeignHostKeyError extends EscrowError<
  "ForeignHostKey",
  { readonly endpoint: string; readonly expected: string; readonly actual: string }
> {
  constructor(args: ForeignHostKeyError["args"], options?: ErrorOptions) {
    const sentence =
      "The door names another SSH host key than the host's signed document. Do not connect: this is another machine, or someone is between."
    super("ForeignHostKey", sentence, args, options)
  }
}
