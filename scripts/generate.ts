// Writes what the SDK knows of the contract, from the production build, and the references of the SDK and the command
// line. With --check it writes nothing and fails if a committed file is stale.
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"

import { apiReference } from "../sdk/packaging/apiReference.ts"
import { deploymentsTable } from "./deployments.ts"
import { type AbiItem, type AbiParameter, type AstNode, buildProduction } from "./production.ts"
import { sentences } from "./sentences.ts"
import { root } from "./support/root.ts"

const { artifact, ast } = await buildProduction()
const contract = await artifact("RentalEscrow")
const manual = await artifact("IRentalEscrow")

// The interface first, as the manual orders it, then what the contract adds.
const known = new Set(manual.abi.map(signature))
const abi = [...manual.abi, ...contract.abi.filter((item) => !known.has(signature(item)))]
const errors = abi.flatMap((item) => (item.type === "error" && item.name ? [item.name] : [])).sort()
const constants = await ast("contracts/libraries/Constants.sol")
const types = await ast("contracts/interfaces/IRentalEscrow.sol")

const files: Record<string, string> = {
  "abi.ts": `/** The contract's ABI. */\nexport const escrowAbi = ${JSON.stringify(abi, null, 2)} as const\n`,
  "items.ts": items(),
  "structs.ts": structs(),
  "deployments.ts": await deploymentsTable(join(root, "deployments")),
  "bytecode.ts": `import type { Hex } from "../types.ts"\n\n/** The contract's creation code. */\nexport const escrowBytecode: Hex =\n  "${contract.bytecode}"\n`,
  "constants.ts": [
    "// The protocol's fixed numbers, and its words in the order of the Solidity enums.",
    ...constants.filter(({ nodeType }) => nodeType === "VariableDeclaration").map(constant),
    enumeration("statuses", "Status"),
    enumeration("reasons", "Reason"),
  ].join("\n\n"),
  "errors.ts": [
    'import { RevertError } from "../errors.ts"',
    ...errors.map(
      (name) =>
        `/** The contract reverted with \`${name}\`. */\n` +
        `export class ${name}Error extends RevertError<"${name}"> {\n` +
        `  constructor(args: RevertError<"${name}">["args"], options?: ErrorOptions) {\n` +
        `    super("${name}", ${JSON.stringify(sentenceOf(name))}, args, options)\n` +
        "  }\n" +
        "}",
    ),
    "/** Every contract error's class, by the error's name in Solidity. */\n" +
      `export const revertErrors = {\n${errors.map((name) => `  ${name}: ${name}Error,`).join("\n")}\n} as const`,
  ].join("\n\n"),
}

const header = "// Written by scripts/generate.ts from the production build. Do not edit: run `npm run generate`.\n\n"
const checks = process.argv.includes("--check")
const stale: string[] = []
for (const [name, body] of Object.entries(files)) await update(`sdk/generated/${name}`, `${header}${body.trimEnd()}\n`)
// The references are made from the files above: the command line imports them, so it is loaded only now.
const { commandReference } = await import("../cli/packaging/commandReference.ts")
const { pages, problems } = await apiReference()
for (const [path, text] of Object.entries(pages)) await update(path, text)
await update("docs/cli.md", commandReference())

for (const problem of problems) console.error(problem)
if (!checks) {
  console.log(stale.length > 0 ? `Wrote ${stale.join(", ")}.` : "Every generated file is up to date.")
} else if (stale.length > 0) {
  console.error(`Stale: ${stale.join(", ")}. Run \`npm run generate\` and commit the result.`)
}
process.exitCode = problems.length > 0 || (checks && stale.length > 0) ? 1 : 0

/** Writes a file that differs from the committed one; with --check, only notes it. */
async function update(path: string, content: string): Promise<void> {
  if ((await readFile(join(root, path), "utf8").catch(() => "")) === content) return
  stale.push(path)
  if (checks) return
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), content)
}

function signature({ type, name = "", inputs = [] }: AbiItem) {
  return `${type} ${name}(${inputs.map((input) => input.type).join()})`
}

function sentenceOf(error: string): string {
  const sentence = sentences[error]
  if (!sentence) throw new Error(`scripts/sentences.ts has none for ${error}.`)
  return sentence
}

