import type { Contract } from "./contract.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"

export function escrowBytecode({ bytecode }: Contract): GeneratedFile {
  const body = `import type { Hex } from "../types.ts"\n\n/** The contract's creation code. */\nexport const escrowBytecode: Hex =\n  "${bytecode}"`
  return generatedSource("sdk/generated/escrowBytecode.ts", body)
}
