import type { Node } from "../solidity/compiler.ts"
import type { Part } from "../solidity/contracts.ts"
import type { Sources } from "../solidity/sources.ts"
import { calleeOf, child, children, childrenOf, endOf, isNode, spanOf, whereOf } from "../solidity/syntaxTree.ts"

/** One small change of one file. */
export interface Mutant {
  readonly file: string
  /** Bytes of the file that are replaced. */
  readonly from: number
  readonly to: number
  readonly text: string
  readonly operator: string
  /** The function that it is in, or the contract. */
  readonly where: string
  readonly line: number
  /** The text that it replaces. */
  readonly original: string
  /** Whether it removes a check. */
  readonly guard: boolean
}

type Edit = { readonly node?: Node; readonly from?: number; readonly to?: number; readonly text: string }

const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "==": ["!="],
  "!=": ["=="],
}
const ARITHMETIC: Readonly<Record<string, string>> = { "+": "-", "-": "+", "*": "/", "/": "*" }
const ASSIGNMENTS: Readonly<Record<string, readonly string[]>> = { "+=": ["-=", "="], "-=": ["+=", "="] }
/** Calls that can take the place of each other. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  min: ["max"],
  max: ["min"],
  _send: ["_push"],
  _push: ["_send"],
  safeTransfer: ["trySafeTransfer"],
  trySafeTransferFrom: ["trySafeTransfer"],
  elapsed: ["billed"],
  billed: ["covered", "elapsed"],
  covered: ["billed"],
  closesAt: ["exitAt"],
  _closesAt: ["_end"],
  _end: ["_closesAt"],
  _vacate: ["_vacateAndRevoke"],
  _vacateAndRevoke: ["_vacate"],
  held: ["bondLocked"],
  isValidERC1271SignatureNowCalldata: ["isValidSignatureNowCalldata"],
}
/** Accounts that can be confused, beside neighbouring fields of a struct. */
const ACCOUNTS: Readonly<Record<string, readonly string[]>> = {
  "rental.renter": ["rental.offer.host", "rental.offer.payee"],
  "offer.host": ["offer.renter"],
  "offer.payee": ["treasury"],
  "rental.offer.payee": ["rental.offer.host", "treasury"],
  treasury: ["guardian", "owner()"],
  guardian: ["treasury", "owner()"],
  "payment.payer": ["msg.sender"],
  "msg.sender": ["tx.origin"],
}

/** Every mutant of a part of the contracts, in the order of the files. */
export function mutantsOf({ owns }: Part, sources: Sources, trees: ReadonlyMap<string, Node>): Mutant[] {
  const structs = structsOf(trees)
  const mutants = new Map<string, Mutant>()
  for (const [file, tree] of trees) {
    if (!owns(file)) continue
    const source = Buffer.from(sources[file]?.content ?? "")
    const walk = (node: Node, parents: readonly Node[]): void => {
      for (const [operator, edits] of Object.entries(editsOf({ node, parents, source, structs }))) {
        for (const edit of edits) {
          const [start, end] = edit.node ? spanOf(edit.node) : [edit.from ?? 0, edit.to ?? 0]
          const mutant: Mutant = {
            file,
            from: start,
            to: end,
            text: edit.text,
            operator,
            where: whereOf([...parents, node]),
            line: source.subarray(0, start).toString().split("\n").length,
            original: source.subarray(start, end).toString(),
            guard: operator === "guard dropped" || operator === "modifier dropped",
          }
          const key = `${file}:${start}:${end}:${edit.text}`
          if (mutant.original !== mutant.text && !mutants.has(key)) mutants.set(key, mutant)
        }
      }
      for (const child of childrenOf(node)) walk(child, [...parents, node])
    }
    walk(tree, [])
  }
  return [...mutants.values()]
}

/** Replaces the body of every entry point by a revert: tests that still pass test nothing. */
export function revertEverything({ owns }: Part, sources: Sources, trees: ReadonlyMap<string, Node>): Sources {
  const changed: Record<string, { content: string }> = { ...sources }
  for (const [file, tree] of trees) {
    if (!owns(file)) continue
    const bodies: Node[] = []
    const walk = (node: Node): void => {
      const body = node["body"]
      const isEntry = node["visibility"] === "external" || node["visibility"] === "public"
      if (node.nodeType === "FunctionDefinition" && node.kind === "function" && isEntry && isNode(body))
        bodies.push(body)
      else for (const child of childrenOf(node)) walk(child)
    }
    walk(tree)
    let source = Buffer.from(sources[file]?.content ?? "")
    for (const body of bodies.toReversed()) {
      const [from, to] = spanOf(body)
      source = Buffer.concat([source.subarray(0, from), Buffer.from("{ revert(); }"), source.subarray(to)])
    }
    changed[file] = { content: source.toString() }
  }
  return changed
}

