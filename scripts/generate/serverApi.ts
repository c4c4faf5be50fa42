// What a server takes and answers, from the description of its routes: the types for the SDK's users, and the shapes by
// which the SDK checks each answer.
import { format, type GeneratedFile, generatedSource } from "./files.ts"

type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly pattern?: string
  readonly description?: string
  readonly minimum?: number
  readonly enum?: readonly unknown[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}
type Parameter = {
  readonly name: string
  readonly in: "query" | "path"
  readonly required?: boolean
  readonly description?: string
  readonly schema: Schema
}
type Operation = {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >
}
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** Answers that are types of the SDK. */
const OWN_TYPES: Readonly<Record<string, { readonly type: string; readonly from: string; readonly shape: string }>> = {
  RentalTerms: { type: "Rental", from: "../types.ts", shape: "rental" },
  RentalStatus: { type: "Status", from: "../types.ts", shape: "status" },
  ClosingReason: { type: "Reason | undefined", from: "../types.ts", shape: "reason?" },
}

const nameOf = (component: string) => (component === "Meta" ? "ServerMeta" : `Indexed${component}`)
const shapeName = (component: string) => `${component.charAt(0).toLowerCase()}${component.slice(1)}Shape`

/** `text` is that of server/openapi.json. */
export function serverApi({ text }: GeneratedFile): GeneratedFile[] {
  const document: Document = JSON.parse(text)
  const operations = Object.entries(document.paths).flatMap(([path, methods]) => {
    const { get } = methods
    const answer = get?.responses["200"]?.content?.["application/json"]?.schema
    return get?.tags.includes("index") && answer ? [{ path, answer, ...get }] : []
  })
  const writer = new Writer(document.components.schemas)
  const entries = operations.map((operation) => writer.operation(operation))
  const types = generatedSource(
    "sdk/generated/serverTypes.ts",
    `import type { Address, Hex, Reason, Rental, Status } from "../types.ts"

${[...writer.types.values()].join("\n\n")}

/** What an operation takes and answers, by its name. */
export type ServerOperations = {
${entries.map(({ type }) => type).join("\n")}
}
`,
  )
  const shapes = generatedSource(
    "sdk/generated/serverShapes.ts",
    `import type { Shape } from "../core/server/readShape.ts"
import type { ServerOperations } from "./serverTypes.ts"

${[...writer.shapes.values()].join("\n\n")}

/** The path of each operation, and the shape of its answer. */
export const serverOperations: {
  readonly [operation in keyof ServerOperations]: { readonly path: string; readonly shape: Shape }
} = {
${entries.map(({ shape }) => shape).join("\n")}
}
`,
  )
  return [types, shapes].map((file) => ({ path: file.path, text: formatted(file.text) }))
}

/** Generated files are not formatted, but this one is read. */
const formatted = (text: string) => format("sdk/serverApi.ts", text)

class Writer {
  readonly types = new Map<string, string>()
  readonly shapes = new Map<string, string>()
  readonly #components: Readonly<Record<string, Schema>>

  constructor(components: Readonly<Record<string, Schema>>) {
    this.#components = components
  }

  operation(operation: Operation & { readonly path: string; readonly answer: Schema }) {
    const { operationId, summary, path, parameters = [], answer } = operation
    const fields = parameters.map(({ name, required, description = "", schema }) => {
      const type = parameterType(schema)
      return `${commentOf(description)}readonly ${name}${required ? "" : "?"}: ${type}${required ? "" : " | undefined"}`
    })
    return {
      type: `/** ${summary}. */\nreadonly ${operationId}: {\nreadonly parameters: {\n${fields.join("\n")}\n}\nreadonly answer: ${this.#typeOf(answer)}\n}`,
      shape: `${operationId}: { path: "${path}", shape: ${this.#shapeOf(answer)} },`,
    }
  }

  #component(name: string): void {
    if (this.types.has(name) || OWN_TYPES[name]) return
    const schema = this.#components[name]
    if (!schema) throw new Error(`server/openapi.json lacks the schema ${name}.`)
    // Before its parts, which may name it.
    this.types.set(name, "")
    this.shapes.set(name, "")
    const comment = commentOf(schema.description ?? `\`${name}\` of a server.`)
    const [type, shape] = [this.#typeOf(schema), this.#shapeOf(schema)]
    // What is declared first is what the others are made of.
    this.types.delete(name)
    this.shapes.delete(name)
    this.types.set(name, `${comment}export type ${nameOf(name)} = ${type}`)
    this.shapes.set(name, `const ${shapeName(name)}: Shape = ${shape}`)
  }

