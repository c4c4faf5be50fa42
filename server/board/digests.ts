// What is signed for the board, and by whose key.
import { offerTypedData, type SignedOffer } from "@gpuflow/escrow/offer"
import { offerRemovalTypedData } from "@gpuflow/escrow/server"
import { type Address, type Hex, hashTypedData, recoverAddress } from "viem"

export function digestOf({ escrow, chainId, offer }: Pick<SignedOffer, "escrow" | "chainId" | "offer">): Hex {
  return hashTypedData(offerTypedData({ escrow, chainId, offer }))
}

interface RemovalParameters {
  readonly escrow: Address
  readonly chainId: number
  readonly host: string
  readonly machine: string
  readonly expiry: number
}

export function removalDigest({ escrow, chainId, host, machine, expiry }: RemovalParameters): Hex {
  const removal = { host: host as Address, machine: machine as Hex, expiry: BigInt(expiry) }
  return hashTypedData(offerRemovalTypedData({ escrow, chainId, removal }))
}

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** Whose key signed, by the contract's rule: 65 bytes with a low `s`. Undefined: no key did. */
export async function recoveredFrom(digest: Hex, signature: Hex): Promise<string | undefined> {
  if (signature.length !== 132) return undefined
  const [s, v] = [BigInt(`0x${signature.slice(66, 130)}`), signature.slice(130).toLowerCase()]
  if (s > HALF_ORDER || (v !== "1b" && v !== "1c")) return undefined
  try {
    return (await recoverAddress({ hash: digest, signature })).toLowerCase()
  } catch {
    // No point of the curve has these coordinates.
    return undefined
  }
}
