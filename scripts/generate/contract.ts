// The production build of the contract, as far as files are generated from it.
import type { AbiItem, AstNode, Production } from "../production.ts"

export type Contract = {
  /** The interface's items in its own order, then those that the contract adds. */
  readonly abi: readonly AbiItem[]
  readonly bytecode: string
  /** Top level of contracts/libraries/Constants.sol. */
  readonly constants: readonly AstNode[]
  /** Top level of contracts/interfaces/IRentalEscrow.sol. */
  readonly manual: readonly AstNode[]
  /** Top levels of the layers of the contract. */
  readonly layers: readonly AstNode[]
}

const LAYERS = ["RentalEscrow", "Rentals", "Disputes", "Offers", "Custody", "Policy"]

export async function readContract({ artifact, ast }: Production): Promise<Contract> {
  const [contract, manual] = [await artifact("RentalEscrow"), await artifact("IRentalEscrow")]
  const known = new Set(manual.abi.map(signature))
  return {
    abi: [...manual.abi, ...contract.abi.filter((item) => !known.has(signature(item)))],
    bytecode: contract.bytecode,
    constants: await ast("contracts/libraries/Constants.sol"),
    manual: await ast("contracts/interfaces/IRentalEscrow.sol"),
    layers: (await Promise.all(LAYERS.map((name) => ast(`contracts/${name}.sol`)))).flat(),
  }
}

function signature({ type, name = "", inputs = [] }: AbiItem) {
  return `${type} ${name}(${inputs.map((input) => input.type).join()})`
}
