// The examples of the documentation, read from the doc comments and from the guides.
import { globSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { root } from "../../scripts/support/root.ts"

const manifest: { readonly name: string; readonly exports: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(`${root}sdk/package.json`, "utf8"),
)

/** The package's entries, as a program imports them. */
export const entries = Object.entries(manifest.exports)
  .filter(([, path]) => path.endsWith(".ts"))
  .map(([entry]) => join(manifest.name, entry))

export interface Example {
  /** The function that the example shows, or the heading in a guide. */
  readonly name: string
  /** The file that holds it. */
  readonly file: string
  readonly text: string
}

/** The examples in the doc comments of functions. */
export function docExamples(): Example[] {
  const byHand = globSync("sdk/**/*.ts", { cwd: root, exclude: ["sdk/generated/**"] })
  // The queries and hooks of the reads, and functions on ethers, have examples of their own.
  return [...byHand, ...globSync("sdk/generated/{react,ethers}/*.ts", { cwd: root })]
    .toSorted()
    .flatMap((file) => [...examplesIn(file, readFileSync(root + file, "utf8"))])
}

/** The guides whose blocks of TypeScript are whole programs. */
const GUIDES = ["docs/sdk.md", "docs/periphery.md"]

/** The TypeScript blocks in the guides. */
export function guideExamples(): Example[] {
  return GUIDES.flatMap((file) =>
    readFileSync(root + file, "utf8")
      .split(/^#{2,3} /m)
      .flatMap((section) => {
        const name = section.slice(0, section.indexOf("\n"))
        return [...section.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => ({ name, file, text }))
      }),
  )
}

function* examplesIn(file: string, source: string): Generator<Example> {
  const documented = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport (?:async )?function\*? (\w+)/g
  for (const [, comment = "", declared = ""] of source.matchAll(documented)) {
    // A verb is described where it is prepared, in the file that has its name.
    const verb = basename(file, ".ts")
    const isVerb = declared === `prepare${verb.charAt(0).toUpperCase()}${verb.slice(1)}`
    const name = isVerb ? verb : declared
    const lines = comment.split("\n").map((line) => line.replace(/^ \* ?/, ""))
    const first = lines.indexOf("@example")
    const last = lines.findIndex((line, index) => index > first && line.startsWith("@"))
    if (first >= 0) yield { name, file, text: lines.slice(first + 1, last).join("\n") }
  }
}
