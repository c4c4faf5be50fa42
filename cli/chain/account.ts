// The account that acts. Its key comes from the environment or from an encrypted keystore, never from the arguments, and
// leaves this file only inside an account.
import { readFile } from "node:fs/promises"

import { password } from "@inquirer/prompts"
import { type Hex, isHex, keccak256, type LocalAccount } from "viem"
import { privateKeyToAccount, toAccount } from "viem/accounts"

import { UsageError } from "../errors.ts"
import { asSecrets, hasTerminal, type Session } from "../session.ts"

/** The account of the environment; undefined: there is none. */
export async function findAccount(session: Session): Promise<LocalAccount | undefined> {
  const { GPUFLOW_PRIVATE_KEY: key, GPUFLOW_KEYSTORE: keystore } = session.env
  if (key && keystore) throw new UsageError("Set GPUFLOW_PRIVATE_KEY or GPUFLOW_KEYSTORE, not both.")
  if (key) return recording(session, ofKey(key))
  return keystore ? recording(session, ofKey(await decrypt(session, keystore))) : undefined
}

export async function requireAccount(session: Session): Promise<LocalAccount> {
  const account = await findAccount(session)
  if (account) return account
  throw new UsageError(
    "This needs an account. Set GPUFLOW_KEYSTORE to the path of an encrypted keystore, or GPUFLOW_PRIVATE_KEY to a key.",
  )
}

function ofKey(text: string): LocalAccount {
  const key = `0x${text.trim().replace(/^0x/, "")}` as const
  if (!isHex(key) || key.length !== 66) throw new UsageError("GPUFLOW_PRIVATE_KEY is no key: 0x and 64 digits.")
  try {
    return privateKeyToAccount(key)
  } catch {
    // What the library throws may quote the key.
    throw new UsageError("GPUFLOW_PRIVATE_KEY is no key of the curve.")
  }
}

async function decrypt(session: Session, path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError("The file of GPUFLOW_KEYSTORE cannot be read. Check its path and permissions.", { path })
  })
  const secret = session.env["GPUFLOW_KEYSTORE_PASSWORD"] ?? (await askPassword(session))
  for (const hidden of asSecrets(secret)) session.secrets.add(hidden)
  // A quarter of a second to load: only who has a keystore waits for it.
  const { Wallet } = await import("ethers")
  const wallet = await Wallet.fromEncryptedJson(text, secret).catch(() => {
    throw new UsageError("The keystore does not open: wrong password, or no JSON keystore of version 3.", { path })
  })
  for (const hidden of asSecrets(wallet.privateKey)) session.secrets.add(hidden)
  return wallet.privateKey
}

function askPassword(session: Session): Promise<string> {
  if (!hasTerminal(session)) throw new UsageError("Set GPUFLOW_KEYSTORE_PASSWORD: there is no terminal to ask for it.")
  const { stdin, stderr, signal } = session
  return password({ message: "Password of the keystore:", mask: true }, { input: stdin, output: stderr, signal })
}

/** Remembers the hash of what it signs: whatever a node answers, or does not, the transaction can be looked for. */
function recording({ open, signed: sent }: Session, account: LocalAccount): LocalAccount {
  const signTransaction: LocalAccount["signTransaction"] = async (transaction, options) => {
    const signed = await account.signTransaction(transaction, options)
    const hash = keccak256(signed as Hex)
    open.push(hash)
    sent.push(hash)
    return signed
  }
  const { address, signMessage, signTypedData } = account
  return toAccount({ address, signMessage, signTypedData, signTransaction })
}
