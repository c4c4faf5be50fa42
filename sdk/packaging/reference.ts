// The API's reference from the package's declarations and their doc comments: a page per entry, in docs/api. It is made
// here because the parameters are described as `@param parameters.escrow`, which TypeDoc leaves out for named types.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import { root } from "../../evidence/solidity/sources.ts"
import { errorItems } from "../generated/abiItems.ts"
import { dist, type Manifest } from "./package.ts"
import type { Finding } from "./table.ts"

const folder = join(root, "docs", "api")
const MOST = 300_000

interface Comment {
  readonly text: string
  readonly example: string
  /** Name, or for `throws` the class, and what is said of it. */
  readonly params: readonly (readonly [string, string])[]
  readonly returns: string
  readonly throws: readonly (readonly [string, string])[]
}

interface Export {
  readonly name: string
  /** Where it is declared, in the package. */
  readonly file: string
  readonly kind: "function" | "class" | "const" | "type"
  readonly comment: Comment | undefined
  /** With the namespace of the same name. */
  readonly declaration: string
}

const titles = { function: "Functions", class: "Errors", const: "Constants", type: "Types" } as const

/** Writes the pages, or says which of them are not as they would be written. */
export async function reference({ exports }: Manifest, write: boolean): Promise<Finding> {
  const pages = new Map<string, string>()
  const documented = new Map<string, string>()
  const problems: string[] = []
  let count = 0
  for (const entry of Object.keys(exports).filter((path) => path !== "./package.json")) {
    const name = entry.replace(/^\.\/?/, "")
    const file = (await isThere(join(dist, name, "index.d.ts"))) ? join(name, "index.d.ts") : `${name}.d.ts`
    const found = await exportsOf(file)
    count += found.length
    for (const { name: export_, comment, kind } of found) {
      if (!comment) problems.push(`${entry}: ${export_} has no doc comment.`)
      else if (kind === "function" && !comment.example) problems.push(`${entry}: ${export_} has no example.`)
    }
    pages.set(`${name || "escrow"}.md`, pageOf(join("@gpuflow/escrow", name), found, documented))
  }
  await mkdir(folder, { recursive: true })
  for (const [file, text] of pages) {
    if (write) await writeFile(join(folder, file), text)
    else if ((await readFile(join(folder, file), "utf8").catch(() => "")) !== text) {
      problems.push(`docs/api/${file} is stale: run \`npm run generate\`.`)
    }
  }
  const left = (await readdir(folder)).filter((file) => !pages.has(file))
  problems.push(...left.map((file) => `docs/api/${file} belongs to no entry.`))
  const bytes = [...pages.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (bytes > MOST) problems.push("The reference has become too large to be kept in the repository.")
  return { what: "API reference, docs/api", figure: `${count} exports, ${bytes} bytes`, budget: `${MOST}`, problems }
}

async function isThere(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  )
}

/** What an entry exports: its own declarations, and those that it names from other modules. */
async function exportsOf(entry: string): Promise<Export[]> {
  const text = await readFile(join(dist, entry), "utf8")
  const found = [...text.matchAll(/^export declare function (\w+)/gm)].map(([, name = ""]) => ({ name, file: entry }))
  for (const [, list = "", path = ""] of text.matchAll(/^export (?:type )?\{([^}]*)\} from "(.*)\.js";/gm)) {
    const file = relative(dist, join(dist, dirname(entry), `${path}.d.ts`))
    const names = list.split(",").map((name) => name.replace("type ", "").trim())
    found.push(...names.filter(Boolean).map((name) => ({ name, file })))
  }
  return Promise.all(found.map(describe))
}

async function describe({ name, file }: { readonly name: string; readonly file: string }): Promise<Export> {
  const text = await readFile(join(dist, file), "utf8")
  const start = new RegExp(
    `(/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\n)?export (?:declare )?(?:abstract )?(function|class|const|type) ${name}\\b`,
  )
  const match = start.exec(text)
  const [, comment = "", kind = ""] = match ?? []
  if (!match || !isKind(kind)) throw new Error(`${file} does not declare ${name}.`)
  const declaration = statementAt(text, match.index + comment.length)
  const namespace = text.indexOf(`export declare namespace ${name} {`)
  const types = namespace >= 0 ? `\n${statementAt(text, namespace)}` : ""
  return {
    name,
    file,
    kind,
    comment: comment ? parse(comment) : undefined,
    declaration: (declaration + types).replaceAll(/^export (declare )?/gm, ""),
  }
}

