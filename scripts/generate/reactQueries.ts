// The reads as queries of TanStack Query: a file each for the key and the options, and one for the hook, so that a server
// can use the options, and a bundle holds only what it uses.
import { readFileSync } from "node:fs"
import { join } from "node:path"

import { root } from "../support/root.ts"
import type { Action } from "./actionSources.ts"
import { MARK } from "./entryExports.ts"
import { format, type GeneratedFile, generatedSource } from "./files.ts"
import { pathFrom, sortedImports, typeImports, wrapped } from "./imports.ts"
import { type ReactRead, reactReads } from "./reactReads.ts"

const folder = "sdk/generated/react"
const cachedFile = "sdk/react/cachedReads.ts"

type Read = ReactRead & { readonly action: Action }

/** What a read takes and returns, as the queries know it, and where those types are declared. */
type Shape = { readonly parameters: string; readonly data: string; readonly types: ReadonlyMap<string, string> }

export function reactQueries(actions: readonly Action[]): GeneratedFile[] {
  const reads = Object.entries(reactReads).map(([name, read]): Read => {
    const action = actions.find((one) => one.name === name)
    if (!action) throw new Error(`scripts/generate/reactReads.ts names ${name}, which is not a read.`)
    return { ...read, action }
  })
  const missing = actions.filter(({ name, room, takes, parameters }) => {
    // An audit takes minutes, and says how far it is: it is run, and not kept fresh.
    if (room === "audit") return false
    return /^get/.test(name) && takes === "chain" && parameters.length > 0 && !reactReads[name]
  })
  if (missing.length > 0) {
    throw new Error(`scripts/generate/reactReads.ts lacks ${missing.map(({ name }) => name).join(", ")}.`)
  }
  return reads.flatMap((read) => [optionsFile(read), hookFile(read)])
}

/** `getState` becomes `useState…`, which React has taken: a hook is named for its query. */
function hookOf(name: string): string {
  const noun = name.replace(/^get/, "")
  const named = noun === "State" || noun === "States" ? `Rental${noun}` : noun
  return `use${named.charAt(0).toUpperCase()}${named.slice(1)}`
}

function shapeOf({ action, cached }: Read): Shape {
  const types = new Map(action.types)
  const parameters = [action.parameters[0]?.type ?? ""]
  const data = cached?.data ?? /^Promise<(.*)>$/.exec(action.returns)?.[1] ?? action.returns
  if (cached?.parameters) {
    types.set(cached.parameters, cachedFile)
    parameters.splice(0, 1, cached.parameters)
  }
  if (action.takes === "wallet") {
    types.set("AccountParameters", "sdk/viem/accountParameters.ts")
    parameters.push("AccountParameters")
  }
  const words = new Set(`${parameters.join(" ")} ${data}`.match(/\w+/g))
  const used = [...types].filter(([name]) => words.has(name))
  return { parameters: parameters.join(" & "), data, types: new Map(used) }
}

function optionsFile(read: Read): GeneratedFile {
  const { action, cached, ofRental, freshness, needs } = read
  const { name, takes } = action
  const path = `${folder}/${name}.ts`
  const shape = shapeOf(read)
  const isPlan = takes === "wallet"
  const connect = takes === "reads" ? "readsOf" : "chainOf"
  const isNamed = needs.some((need) => /\brentals?\b/.test(need))
  const types = new Map(shape.types)
  if (takes === "reads") types.set("Reads", "sdk/core/port.ts")
  const from = (file: string) => pathFrom(path, file)
  const imports = [
    cached
      ? `import { ${cached.name} } from "${from(cachedFile)}"`
      : `import { ${name} as core } from "${from(action.file)}"`,
    ...(ofRental ? [`import { withState } from "${from(cachedFile)}"`] : []),
    ...(isPlan ? [`import { accountOf, planningWallet } from "${from("sdk/react/wallet.ts")}"`] : []),
    `import { ${connect} } from "${from(`sdk/viem/${takes === "reads" ? "viemReads" : "viemPort"}.ts`)}"`,
    `import { type ReadKey, readKey${isNamed ? ", withIds" : ""} } from "${from("sdk/react/keys.ts")}"`,
    `import { type QueryParameters, type ReadOptions, type ReadQuery, readOptions } from "${from("sdk/react/readQuery.ts")}"`,
    `import type { QuerySource } from "${from("sdk/react/source.ts")}"`,
    ...typeImports(types, path),
  ]
  const call = ofRental
    ? "withState(core)"
    : isPlan
      ? "async (context, parameters) => core(await planningWallet(context, parameters), parameters)"
      : cached
        ? cached.name
        : "({ chain }, parameters) => core(chain, parameters)"
  const given = isPlan ? "{ ...parameters, account: parameters.account ?? accountOf(source) }" : "parameters"
  const options = `${name}QueryOptions`
  const key = `${name}QueryKey`
  return generatedSource(
    path,
    `${sortedImports(imports)}

/** \`${name}\` as a query. */
export const ${name}Query: ReadQuery<${shape.parameters}, ${shape.data}${takes === "reads" ? ", Reads" : ""}> = {
  name: "${name}",
${isNamed ? "  named: withIds,\n" : ""}  connect: ${connect},
  needs: ${JSON.stringify(needs.join(" "))},
  freshness: "${freshness}",
  read: ${call},
}

${comment([
  `TanStack Query's options for \`${name}\`: for \`useQuery\`, prefetching, loaders, and other frameworks. ${meanings[freshness]}`,
  "",
  ...exampleOf(read, options, [
    'import { QueryClient } from "@tanstack/react-query"',
    'import { createPublicClient, http } from "viem"',
    'import { polygon } from "viem/chains"',
  ]),
  ...(isPlan ? [] : ["const client = createPublicClient({ chain: polygon, transport: http() })"]),
  `const data = await new QueryClient().fetchQuery(${options}(client, ${read.example}))`,
  "",
  "@param source A viem client, or wagmi's configuration",
  `@param parameters The parameters of \`${name}\`, which may be undefined yet, and \`chainId\``,
  "@returns The key, the function, and when it is repeated",
])}
${wrapped(`export function ${options}(`, ["source: QuerySource", `parameters: QueryParameters<${shape.parameters}>`], `): ReadOptions<${shape.data}> {`)}
  return readOptions(${name}Query, source, ${given})
}

