// Encrypted keystores (JSON, version 3), as geth, cast, ethers and others write them.
import { UsageError } from "../errors.ts"
import { hasTerminal, type Session, toSecrets } from "../session.ts"
import { askForPassword } from "../terminal/prompt.ts"
import { readPrivateFile, readSecret } from "./secretFile.ts"

/** The private key in the keystore at a path. Neither the key nor the password appears in any output. */
export async function decryptKeystore(session: Session, path: string): Promise<string> {
  const text = await readKeystore(session, path)
  const password = (await readSecret(session, "GPUFLOW_KEYSTORE_PASSWORD")) ?? (await ask(session))
  const candidates = spellings(password)
  for (const secret of candidates.flatMap(toSecrets)) session.secrets.add(secret)
  // The library takes a quarter of a second to load, so it is loaded only for a keystore.
  const { Wallet } = await import("ethers")
  for (const candidate of candidates) {
    // As bytes, because the library normalises a text, and the programs that made the keystore may not.
    const wallet = await Wallet.fromEncryptedJson(text, new TextEncoder().encode(candidate)).catch(() => undefined)
    if (!wallet) continue
    for (const secret of toSecrets(wallet.privateKey)) session.secrets.add(secret)
    return wallet.privateKey
  }
  throw new UsageError(
    "The keystore does not open with this password. Check the password, and that the file is complete.",
    { path },
  )
}

/**
 * The texts that the password may stand for: geth, cast and web3 encrypt with what was typed, ethers with its NFKC
 * form, and systems type and store accents differently. A file of a password often ends with a newline.
 */
function spellings(password: string): string[] {
  const trimmed = password.replace(/^\uFEFF/, "").replace(/[\r\n]+$/, "")
  const forms = [trimmed, password].flatMap((text) => [
    text,
    ...["NFKC", "NFC", "NFD", "NFKD"].map((form) => text.normalize(form)),
  ])
  return [...new Set(forms)]
}

async function readKeystore(session: Session, path: string): Promise<string> {
  const text = await readPrivateFile(session, path, "GPUFLOW_KEYSTORE")
  const json = text.replace(/^\uFEFF/, "").trim()
  if (isKeystore(json)) return json
  throw new UsageError(
    `${path} is not a keystore. Set GPUFLOW_KEYSTORE to the path of a JSON keystore of version 3, as geth, cast and wallets write it.`,
    { path },
  )
}

function isKeystore(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === "object" && value !== null && "version" in value && Number(value.version) === 3
  } catch {
    return false
  }
}

function ask(session: Session): Promise<string> {
  if (!hasTerminal(session)) {
    throw new UsageError(
      "The keystore's password cannot be asked for, because no terminal is attached. Set GPUFLOW_KEYSTORE_PASSWORD or GPUFLOW_KEYSTORE_PASSWORD_FILE.",
    )
  }
  return askForPassword(session, "Password of the keystore:")
}
