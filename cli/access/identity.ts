// The SSH key that a renter enters its machine with: one that the user names, or one of the program's own for each rental,
// so that no host can recognise a renter by its key.
import { execFile } from "node:child_process"
import { mkdir, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { parseSshKey } from "@gpuflow/escrow/access"

import { systemEnvironment } from "../childEnvironment.ts"
import { UsageError } from "../errors.ts"
import { codeOf, readOwnFile, readTextFile } from "../files.ts"
import type { Session } from "../session.ts"

export type Identity = {
  /** What `ssh -i` gets. */
  readonly path: string
  readonly publicKey: string
}

const run = promisify(execFile)
/** Bytes of the longest public key. */
const LONGEST_KEY = 16_384

/** The key of a file: the private key's or the public key's. Only the public key is read. */
export async function readIdentity(path: string): Promise<Identity> {
  const isPublic = path.endsWith(".pub")
  const file = isPublic ? path : `${path}.pub`
  const { text } = await readTextFile(file, { source: "--identity", maxBytes: LONGEST_KEY })
  return { path: isPublic ? path.slice(0, -".pub".length) : path, publicKey: parseSshKey(text).text }
}

/** The rental's own Ed25519 key in its folder. It is made once. */
export async function ownIdentity(session: Session, folder: string): Promise<Identity> {
  const path = join(folder, "id_ed25519")
  const known = await readOwnFile(`${path}.pub`)
  if (known !== undefined) return { path, publicKey: parseSshKey(known).text }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, `new-${crypto.randomUUID()}`)
  try {
    const options = ["-q", "-t", "ed25519", "-N", "", "-C", "gpuflow-escrow", "-f", draft]
    await run("ssh-keygen", options, { env: systemEnvironment(session.env) })
    // The private key comes first: where the public one is, the key is whole.
    await rename(draft, path)
    await rename(`${draft}.pub`, `${path}.pub`)
  } catch (cause) {
    await Promise.all([draft, `${draft}.pub`].map((left) => rm(left, { force: true })))
    const isMissing = codeOf(cause) === "ENOENT"
    const reason = isMissing ? "Install OpenSSH's client" : `Check the permissions of ${folder}`
    throw new UsageError(`ssh-keygen could not make an SSH key. ${reason}, or pass --identity.`, {}, { cause })
  }
  const { text } = await readTextFile(`${path}.pub`, { isRegular: true, maxBytes: LONGEST_KEY })
  return { path, publicKey: parseSshKey(text).text }
}