  #typeOf(schema: Schema): string {
    const { $ref, oneOf, allOf, items, properties } = schema
    if ($ref) {
      const name = refName($ref)
      this.#component(name)
      return OWN_TYPES[name]?.type ?? nameOf(name)
    }
    if (oneOf) return oneOf.map((one) => this.#typeOf(one)).join(" | ")
    if (allOf) return this.#allOf(allOf, (parts) => parts.map((part) => this.#typeOf(part)).join(" & "))
    const type = items
      ? `readonly ${wrapUnion(this.#typeOf(items))}[]`
      : properties
        ? `{\n${Object.entries(properties)
            .map(([name, one]) => {
              const isOptional = !schema.required?.includes(name)
              return `${commentOf(one.description ?? "")}readonly ${name}${isOptional ? "?" : ""}: ${this.#typeOf(one)}${isOptional ? " | undefined" : ""}`
            })
            .join("\n")}\n}`
        : scalarOf(schema).type
    return isNullable(schema) && !type.endsWith("| undefined") ? `${type} | undefined` : type
  }

  #shapeOf(schema: Schema): string {
    const { $ref, oneOf, allOf, items, properties, required = [] } = schema
    if ($ref) {
      const name = refName($ref)
      const own = OWN_TYPES[name]
      if (own) return JSON.stringify(own.shape)
      this.#component(name)
      return name === "Rental" ? `{ rental: ${shapeName(name)} }` : shapeName(name)
    }
    if (oneOf) return `{ oneOf: [${oneOf.map((one) => this.#shapeOf(one)).join(", ")}] }`
    if (allOf) {
      return this.#allOf(allOf, (parts) => `{ allOf: [${parts.map((part) => this.#shapeOf(part)).join(", ")}] }`)
    }
    const shape = items
      ? `{ list: ${this.#shapeOf(items)} }`
      : properties
        ? `{ fields: { ${Object.entries(properties)
            .map(([name, one]) => {
              const inner = this.#shapeOf(one)
              return `${name}: ${required.includes(name) ? inner : `{ maybe: ${inner} }`}`
            })
            .join(", ")} } }`
        : JSON.stringify(scalarOf(schema).shape)
    if (!isNullable(schema)) return shape
    return shape.startsWith('"') ? JSON.stringify(`${JSON.parse(shape)}?`) : `{ maybe: ${shape} }`
  }

  /** A reference beside `null` is one that may be missing. */
  #allOf(parts: readonly Schema[], combine: (parts: readonly Schema[]) => string): string {
    const named = parts.filter((part) => part.$ref || part.properties)
    const canMiss = parts.some((part) => !part.$ref && !part.properties && isNullable(part))
    const [only] = named
    const combined = named.length === 1 && only ? combine([only]) : combine(named)
    if (!canMiss) return combined
    return combined.startsWith("{ allOf: [") ? `{ maybe: ${combined} }` : `${combined} | undefined`
  }
}

const refName = (ref: string) => ref.split("/").at(-1) ?? ""
const wrapUnion = (type: string) => (/ [|&] /.test(type) && !type.startsWith("{") ? `(${type})` : type)
const isNullable = ({ type, enum: values }: Schema) =>
  (Array.isArray(type) && type.includes("null")) || values?.includes(null) === true

function commentOf(text: string): string {
  const sentence = text
    .trim()
    .replace(/\.?$/, "")
    .replace(/\bnull\b/g, "undefined")
  return sentence === "" ? "" : `/** ${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}. */\n`
}

/** Amounts and whole numbers with a unit, which a description names, are `bigint`; counts are numbers. */
function scalarOf({ type, pattern = "", description, minimum, enum: values }: Schema): {
  readonly type: string
  readonly shape: string
} {
  const kind = [type].flat().find((one) => one !== "null")
  if (values) {
    const words = values.filter((value) => typeof value === "string")
    return { type: words.map((word) => JSON.stringify(word)).join(" | "), shape: `enum ${words.join("|")}` }
  }
  if (kind === "boolean") return { type: "boolean", shape: "flag" }
  if (kind === "integer") {
    const isCount =
      !description || /^place/i.test(description) || (minimum !== undefined && !/block/i.test(description))
    return isCount ? { type: "number", shape: "count" } : { type: "bigint", shape: "integer" }
  }
  if (kind === "object") return { type: "Readonly<Record<string, unknown>>", shape: "object" }
  if (kind !== "string") throw new Error(`server/openapi.json has a field of the type ${String(type)}.`)
  if (pattern.includes("{40}")) return { type: "Address", shape: "address" }
  if (pattern.includes("{64}")) return { type: "Hex", shape: "bytes32" }
  if (pattern.startsWith("^0x")) return { type: "Hex", shape: "bytes" }
  if (pattern === "^-?\\d+$") return { type: "bigint", shape: "amount" }
  return { type: "string", shape: "text" }
}

function parameterType(schema: Schema): string {
  const { type, pattern = "", enum: values } = schema
  if (values) return scalarOf(schema).type
  if (type === "integer") return "number | bigint"
  if (type === "boolean") return "boolean"
  if (pattern.includes("{40}")) return "Address"
  if (pattern.includes("{64}") && !pattern.includes("{6,")) return "Hex"
  return pattern === "^\\d+$" ? "bigint" : "string"
}
