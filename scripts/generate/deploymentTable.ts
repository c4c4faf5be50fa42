// The SDK's table of deployments, from the records that `npm run deploy` has written.
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../support/root.ts"
import { type GeneratedFile, generatedSource } from "./files.ts"

export async function deploymentTable(): Promise<GeneratedFile> {
  return generatedSource("sdk/generated/deploymentTable.ts", await deploymentsTable(join(root, "deployments")))
}

/** What <chainId>.json in a folder say of deployments that happened. */
export async function deploymentsTable(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => /^\d+\.json$/.test(file)).sort()
  const entries = await Promise.all(
    files.map(async (file) => {
      const { address, blockNumber, codeHash, router, mandate } = JSON.parse(await readFile(join(folder, file), "utf8"))
      const fields = [
        `address: "${address}"`,
        `blockNumber: ${blockNumber}n`,
        `codeHash: "${codeHash}"`,
        ...(router ? [`router: "${router.address}"`] : []),
        ...(mandate ? [`mandate: "${mandate.address}"`] : []),
      ]
      return `  ${file.replace(".json", "")}: { ${fields.join(", ")} },\n`
    }),
  )
  return [
    'import type { Deployment } from "../types.ts"',
    `/** Where the escrow is, by chain id: from deployments/, which holds only what happened. */\nexport const deployments: { readonly [chainId: number]: Deployment } = {${entries.length > 0 ? `\n${entries.join("")}` : ""}}`,
  ].join("\n\n")
}

/** The same as a list of chains and addresses. */
export async function deploymentList(): Promise<readonly { readonly chainId: number; readonly address: string }[]> {
  const folder = join(root, "deployments")
  const files = (await readdir(folder)).filter((file) => /^\d+\.json$/.test(file)).sort()
  return Promise.all(
    files.map(async (file) => {
      const { address } = JSON.parse(await readFile(join(folder, file), "utf8"))
      return { chainId: Number(file.replace(".json", "")), address }
    }),
  )
}