${comment([
  `The key of \`${name}\` in TanStack Query's cache. It is JSON.`,
  "",
  ...exampleOf(read, key, ['import { QueryClient } from "@tanstack/react-query"']),
  `const queryKey = ${key}(${withChain(read.example)})`,
  "await new QueryClient().invalidateQueries({ queryKey })",
  "",
  `@param parameters The parameters of \`${name}\`, and \`chainId\``,
  "@returns The key",
])}
${wrapped(`export function ${key}(`, [`parameters: QueryParameters<${shape.parameters}> & { readonly chainId: number }`], `): ReadKey<${shape.data}> {`)}
  return readKey("${name}", parameters.chainId, ${isNamed ? "withIds(parameters)" : "parameters"})
}
`,
  )
}

function hookFile(read: Read): GeneratedFile {
  const { action, given } = read
  const { name, takes } = action
  const hook = hookOf(name)
  const path = `${folder}/${hook}.ts`
  const shape = shapeOf(read)
  const from = (file: string) => pathFrom(path, file)
  const use = takes === "wallet" ? "usePlan" : "useRead"
  const imports = [
    `import { ${name}Query } from "./${name}.ts"`,
    `import { type UseReadParameters, type UseReadResult, ${use} } from "${from("sdk/react/useRead.ts")}"`,
    ...typeImports(shape.types, path),
  ]
  const args = given ? `${given.name}: ${given.type}` : ""
  return generatedSource(
    path,
    `"use client"

${sortedImports(imports)}

${comment([
  ...sentences(action),
  "",
  ...exampleOf(read, hook, []).filter((line) => !line.startsWith("declare ")),
  `export function useShown(${args}) {`,
  `  const { data, error } = ${hook}(${read.example})`,
  "  return { data, error }",
  "}",
  "",
  `@param parameters The parameters of \`${name}\`, which may be undefined yet, \`chainId\`, and TanStack Query's options in \`query\``,
  "@returns TanStack Query's result",
])}
export function ${hook}<selected = ${hook}.Data>(
  parameters: ${hook}.Parameters<selected>,
): UseReadResult<selected> {
  return ${use}(${name}Query, parameters)
}

export declare namespace ${hook} {
  type Parameters<selected = Data> = UseReadParameters<${shape.parameters}, ${shape.data}, selected>
  type Data = ${shape.data}
}
`,
  )
}

/** The part of the entry of React that follows from the reads. */
export function reactEntry(): GeneratedFile {
  const path = "sdk/react/index.ts"
  const [own = ""] = readFileSync(join(root, path), "utf8").split(MARK)
  const lines = Object.keys(reactReads).flatMap((name) => [
    `export { ${name}QueryKey, ${name}QueryOptions } from "${pathFrom(path, `${folder}/${name}.ts`)}"`,
    `export { ${hookOf(name)} } from "${pathFrom(path, `${folder}/${hookOf(name)}.ts`)}"`,
  ])
  return { path, text: format(path, `${own}${MARK}\n\n${lines.join("\n")}\n`) }
}

const meanings: Readonly<Record<ReactRead["freshness"], string>> = {
  chain: "It is read again while it can change.",
  price: "It is read again every half minute.",
  plan: "It is made for the moment, and not renewed by itself.",
  history: "It is fresh for minutes, and only what is new is read then.",
  constant: "It is read once.",
}

/** The imports of an example, and what it declares. */
function exampleOf({ given, action }: Read, name: string, more: readonly string[]): string[] {
  const imported = given && `import type { ${given.type.replace(/\[\]|\..*/, "")} } from "${given.from}"`
  const imports = [...(imported ? [imported] : []), `import { ${name} } from "@gpuflow/escrow/react"`, ...more]
  const isPlan = action.takes === "wallet" && more.length > 1
  const own = isPlan
    ? imports.flatMap((line) => {
        if (line.includes("viem/chains")) return []
        return line.includes('"viem"') ? ['import type { Client } from "viem"'] : [line]
      })
    : imports
  const declared = given ? [`declare const ${given.name}: ${given.type}`] : []
  if (isPlan) declared.push("declare const client: Client // with the payer's account")
  return ["@example", ...own, "", ...declared]
}

function withChain(example: string): string {
  return example.startsWith("{") ? example.replace("{ ", "{ chainId: 137, ") : `{ ...${example}, chainId: 137 }`
}

/** The description of the read, without its tags. */
function sentences({ comment: lines }: Action): string[] {
  const end = lines.findIndex((line) => line.startsWith("@"))
  return lines.slice(0, end).join("\n").trim().split("\n")
}

function comment(lines: readonly string[]): string {
  return ["/**", ...lines.flatMap(folded).map((line) => ` * ${line}`.trimEnd()), " */"].join("\n")
}

/** A sentence of a comment on lines of 117 characters. Code stays on its line. */
function folded(line: string): string[] {
  if (line.length <= 117 || /^(import|const|declare|export|@| )/.test(line)) return [line]
  const at = line.lastIndexOf(" ", 117)
  return [line.slice(0, at), ...folded(line.slice(at + 1))]
}
