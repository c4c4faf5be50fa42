// The key and the certificate by which a door proves that it is the one of the machine's document: from the owner's
// files, or made once by the agent itself. A renter pins the fingerprint of the public key, so the key must be kept.
import { createHash, createPrivateKey, generateKeyPairSync, X509Certificate } from "node:crypto"
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { readTextFile, UnusableFileError } from "@gpuflow/keeper/textFile"
import forge from "node-forge"

/** What a server of HTTPS needs, as PEM. */
export type TlsIdentity = {
  readonly key: string
  readonly certificate: string
  /** `SHA256:…` of the certificate's public key (SPKI), as a machine's document names it. */
  readonly fingerprint: string
}

/** A door's key or certificate cannot be used. */
export class TlsIdentityError extends Error {
  override readonly name = "TlsIdentityError"
}

/** Bytes of the longest file. A chain of certificates has some 10 000. */
const LONGEST_FILE = 200_000

/** Reads the owner's own certificate, with its chain, and its key. */
export async function readTlsIdentity(files: {
  readonly certificate: string
  readonly key: string
}): Promise<TlsIdentity> {
  const [certificate, key] = await Promise.all([readPem(files.certificate), readPem(files.key)])
  return identityOf(certificate, key, `${files.certificate} and ${files.key}`)
}

/**
 * Returns the agent's own key with its certificate from its folder, and makes them on the first start. Both stand in one
 * file, which appears whole or not at all.
 */
export async function ownTlsIdentity(folder: string): Promise<TlsIdentity> {
  const path = join(folder, "door.pem")
  const known = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined
    throw new TlsIdentityError(`The door's key ${path} cannot be read. Check its owner and its mode.`, { cause: error })
  })
  if (known !== undefined) return identityOf(known, known, path)
  const made = makeIdentity()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = `${path}.new`
  await writeFile(draft, made, { mode: 0o600 })
  await chmod(draft, 0o600)
  await rename(draft, path)
  return identityOf(made, made, path)
}

async function readPem(path: string): Promise<string> {
  try {
    const { text } = await readTextFile(path, { maxBytes: LONGEST_FILE })
    return text
  } catch (cause) {
    const reason = cause instanceof UnusableFileError ? cause.message : "It cannot be read."
    throw new TlsIdentityError(`The door's file ${path} cannot be used. ${reason}`, { cause })
  }
}

function identityOf(certificate: string, key: string, from: string): TlsIdentity {
  let read: X509Certificate
  let isPair: boolean
  try {
    read = new X509Certificate(certificate)
    isPair = read.checkPrivateKey(createPrivateKey(key))
  } catch (cause) {
    const sentence = `There is no certificate with a key that can be used in ${from}. Write both as PEM, the key without a password.`
    throw new TlsIdentityError(sentence, { cause })
  }
  if (!isPair)
    throw new TlsIdentityError(`The key in ${from} is not that of the certificate. Use the two that belong together.`)
  const spki = read.publicKey.export({ type: "spki", format: "der" })
  const digest = createHash("sha256").update(spki).digest("base64").replace("=", "")
  return { key, certificate, fingerprint: `SHA256:${digest}` }
}

/** Years after which renters' programs may refuse the certificate. They pin its key, and do not look at its dates. */
const YEARS = 30

function makeIdentity(): string {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 3_072,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  })
  const key = forge.pki.privateKeyFromPem(privateKey)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.setRsaPublicKey(key.n, key.e)
  certificate.serialNumber = "01"
  certificate.validity.notBefore = new Date(0)
  certificate.validity.notAfter.setFullYear(new Date().getFullYear() + YEARS)
  const name = [{ name: "commonName", value: "gpuflow-escrow door" }]
  certificate.setSubject(name)
  certificate.setIssuer(name)
  certificate.sign(key, forge.md.sha256.create())
  return `${privateKey.trim()}\n${forge.pki.certificateToPem(certificate).replaceAll("\r", "")}`
}
