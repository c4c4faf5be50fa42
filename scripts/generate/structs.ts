// The fields of every struct that the ABI names.
import type { AbiParameter } from "../production.ts"
import type { Contract } from "./contract.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"
import { solidityParameters, typeName } from "./solidityTypes.ts"

export function structs({ abi }: Contract): GeneratedFile {
  const found = new Map<string, string>()
  const visit = ({ internalType = "", components = [] }: AbiParameter) => {
    if (components.length > 0) found.set(typeName(internalType), solidityParameters(components))
    for (const component of components) visit(component)
  }
  for (const { inputs = [], outputs = [] } of abi) for (const parameter of [...inputs, ...outputs]) visit(parameter)
  const lines = [...found].sort().map(([name, fields]) => `  ${name}: "${fields}",\n`)
  const body = `/** The contract's structs, their fields as in Solidity. */\nexport const structs = {\n${lines.join("")}} as const`
  return generatedSource("sdk/generated/structs.ts", body)
}
