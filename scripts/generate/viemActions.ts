// The actions as functions of a viem client: a file each, so that a bundle holds only those that it uses.
import { type Action, isReading } from "./actionSources.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"
import { pathFrom, sortedImports, typeImports, wrapped } from "./imports.ts"

export const viemFolder = "sdk/generated/viem"

export function viemActions(actions: readonly Action[]): GeneratedFile[] {
  return actions.map((action) => {
    const path = `${viemFolder}/${action.name}.ts`
    return generatedSource(path, sourceOf(action, path))
  })
}

function sourceOf(action: Action, path: string): string {
  const { name, takes, prepare, generics, parameters, returns } = action
  const types = new Map(action.types)
  const options = { reads: [], chain: [], wallet: ["AccountParameters"], verb: ["SendParameters"] }[takes]
  for (const option of options) types.set(option, "sdk/viem/accountParameters.ts")
  const unwrapped = /^Promise<(.*)>$/.exec(returns)?.[1]
  const returned = genericsIn(generics, returns)
  const last = parameters.at(-1)
  const given = [last?.type ?? "", ...options].join(" & ")
  const taken = genericsIn(generics, given)
  const passed = argumentsOf(taken)
  const list = parameters.map((one) => `${one.name}: ${one === last ? `${name}.Parameters${passed}` : one.type}`)
  const result = `${name}.ReturnType${argumentsOf(returned)}`
  const names = parameters.map((one) => one.name)
  const connect = { reads: "readsOf", chain: "chainOf", wallet: "walletOf", verb: "walletOf" }[takes]
  const connected = isReading(takes) ? `${connect}(client)` : "walletOf(client, parameters)"
  const call =
    takes === "verb" ? `sendVerb(${connected}, ${prepare}, parameters)` : `core(${[connected, ...names].join(", ")})`
  const imports =
    takes === "verb"
      ? [
          `import { ${prepare} } from "${pathFrom(path, action.file)}"`,
          'import { sendVerb } from "../../core/rental/send.ts"',
        ]
      : [`import { ${name} as core } from "${pathFrom(path, action.file)}"`]
  const port = `import { ${connect} } from "../../viem/${takes === "reads" ? "viemReads" : "viemPort"}.ts"`
  const head = `export ${isReading(takes) ? "" : "async "}function ${name}${generics}(`
  return `import type { Client } from "viem"

${sortedImports([...imports, ...typeImports(types, path), port])}

${commentOf(action)}
${wrapped(head, ["client: Client", ...list], `): ${unwrapped ? `Promise<${result}>` : result} {`)}
  return ${call}
}

export declare namespace ${name} {
${given ? `  type Parameters${taken} = ${given}\n` : ""}  type ReturnType${returned} = ${unwrapped ?? returns}
}
`
}

/** The type parameters, if a type uses them. */
function genericsIn(generics: string, type: string): string {
  const name = /^<(?:const )?(\w+)/.exec(generics)?.[1]
  return name && new RegExp(`\\b${name}\\b`).test(type) ? generics.replace("<const ", "<") : ""
}

/** `<names>` of `<names extends EventName = EventName>` */
function argumentsOf(generics: string): string {
  return generics.replace(/ extends .*/, ">")
}

function commentOf({ comment, takes }: Action): string {
  const isDescribed = comment.some((line) => line.startsWith("@param client"))
  const client = `@param client A viem client${isReading(takes) ? "" : " with an account"}`
  const place = comment.findIndex((line) => /^@(param|returns|throws)/.test(line))
  const lines = isDescribed ? comment : comment.toSpliced(place < 0 ? comment.length : place, 0, client)
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n")
}
