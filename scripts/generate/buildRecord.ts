// deployments/build: what a block explorer needs to verify a contract, and the hashes of its code.
import { createHash } from "node:crypto"

import type { GeneratedFile } from "./files.ts"

type ContractBuild = {
  readonly contract: string
  /** Below deployments/build, with a slash at its end; empty for the escrow. */
  readonly folder: string
  readonly creation: string
  readonly runtime: string
  /** The compiler's standard JSON. */
  readonly input: unknown
  readonly compiler: string
}

export function buildRecord({ contract, folder, creation, runtime, input, compiler }: ContractBuild): GeneratedFile[] {
  const build = {
    contract,
    compiler,
    creationCode: sha256(creation),
    runtimeCode: sha256(runtime),
    runtimeBytes: runtime.length / 2 - 1,
  }
  return [
    { path: `deployments/build/${folder}standard-input.json`, text: `${JSON.stringify(input, null, 2)}\n` },
    { path: `deployments/build/${folder}build.json`, text: `${JSON.stringify(build, null, 2)}\n` },
  ]
}

export function sha256(code: string): string {
  return createHash("sha256")
    .update(Buffer.from(code.slice(2), "hex"))
    .digest("hex")
}