/** The sources with these changes in them, none of which overlaps another. */
export function planted(sources: Sources, ...changes: readonly Mutant[]): Sources {
  const changed: Record<string, { readonly content: string }> = { ...sources }
  // From the last to the first, so that the places of the others stay the same.
  for (const { file, from, to, text } of changes.toSorted((a, b) => b.from - a.from)) {
    const source = Buffer.from(changed[file]?.content ?? "")
    const content = Buffer.concat([source.subarray(0, from), Buffer.from(text), source.subarray(to)]).toString()
    changed[file] = { content }
  }
  return changed
}

interface Place {
  readonly node: Node
  readonly parents: readonly Node[]
  readonly source: Buffer
  readonly structs: Structs
}

function editsOf(place: Place): Record<string, Edit[]> {
  switch (place.node.nodeType) {
    case "BinaryOperation":
      return ofBinary(place)
    case "UnaryOperation":
      return ofUnary(place)
    case "Assignment":
      return ofAssignment(place)
    case "IfStatement":
    case "Conditional":
      return ofCondition(place)
    case "ExpressionStatement":
    case "EmitStatement":
    case "RevertStatement":
    case "Return":
      return ofStatement(place)
    case "VariableDeclarationStatement":
      return ofDeclaration(place)
    case "ModifierInvocation":
      return place.node.kind === "modifierInvocation" ? { "modifier dropped": [{ node: place.node, text: "" }] } : {}
    case "FunctionCall":
      return ofCall(place)
    case "FunctionCallOptions":
      return { "call option dropped": [{ node: place.node, text: textOf(place, child(place.node, "expression")) }] }
    case "MemberAccess":
      return ofMember(place)
    case "Identifier":
      return ofIdentifier(place)
    case "Literal":
      return ofLiteral(place)
    case "VariableDeclaration":
      return ofLocation(place)
    case "TryStatement":
      return { "try exchanged": [{ node: place.node, text: `${textOf(place, child(place.node, "externalCall"))};` }] }
    case "FunctionDefinition":
      return ofFunction(place)
    default:
      return {}
  }
}

function ofBinary({ node, source }: Place): Record<string, Edit[]> {
  const [left, right] = [child(node, "leftExpression"), child(node, "rightExpression")]
  const operator = node.operator ?? ""
  const [from, to] = [spanOf(left)[1], spanOf(right)[0]]
  const between = source.subarray(from, to).toString()
  const exchange = (other: string): Edit => ({ from, to, text: between.replace(operator, () => other) })
  const [leftText, rightText] = [left, right].map((side) => source.subarray(...spanOf(side)).toString())
  const either: Edit[] = [
    { node, text: `${leftText}` },
    { node, text: `${rightText}` },
  ]
  const edits: Record<string, Edit[]> = {}
  const comparisons = COMPARISONS[operator]
  if (comparisons) edits["comparison"] = comparisons.map(exchange)
  const arithmetic = ARITHMETIC[operator]
  if (arithmetic) edits["arithmetic"] = [exchange(arithmetic), ...either]
  if (operator === "&&" || operator === "||") {
    edits["logical"] = [exchange(operator === "&&" ? "||" : "&&")]
    edits["condition dropped"] = either
  }
  if (operator === "/") {
    edits["rounding"] = [{ node, text: `(${leftText} + ${rightText} - 1) / ${rightText}` }]
  }
  if ((operator === "-" || operator === "/") && !node.typeDescriptions?.typeString?.startsWith("int_const")) {
    edits["swapped arguments"] = [{ node, text: `${rightText} ${operator} ${leftText}` }]
  }
  return edits
}

function ofUnary({ node, source }: Place): Record<string, Edit[]> {
  const operand = source.subarray(...spanOf(child(node, "subExpression"))).toString()
  if (node.operator === "!") return { logical: [{ node, text: operand }] }
  if (node.operator === "++") return { arithmetic: [{ node, text: `--${operand}` }] }
  return {}
}

