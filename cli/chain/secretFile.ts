// Secrets in files, as service managers and containers pass them.
import { dirname, resolve } from "node:path"

import { UsageError } from "../errors.ts"
import { readTextFile } from "../files.ts"
import { type Session, toSecrets } from "../session.ts"
import { note } from "../terminal/output.ts"

type SecretVariable = "GPUFLOW_PRIVATE_KEY" | "GPUFLOW_KEYSTORE_PASSWORD" | "GPUFLOW_WEBHOOK_SECRET"

/** The secret in a variable, or in the file whose path is in the variable with `_FILE` behind its name. */
export async function readSecret(session: Session, name: SecretVariable): Promise<string | undefined> {
  const { [name]: value, [`${name}_FILE`]: path } = session.env
  const { environmentFile } = session
  if (value && environmentFile?.variables.includes(name)) warnIfOpen(session, environmentFile)
  if (!path) return value
  if (value) throw new UsageError(`${name} and ${name}_FILE are both set. Unset one of them.`)
  const secret = await readPrivateFile(session, path, `${name}_FILE`)
  for (const text of [secret, secret.trim()].flatMap(toSecrets)) session.secrets.add(text)
  return secret
}

/** The text of a file that only its owner should be able to open. The variable names it. */
export async function readPrivateFile(session: Session, path: string, variable: string): Promise<string> {
  const { text, found } = await readTextFile(path, { source: `the path in ${variable}` })
  // A service manager lets one user in by an access control list, which the mode shows as a group.
  const { CREDENTIALS_DIRECTORY: credentials } = session.env
  const isCredential = credentials !== undefined && dirname(resolve(path)) === resolve(credentials)
  if (!isCredential) warnIfOpen(session, { path, mode: found.mode })
  return text
}

function warnIfOpen(session: Session, { path, mode }: { readonly path: string; readonly mode: number }): void {
  if (process.platform === "win32" || (mode & 0o077) === 0) return
  const digits = (mode & 0o777).toString(8).padStart(3, "0")
  note(session, `Warning: other users of this machine can open ${path} (mode ${digits}). Run \`chmod 600\` on it.`)
}
