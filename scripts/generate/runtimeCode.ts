// How a contract's code on a chain follows from its creation code: where it begins, and which words a deployment fills in.
import type { Artifact } from "../production.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"

export type CompiledContract = {
  readonly entry: "escrow" | "mandate" | "router"
  readonly name: string
  readonly artifact: Artifact
}

export function runtimeCode(contracts: readonly CompiledContract[]): GeneratedFile {
  const constants = contracts.map(({ entry, name, artifact }) => {
    const { bytecode, deployedBytecode, immutableReferences = {} } = artifact
    if (!bytecode.endsWith(deployedBytecode.slice(2)))
      throw new Error(`The code of ${name} does not end its creation code.`)
    const places = Object.values(immutableReferences)
      .flat()
      .map(({ start }) => start)
      .sort((a, b) => a - b)
    const shape = `{ length: ${deployedBytecode.length / 2 - 1}, words: [${places.join(", ")}] }`
    return `/** The code of ${name} on a chain. */\nexport const ${entry}RuntimeCode: RuntimeCode = ${shape}`
  })
  const type = `/** A contract's code as it is on a chain: the end of its creation code, with words of the deployment's own. */
export type RuntimeCode = {
  /** Bytes. */
  readonly length: number
  /** Where the 32 bytes of each immutable begin. They are zeros in the creation code. */
  readonly words: readonly number[]
}`
  return generatedSource("sdk/generated/runtimeCode.ts", [type, ...constants].join("\n\n"))
}
