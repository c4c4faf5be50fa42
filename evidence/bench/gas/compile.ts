import { existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Abi } from "viem"

import { root } from "../../../scripts/support/root.ts"
import type { Artifact } from "../../../test/support/chain.ts"

const require = createRequire(import.meta.url)

interface Compiler {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } | { error: string } }): string
}

interface Output {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[]
  readonly contracts: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly abi: Abi; readonly evm: { readonly bytecode: { object: string } } }>>
    >
  >
}

/** Compiles a contract of the benchmark for speed at any size, as the contracts measured elsewhere were. */
export function compile(name: string): Artifact {
  const solc: Compiler = require("solc")
  const file = `evidence/bench/contracts/${name}.sol`
  const input = {
    language: "Solidity",
    sources: { [file]: { content: readFileSync(`${root}${file}`, "utf8") } },
    settings: {
      evmVersion: "prague",
      viaIR: true,
      optimizer: { enabled: true, runs: 1_000_000 },
      outputSelection: { [file]: { [name]: ["abi", "evm.bytecode.object"] } },
    },
  }
  const find = (path: string) => {
    const place = [`${root}${path}`, `${root}node_modules/${path}`].find(existsSync)
    return place ? { contents: readFileSync(place, "utf8") } : { error: `no ${path}` }
  }
  const { errors = [], contracts }: Output = JSON.parse(solc.compile(JSON.stringify(input), { import: find }))
  const error = errors.find(({ severity }) => severity === "error")
  const contract = contracts?.[file]?.[name]
  if (error || !contract) throw new Error(error?.formattedMessage ?? `${file} has no ${name}.`)
  return { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` }
}
