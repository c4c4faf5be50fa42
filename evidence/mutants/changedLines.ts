// The lines of the contracts that differ from a revision.
import { run } from "../../scripts/support/processes.ts"
import type { Mutant } from "./operators.ts"

/** Returns a test for mutants that start on a line which the revision does not have. Changes of white space do not count. */
export async function onChangedLines(revision: string): Promise<(mutant: Mutant) => boolean> {
  const args = ["diff", "--unified=0", "--ignore-all-space", "--no-prefix", revision, "--", "contracts"]
  const { ok, stdout, stderr } = await run("git", args)
  if (!ok) throw new Error(`git diff ${revision} failed. Pass --since a revision of this repository. ${stderr.trim()}`)

  const lines = new Set<string>()
  let file = ""
  for (const line of stdout.split("\n")) {
    const [, name] = /^\+\+\+ (.+)$/.exec(line) ?? []
    if (name !== undefined) file = name
    const [, from, count = "1"] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? []
    for (let place = 0; from !== undefined && place < Number(count); place++)
      lines.add(`${file}:${Number(from) + place}`)
  }
  return ({ file, line }) => lines.has(`${file}:${line}`)
}
