// The packed package: its size, its contents, and the findings of tools that read it without running it.
import { mkdir, readFile } from "node:fs/promises"
import { join } from "node:path"

import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core"
import { publint } from "publint"
import { formatMessage } from "publint/utils"

import { root } from "../../scripts/support/root.ts"
import { dist, type Manifest } from "./build.ts"
import { runOrThrow } from "./childProcess.ts"
import type { Finding } from "./findings.ts"

export interface Tarball {
  readonly path: string
  readonly bytes: number
  readonly unpackedBytes: number
  readonly files: readonly string[]
}

export async function pack(folder: string): Promise<Tarball> {
  await mkdir(folder, { recursive: true })
  const [packed] = JSON.parse(await runOrThrow(root, "npm", "pack", dist, "--pack-destination", folder, "--json"))
  return {
    path: join(folder, packed.filename),
    bytes: packed.size,
    unpackedBytes: packed.unpackedSize,
    files: packed.files.map(({ path }: { path: string }) => path),
  }
}

export async function checkTarball(tarball: Tarball, manifest: Manifest): Promise<Finding[]> {
  const data = await readFile(tarball.path)
  return [checkContents(tarball, manifest), await checkWithPublint(data), await checkWithAttw(data, manifest)]
}

function checkContents({ bytes, unpackedBytes, files }: Tarball, { dependencies = {} }: Manifest): Finding {
  const unexpected = files.filter(
    (file) => !/\.(js|d\.ts)$|^(package\.json|README\.md|LICENSE|schemas\/[\w.]+\.json)$/.test(file),
  )
  const names = Object.keys(dependencies)
  return {
    subject: "tarball",
    figure: `${bytes} bytes, ${unpackedBytes} unpacked, ${files.length} files, ${names.length} dependencies`,
    problems: [
      ...unexpected.map((file) => `The package must not contain ${file}.`),
      ...names.map((name) => `The package must not depend on ${name}.`),
    ],
  }
}

async function checkWithPublint(data: Buffer): Promise<Finding> {
  const tarball = new Uint8Array(data).buffer
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
  const problems = messages.map((message) => formatMessage(message, pkg) ?? message.code)
  return { subject: "publint, strict", figure: `${problems.length} messages`, problems }
}

/**
 * The package has no CommonJS build. The consumers in CommonJS show that Node can `require` it as it is. Every other
 * problem counts, those of Node 10's resolution included.
 */
const EXPECTED = "CJSResolvesToESM"

async function checkWithAttw(data: Buffer, { exports }: Manifest): Promise<Finding> {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(data)))
  const subject = "attw: types of every entry in every resolution"
  if (!analysis.types) return { subject, figure: "no types", problems: ["The package has no types."] }
  const found = analysis.problems.filter(({ kind }) => kind !== EXPECTED)
  const missing = Object.keys(exports).filter((entry) => !entry.endsWith(".json") && !(entry in analysis.entrypoints))
  return {
    subject,
    figure: `${Object.keys(analysis.entrypoints).length} entries, ${found.length} problems`,
    problems: [
      ...found.map((problem) => JSON.stringify(problem)),
      ...missing.map((entry) => `attw does not find the entry ${entry}.`),
    ],
  }
}
