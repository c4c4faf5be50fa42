// Reads the compiler's syntax tree.
import type { Node } from "./compiler.ts"

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "nodeType" in value && "src" in value
}

export function child(node: Node, name: string): Node {
  const value = node[name]
  if (!isNode(value)) throw new Error(`A ${node.nodeType} has no ${name}.`)
  return value
}

export function children(node: Node, name: string): Node[] {
  const value = node[name]
  return Array.isArray(value) ? value.filter(isNode) : []
}

export function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  )
}

export function spanOf({ src }: Node): [start: number, end: number] {
  const [start = 0, length = 0] = src.split(":").map(Number)
  return [start, start + length]
}

/** The nodes that hold a place, from the outermost to the innermost. */
export function chainTo(tree: Node, from: number, to: number): Node[] {
  const [start, end] = spanOf(tree)
  if (start > from || end < to) return []
  for (const next of childrenOf(tree)) {
    const chain = chainTo(next, from, to)
    if (chain.length > 0) return [tree, ...chain]
  }
  return [tree]
}

/** The function that the last of these nodes is in, or the contract. */
export function whereOf(chain: readonly Node[]): string {
  const scope = chain.findLast(({ nodeType }) => nodeType === "FunctionDefinition")
  return scope?.name || scope?.kind || chain.findLast(({ name }) => name)?.name || ""
}

export function calleeOf(call: Node): string {
  const expression = call["expression"]
  if (!isNode(expression)) return ""
  if (expression.nodeType === "MemberAccess") {
    const object = expression["expression"]
    return `${isNode(object) ? (object.name ?? "") : ""}.${expression.memberName}`
  }
  return expression.name ?? ""
}

/** Where a statement ends, with its semicolon, which the tree includes only for a bare `return`. */
export function endOf(statement: Node, source: Buffer): number {
  const last = statement["falseBody"] ?? statement["trueBody"] ?? statement["body"]
  if (isNode(last)) return endOf(last, source)
  const [, end] = spanOf(statement)
  return ";}".includes(String.fromCharCode(source[end - 1] ?? 0)) ? end : source.indexOf(";", end) + 1
}