/** The ABI in pieces of a line each, so that a bundle holds only what it calls. */
function items() {
  const named = (type: string) => abi.filter((item) => item.type === type)
  const make = (kind: string, ...words: string[]) =>
    `/* @__PURE__ */ ${kind}Item(${words.map((word) => JSON.stringify(word)).join(", ")})`
  const one = (kind: string, label: string, made: string) =>
    `/** \`${label}\` of the ABI. */\nexport const ${label[0]?.toLowerCase()}${label.slice(1)}${kind} = ${made}`
  return [
    'import { errorItem, eventItem, functionItem, parametersOf } from "../core/items.ts"',
    ...named("function").map(({ name = "", inputs = [], outputs = [] }) => {
      const results = outputs.length > 0 ? [solidity(outputs)] : []
      return one("Function", name, make("function", name, solidity(inputs), ...results))
    }),
    `/** The constructor's parameters. */\nexport const constructorParameters = /* @__PURE__ */ parametersOf("${solidity(named("constructor")[0]?.inputs ?? [])}")`,
    ...named("event").map(({ name = "", inputs = [] }) => one("Event", name, make("event", name, solidity(inputs)))),
    `/** Every event. */\nexport const eventItems = [\n${named("event")
      .map(({ name = "" }) => `  ${name[0]?.toLowerCase()}${name.slice(1)}Event,\n`)
      .join("")}]`,
    `/** Every error. */\nexport const errorItems = [\n${named("error")
      .map(({ name = "", inputs = [] }) => `  ${make("error", name, solidity(inputs))},\n`)
      .join("")}]`,
  ].join("\n\n")
}

/** The fields of every struct that the ABI names. */
function structs() {
  const found = new Map<string, string>()
  const visit = ({ internalType = "", components = [] }: AbiParameter) => {
    if (components.length > 0) found.set(bare(internalType), solidity(components))
    for (const component of components) visit(component)
  }
  for (const { inputs = [], outputs = [] } of abi) for (const parameter of [...inputs, ...outputs]) visit(parameter)
  const lines = [...found].sort().map(([name, fields]) => `  ${name}: "${fields}",\n`)
  return `/** The contract's structs, their fields as in Solidity. */\nexport const structs = {\n${lines.join("")}} as const`
}

/** Parameters as Solidity writes them. */
function solidity(parameters: readonly AbiParameter[]): string {
  return parameters.map(one).join()
}

function one({ name, type, internalType = type, indexed }: AbiParameter): string {
  const word = /^(struct|enum) /.test(internalType) ? bare(internalType) + (type.endsWith("[]") ? "[]" : "") : type
  return [word, ...(indexed ? ["indexed"] : []), ...(name ? [name] : [])].join(" ")
}

function bare(internalType: string): string {
  return internalType.replace(/^\w+ /, "").replace("[]", "")
}

/** A constant with its value. */
function constant(node: AstNode) {
  return `/** \`${node.name}\` of contracts/libraries/Constants.sol. */\nexport const ${node.name} = ${literal(node)}`
}

/** A constant's value in TypeScript; the compiler has computed those of whole numbers. */
function literal({ name, typeDescriptions, value }: AstNode) {
  if (typeof value !== "object") throw new Error(`${name} has no value.`)
  const number = /^int_const (\d+)$/.exec(value.typeDescriptions?.typeString ?? "")?.[1]
  if (number) return `${number}n`
  const type = typeDescriptions?.typeString ?? ""
  if (type === "address" && typeof value.value === "string") return `"${value.value}"`
  if (type === "address" && value.kind === "typeConversion") return `"0x${"0".repeat(40)}"`
  const bits = /^uint(\d+)$/.exec(type)?.[1]
  if (bits && value.nodeType === "MemberAccess") return `${2n ** BigInt(bits) - 1n}n`
  throw new Error(`${name}: teach scripts/generate.ts this kind of constant.`)
}

/** An enum's members, in their order. */
function enumeration(name: string, solidity: string) {
  const members = types.find((node) => node.nodeType === "EnumDefinition" && node.name === solidity)?.members
  if (!members) throw new Error(`There is no enum ${solidity}.`)
  return `/** The words of \`${solidity}\`, in its order. */\nexport const ${name} = ${JSON.stringify(members.map((member) => member.name))} as const`
}
