// The account that signs. Its key comes from the environment or from an encrypted keystore, never from arguments, and
// leaves this file only inside an account object.
import { type Hex, isHex, keccak256, type LocalAccount } from "viem"
import { privateKeyToAccount, toAccount } from "viem/accounts"

import { UsageError } from "../errors.ts"
import type { Session } from "../session.ts"
import { decryptKeystore } from "./keystore.ts"
import { readSecret } from "./secretFile.ts"

/** The account that the environment configures, or undefined. */
export async function findAccount(session: Session): Promise<LocalAccount | undefined> {
  const key = await readSecret(session, "GPUFLOW_PRIVATE_KEY")
  const { GPUFLOW_KEYSTORE: keystore } = session.env
  if (key && keystore) throw new UsageError("GPUFLOW_PRIVATE_KEY and GPUFLOW_KEYSTORE are both set. Unset one of them.")
  if (key) return recordSigned(session, fromKey(key))
  return keystore ? recordSigned(session, fromKey(await decryptKeystore(session, keystore))) : undefined
}

export async function requireAccount(session: Session): Promise<LocalAccount> {
  const account = await findAccount(session)
  if (account) return account
  throw new UsageError(
    "No account is configured. Set GPUFLOW_KEYSTORE to the path of an encrypted keystore, or GPUFLOW_PRIVATE_KEY to a private key.",
  )
}

function fromKey(text: string): LocalAccount {
  const key = `0x${text.trim().replace(/^0x/, "")}` as const
  if (!isHex(key) || key.length !== 66) {
    throw new UsageError("GPUFLOW_PRIVATE_KEY is not a private key. Set it to 0x followed by 64 hexadecimal digits.")
  }
  try {
    return privateKeyToAccount(key)
  } catch {
    // The library's error may quote the key.
    throw new UsageError("GPUFLOW_PRIVATE_KEY is not a valid secp256k1 private key. Set it to the key of your account.")
  }
}

/** Records the hash of every signed transaction, so that it can be checked even if the node does not answer. */
function recordSigned({ open, signed: sent }: Session, account: LocalAccount): LocalAccount {
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
