// The part of each entry that follows from what the SDK holds: the actions, the types that they name, the errors.
//
// An entry exports the SDK's own error classes of all modules that it is made of, so that whatever its functions can
// throw comes with them. The contract's errors are exported by `.` and `./ethers` alone.
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { root } from "../support/root.ts"
import { type Action, importsOf, type Room, rooms } from "./actionSources.ts"
import { format, type GeneratedFile } from "./files.ts"
import { pathFrom, typeExports } from "./imports.ts"
import { viemFolder } from "./viemActions.ts"

/** Above it, an entry is written by hand. */
export const MARK = "// Written by `npm run generate` from here on."

type Entry = { readonly path: string; readonly rooms: readonly Room[]; readonly library: "viem" | "ethers" }

/** Rooms with an entry of their own on ethers too: few programs need them. */
const ON_THEIR_OWN: readonly Room[] = ["server", "access", "audit"]

const entries: readonly Entry[] = [
  { path: "sdk/index.ts", rooms: ["rental"], library: "viem" },
  { path: "sdk/requests.ts", rooms: ["requests"], library: "viem" },
  { path: "sdk/plan.ts", rooms: ["plan"], library: "viem" },
  { path: "sdk/watch.ts", rooms: ["watch"], library: "viem" },
  { path: "sdk/admin.ts", rooms: ["admin"], library: "viem" },
  { path: "sdk/offer.ts", rooms: ["offer"], library: "viem" },
  { path: "sdk/machine.ts", rooms: [], library: "viem" },
  { path: "sdk/mandate.ts", rooms: ["mandate"], library: "viem" },
  { path: "sdk/router.ts", rooms: ["router"], library: "viem" },
  { path: "sdk/server.ts", rooms: ["server"], library: "viem" },
  { path: "sdk/access.ts", rooms: ["access"], library: "viem" },
  { path: "sdk/audit.ts", rooms: ["audit"], library: "viem" },
  { path: "sdk/deploy.ts", rooms: [], library: "viem" },
  { path: "sdk/actions.ts", rooms: [], library: "viem" },
  {
    path: "sdk/ethers/index.ts",
    rooms: rooms.filter((room) => !ON_THEIR_OWN.includes(room)),
    library: "ethers",
  },
  { path: "sdk/ethers/server.ts", rooms: ["server"], library: "ethers" },
  { path: "sdk/ethers/access.ts", rooms: ["access"], library: "ethers" },
  { path: "sdk/ethers/audit.ts", rooms: ["audit"], library: "ethers" },
]

/** The generated files whose classes and constants an entry exports: the errors of the contracts that it calls. */
const OF_CONTRACTS: Readonly<Record<string, readonly string[]>> = {
  "sdk/index.ts": ["sdk/generated/revertErrors.ts", "sdk/generated/constants.ts"],
  "sdk/mandate.ts": ["sdk/generated/mandateErrors.ts"],
  "sdk/router.ts": ["sdk/generated/routerErrors.ts"],
  "sdk/ethers/index.ts": [
    "sdk/generated/revertErrors.ts",
    "sdk/generated/constants.ts",
    "sdk/generated/mandateErrors.ts",
    "sdk/generated/routerErrors.ts",
  ],
}

type Contents = {
  readonly actions: readonly Action[]
  /** The SDK's own error classes, with their files. */
  readonly classes: ReadonlyMap<string, string>
}

export function entryExports({ actions, classes }: Contents): GeneratedFile[] {
  const exported = new Set<string>()
  const files = entries.map((entry) => {
    const { path } = entry
    const [own = "", rest] = readFileSync(join(root, path), "utf8").split(MARK)
    if (rest === undefined) throw new Error(`${path} lacks the line "${MARK}"`)
    const members = actions.filter(({ room }) => entry.rooms.includes(room))
    const functions = entry.library === "viem" ? members : []
    const parts = functions.length > 0 ? [...functions.map(({ file }) => file), "sdk/viem/viemPort.ts"] : []
    const modules = modulesOf(path, [own, ...parts.map((file) => `import "${pathFrom(path, file)}"`)].join("\n"))
    const errorFiles = [...classes].filter(([, file]) => modules.has(file))
    for (const [name] of errorFiles) exported.add(name)
    const lines = [
      ...functions.map(({ name }) => `export { ${name} } from "${pathFrom(path, `${viemFolder}/${name}.ts`)}"`),
      ...typeExports(typesOf(members, own), path),
      ...errorFiles.map(([name, file]) => `export { ${name} } from "${pathFrom(path, file)}"`),
      ...contractExports(path),
    ]
    return { path, text: format(path, `${own}${MARK}\n\n${lines.join("\n")}\n`) }
  })
  const left = [...classes].filter(([name, file]) => !exported.has(name) && file.startsWith("sdk/core/"))
  if (left.length > 0) throw new Error(`No entry exports ${left.map(([name]) => name).join(", ")}.`)
  return files
}

/** The contracts' errors and constants. What two contracts declare in the same way is exported once. */
function contractExports(path: string): string[] {
  const exported = new Set<string>()
  return (OF_CONTRACTS[path] ?? []).map((file) => {
    const found = readFileSync(join(root, file), "utf8").matchAll(/^export (?:class |const |\{ )(\w+)/gm)
    const names = [...found].flatMap(([, name = ""]) => (/Errors$/.test(name) || exported.has(name) ? [] : [name]))
    for (const name of names) exported.add(name)
    return `export { ${names.join(", ")} } from "${pathFrom(path, file)}"`
  })
}

/** The types that signatures name, and those that they are made of, unless they are exported by hand. */
function typesOf(actions: readonly Action[], own: string): Map<string, string> {
  const byHand = new Set(own.match(/\w+/g))
  const found = new Map<string, string>()
  const visit = (name: string, file: string) => {
    if (!file.startsWith("sdk/core/") || file === "sdk/core/port.ts" || !/^[A-Z]/.test(name) || found.has(name)) return
    found.set(name, file)
    for (const [inner, place] of typesIn(name, file)) visit(inner, place)
  }
  for (const { types } of actions) for (const [name, file] of types) visit(name, file)
  return new Map([...found].filter(([name]) => !byHand.has(name)))
}

/** The types that a type's declaration names, with their files. */
function typesIn(name: string, file: string): [string, string][] {
  const source = readFileSync(join(root, file), "utf8")
  const declaration = new RegExp(`^export type ${name}\\b[^]*?\\n(?=\\n|$)`, "m").exec(source)?.[0] ?? ""
  const declared = importsOf(source, file)
  for (const [, local = ""] of source.matchAll(/^export type (\w+)/gm)) declared.set(local, file)
  const words = new Set(declaration.replaceAll(/\/\*[\s\S]*?\*\/|"[^"]*"/g, "").match(/\b[A-Z]\w*/g))
  return [...words].flatMap((word) => {
    const place = declared.get(word)
    return place ? [[word, place]] : []
  })
}

/** The files that a source imports at run time, and those that they import. */
function modulesOf(path: string, source: string, found = new Set<string>()): Set<string> {
  for (const [, clause = "", target = ""] of source.matchAll(
    /^(?:import|export) ((?:\{[^}]*\} from |\* as \w+ from )?)"(\.[^"]*)"/gm,
  )) {
    const isTypes =
      clause.startsWith("{") &&
      clause
        .replace(/[{}]| from /g, "")
        .split(",")
        .every((name) => /^\s*(type |$)/.test(name))
    const file = join(dirname(path), target)
    if (isTypes || found.has(file)) continue
    found.add(file)
    modulesOf(file, readFileSync(join(root, file), "utf8"), found)
  }
  return found
}