function ofAssignment({ node, source }: Place): Record<string, Edit[]> {
  const operator = node.operator ?? ""
  const [from, to] = [spanOf(child(node, "leftHandSide"))[1], spanOf(child(node, "rightHandSide"))[0]]
  const between = source.subarray(from, to).toString()
  const others = ASSIGNMENTS[operator] ?? []
  return { arithmetic: others.map((other) => ({ from, to, text: between.replace(operator, () => other) })) }
}

function ofCondition({ node }: Place): Record<string, Edit[]> {
  const condition = child(node, "condition")
  const refuses = child(node, node.nodeType === "IfStatement" ? "trueBody" : "trueExpression")
  const isGuard = refuses.nodeType === "RevertStatement"
  return {
    [isGuard ? "guard dropped" : "condition"]: [{ node: condition, text: "false" }],
    condition: [{ node: condition, text: "true" }, ...(isGuard ? [] : [{ node: condition, text: "false" }])],
  }
}

function ofStatement({ node, parents, source }: Place): Record<string, Edit[]> {
  // A loop that does not advance only runs out of gas.
  if (parents.at(-1)?.["loopExpression"] === node) return {}
  const [from, to] = [spanOf(node)[0], endOf(node, source)]
  const deleted: Edit[] = [{ from, to, text: "{}" }]
  const expression = node["expression"]
  if (node.nodeType === "EmitStatement") return { "event dropped": deleted }
  if (node.nodeType === "Return") return { "statement dropped": deleted }
  // The whole `if` before it is dropped.
  if (node.nodeType === "RevertStatement") return {}
  if (!isNode(expression)) return {}
  if (expression.nodeType === "UnaryOperation" && expression.operator === "delete") return { "delete dropped": deleted }
  if (expression.nodeType !== "FunctionCall") return { "statement dropped": deleted }
  return { [/^_?require/.test(calleeOf(expression)) ? "guard dropped" : "call dropped"]: deleted }
}

function ofDeclaration({ node, source }: Place): Record<string, Edit[]> {
  const value = node["initialValue"]
  const declared = node["declarations"]
  if (!isNode(value) || !Array.isArray(declared) || declared.length !== 1) return {}
  const [from] = spanOf(node)
  const text = source
    .subarray(from, spanOf(value)[0])
    .toString()
    .replace(/\s*=\s*$/, "")
  return { "statement dropped": [{ from, to: spanOf(value)[1], text }] }
}

function ofCall({ node, source }: Place): Record<string, Edit[]> {
  const callee = calleeOf(node)
  if (callee === "require" || node.kind === "typeConversion") return {}
  const given = children(node, "arguments")
  const texts = given.map((argument) => source.subarray(...spanOf(argument)).toString())
  const edits: Record<string, Edit[]> = {}
  // The types of the arguments decide what compiles; the rest is left out later.
  edits["swapped arguments"] = given.flatMap((first, i) => {
    const second = given[i + 1]
    if (!second || kindOf(first) !== kindOf(second)) return []
    const between = source.subarray(spanOf(first)[1], spanOf(second)[0]).toString()
    // Named arguments keep their names, so that the values change places.
    return [{ from: spanOf(first)[0], to: spanOf(second)[1], text: `${texts[i + 1]}${between}${texts[i]}` }]
  })
  if (callee.startsWith("Math.")) {
    edits["call replaced by an argument"] = texts.map((text) => ({ node, text }))
  }
  const name = callee.split(".").at(-1) ?? ""
  const expression = child(node, "expression")
  const [, end] = spanOf(expression)
  if (source.subarray(end - name.length, end).toString() === name) {
    edits["call exchanged"] = (ALIKE[name] ?? []).map((text) => ({ from: end - name.length, to: end, text }))
  }
  if (callee === "abi.encode" || callee === "abi.encodePacked") {
    edits["hash field dropped"] = texts.map((_, i) => ({
      node,
      text: `${callee}(${texts.filter((__, j) => j !== i).join(", ")})`,
    }))
  }
  return edits
}

