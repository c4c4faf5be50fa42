// An example of the documentation as a program: its imports are the source's, its "0x…" the addresses of a scene.
import { transformSync } from "esbuild"

import type { Example } from "./exampleText.ts"

/** What an example is given: modules by name, places by the names of properties, values by the names it declares. */
export interface Stage {
  readonly modules: Readonly<Record<string, object>>
  /** What stands for `"0x…"` after `escrow:`, `token:` and so on; `ids` are those of a list. */
  readonly places: Readonly<Record<string, unknown>>
  readonly given: Readonly<Record<string, unknown>>
}

const names = (list: string) => list.split(",").flatMap((name) => name.trim().match(/^\w+/)?.[0] ?? [])

/** Runs it, and returns what it declares at its top level, by name. */
export async function runExample({ text }: Example, { modules, places, given }: Stage): Promise<Map<string, unknown>> {
  const body = javascript(text)
  const declared = [
    ...[...body.matchAll(/^(?:const|let) (\w+)/gm)].flatMap(([, name = ""]) => name),
    ...[...body.matchAll(/^(?:const|let) \{(.*?)\} =/gm)].flatMap(([, list = ""]) => names(list)),
    ...[...body.matchAll(/^function (\w+)/gm)].flatMap(([, name = ""]) => name),
  ]
  // Sloppy code, so that what the example only declares can be looked up where it is given.
  const AsyncFunction: FunctionConstructor = Object.getPrototypeOf(async () => {}).constructor
  const program = `with (given) {\n${body}\nreturn { ${declared.join(", ")} }\n}`
  const result: object = await AsyncFunction("modules", "place", "given", program)(modules, places, given)
  return new Map(Object.entries(result))
}

function javascript(text: string): string {
  let listed = 0
  const placed = text
    .replaceAll(/\b(\w+): "0x…"/g, "$1: place.$1")
    .replaceAll('"https://server.example"', "place.server")
    .replaceAll('getTransactionReceipt("0x…")', "getTransactionReceipt(place.hash)")
    .replaceAll('"0x…"', () => `place.ids[${listed++}]`)
    // The examples name blocks of Polygon.
    .replaceAll(/fromBlock: \d\d_000_000/g, "fromBlock: 0")
  const { code } = transformSync(placed, { loader: "ts", target: "es2022" })
  return code
    .replaceAll(/^import \{([^}]*)\} from "(.*)";$/gm, (_, list: string, name: string) => {
      return `var {${list.replaceAll(" as ", ": ")}} = modules["${name}"];`
    })
    .replaceAll(/^export \{[^}]*\};$/gm, "")
    .replaceAll(/^export default .*$/gm, "")
    .replaceAll(/^export /gm, "")
}

/** Calls a function of an example with the values that its parameters are named for. */
export function callByName(callee: (...args: never[]) => unknown, values: Readonly<Record<string, unknown>>): unknown {
  const list = /^(?:async )?(?:function )?\w*\s*\((.*?)\)\s*(?:=>|\{)/s.exec(callee.toString())?.[1] ?? ""
  const args = list
    .split(/,(?![^{]*\})/)
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const destructured = /\{\s*(\w+)/.exec(part)?.[1]
      const name = part.trim()
      if (destructured === undefined && !(name in values)) throw new Error(`The scene has no ${name}.`)
      // `{ offer }` is a rental, `{ rentals }` the properties of a component.
      return destructured === "offer" ? values["rental"] : destructured ? values : values[name]
    })
  return Reflect.apply(callee, undefined, args)
}
