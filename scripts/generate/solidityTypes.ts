// Types and parameters as Solidity writes them.
import type { AbiParameter } from "../production.ts"

/** `address indexed host,Rental[] rentals` */
export function solidityParameters(parameters: readonly AbiParameter[]): string {
  return parameters.map(solidityParameter).join()
}

function solidityParameter({ name, type, internalType = type, indexed }: AbiParameter): string {
  const isOwn = /^(struct|enum) /.test(internalType)
  const word = isOwn ? typeName(internalType) + (type.endsWith("[]") ? "[]" : "") : type
  return [word, ...(indexed ? ["indexed"] : []), ...(name ? [name] : [])].join(" ")
}

/** `Rental` of `struct Rental[]` */
export function typeName(internalType: string): string {
  return internalType.replace(/^\w+ /, "").replace("[]", "")
}