function ofMember(place: Place): Record<string, Edit[]> {
  const { node, structs } = place
  const expression = child(node, "expression")
  const text = textOf(place, node)
  const edits: Record<string, Edit[]> = {}
  if (text === "block.timestamp") {
    edits["time"] = [
      { node, text: "(block.timestamp + 1)" },
      { node, text: "(block.timestamp - 1)" },
    ]
  }
  const type = expression.typeDescriptions?.typeString ?? ""
  const fields = structs.get(type.replace(/ (memory|storage|calldata).*$/, ""))
  const others = fields ? neighbour(fields, node.memberName ?? "") : []
  const object = textOf(place, expression)
  edits["swapped fields"] = [
    ...others.map((other) => ({ node, text: `${object}.${other}` })),
    ...(ACCOUNTS[text] ?? []).map((other) => ({ node, text: other })),
  ]
  const members = place.structs.get(type)
  if (type.startsWith("type(enum") && members) {
    const at = members.findIndex(({ name }) => name === node.memberName)
    const around = [at + 1, at - 1].map((i) => members[(i + members.length) % members.length]?.name)
    edits["enum value"] = [...new Set(around)].map((name) => ({ node, text: `${object}.${name}` }))
  }
  return edits
}

/** Another account in its place. */
function ofIdentifier({ node, source }: Place): Record<string, Edit[]> {
  const name = node.name ?? ""
  const others = source.subarray(...spanOf(node)).toString() === name ? ACCOUNTS[name] : undefined
  return { "swapped fields": (others ?? []).map((text) => ({ node, text })) }
}

function ofLiteral(place: Place): Record<string, Edit[]> {
  const { node, parents } = place
  const text = textOf(place, node)
  if (node.kind === "bool") return { literal: [{ node, text: text === "true" ? "false" : "true" }] }
  if (node.kind === "number") {
    // Sizes of types and addresses are not quantities.
    if (/^0x/.test(text)) return {}
    return {
      literal: [
        { node, text: `(${text} + 1)` },
        { node, text: text === "0" ? "2" : `(${text} - 1)` },
      ],
    }
  }
  if (node.kind !== "string") return {}
  const inHash = parents.some((parent) => parent.name?.endsWith("_TYPEHASH"))
  if (!inHash) return text.includes('"') ? { literal: [{ node, text: text.replace(/"$/, 'x"') }] } : {}
  const fields = [...text.matchAll(/\w+ \w+,?/g)]
  const [from] = spanOf(node)
  return {
    "hash field dropped": fields.map(({ 0: field, index }) => ({
      from: from + index,
      to: from + index + field.length,
      text: "",
    })),
  }
}

function ofLocation(place: Place): Record<string, Edit[]> {
  const { node } = place
  const text = textOf(place, node)
  if (node.storageLocation === "storage") {
    return { "storage and memory exchanged": [{ node, text: text.replace(" storage ", " memory ") }] }
  }
  if (node.storageLocation === "memory") {
    return { "storage and memory exchanged": [{ node, text: text.replace(" memory ", " storage ") }] }
  }
  return {}
}

function ofFunction({ node }: Place): Record<string, Edit[]> {
  const body = node["body"]
  return isNode(body) && children(body, "statements").length > 0 ? { "body emptied": [{ node: body, text: "{}" }] } : {}
}

// Reading the syntax tree

/** Fields of structs and members of enums, by the type's name in type strings. */
type Structs = ReadonlyMap<string, readonly { readonly name: string; readonly kind: string }[]>

function structsOf(trees: ReadonlyMap<string, Node>): Structs {
  const structs = new Map<string, { name: string; kind: string }[]>()
  const walk = (node: Node, inside: string): void => {
    const name = `${inside}${node.name ?? ""}`
    const members = children(node, "members").map((member) => ({ name: member.name ?? "", kind: kindOf(member) }))
    if (node.nodeType === "StructDefinition") structs.set(`struct ${name}`, members)
    if (node.nodeType === "EnumDefinition") structs.set(`type(enum ${name})`, members)
    for (const next of childrenOf(node)) walk(next, node.nodeType === "ContractDefinition" ? `${node.name}.` : inside)
  }
  for (const tree of trees.values()) walk(tree, "")
  return structs
}

/** The next field of the same kind in the struct. */
function neighbour(fields: readonly { name: string; kind: string }[], name: string): string[] {
  const kind = fields.find((field) => field.name === name)?.kind
  const alike = fields.filter((field) => field.kind === kind).map((field) => field.name)
  const next = alike[(alike.indexOf(name) + 1) % alike.length]
  return next === undefined || next === name ? [] : [next]
}

/** A type's kind: which values may stand for each other, whatever their width. */
function kindOf(node: Node): string {
  const type = node.typeDescriptions?.typeString ?? ""
  if (/^(uint|int_const)/.test(type)) return "uint"
  if (type.startsWith("address")) return "address"
  return type
}

function textOf({ source }: Place, node: Node): string {
  return source.subarray(...spanOf(node)).toString()
}
