// The ABI in pieces of a line each, so that a bundle holds only what it calls.
import type { Contract } from "./contract.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"
import { solidityParameters, typeName } from "./solidityTypes.ts"

export function abiItems({ abi }: Contract): GeneratedFile {
  const named = (type: string) => abi.filter((item) => item.type === type)
  const constructorTypes = solidityParameters(named("constructor")[0]?.inputs ?? [])
  const body = [
    'import { eventItem, functionItem, parseParameters, plainFunctionItem } from "../core/parseAbi.ts"',
    ...named("function").map(({ name = "", inputs = [], outputs = [] }) => {
      const results = outputs.length > 0 ? [solidityParameters(outputs)] : []
      const words = [name, solidityParameters(inputs), ...results]
      if (inputs.some(({ components }) => components)) return declaration("Function", name, call("function", ...words))
      const structs = outputs.filter(({ components }) => components)
      const fields = structs.map(({ internalType = "", components = [] }) => [
        typeName(internalType),
        solidityParameters(components),
      ])
      return declaration(
        "Function",
        name,
        call("plainFunction", ...words, ...(fields.length > 0 ? [Object.fromEntries(fields)] : [])),
      )
    }),
    `/** The constructor's parameters. */\nexport const constructorParameters = /* @__PURE__ */ parseParameters("${constructorTypes}")`,
    ...named("event").map(({ name = "", inputs = [] }) =>
      declaration("Event", name, call("event", name, solidityParameters(inputs))),
    ),
    `/** Every event. */\nexport const eventItems = [\n${named("event")
      .map(({ name = "" }) => `  ${uncapitalized(name)}Event,\n`)
      .join("")}]`,
  ].join("\n\n")
  return generatedSource("sdk/generated/abiItems.ts", body)
}

function call(kind: string, ...words: readonly (string | Readonly<Record<string, string>>)[]): string {
  return `/* @__PURE__ */ ${kind}Item(${words.map((word) => JSON.stringify(word)).join(", ")})`
}

function declaration(kind: string, name: string, value: string): string {
  return `/** \`${name}\` of the ABI. */\nexport const ${uncapitalized(name)}${kind} = ${value}`
}

function uncapitalized(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`
}
