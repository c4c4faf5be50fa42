// deployments/build: what a block explorer needs to verify the escrow, and the hashes of the code.
import { createHash } from "node:crypto"

import type { GeneratedFile } from "./files.ts"

type EscrowBuild = {
  readonly creation: string
  readonly runtime: string
  /** The compiler's standard JSON. */
  readonly input: unknown
  readonly compiler: string
}

export function buildRecord({ creation, runtime, input, compiler }: EscrowBuild): GeneratedFile[] {
  const build = {
    contract: "RentalEscrow",
    compiler,
    creationCode: sha256(creation),
    runtimeCode: sha256(runtime),
    runtimeBytes: runtime.length / 2 - 1,
  }
  return [
    { path: "deployments/build/standard-input.json", text: `${JSON.stringify(input, null, 2)}\n` },
    { path: "deployments/build/build.json", text: `${JSON.stringify(build, null, 2)}\n` },
  ]
}

export function sha256(code: string): string {
  return createHash("sha256")
    .update(Buffer.from(code.slice(2), "hex"))
    .digest("hex")
}
