// The fields of every struct that the ABI takes.
import type { AbiItem, AbiParameter } from "../production.ts"
import type { Contract } from "./contract.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"
import { solidityParameters, typeName } from "./solidityTypes.ts"

export function structs({ abi }: Contract): GeneratedFile {
  const lines = [...structsIn(abi)].sort().map(([name, fields]) => `  ${name}: "${fields}",\n`)
  const body = `/** The structs that the contract takes, their fields as in Solidity. */\nexport const structs = {\n${lines.join("")}} as const`
  return generatedSource("sdk/generated/structs.ts", body)
}

/** The fields of each struct that an ABI's items take, by its name. */
export function structsIn(abi: readonly AbiItem[]): Map<string, string> {
  const found = new Map<string, string>()
  const visit = ({ internalType = "", components = [] }: AbiParameter) => {
    if (components.length > 0) found.set(typeName(internalType), solidityParameters(components))
    for (const component of components) visit(component)
  }
  // A function that returns a struct names the fields itself.
  for (const { inputs = [] } of abi) for (const parameter of inputs) visit(parameter)
  return found
}
