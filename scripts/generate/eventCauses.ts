// Which functions of the contract emit an event, themselves or through what they call.
import type { AstNode } from "../production.ts"

/** The name of the constructor among the causes. */
export const DEPLOYMENT = "constructor"

/** Calls that the code names, but the state excludes: a rental that is interrupted is not disputed. */
const impossible: ReadonlySet<string> = new Set(["interrupt: StakeReleased"])

/** The names of the functions that a transaction can call, by the event that they can emit. */
export function eventCauses(layers: readonly AstNode[]): ReadonlyMap<string, readonly string[]> {
  const functions = layers
    .flatMap((node) => node.nodes ?? [])
    .filter(({ nodeType }) => nodeType === "FunctionDefinition")
    .map((node) => ({ node, nodes: [...nodesIn(node)] }))
  const byId = new Map(functions.map((one) => [one.node.id, one]))

  const emittedBy = (id: number | undefined, seen: Set<number | undefined>): string[] => {
    const found = byId.get(id)
    if (!found || seen.has(id)) return []
    seen.add(id)
    return found.nodes.flatMap((node) => [
      ...(node.eventCall?.expression.name ? [node.eventCall.expression.name] : []),
      ...emittedBy(node.referencedDeclaration, seen),
    ])
  }

  const causes = new Map<string, string[]>()
  for (const { node } of functions) {
    const name = node.kind === "constructor" ? DEPLOYMENT : (node.name ?? "")
    if (name !== DEPLOYMENT && node.visibility !== "external" && node.visibility !== "public") continue
    for (const event of new Set(emittedBy(node.id, new Set()))) {
      if (!impossible.has(`${name}: ${event}`)) causes.set(event, [...(causes.get(event) ?? []), name])
    }
  }
  return causes
}

function* nodesIn(value: unknown): Generator<AstNode> {
  if (typeof value !== "object" || value === null) return
  if ("nodeType" in value) yield value as AstNode
  for (const inner of Object.values(value)) yield* nodesIn(inner)
}
