// npm run check -- static: properties of the contracts that show without running them. Fails if one does not hold.
import { type Node, parse } from "../solidity/compiler.ts"
import { contracts, periphery } from "../solidity/contracts.ts"
import { loadSources } from "../solidity/sources.ts"
import { child, children, childrenOf, isNode, whereOf } from "../solidity/syntaxTree.ts"

/** Instructions that would run foreign code, or make the outcome depend on the sender or the block producer. */
const FORBIDDEN: Readonly<Record<number, string>> = {
  50: "ORIGIN",
  64: "BLOCKHASH",
  65: "COINBASE",
  68: "PREVRANDAO",
  240: "CREATE",
  242: "CALLCODE",
  244: "DELEGATECALL",
  245: "CREATE2",
  255: "SELFDESTRUCT",
}
/** Only these functions may loop: over what their caller passed. */
const LOOPS = contracts.flatMap(({ loops }) => loops)

const sources = await loadSources(...contracts.map(({ entry }) => entry))
const trees = [...parse(sources)].filter(([file]) => file.startsWith("contracts/"))
let failed = false

for (const { name, build } of contracts) {
  const { deployedBytecode } = await (await build()).artifact(name)
  const instructions = disassemble(Buffer.from(deployedBytecode.slice(2), "hex"))
  report(
    `${name}, ${instructions.length} instructions of runtime code: none of ${Object.values(FORBIDDEN).join(", ")}`,
    instructions.flatMap(({ at, code }) => (FORBIDDEN[code] ? [`${FORBIDDEN[code]} at ${at}`] : [])),
  )
}

const nodes = trees.flatMap(([file, tree]) => nodesOf(tree).map((found) => ({ file, ...found })))
const of = (...types: string[]) => nodes.filter(({ node }) => types.includes(node.nodeType))
const place = ({ file, where }: { file: string; where: string }) => `${file}: ${where}`

report("no assembly", of("InlineAssembly").map(place))
report(
  `no loop outside ${LOOPS.join(", ")}`,
  of("ForStatement", "WhileStatement", "DoWhileStatement")
    .filter(({ where }) => !LOOPS.includes(where))
    .map(place),
)
report(
  "_payMany is called by settleMany alone",
  of("Identifier")
    .filter(({ node, where }) => node.name === "_payMany" && where !== "settleMany")
    .map(place),
)
report("no function calls itself, directly or through others", recursions())
report(
  "every state-changing entry point has the reentrancy guard, except transferOut and OpenZeppelin's",
  of("FunctionDefinition")
    .filter(({ file, node }) => !file.includes("/interfaces/") && isOpen(node) && node.name !== "transferOut")
    .filter(({ node }) => !nodesOf(node).some((inner) => inner.node.name === "nonReentrant"))
    .map(place),
)
for (const { name, entry, storage } of contracts) {
  if (!storage) continue
  const held = of("VariableDeclaration").filter(({ file, node }) => file === entry && isStorage(node))
  report(
    `storage of ${name}: ${storage.length > 0 ? storage.join(", ") : "none"}`,
    held.filter(({ node }) => !storage.includes(node.name ?? "")).map(({ node }) => node.name ?? ""),
  )
}
const around = of("FunctionDefinition").filter(({ file }) => periphery.owns(file))
report(
  "around the escrow, no function is payable and no caller is privileged",
  [
    ...around.filter(({ node }) => node["stateMutability"] === "payable"),
    ...around.flatMap(({ file, where, node }) =>
      children(node, "modifiers")
        .filter((modifier) => modifier.kind === "modifierInvocation" && nameOf(modifier) !== "nonReentrant")
        .map(() => ({ file, where })),
    ),
  ].map(place),
)
report(
  "sources are ASCII",
  trees.map(([file]) => file).filter((file) => /[^\x20-\x7e\n]/.test(sources[file]?.content ?? "")),
)
report(
  "one exact compiler version",
  trees.map(([file]) => file).filter((file) => !/^pragma solidity 0\.8\.37;$/m.test(sources[file]?.content ?? "")),
)
process.exitCode = failed ? 1 : 0

function isStorage(node: Node): boolean {
  return node["stateVariable"] === true && node["mutability"] === "mutable"
}

function nameOf(modifier: Node): string {
  return child(modifier, "modifierName").name ?? ""
}

function report(claim: string, against: readonly string[]): void {
  console.log(`${against.length === 0 ? "yes" : "NO "}  ${claim}`)
  for (const line of against) console.error(`     ${line}`)
  if (against.length > 0) failed = true
}

/** The code up to the compiler's metadata, whose length stands in the last two bytes. */
function disassemble(code: Buffer): { at: number; code: number }[] {
  const end = code.length - 2 - code.readUInt16BE(code.length - 2)
  const found: { at: number; code: number }[] = []
  for (let at = 0; at < end; ++at) {
    const instruction = code[at] ?? 0
    found.push({ at, code: instruction })
    // PUSH1 to PUSH32 are followed by their operand.
    if (instruction >= 0x60 && instruction <= 0x7f) at += instruction - 0x5f
  }
  return found
}

function nodesOf(tree: Node): { node: Node; where: string }[] {
  const found: { node: Node; where: string }[] = []
  const walk = (node: Node, parents: readonly Node[]): void => {
    const chain = [...parents, node]
    found.push({ node, where: whereOf(chain) })
    for (const next of childrenOf(node)) walk(next, chain)
  }
  walk(tree, [])
  return found
}

function isOpen(node: Node): boolean {
  const changes = node["stateMutability"] === "nonpayable" || node["stateMutability"] === "payable"
  return node.kind === "function" && changes && node["visibility"] === "external" && isNode(node["body"])
}

/** Functions that reach themselves through internal calls. */
function recursions(): string[] {
  const calls = new Map<number, Set<number>>()
  const names = new Map<number, string>()
  for (const { node } of of("FunctionDefinition")) {
    names.set(node.id, node.name ?? "")
    const targets = nodesOf(node).flatMap(({ node: inner }) => inner.referencedDeclaration ?? [])
    calls.set(node.id, new Set(targets))
  }
  const reaches = (from: number, wanted: number, seen: Set<number>): boolean =>
    [...(calls.get(from) ?? [])].some((next) => {
      if (next === wanted) return true
      if (seen.has(next) || !calls.has(next)) return false
      seen.add(next)
      return reaches(next, wanted, seen)
    })
  return [...names].filter(([id]) => reaches(id, id, new Set())).map(([, name]) => name)
}
