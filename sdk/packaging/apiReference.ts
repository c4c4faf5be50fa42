// The API reference: a page in docs/api for each entry of the package, written from its types and their comments.
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../../scripts/support/root.ts"
import { type Callable, type Entry, type Export, type Field, readApi } from "./apiModel.ts"
import { readManifest } from "./build.ts"

/** Bytes. A larger reference would not be readable in the repository. */
const LARGEST = 760_000

/** The page of the contract's events, which no entry exports one by one. It is written from the contract. */
const EVENTS = "events.md"

export interface ApiReference {
  /** The pages by their paths in the repository. */
  readonly pages: Readonly<Record<string, string>>
  readonly exports: number
  readonly bytes: number
  /** Exports and parameters without a description, and functions without an example. */
  readonly problems: readonly string[]
}

/** Returns the pages. The caller writes them, or compares them with the committed ones. */
export async function apiReference(): Promise<ApiReference> {
  const { name, exports } = await readManifest()
  const entries = readApi(name, join(root, "sdk"), exports)
  const layout = new Layout(entries)
  const parameterTypes = new Set(
    entries.flatMap((entry) => entry.exports.filter((one) => functionOf(entry, one)).map(({ id }) => id)),
  )
  const pages = Object.fromEntries(entries.map((entry) => [`docs/api/${pageOf(entry)}`, layout.page(entry)]))
  const bytes = Object.values(pages).reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const left = (await readdir(join(root, "docs", "api"))).filter(
    (file) => file !== EVENTS && !(`docs/api/${file}` in pages),
  )
  return {
    pages,
    exports: entries.reduce((sum, entry) => sum + entry.exports.length, 0),
    bytes,
    problems: [
      ...new Set(entries.flatMap((entry) => problemsOf(entry, parameterTypes))),
      ...left.map((file) => `docs/api/${file} belongs to no entry: delete it.`),
      ...(bytes > LARGEST ? [`The reference takes ${bytes} bytes, more than ${LARGEST}.`] : []),
    ],
  }
}

function problemsOf({ exports }: Entry, parameterTypes: ReadonlySet<string>): string[] {
  return exports.flatMap((one) => {
    // Described with the function that takes them.
    if (parameterTypes.has(one.id)) return []
    const callables = one.kind === "function" ? [one.callable] : one.kind === "type" ? one.methods : []
    return [
      ...(one.comment.sentence ? [] : [`${one.name} has no doc comment.`]),
      ...(one.kind === "function" && !one.comment.example ? [`${one.name} has no example.`] : []),
      ...callables
        .filter(({ comment }) => !comment.sentence)
        .map(({ name }) => `${one.name}: ${name} has no doc comment.`),
      ...callables.flatMap(({ name, parameters }) =>
        parameters
          .filter(({ description }) => !description)
          .map((parameter) => `${one.name}: ${name} does not describe ${parameter.name}.`),
      ),
    ]
  })
}

/** `.` is escrow.md, `./plan` is plan.md, `./testing/vitest` is testing-vitest.md. */
function pageOf({ name }: Entry): string {
  return `${name.split("/").slice(2).join("-") || "escrow"}.md`
}

/** The function whose parameters a type such as `DepositParameters` describes. */
function functionOf({ exports }: Entry, { kind, name }: Export): Export | undefined {
  if (kind !== "type" || !name.endsWith("Parameters")) return undefined
  const called = `${name.charAt(0).toLowerCase()}${name.slice(1)}`.replace(/Parameters$/, "")
  return exports.find((one) => one.kind === "function" && one.name === called)
}

type Of<kind extends Export["kind"]> = Extract<Export, { kind: kind }>

/** The sections of a page, in their order. */
const SECTIONS = ["Functions", "Actions", "Types", "Constants", "Errors", "Contract errors"] as const
type Section = (typeof SECTIONS)[number]
/** Sections that are tables: a link to an export goes to the section. */
const TABLES: readonly Section[] = ["Constants", "Errors", "Contract errors"]

function sectionOf(one: Export): Section {
  if (one.kind === "function") return "Functions"
  if (one.kind === "constant") return "Constants"
  if (one.kind === "error") return one.isRevert ? "Contract errors" : "Errors"
  return one.methods.length > 0 ? "Actions" : "Types"
}

