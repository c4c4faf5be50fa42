import type { Contract } from "./contract.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"

export function escrowAbi({ abi }: Contract): GeneratedFile {
  const body = `/** The contract's ABI. */\nexport const escrowAbi = ${JSON.stringify(abi, null, 2)} as const`
  return generatedSource("sdk/generated/escrowAbi.ts", body)
}
