// The examples of the documentation as they stand there: in doc comments, and in the guide.
import { globSync, readFileSync } from "node:fs"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** What is published, by the name of its entry. */
export const entries: Readonly<Record<string, string>> = {
  "@gpuflow/escrow": "sdk/index.ts",
  "@gpuflow/escrow/abi": "sdk/abi.ts",
  "@gpuflow/escrow/admin": "sdk/admin.ts",
  "@gpuflow/escrow/bytecode": "sdk/bytecode.ts",
  "@gpuflow/escrow/deploy": "sdk/deploy.ts",
  "@gpuflow/escrow/deployments": "sdk/deployments.ts",
  "@gpuflow/escrow/ethers": "sdk/ethers/index.ts",
  "@gpuflow/escrow/plan": "sdk/plan.ts",
  "@gpuflow/escrow/react": "sdk/react/index.ts",
  "@gpuflow/escrow/watch": "sdk/watch.ts",
}

export interface Example {
  /** The function that it is about, or the guide's heading. */
  readonly name: string
  /** Where it stands. */
  readonly file: string
  readonly text: string
}

/** Those of every function that is documented with one. */
export function docExamples(): Example[] {
  return globSync("sdk/**/*.ts", { cwd: root, exclude: ["sdk/generated/**"] })
    .toSorted()
    .flatMap((file) => [...examplesIn(file, readFileSync(root + file, "utf8"))])
}

/** The blocks of code in docs/sdk.md. */
export function guideExamples(): Example[] {
  const guide = readFileSync(`${root}docs/sdk.md`, "utf8")
  return guide.split(/^## /m).flatMap((section) => {
    const name = section.slice(0, section.indexOf("\n"))
    return [...section.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => ({
      name,
      file: "docs/sdk.md",
      text,
    }))
  })
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
