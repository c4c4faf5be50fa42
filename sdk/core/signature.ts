import type { Address, Hex } from "../types.ts"
import { isSameAddress } from "./address.ts"
import { askWallet } from "./askWallet.ts"
import { EscrowError } from "./escrowError.ts"
import type { TypedData, Wallet } from "./port.ts"
import type { ProgressOptions } from "./progress.ts"

/** Splits a signature of 65 bytes into its three parts. */
export function parseSignature(signature: Hex): { length: number; r: Hex; s: bigint; v: number } {
  const word = (from: number, to: number): Hex => `0x${signature.slice(2 + 2 * from, 2 + 2 * to) || "0"}`
  return { length: signature.length / 2 - 1, r: word(0, 32), s: BigInt(word(32, 64)), v: Number(word(64, 65)) }
}

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** What the contract and the tokens refuse in the form of a signature, whoever signed. Undefined: nothing. */
export function signatureFault(signature: Hex): string | undefined {
  const { length, s, v } = parseSignature(signature)
  if (length !== 65) return "65 bytes"
  if (s > HALF_ORDER) return "a low s"
  return v === 27 || v === 28 ? undefined : "a recovery id of 27 or 28"
}

/** Some wallets return the plain recovery id, others the compact form of EIP-2098. */
export function wholeSignature(signature: Hex): Hex {
  const { length, r, s, v } = parseSignature(signature)
  const join = (low: bigint, id: bigint | number): Hex =>
    `${r}${low.toString(16).padStart(64, "0")}${id.toString(16)}` as Hex
  if (length === 65 && v < 2) return join(s, 27 + v)
  return length === 64 ? join(BigInt.asUintN(255, s), 27n + (s >> 255n)) : signature
}

/** The last word of every signature of an account that is not deployed yet (ERC-6492). */
const ERC6492_SUFFIX = "6492".repeat(16)

/** Whether a signature is for an account that is not deployed yet (ERC-6492). */
export function isForUndeployed(signature: Hex): boolean {
  return signature.toLowerCase().endsWith(ERC6492_SUFFIX)
}

type SigningOptions = ProgressOptions & {
  /** The signature of an account with code, which only its contract can check. Default: refused. */
  readonly byContract?: ((signature: Hex) => Promise<boolean>) | undefined
  /** The error for a signature of an account that is not deployed yet (ERC-6492). Default: as for any other. */
  readonly undeployed?: (() => EscrowError) | undefined
}

/** Asks the account to sign, and checks the signature before it is given out. Only the signal ends a prompt. */
export async function signChecked(
  wallet: Wallet,
  typedData: TypedData,
  { byContract, undeployed, ...options }: SigningOptions,
): Promise<Hex> {
  const { account, codec } = wallet
  const answer: unknown = await askWallet("eth_signTypedData_v4", () => wallet.signTypedData(typedData), options)
  if (typeof answer !== "string" || !/^0x([\da-f]{2})*$/i.test(answer)) {
    throw new UnusableSignatureError({ account, expected: "bytes as a hex string" })
  }
  const given = answer as Hex
  if (undeployed && isForUndeployed(given)) throw undeployed()
  const signature = wholeSignature(given)
  const fault = signatureFault(signature)
  const signer = fault
    ? undefined
    : await codec.recover(codec.hashTypedData(typedData), signature).catch(() => undefined)
  if (signer && isSameAddress(signer, account)) return signature
  if (byContract && (await wallet.code(account)) && (await byContract(given))) return given
  throw new UnusableSignatureError({ account, expected: fault ?? "a signature of this data by the account's key" })
}

/** The wallet's signature is not one that the contract accepts as the account's. */
export class UnusableSignatureError extends EscrowError<
  "UnusableSignature",
  { readonly account: Address; readonly expected: string }
> {
  constructor(args: UnusableSignatureError["args"], options?: ErrorOptions) {
    super(
      "UnusableSignature",
      "The contract would refuse the wallet's signature. Select this account and chain in the wallet, or use another wallet.",
      args,
      options,
    )
  }
}
