// The pages of docs/ that are generated. Their sources use the files of the SDK, so they are loaded once those are written.
import type { GeneratedFile } from "./files.ts"

export async function documents(): Promise<GeneratedFile[]> {
  const [{ tokensPage }, { reference }] = await Promise.all([
    import("../../evidence/tokens.ts"),
    import("../../cli/packaging/reference.ts"),
  ])
  return [
    { path: "docs/tokens.md", text: tokensPage() },
    { path: "docs/cli.md", text: reference() },
  ]
}

/** Writes docs/api, or only compares it. Returns what is wrong with it. */
export async function apiReference(check: boolean): Promise<readonly string[]> {
  const [{ build, readManifest }, { reference }] = await Promise.all([
    import("../../sdk/packaging/package.ts"),
    import("../../sdk/packaging/reference.ts"),
  ])
  await build()
  return (await reference(await readManifest(), !check)).problems
}
