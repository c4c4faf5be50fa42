// What the statements of a contract read and write: fields of structs, and variables in storage.
import type { Node } from "../solidity/compiler.ts"
import { chainTo, child, childrenOf, spanOf } from "../solidity/syntaxTree.ts"

/** Names such as `RentalState.paidSeconds` and `bonds`. */
export interface Fields {
  /** What it reads or writes. */
  readonly uses: ReadonlySet<string>
  readonly writes: ReadonlySet<string>
}

/** Finds what the statement around a place uses and writes. A condition counts with all that depends on it. */
export function fieldsOf(trees: ReadonlyMap<string, Node>): (file: string, from: number, to: number) => Fields {
  const variables = variablesOf(trees)
  return (file, from, to) => {
    const tree = trees.get(file)
    const statement = tree && statementAround(tree, from, to)
    return statement ? fieldsIn(statement, variables) : { uses: new Set(), writes: new Set() }
  }
}

/** The innermost statement that holds the whole place, or the body that the place is. */
function statementAround(tree: Node, from: number, to: number): Node | undefined {
  // The tree leaves a statement's semicolon out, and a dropped statement takes it along.
  const found = chainTo(tree, from, to - 1).findLast(({ nodeType }) => /Statement$|^Return$|^Block$/.test(nodeType))
  // A place directly in a block belongs to no statement of it, unless the place is the block.
  return found?.nodeType === "Block" && spanOf(found)[0] !== from ? undefined : found
}

/** Names of variables in storage, by the id of their declaration. */
function variablesOf(trees: ReadonlyMap<string, Node>): ReadonlyMap<number, string> {
  const variables = new Map<number, string>()
  const walk = (node: Node): void => {
    const isStored = node["stateVariable"] === true && node["mutability"] === "mutable"
    if (node.nodeType === "VariableDeclaration" && isStored) variables.set(node.id, node.name ?? "")
    for (const next of childrenOf(node)) walk(next)
  }
  for (const tree of trees.values()) walk(tree)
  return variables
}

function fieldsIn(statement: Node, variables: ReadonlyMap<number, string>): Fields {
  const [uses, writes] = [new Set<string>(), new Set<string>()]
  const walk = (node: Node): void => {
    const used = nameOf(node, variables)
    if (used) uses.add(used)
    const target = targetOf(node)
    const written = target && baseNameOf(target, variables)
    if (written) writes.add(written)
    if (node.kind === "structConstructorCall") for (const field of constructed(node)) writes.add(field)
    for (const next of childrenOf(node)) walk(next)
  }
  walk(statement)
  return { uses, writes }
}

function nameOf(node: Node, variables: ReadonlyMap<number, string>): string | undefined {
  if (node.nodeType === "Identifier") return variables.get(node.referencedDeclaration ?? -1)
  if (node.nodeType !== "MemberAccess") return undefined
  const type = child(node, "expression").typeDescriptions?.typeString ?? ""
  const struct = /^struct (\S+) (memory|storage|calldata)/.exec(type)?.[1]
  return struct && `${struct}.${node.memberName}`
}

/** The field itself, or the variable whose element it is. */
function baseNameOf(node: Node, variables: ReadonlyMap<number, string>): string | undefined {
  const name = nameOf(node, variables)
  if (name !== undefined || node.nodeType !== "IndexAccess") return name
  return baseNameOf(child(node, "baseExpression"), variables)
}

/** What an expression changes, if it changes something. */
function targetOf(node: Node): Node | undefined {
  if (node.nodeType === "Assignment") return child(node, "leftHandSide")
  const changes = ["++", "--", "delete"].includes(node.operator ?? "")
  return node.nodeType === "UnaryOperation" && changes ? child(node, "subExpression") : undefined
}

/** The fields that a new struct gets by name. */
function constructed(call: Node): string[] {
  const struct = call.typeDescriptions?.typeString?.replace(/^struct (\S+).*$/, "$1") ?? ""
  return (call.names ?? []).map((name) => `${struct}.${name}`)
}
