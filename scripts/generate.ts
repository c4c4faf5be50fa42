// Writes what the SDK knows of the contract from its production build. With --check it writes nothing and fails when a
// committed file is stale.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"

import { type AbiEvent, toEventSelector, toFunctionSelector } from "viem"

import { type AbiItem, type AstNode, buildProduction } from "./production.ts"

const folder = fileURLToPath(new URL("../sdk/generated/", import.meta.url))
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
  "deployments.ts": await deployments(),
  "bytecode.ts": `/** The contract's creation code. */\nexport const escrowBytecode =\n  "${contract.bytecode}" as const\n`,
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
        `  override readonly name = "${name}Error"\n` +
        `  constructor(args: RevertError<"${name}">["args"], options?: ErrorOptions) {\n` +
        `    super("${name}", args, options)\n` +
        "  }\n" +
        "}",
    ),
    "/** Every contract error's class, by the error's name in Solidity. */\n" +
      `export const revertErrors = {\n${errors.map((name) => `  ${name}: ${name}Error,`).join("\n")}\n} as const`,
  ].join("\n\n"),
}

const header = "// Written by scripts/generate.ts from the production build. Do not edit: run `npm run generate`.\n\n"
const stale: string[] = []
await mkdir(folder, { recursive: true })
for (const [name, body] of Object.entries(files)) {
  const content = `${header}${body.trimEnd()}\n`
  if ((await readFile(folder + name, "utf8").catch(() => "")) === content) continue
  stale.push(`sdk/generated/${name}`)
  if (!process.argv.includes("--check")) await writeFile(folder + name, content)
}

if (!process.argv.includes("--check")) {
  console.log(stale.length > 0 ? `Wrote ${stale.join(", ")}.` : "sdk/generated is up to date.")
} else if (stale.length > 0) {
  console.error(`Stale: ${stale.join(", ")}. Run \`npm run generate\` and commit the result.`)
  process.exitCode = 1
}

function signature({ type, name = "", inputs = [] }: AbiItem) {
  return `${type} ${name}(${inputs.map((input) => input.type).join()})`
}

/** What deployments/<chainId>.json say of deployments that happened. */
async function deployments() {
  const directory = fileURLToPath(new URL("../deployments/", import.meta.url))
  const files = (await readdir(directory)).filter((file) => /^\d+\.json$/.test(file)).sort()
  const entries = await Promise.all(
    files.map(async (file) => {
      const { address, blockNumber, codeHash } = JSON.parse(await readFile(directory + file, "utf8"))
      return `  ${file.replace(".json", "")}: { address: "${address}", blockNumber: ${blockNumber}n, codeHash: "${codeHash}" },\n`
    }),
  )
  return [
    'import type { Deployment } from "../types.ts"',
    `/** Where the escrow is, by chain id: from deployments/, which holds only what happened. */\nexport const deployments: { readonly [chainId: number]: Deployment } = {${entries.length > 0 ? `\n${entries.join("")}` : ""}}`,
  ].join("\n\n")
}

/** The ABI in pieces, so that a bundle holds only those that it calls. */
function items() {
  const list = (type: string, mark: (item: AbiItem) => object) => {
    const found = abi.filter((item) => item.type === type)
    return JSON.stringify(
      found.map((item) => ({ ...mark(item), ...Object(lean(item)) })),
      null,
      2,
    )
  }
  const one = (item: AbiItem) =>
    `/** \`${item.name}\` of the ABI. */\nexport const ${item.name}Function = ${JSON.stringify(lean(item), null, 2)} as const`
  return [
    ...abi.filter(({ type }) => type === "function").map(one),
    `/** The constructor. */\nexport const escrowConstructor = ${JSON.stringify(lean(abi.find(({ type }) => type === "constructor")), null, 2)} as const`,
    `/** Every event, with its first topic. */\nexport const eventItems = ${list("event", (item) => ({ topic: toEventSelector(item as AbiEvent) }))} as const`,
    `/** Every error, with its first four bytes. */\nexport const errorItems = ${list("error", (item) => ({ selector: toFunctionSelector(`function ${signature(item).slice(6)}`) }))} as const`,
  ].join("\n\n")
}

/** Without the compiler's own names of types, but for the enums, which are words in the SDK. */
function lean(item: unknown): unknown {
  if (Array.isArray(item)) return item.map(lean)
  if (typeof item !== "object" || item === null) return item
  const kept = Object.entries(item).filter(
    ([key, value]) => key !== "internalType" || String(value).startsWith("enum "),
  )
  return Object.fromEntries(kept.map(([key, value]) => [key, lean(value)]))
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
