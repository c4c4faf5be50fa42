// The hash of a Safe's transaction, and its two parts. Pure.
import { type Address, concat, type Hash, type Hex, hashDomain, hashStruct, keccak256, zeroAddress } from "viem"

/** A call that the Safe is to make itself. */
export type SafeCall = { readonly to: Address; readonly value: bigint; readonly data: Hex }

/** What owners sign, as their devices show it. */
export type SafeHashes = {
  /** The hash of the transaction, which the Safe's app shows. */
  readonly safeTxHash: Hash
  /** Its two parts, which some devices show. */
  readonly domainHash: Hash
  readonly messageHash: Hash
}

const types = {
  EIP712Domain: [
    { name: "chainId", type: "uint256" },
    { name: "verifyingContract", type: "address" },
  ],
  SafeTx: [
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "data", type: "bytes" },
    { name: "operation", type: "uint8" },
    { name: "safeTxGas", type: "uint256" },
    { name: "baseGas", type: "uint256" },
    { name: "gasPrice", type: "uint256" },
    { name: "gasToken", type: "address" },
    { name: "refundReceiver", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
} as const

type Signing = {
  readonly chainId: number
  /** The Safe, of version 1.3.0 or newer. */
  readonly safe: Address
  readonly nonce: bigint
}

/** The hashes of a transaction without a refund of gas, as the Safe's app proposes it. */
export function safeHashes({ chainId, safe, nonce }: Signing, { to, value, data }: SafeCall): SafeHashes {
  const domainHash = hashDomain({ domain: { chainId: BigInt(chainId), verifyingContract: safe }, types })
  const plain = { operation: 0, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n } as const
  const refund = { gasToken: zeroAddress, refundReceiver: zeroAddress }
  const message = { to, value, data, ...plain, ...refund, nonce }
  const messageHash = hashStruct({ data: message, primaryType: "SafeTx", types })
  return { safeTxHash: keccak256(concat(["0x1901", domainHash, messageHash])), domainHash, messageHash }
}
