import { createRequire } from "node:module"

import { optimized } from "../../hardhat.config.ts"
import type { Contract } from "./contracts.ts"
import type { Sources } from "./sources.ts"

/** A node of the compiler's syntax tree: the fields that are read here. */
export interface Node {
  readonly nodeType: string
  readonly id: number
  readonly src: string
  readonly name?: string
  readonly operator?: string
  readonly kind?: string
  readonly memberName?: string
  readonly value?: unknown
  readonly subdenomination?: string | null
  readonly storageLocation?: string
  readonly referencedDeclaration?: number
  readonly names?: readonly string[]
  readonly typeDescriptions?: { readonly typeString?: string }
  readonly [key: string]: unknown
}

interface Output {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[]
  readonly sources?: Readonly<Record<string, { readonly ast: Node }>>
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, Compiled>>>>
}

interface Compiled {
  readonly evm: { readonly bytecode: { readonly object: string } }
}

const solc: { compile(input: string): string } = createRequire(import.meta.url)("solc")

/** The settings of the deployed contracts, from hardhat.config.ts. */
const production = optimized.settings

/**
 * The settings for mutants: the same pipeline without the optimizer, which takes six times as long and changes nothing
 * that a test detects.
 */
const quick = { ...production, optimizer: { enabled: false }, debug: { debugInfo: [] } }

export type Build = "quick" | "production"

/** Creation code by the contract's name. */
export type Codes = Readonly<Record<string, string>>

/** The creation code of each contract, or the compiler's error. */
export function compile(
  sources: Sources,
  wanted: readonly Contract[],
  build: Build,
): { codes: Codes } | { error: string } {
  const { errors = [], contracts } = run(sources, {
    ...(build === "quick" ? quick : production),
    // Without metadata: a hash of the sources would make the code of every mutant different.
    metadata: { appendCBOR: false },
    outputSelection: Object.fromEntries(wanted.map(({ name, entry }) => [entry, { [name]: ["evm.bytecode.object"] }])),
  })
  const error = errors.find(({ severity }) => severity === "error")
  const codes = wanted.map(({ name, entry }) => [name, contracts?.[entry]?.[name]?.evm.bytecode.object ?? ""] as const)
  if (error || codes.some(([, code]) => code === "")) {
    return { error: error?.formattedMessage ?? "The compiler gave no code." }
  }
  return { codes: Object.fromEntries(codes.map(([name, code]) => [name, `0x${code}`])) }
}

/** The syntax trees of `sources`, by name. */
export function parse(sources: Sources): Map<string, Node> {
  const output = run(sources, { evmVersion: production.evmVersion, outputSelection: { "*": { "": ["ast"] } } })
  const error = output.errors?.find(({ severity }) => severity === "error")
  if (error) throw new Error(error.formattedMessage)
  return new Map(Object.entries(output.sources ?? {}).map(([name, { ast }]) => [name, ast]))
}

function run(sources: Sources, settings: object): Output {
  return JSON.parse(solc.compile(JSON.stringify({ language: "Solidity", sources, settings })))
}
