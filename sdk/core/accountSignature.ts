// Signatures of accounts, by their key or by their contract (ERC-1271).
import type { Address, Hex } from "../types.ts"
import { isSameAddress } from "./address.ts"
import type { AbiItem, Chain } from "./port.ts"
import { isRevert, WORD } from "./readContract.ts"
import { revertData } from "./revert.ts"
import { signatureFault } from "./signature.ts"

const isValidSignature: AbiItem = { type: "function", name: "isValidSignature", inputs: [WORD, { type: "bytes" }] }
const MAGIC_WORD = `0x1626ba7e${"0".repeat(56)}`

type Signed = { readonly account: Address; readonly digest: Hex; readonly signature: Hex }

/**
 * Whether the account's contract accepts a signature. False for an account without code. `gas` is the most that the
 * contract may use: it refuses by using more.
 */
export async function isAcceptedByContract(
  chain: Chain,
  { account, digest, signature, gas }: Signed & { readonly gas?: bigint },
): Promise<boolean> {
  if (!(await chain.code(account))) return false
  const data = chain.codec.encodeCall(isValidSignature, [digest, signature])
  const answer = await chain.call({ to: account, data }, { gas }).catch((error: unknown) => {
    // An account's contract may refuse by reverting. A failure of the node must throw.
    if (!isRevert(error)) throw error
    return "0x"
  })
  return answer.slice(0, MAGIC_WORD.length) === MAGIC_WORD
}

/** 65 bytes that no key has signed. */
const NO_SIGNATURE: Hex = `0x${"0".repeat(130)}`

/**
 * Whether an account's signature can be valid for a contract that asks the code of accounts that have some, as tokens do.
 * Code that answers nothing at all does not know the question.
 */
export async function canSign(chain: Chain, { account, digest }: Omit<Signed, "signature">): Promise<boolean> {
  if (!(await chain.code(account))) return true
  const data = chain.codec.encodeCall(isValidSignature, [digest, NO_SIGNATURE])
  try {
    return (await chain.call({ to: account, data })).length >= MAGIC_WORD.length
  } catch (error) {
    if (!isRevert(error)) throw error
    // A refusal of this very signature has a reason.
    return (revertData(error) ?? "0x") !== "0x"
  }
}

/** Whether a signature is of the account's key: 65 bytes with a low `s`. */
export async function isSignedByKey(chain: Chain, { account, digest, signature }: Signed): Promise<boolean> {
  if (signatureFault(signature)) return false
  const signer = await chain.codec.recover(digest, signature).catch(() => undefined)
  return signer !== undefined && isSameAddress(signer, account)
}
