// Whether a contract on the chain is the one of this source. Its code ends its creation code, except for the words that
// each deployment has of its own: the chain, its address, and the contracts that it works with.
import type { RuntimeCode } from "@gpuflow/escrow/bytecode"
import { type Address, domainSeparator, type Hex, keccak256, numberToHex, pad, stringToHex } from "viem"

/** A contract as it is built from this source. */
export type BuiltContract = {
  /** As it calls itself in signatures. */
  readonly name: "RentalEscrow" | "RentalMandate" | "RentalRouter"
  readonly creation: Hex
  readonly runtime: RuntimeCode
  /** The contracts that it works with, which are words of its code. */
  readonly named: readonly Address[]
}

/** `other`: some of the code differs. `words`: all but the deployment's own words is the same. */
export type CodeAnswer = "same" | "words" | "other" | "none"

export function compareCode(
  code: Hex | undefined,
  { name, creation, runtime, named }: BuiltContract,
  { chainId, address }: { readonly chainId: number; readonly address: Address },
): CodeAnswer {
  if (code === undefined || code === "0x") return "none"
  const { length, words } = runtime
  const [found, built] = [code.slice(2).toLowerCase(), creation.slice(-2 * length).toLowerCase()]
  if (found.length !== built.length || withoutWords(found, words) !== withoutWords(built, words)) return "other"
  const own = new Set(wordsOf(name, { chainId, address, named }))
  const there = new Set(words.map((start) => wordAt(found, start)))
  return own.size === there.size && [...own].every((word) => there.has(word)) ? "same" : "words"
}

const VERSION = "1"

/** What OpenZeppelin's EIP-712 keeps in the code, and the contracts that this one works with. */
function wordsOf(
  name: string,
  { chainId, address, named }: { chainId: number; address: Address; named: readonly Address[] },
): readonly string[] {
  const domain = { name, version: VERSION, chainId, verifyingContract: address }
  const words: readonly Hex[] = [
    domainSeparator({ domain }),
    numberToHex(chainId, { size: 32 }),
    pad(address, { size: 32 }),
    keccak256(stringToHex(name)),
    keccak256(stringToHex(VERSION)),
    shortString(name),
    shortString(VERSION),
    ...named.map((one) => pad(one, { size: 32 })),
  ]
  return words.map((word) => word.slice(2).toLowerCase())
}

/** A text of up to 31 bytes in a word, with its length at the end. */
function shortString(text: string): Hex {
  const bytes = stringToHex(text, { size: 32 }).slice(2, -2)
  return `0x${bytes}${numberToHex(text.length, { size: 1 }).slice(2)}`
}

function withoutWords(code: string, words: readonly number[]): string {
  let [rest, from] = ["", 0]
  for (const start of words) {
    rest += code.slice(2 * from, 2 * start)
    from = start + 32
  }
  return rest + code.slice(2 * from)
}

function wordAt(code: string, start: number): string {
  return code.slice(2 * start, 2 * (start + 32))
}
