// The contracts around the escrow: their ABIs, the ABIs in pieces, and their errors.
import { type AbiItem, type Artifact, type AstNode, buildPeriphery, type PeripheryName } from "../production.ts"
import { buildRecord } from "./buildRecord.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"
import { noticesIn } from "./revertErrors.ts"
import { solidityParameters } from "./solidityTypes.ts"
import { structsIn } from "./structs.ts"

/** A contract around the escrow, as its interface declares it. */
export type PeripheryContract = {
  /** What its entry is called: `./mandate`. */
  readonly entry: "mandate" | "router"
  readonly name: PeripheryName
  /** The functions, events and errors of its interface. */
  readonly abi: readonly AbiItem[]
  /** Top level of its interface. */
  readonly manual: readonly AstNode[]
  readonly compiled: Artifact
  /** The compiler's standard JSON. */
  readonly input: unknown
  readonly compiler: string
}

const contracts = [
  { entry: "mandate", name: "RentalMandate" },
  { entry: "router", name: "RentalRouter" },
] as const

/** Views that the SDK does not call: it computes the same, and `digestOf` covers it. */
const UNCALLED: readonly string[] = ["hashPurchase"]

export async function readPeriphery(): Promise<readonly PeripheryContract[]> {
  return Promise.all(
    contracts.map(async ({ entry, name }) => {
      const { artifact, ast, input, compiler } = await buildPeriphery(name)
      const { abi } = await artifact(`I${name}`)
      const compiled = await artifact(name)
      const manual = await ast(`contracts/interfaces/I${name}.sol`)
      return { entry, name, abi, manual, compiled, input, compiler }
    }),
  )
}

export function peripheryFiles(read: readonly PeripheryContract[], ofEscrow: readonly AbiItem[]): GeneratedFile[] {
  return read.flatMap((contract, index) => [
    abiFile(contract),
    bytecodeFile(contract),
    itemsFile(contract, ofEscrow),
    errorsFile(contract, read.slice(0, index)),
  ])
}

function abiFile({ entry, name, abi }: PeripheryContract): GeneratedFile {
  const body = `/** The ABI of ${name}. */\nexport const ${abiName(name)} = ${JSON.stringify(abi, null, 2)} as const`
  return generatedSource(`sdk/generated/${entry}Abi.ts`, body)
}

function bytecodeFile({ entry, name, compiled }: PeripheryContract): GeneratedFile {
  const body = `import type { Hex } from "../types.ts"\n\n/** The creation code of ${name}. */\nexport const ${entry}Bytecode: Hex =\n  "${compiled.bytecode}"`
  return generatedSource(`sdk/generated/${entry}Bytecode.ts`, body)
}

/** What a block explorer needs to verify the contracts, and the hashes of their code. */
export function peripheryRecords(read: readonly PeripheryContract[]): GeneratedFile[] {
  return read.flatMap(({ entry, name, compiled, input, compiler }) => {
    const { bytecode: creation, deployedBytecode: runtime } = compiled
    return buildRecord({ contract: name, folder: `${entry}/`, creation, runtime, input, compiler })
  })
}

function itemsFile({ entry, abi }: PeripheryContract, ofEscrow: readonly AbiItem[]): GeneratedFile {
  const known = structsIn(ofEscrow)
  const found = [...structsIn(abi)].sort()
  const fields = found.map(([struct, text]) =>
    known.get(struct) === text ? `  ${struct}: structs.${struct},\n` : `  ${struct}: "${text}",\n`,
  )
  const named = (type: string) => abi.filter((item) => item.type === type)
  const called = named("function").filter(({ name = "" }) => !UNCALLED.includes(name))
  const body = [
    'import { foreignItem } from "../core/parseAbi.ts"\nimport { structs } from "./structs.ts"',
    `/** The structs that the contract takes, their fields as in Solidity. */\nexport const ${entry}Structs = {\n${fields.join("")}} as const`,
    ...called.map(({ name = "", inputs = [], outputs = [] }) => {
      const words = ["function", name, solidityParameters(inputs), solidityParameters(outputs)]
      const hasStructs = inputs.some(({ components }) => components)
      const text = [...words.map((word) => JSON.stringify(word)), ...(hasStructs ? [`${entry}Structs`] : [])].join(", ")
      return `/** \`${name}\` of the ABI. */\nexport const ${name}Function = /* @__PURE__ */ foreignItem(${text})`
    }),
    `/** Every event. */\nexport const eventItems = [\n${named("event")
      .map(
        ({ name = "", inputs = [] }) =>
          `  /* @__PURE__ */ foreignItem("event", "${name}", "${solidityParameters(inputs)}"),\n`,
      )
      .join("")}]`,
  ].join("\n\n")
  return generatedSource(`sdk/generated/${entry}Items.ts`, body)
}

/** A class for each error. One that another contract declares in the same way is that contract's class. */
function errorsFile(contract: PeripheryContract, before: readonly PeripheryContract[]): GeneratedFile {
  const { entry, name: called, abi, manual } = contract
  const notices = noticesIn(manual)
  const errors = abi
    .flatMap(({ type, name = "", inputs = [] }) =>
      type === "error" ? [{ name, inputs: solidityParameters(inputs) }] : [],
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1))
  const shared = new Map<string, string>()
  const classes = errors.flatMap(({ name, inputs }) => {
    const owner = before.find((other) => other.abi.some((item) => item.type === "error" && item.name === name))
    const theirs = owner?.abi.find((item) => item.type === "error" && item.name === name)
    if (owner && solidityParameters(theirs?.inputs ?? []) !== inputs) throw new Error(`Two errors are called ${name}.`)
    if (owner) {
      shared.set(`${name}Error`, owner.entry)
      return []
    }
    const sentence = notices.get(name)
    if (!sentence) throw new Error(`The error ${name} has no \`@notice\` in contracts/interfaces/I${called}.sol.`)
    const words = [name, sentence, ...(inputs ? [inputs] : [])].map((word) => JSON.stringify(word)).join(", ")
    const types = `<"${name}", Args<"${name}">>`
    return [`/** ${sentence} */\nexport class ${name}Error extends /* @__PURE__ */ revertError${types}(${words}) {}`]
  })
  const imports = [
    'import type { ArgsIn } from "../abiTypes.ts"',
    'import { revertError } from "../core/revertError.ts"',
    `import type { ${abiName(called)} } from "./${entry}Abi.ts"`,
    ...[...shared].map(([error, owner]) => `import { ${error} } from "./${owner}Errors.ts"`),
  ]
  const args = `type Args<name extends string> = ArgsIn<typeof ${abiName(called)}, "error", name>`
  const table = `/** The classes of all errors of ${called}. */\nexport const ${entry}Errors = [\n${errors
    .map(({ name }) => `  ${name}Error,\n`)
    .join("")}]`
  const passed = [...shared.keys()].map((error) => `export { ${error} }`)
  return generatedSource(
    `sdk/generated/${entry}Errors.ts`,
    [imports.join("\n"), ...passed, args, ...classes, table].join("\n\n"),
  )
}

/** `rentalMandateAbi` */
function abiName(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}Abi`
}