function isKind(kind: string): kind is Export["kind"] {
  return kind in titles
}

/** From an offset to the end of the statement: a semicolon outside of brackets, or the bracket that closes a body. */
function statementAt(text: string, from: number): string {
  let depth = 0
  for (const { 0: token, index } of text.slice(from).matchAll(/\/\*[\s\S]*?\*\/|"[^"]*"|`[^`]*`|[{([\])};]/g)) {
    const to = from + index + token.length
    if (/^[{([]$/.test(token)) depth += 1
    if (/^[})\]]$/.test(token)) depth -= 1
    const isBody = token === "}" && /^export declare (abstract )?(class|namespace)/.test(text.slice(from, from + 40))
    if (depth === 0 && (token === ";" || (isBody && text[to] === "\n"))) return text.slice(from, to)
  }
  throw new Error("A declaration does not end.")
}

function parse(comment: string): Comment {
  const lines = comment
    .trim()
    .replace(/^\/\*\*|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^ ?\* ?/, "").trimEnd())
  const sections = lines
    .join("\n")
    .split(/^@(?=example|param|returns|throws)/m)
    .map((section) => section.trim())
  const [text = "", ...tags] = sections
  const of = (tag: string) =>
    tags.filter((section) => section.startsWith(tag)).map((section) => section.slice(tag.length).trim())
  const split = (section: string) => {
    const [, name = "", rest = ""] = /^\{?([\w.]+)\}?\s*([\s\S]*)$/.exec(section) ?? []
    return [name, oneLine(rest)] as const
  }
  return {
    text,
    example: of("example")[0] ?? "",
    params: of("param").map(split),
    returns: oneLine(of("returns")[0] ?? ""),
    throws: of("throws").map(split),
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ")
}

function pageOf(entry: string, found: readonly Export[], documented: Map<string, string>): string {
  const page = `${entry.split("/")[2] ?? "escrow"}.md`
  const sections = Object.entries(titles).flatMap(([kind, title]) => {
    const own = found.filter((one) => one.kind === kind && !documented.has(one.file + one.name))
    const shared = found.filter((one) => one.kind === kind && documented.has(one.file + one.name))
    const links = shared.map(({ name, file }) => `[\`${name}\`](${documented.get(file + name)})`)
    const reverts = own.filter(({ file }) => file === "generated/revertErrors.d.ts")
    for (const one of own) {
      const heading = reverts.includes(one) ? title : one.name
      documented.set(one.file + one.name, `${page}#${heading.toLowerCase()}`)
    }
    const parts = [
      ...own.filter((one) => !reverts.includes(one)).map(sectionOf),
      ...(reverts.length > 0 ? [tableOf(reverts)] : []),
      ...(links.length > 0 ? [`The same as elsewhere: ${links.join(", ")}.`] : []),
    ]
    return parts.length > 0 ? [`## ${title}`, ...parts] : []
  })
  const note = "Written by `npm run generate` from the declarations and their comments."
  return `# ${entry}\n\n${[note, ...sections].join("\n\n")}\n`
}

/** Longer declarations say nothing to a reader. */
const LONGEST = 3_000

function sectionOf({ name, comment, declaration }: Export): string {
  const { text = "", example = "", params = [], returns = "", throws = [] } = comment ?? {}
  const shown = declaration.length > LONGEST ? `${declaration.slice(0, declaration.indexOf("{"))}…` : declaration
  const list = [
    ...params.map(([param, meaning]) => `- \`${param}\`: ${meaning}`),
    ...(returns ? [`- returns: ${returns}`] : []),
    ...throws.map(([error, when]) => `- throws \`${error}\` ${when}`),
  ]
  return [
    `### ${name}`,
    text,
    `\`\`\`ts\n${shown}\n\`\`\``,
    ...(list.length > 0 ? [list.join("\n")] : []),
    ...(example ? [`\`\`\`ts\n${example}\n\`\`\``] : []),
  ]
    .filter(Boolean)
    .join("\n\n")
}

/** The contract's errors, a line each. */
function tableOf(errors: readonly Export[]): string {
  const rows = errors.map(({ name, comment }) => {
    const code = name.replace(/Error$/, "")
    const item = errorItems.find((error) => error.name === code)
    const args = (item?.inputs ?? []).map((input) => `\`${input.name}\``).join(", ")
    return `| \`${name}\` | ${args} | ${comment?.text ?? ""} |`
  })
  return ["What a revert of the contract becomes:", "", "| class | `args` | message |", "|---|---|---|", ...rows].join(
    "\n",
  )
}
