import type { Node } from "../solidity/compiler.ts"
import { isOwn } from "../solidity/contracts.ts"
import type { Sources } from "../solidity/sources.ts"
import { calleeOf, child, children, childrenOf, endOf, isNode, spanOf, whereOf } from "../solidity/syntaxTree.ts"

/** A place in the contracts that a test must reach, or an outcome that a condition must have at least once. */
export interface Spot {
  readonly kind: "function" | "statement" | "branch"
  readonly file: string
  readonly line: number
  readonly where: string
  readonly text: string
  readonly outcome?: boolean
}

const PROBE = "contracts/Probe.sol"
export const RECORD = "cache/coverage.txt"
/** How many letters write a spot's number in the record: A is 0, P is 15. */
const LETTERS = 4

interface Insertion {
  readonly at: number
  readonly text: string
  /** The order at one offset: ends come before beginnings, and inner ones stand nearer to what they enclose. */
  readonly rank: number
}

/** Puts a probe at every spot of the contracts. Returns the spots in the order of their numbers. */
export function instrument(sources: Sources, trees: ReadonlyMap<string, Node>): { sources: Sources; spots: Spot[] } {
  const spots: Spot[] = []
  const instrumented: Record<string, { content: string }> = { ...sources, [PROBE]: { content: probe } }
  for (const [file, tree] of trees) {
    if (!isOwn(file)) continue
    const source = Buffer.from(sources[file]?.content ?? "")
    const insertions: Insertion[] = []
    const number = (spot: Spot): number => spots.push(spot) - 1
    const spotAt = (kind: Spot["kind"], node: Node, parents: readonly Node[]): Spot => {
      const [from, to] = spanOf(node)
      return {
        kind,
        file,
        line: source.subarray(0, from).toString().split("\n").length,
        where: whereOf([...parents, node]),
        text: source.subarray(from, to).toString().replace(/\s+/g, " "),
      }
    }
    const watch = (condition: Node, parents: readonly Node[]): void => {
      const [from, to] = spanOf(condition)
      const spot = spotAt("branch", condition, parents)
      const id = number({ ...spot, outcome: false })
      number({ ...spot, outcome: true })
      insertions.push({ at: from, text: `probeOutcome(${id}, `, rank: 1e6 - (to - from) })
      insertions.push({ at: to, text: ")", rank: to - from - 1e6 })
    }
    const walk = (node: Node, parents: readonly Node[]): void => {
      const inside = [...parents, node]
      const body = node["body"]
      if (node.nodeType === "FunctionDefinition" && isNode(body)) {
        const id = number({ ...spotAt("function", node, parents), text: "" })
        insertions.push({ at: spanOf(body)[0] + 1, text: ` probe(${id});`, rank: 0 })
      }
      for (const [statement, isAlone] of statementsOf(node)) {
        const id = number(spotAt("statement", statement, inside))
        const [from, to] = [spanOf(statement)[0], endOf(statement, source)]
        insertions.push({ at: from, text: `${isAlone ? "{ " : ""}probe(${id}); `, rank: 1 })
        if (isAlone) insertions.push({ at: to, text: " }", rank: -1 })
      }
      for (const condition of conditionsOf(node)) watch(condition, inside)
      for (const next of childrenOf(node)) walk(next, inside)
    }
    walk(tree, [])
    instrumented[file] = { content: insert(source, insertions) }
  }
  return { sources: instrumented, spots }
}

/** How often each spot was reached, from what the probes wrote. */
export function readHits(record: string, spots: readonly Spot[]): number[] {
  const hits = spots.map(() => 0)
  // Tests run side by side: each writes whole words, but the line ends may stand anywhere.
  const words = record.replaceAll("\n", "").match(new RegExp(`.{${LETTERS}}`, "g")) ?? []
  for (const letters of words) {
    const id = [...letters].reduce((sum, letter) => sum * 16 + letter.charCodeAt(0) - 65, 0)
    hits[id] = (hits[id] ?? 0) + 1
  }
  return hits
}

/** Statements directly in a node, and whether one stands without braces. */
function statementsOf(node: Node): [statement: Node, isAlone: boolean][] {
  if (node.nodeType === "Block" || node.nodeType === "UncheckedBlock") {
    return children(node, "statements")
      .filter(({ nodeType }) => nodeType !== "UncheckedBlock")
      .map((statement) => [statement, false])
  }
  const bodies = node.nodeType === "IfStatement" ? ["trueBody", "falseBody"] : []
  if (node.nodeType === "ForStatement") bodies.push("body")
  return bodies
    .map((name) => node[name])
    .filter(isNode)
    .filter(({ nodeType }) => nodeType !== "Block")
    .map((statement) => [statement, true])
}

/** Conditions, and the parts of compound conditions. */
function conditionsOf(node: Node): Node[] {
  switch (node.nodeType) {
    case "IfStatement":
    case "Conditional":
    case "ForStatement":
      return isNode(node["condition"]) ? [child(node, "condition")] : []
    case "BinaryOperation":
      return node.operator === "&&" || node.operator === "||"
        ? [child(node, "leftExpression"), child(node, "rightExpression")]
        : []
    case "FunctionCall":
      return calleeOf(node) === "require" ? children(node, "arguments").slice(0, 1) : []
    default:
      return []
  }
}

function insert(source: Buffer, insertions: readonly Insertion[]): string {
  const parts: Buffer[] = []
  let from = 0
  for (const { at, text } of insertions.toSorted((a, b) => a.at - b.at || a.rank - b.rank)) {
    parts.push(source.subarray(from, at), Buffer.from(text))
    from = at
  }
  parts.push(source.subarray(from))
  const imported = `import {probe, probeOutcome} from "${PROBE}";`
  return Buffer.concat(parts)
    .toString()
    .replace(/^(pragma .*)$/m, `$1\n${imported}`)
}

/**
 * Records a spot's number through the test runner's cheat codes. It is declared `pure`, because it is called in functions
 * that are.
 */
const probe = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

function probe(uint256 id) pure {
    function(uint256) view writes = note;
    function(uint256) pure pretends;
    assembly ("memory-safe") {
        pretends := writes
    }
    pretends(id);
}

function probeOutcome(uint256 id, bool outcome) pure returns (bool) {
    probe(outcome ? id + 1 : id);
    return outcome;
}

function note(uint256 id) view {
    bytes memory letters = new bytes(${LETTERS});
    for (uint256 i = 0; i < ${LETTERS}; ++i) letters[i] = bytes1(uint8(65 + ((id >> (4 * (${LETTERS} - 1 - i))) & 15)));
    address cheats = address(uint160(uint256(keccak256("hevm cheat code"))));
    (bool done, ) = cheats.staticcall(abi.encodeWithSignature("writeLine(string,string)", "${RECORD}", string(letters)));
    done;
}
`