/** Describes each export once, on the page of the first entry that has it. Other pages link to it. */
class Layout {
  readonly #links = new Map<string, string>()
  /** Of the exported types, by name. */
  readonly #types = new Map<string, string>()
  readonly #own = new Map<Entry, ReadonlySet<Export>>()
  /** The entries that export a function, by its id. */
  readonly #holders = new Map<string, string[]>()
  /** The functions by name, apart from those on ethers, where the methods are described themselves. */
  readonly #functions: ReadonlyMap<string, Export>

  constructor(entries: readonly Entry[]) {
    const ofViem = entries.filter((entry) => !isOnEthers(entry)).flatMap((entry) => entry.exports)
    this.#functions = new Map(ofViem.filter(isKind("function")).map((one) => [one.name, one]))
    for (const entry of entries) {
      for (const { id } of entry.exports) this.#holders.set(id, [...(this.#holders.get(id) ?? []), entry.name])
      const own = entry.exports.filter(({ id }) => !this.#links.has(id))
      const anchors = new Map<string, number>()
      /** As on GitHub: a repeated heading gets a number. */
      const anchorOf = (heading: string) => {
        const slug = heading.toLowerCase().replaceAll(" ", "-")
        const seen = anchors.get(slug) ?? 0
        anchors.set(slug, seen + 1)
        return `${pageOf(entry)}#${slug}${seen > 0 ? `-${seen}` : ""}`
      }
      anchorOf(entry.name)
      for (const section of SECTIONS) {
        const members = own.filter((one) => sectionOf(one) === section)
        if (!entry.exports.some((one) => sectionOf(one) === section)) continue
        const place = anchorOf(section)
        for (const one of members) {
          const callable = functionOf(entry, one)
          const link =
            (callable && this.#links.get(callable.id)) ?? (TABLES.includes(section) ? place : anchorOf(one.name))
          this.#links.set(one.id, link)
          if (one.kind === "type" || one.kind === "error") this.#types.set(one.name, link)
          if (one.kind === "type" && !this.#listsMethods(entry, one)) for (const { name } of one.methods) anchorOf(name)
        }
      }
      this.#own.set(entry, new Set(own))
    }
  }

  page(entry: Entry): string {
    const own = this.#own.get(entry)
    const sections = SECTIONS.flatMap((section) => {
      const members = entry.exports.filter((one) => sectionOf(one) === section)
      if (members.length === 0) return []
      const parameterTypes = members.filter((one) => own?.has(one) && functionOf(entry, one))
      const described = members.filter((one) => own?.has(one) && !parameterTypes.includes(one))
      const elsewhere = members.filter((one) => !own?.has(one)).map((one) => this.#link(one))
      return [
        `## ${section}`,
        ...(described.length > 0 ? this.#section(entry, section, described) : []),
        ...(parameterTypes.length > 0
          ? [
              `The parameters of the functions have the types ${parameterTypes.map((one) => this.#link(one)).join(", ")}.`,
            ]
          : []),
        ...(elsewhere.length > 0 ? [`This entry also exports ${elsewhere.join(", ")}.`] : []),
      ]
    })
    return `${[`# ${entry.name}`, "Written by `npm run generate` from the source in `sdk/`.", ...sections].join("\n\n")}\n`
  }

  #section(entry: Entry, section: Section, members: readonly Export[]): string[] {
    if (section === "Constants") return [constantsTable(members.filter(isKind("constant")))]
    if (section === "Errors" || section === "Contract errors")
      return [errorsTable(section, members.filter(isKind("error")))]
    return members.flatMap((one) => {
      if (one.kind === "function") return this.#callable("###", one.callable, this.#holders.get(one.id))
      return one.kind === "type" ? this.#type(entry, one) : []
    })
  }

  #type(entry: Entry, type: Of<"type">): string[] {
    const { name, comment, declaration, methods } = type
    const head = [`### ${name}`, comment.sentence]
    if (methods.length === 0) return [...head, code(declaration)]
    if (!this.#listsMethods(entry, type))
      return [...head, ...methods.flatMap((method) => this.#callable("####", method))]
    const links = methods.flatMap((method) => {
      const described = this.#functions.get(method.name)
      return described ? [this.#link(described)] : []
    })
    return [...head, `The methods are these functions without their first parameter: ${links.join(", ")}.`]
  }

  /** Whether every method is a function as well, which has its own section. */
  #listsMethods(entry: Entry, { methods }: Of<"type">): boolean {
    return !isOnEthers(entry) && methods.every(({ name }) => this.#functions.has(name))
  }

  /** A function says which entries have it. A method comes with its object. */
  #callable(level: string, callable: Callable, [entry, ...others]: readonly string[] = []): string[] {
    const { name, comment, signature, parameters, resultFields } = callable
    const { sentence, example, returns, throws } = comment
    const thrown = throws.map(({ error, condition }) => `- ${this.#typeLink(error)} ${condition}`)
    const described = this.#sameThrows(callable)
    return [
      `${level} ${name}`,
      sentence,
      code(entry ? `import { ${name} } from "${entry}"\n\n${signature}` : signature),
      ...(others.length > 0 ? [`Also exported by ${others.map((other) => `\`${other}\``).join(", ")}.`] : []),
      ...(parameters.length > 0 ? [this.#fieldsTable("Parameter", parameters)] : []),
      ...(returns ? [`**Returns:** ${returns}`] : []),
      ...(resultFields.length > 0 ? [this.#fieldsTable("Result", resultFields)] : []),
      ...(described
        ? [`**Throws:** what ${this.#link(described)} throws.`]
        : thrown.length > 0
          ? [`**Throws:**\n\n${thrown.join("\n")}`]
          : []),
      ...(example && level === "###" ? [code(example)] : []),
    ]
  }

  /** The function with the same name and the same errors on viem, on whose page they are described. */
  #sameThrows(callable: Callable): Export | undefined {
    const twin = this.#functions.get(callable.name)
    if (twin?.kind !== "function" || twin.callable === callable || callable.comment.throws.length === 0)
      return undefined
    const isSame = JSON.stringify(twin.callable.comment.throws) === JSON.stringify(callable.comment.throws)
    return isSame ? twin : undefined
  }

  #fieldsTable(head: string, fields: readonly Field[]): string {
    const described = fields.some(({ description }) => description)
    return table(
      [head, "Type", ...(described ? ["Description"] : [])],
      fields.map(({ name, type, optional, description }) => [
        `\`${name}${optional ? "?" : ""}\``,
        this.#typeLink(type),
        ...(described ? [description] : []),
      ]),
    )
  }

  #link({ name, id }: Export): string {
    return `[\`${name}\`](${this.#links.get(id)})`
  }

  /** Links a type to its section, if the text names an exported type. */
  #typeLink(type: string): string {
    const known = (type.match(/\w+/g) ?? []).find((word) => this.#types.has(word))
    if (type === "") return ""
    return known ? `[\`${type}\`](${this.#types.get(known)})` : `\`${type}\``
  }
}

function isOnEthers({ name }: Entry): boolean {
  return /\/ethers(\/|$)/.test(name)
}

function isKind<kind extends Export["kind"]>(kind: kind) {
  return (one: Export): one is Of<kind> => one.kind === kind
}

function constantsTable(constants: readonly Of<"constant">[]): string {
  return table(
    ["Constant", "Value or type", "Description"],
    constants.map(({ name, value, comment }) => [
      `\`${name}\``,
      value ? `\`${value}\`` : "",
      oneLine(comment.sentence),
    ]),
  )
}

function errorsTable(section: Section, errors: readonly Of<"error">[]): string {
  const introduction =
    section === "Errors"
      ? "The SDK throws these errors itself."
      : "The SDK throws these errors when the contract reverts. `code` is the error's name in Solidity."
  const rows = errors.map(({ name, fields, message, comment }) => [
    `\`${name}\``,
    fields.map((field) => `\`${field.name}\``).join(", "),
    message || oneLine(comment.sentence),
  ])
  return `${introduction}\n\n${table(["Class", "`args`", "Message"], rows)}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n")
}

function code(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ")
}
