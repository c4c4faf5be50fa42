// The pages of docs/ that are generated, and the schemas. Their sources use the files of the SDK, so they are loaded once those are written.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { llmsTexts } from "../../sdk/packaging/llms.ts"
import { root } from "../support/root.ts"
import type { GeneratedFile } from "./files.ts"

export type Documents = {
  readonly files: readonly GeneratedFile[]
  /** What the SDK does not describe. */
  readonly problems: readonly string[]
}

export async function documents(): Promise<Documents> {
  const [{ tokensPage }, { commandReference }, { apiReference }, { offerSchema }, { peripherySchemas }] =
    await Promise.all([
      import("../../evidence/tables/tokens.ts"),
      import("../../cli/packaging/commandReference.ts"),
      import("../../sdk/packaging/apiReference.ts"),
      import("./offerSchema.ts"),
      import("./peripherySchemas.ts"),
    ])
  const { pages, problems } = await apiReference()
  return {
    files: [
      { path: "docs/tokens.md", text: tokensPage() },
      offerSchema(),
      ...peripherySchemas(),
      { path: "docs/cli.md", text: commandReference() },
      ...Object.entries(pages).map(([path, text]) => ({ path, text })),
    ],
    problems,
  }
}

const GUIDE = "docs/sdk.md"

/** The guide and the reference for language models. */
export function llmsFiles(files: readonly GeneratedFile[]): GeneratedFile[] {
  const pages = files.filter(({ path }) => path.startsWith("docs/api/")).map(({ path, text }) => [path, text])
  const guide = { path: GUIDE, text: readFileSync(join(root, GUIDE), "utf8") }
  return Object.entries(llmsTexts(guide, Object.fromEntries(pages))).map(([path, text]) => ({ path, text }))
}
