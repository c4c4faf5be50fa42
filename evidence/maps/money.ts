// What each function of the contracts moves, read from the compiler's syntax tree: a function moves what it, or a function
// that it calls, books, takes or pays.
import { markdownTable } from "../../scripts/support/pages.ts"
import { type Node, parse } from "../solidity/compiler.ts"
import { contracts, isOwn } from "../solidity/contracts.ts"
import { loadSources } from "../solidity/sources.ts"
import { calleeOf, childrenOf } from "../solidity/syntaxTree.ts"

/** The functions in which money moves, and what a call of each does. Nothing else calls a token or writes a balance. */
const MOVES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  RentalEscrow: {
    _pull: "takes from the caller",
    _takeBond: "takes from the free bond",
    _returnBond: "returns to the free bond",
    _addFee: "books a fee",
    _push: "pays, or credits",
    _send: "sends, or reverts",
  },
  RentalRouter: {
    _pull: "takes what the payer signed",
    _approve: "approves the price to the escrow",
    "escrow.deposit": "pays for a deposit",
    "escrow.extend": "pays for an extension",
    _payRest: "pays fee and rest",
  },
  RentalMandate: {
    _pull: "takes price and tip from the renter",
    "token.forceApprove": "approves the price to the escrow",
    "escrow.extend": "pays for an extension",
    "token.safeTransfer": "pays the tip",
  },
}

interface Moves {
  readonly contract: string
  readonly name: string
  readonly moves: readonly string[]
}

/** The functions that can be called from outside and move something, in the order of the sources. */
export async function moneyMoves(): Promise<readonly Moves[]> {
  const found: Moves[] = []
  for (const { name: contract, entry } of contracts) {
    const trees = parse(await loadSources(entry))
    const functions = [...trees]
      .filter(([file]) => isOwn(file))
      .flatMap(([, tree]) => all(tree, "ContractDefinition"))
      .filter(({ contractKind }) => contractKind !== "interface")
      .flatMap((definition) => all(definition, "FunctionDefinition"))
    const byName = new Map(functions.map((one) => [one.name ?? "", one]))
    const moves = MOVES[contract] ?? {}
    const reach = (name: string, seen: Set<string>): readonly string[] => {
      const definition = byName.get(name)
      if (!definition || seen.has(name)) return []
      seen.add(name)
      return all(definition, "FunctionCall").flatMap((call) => {
        const callee = calleeOf(call).replace(/^\./, "")
        return [...(moves[callee] ? [callee] : []), ...reach(callee, seen)]
      })
    }
    for (const { name = "", visibility, stateMutability } of functions) {
      const isVerb = visibility === "external" && stateMutability !== "view" && stateMutability !== "pure"
      if (!isVerb) continue
      const reached = new Set(reach(name, new Set()))
      if (reached.size === 0) continue
      found.push({ contract, name, moves: Object.keys(moves).filter((move) => reached.has(move)) })
    }
  }
  return found
}

/** One row for each function, and one column for each thing that the contract moves. */
export function moneyTables(found: readonly Moves[]): string[] {
  return Object.entries(MOVES).flatMap(([contract, moves], index) => {
    const names = Object.keys(moves)
    const rows = found
      .filter((one) => one.contract === contract)
      .map(({ name, moves: reached }) => [`\`${name}\``, ...names.map((move) => (reached.includes(move) ? "●" : ""))])
    const head = [contract, ...names.map((name) => moves[name] ?? "")]
    return [...(index > 0 ? [""] : []), ...markdownTable(head, rows)]
  })
}

function all(node: Node, type: string): Node[] {
  const inside = childrenOf(node).flatMap((child) => all(child, type))
  return node.nodeType === type ? [node, ...inside] : inside
}
