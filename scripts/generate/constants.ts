// The protocol's fixed numbers, and its words in the order of the Solidity enums.
import type { AstNode } from "../production.ts"
import type { Contract } from "./contract.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"

export function constants({ constants: nodes, manual }: Contract): GeneratedFile {
  const body = [
    "// The protocol's fixed numbers, and its words in the order of the Solidity enums.",
    ...nodes.filter(({ nodeType }) => nodeType === "VariableDeclaration").map(constant),
    enumeration(manual, "statuses", "Status"),
    enumeration(manual, "reasons", "Reason"),
  ].join("\n\n")
  return generatedSource("sdk/generated/constants.ts", body)
}

function constant(node: AstNode): string {
  return `/** \`${node.name}\` of contracts/libraries/Constants.sol. */\nexport const ${node.name} = ${literal(node)}`
}

/** A constant's value in TypeScript. The compiler has computed those of whole numbers. */
function literal({ name, typeDescriptions, value }: AstNode): string {
  if (typeof value !== "object") throw new Error(`${name} has no value.`)
  const number = /^int_const (\d+)$/.exec(value.typeDescriptions?.typeString ?? "")?.[1]
  if (number) return `${number}n`
  const type = typeDescriptions?.typeString ?? ""
  if (type === "address" && typeof value.value === "string") return `"${value.value}"`
  if (type === "address" && value.kind === "typeConversion") return `"0x${"0".repeat(40)}"`
  const bits = /^uint(\d+)$/.exec(type)?.[1]
  if (bits && value.nodeType === "MemberAccess") return `${2n ** BigInt(bits) - 1n}n`
  throw new Error(`${name} is of a kind that scripts/generate/constants.ts does not know. Add it there.`)
}

function enumeration(nodes: readonly AstNode[], name: string, solidity: string): string {
  const members = nodes.find((node) => node.nodeType === "EnumDefinition" && node.name === solidity)?.members
  if (!members) throw new Error(`There is no enum ${solidity}.`)
  return `/** The words of \`${solidity}\`, in its order. */\nexport const ${name} = ${JSON.stringify(members.map((member) => member.name))} as const`
}
