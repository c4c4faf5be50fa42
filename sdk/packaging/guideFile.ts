import { readFile } from "node:fs/promises"
import { join } from "node:path"

import { root } from "../../scripts/support/root.ts"

/** A file that docs/sdk.md shows whole. Its first line is a comment that begins with the file's name. */
export async function guideFile(name: string): Promise<string> {
  const guide = await readFile(join(root, "docs", "sdk.md"), "utf8")
  const [, text] = new RegExp(`\`\`\`js\n(// ${name}[\\s\\S]*?)\`\`\``).exec(guide) ?? []
  if (!text) throw new Error(`docs/sdk.md has no ${name}.`)
  return text
}
