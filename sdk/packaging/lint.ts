// What tools say of the tarball without running it.
import { readFile } from "node:fs/promises"

import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core"
import { publint } from "publint"
import { formatMessage } from "publint/utils"

import type { Manifest, Tarball } from "./package.ts"
import type { Finding } from "./table.ts"

export async function lint(tarball: Tarball, manifest: Manifest): Promise<Finding[]> {
  const data = await readFile(tarball.path)
  return [contents(tarball, manifest), await byPublint(data), await byAttw(data, manifest)]
}

function contents({ bytes, unpacked, files }: Tarball, { dependencies = {} }: Manifest): Finding {
  const foreign = files.filter((file) => !/\.(js|d\.ts)$|^(package\.json|README\.md|LICENSE)$/.test(file))
  return {
    what: "the packed tarball",
    figure: `${bytes} bytes, ${unpacked} unpacked, ${files.length} files, ${Object.keys(dependencies).length} dependencies`,
    problems: [
      ...foreign.map((file) => `${file} has no place in the package.`),
      ...Object.keys(dependencies).map((name) => `It depends on ${name}.`),
    ],
  }
}

async function byPublint(data: Buffer): Promise<Finding> {
  const tarball = new Uint8Array(data).buffer
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
  const problems = messages.map((message) => formatMessage(message, pkg) ?? message.code)
  return { what: "publint, strict", figure: `${problems.length} messages`, problems }
}

/**
 * The package has no CommonJS twin: that `require` gets a module in ECMAScript's form is what the consumers in CommonJS
 * show to work. Everything else that the tool knows counts, the resolution of Node 10 included.
 */
const EXPECTED = "CJSResolvesToESM"

async function byAttw(data: Buffer, { exports }: Manifest): Promise<Finding> {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(data)))
  const what = "attw: types of every entry, in every resolution"
  if (!analysis.types) return { what, figure: "no types", problems: ["There are no types."] }
  const found = analysis.problems.filter(({ kind }) => kind !== EXPECTED)
  const missing = Object.keys(exports).filter((entry) => entry !== "./package.json" && !(entry in analysis.entrypoints))
  return {
    what,
    figure: `${Object.keys(analysis.entrypoints).length} entries, ${found.length} problems`,
    problems: [...found.map((problem) => JSON.stringify(problem)), ...missing.map((entry) => `${entry} is missing.`)],
  }
}
