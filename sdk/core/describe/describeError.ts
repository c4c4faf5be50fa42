// Errors in the words of people.
import type { AnyEscrowError } from "../../generated/anyEscrowError.ts"
import { english, errors, failures } from "./english.ts"
import { gatherEvidence, read } from "./evidence.ts"
import { failureNameOf } from "./failureName.ts"
import { fill, type WritingOptions } from "./fill.ts"
import type { ErrorKind, ErrorText, ErrorTexts } from "./texts.ts"

/** Options of `describeError`. */
export type DescribeErrorOptions = WritingOptions & {
  /** The texts. Default: English. */
  readonly texts?: ErrorTexts | undefined
}

/** An error as people read it. */
export type ErrorDescription = {
  /** A few words. */
  readonly title: string
  /** What happened. */
  readonly sentence: string
  /** What to do. */
  readonly action: string
  readonly kind: ErrorKind
}

/**
 * Describes anything that was thrown: an error of this SDK, also one that came as JSON, of a wallet, of a node, of viem,
 * ethers or wagmi. Nothing of a foreign message is shown, so that no address of an endpoint and no key is. It never
 * throws.
 *
 * @example
 * import { describeError } from "@gpuflow/escrow/describe"
 *
 * const show = (error: unknown) => {
 *   const { title, sentence, action, kind } = describeError(error, { decimals: 6, symbol: "USDC", locale: "en-GB" })
 *   return kind === "rejected" ? "" : [title, sentence, action].join("\n")
 * }
 *
 * @param error Anything that was thrown
 * @param options How to write amounts and times, and in which language
 * @returns What happened, what to do, and the kind of the error
 */
export function describeError(error: unknown, options: DescribeErrorOptions = {}): ErrorDescription {
  const { texts = english, ...writing } = options
  const evidence = gatherEvidence(error)
  const known = evidence.objects.find((object) => isKnown(object, texts))
  const describe = (text: ErrorText, args: Readonly<Record<string, unknown>>, kind: ErrorKind): ErrorDescription => {
    const filling = { ...writing, args, names: texts.names }
    return {
      title: fill(text.title, filling),
      sentence: fill(text.sentence, filling),
      action: fill(text.action, filling),
      kind,
    }
  }
  if (known) {
    const { code, args } = known as Pick<AnyEscrowError, "code" | "args">
    const { field } = { field: undefined, ...args }
    // `rental.offer.nonce` by its last part.
    const named = typeof field === "string" ? { field: field.split(".").at(-1) } : {}
    return describe(texts.errors[code], { ...args, ...named }, kindOf(code))
  }
  const name = failureNameOf(evidence)
  return describe(texts.failures[name], {}, failures[name].kind)
}

/** A table of texts may have newer errors than this copy of the SDK. */
function kindOf(code: string): ErrorKind {
  const known: Readonly<Record<string, { readonly kind: ErrorKind } | undefined>> = errors
  return known[code]?.kind ?? "bug"
}

/** Whether it is one of this SDK's errors, of any copy of it, or what `toJSON` makes of one. */
function isKnown(object: object, { errors }: ErrorTexts): boolean {
  const [code, name] = ["code", "name"].map((field) => read(object, field))
  return typeof code === "string" && Object.hasOwn(errors, code) && name === `${code}Error`
}
