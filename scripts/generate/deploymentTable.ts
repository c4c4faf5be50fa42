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

type Place = { readonly chainId: number; readonly address: string }

/** Where each contract is, as lists of chains and addresses. */
export async function deploymentList(): Promise<Readonly<Record<"escrow" | "router" | "mandate", readonly Place[]>>> {
  const folder = join(root, "deployments")
  const files = (await readdir(folder)).filter((file) => /^\d+\.json$/.test(file)).sort()
  const records = await Promise.all(
    files.map(async (file) => ({
      chainId: Number(file.replace(".json", "")),
      record: JSON.parse(await readFile(join(folder, file), "utf8")),
    })),
  )
  const placesOf = (name: "router" | "mandate") =>
    records.flatMap(({ chainId, record }) => (record[name] ? [{ chainId, address: record[name].address }] : []))
  return {
    escrow: records.map(({ chainId, record }) => ({ chainId, address: record.address })),
    router: placesOf("router"),
    mandate: placesOf("mandate"),
  }
}
