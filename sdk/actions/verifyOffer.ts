import {
  type Address,
  type Client,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  isAddressEqual,
  padHex,
  parseAbi,
  zeroAddress,
} from "viem"
import { call, getChainId, getCode } from "viem/actions"

import { isSignedBy, offerTypedData } from "../offer.ts"
import { revertData } from "../revert.ts"
import type { Offer } from "../types.ts"
import { getHost } from "./getHost.ts"

const erc1271Abi = parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"])
const MAGIC_WORD = padHex("0x1626ba7e", { dir: "right", size: 32 })

/**
 * Whether the escrow would accept an offer's signature: by the key of the host's current signer, or else by the
 * signer's contract (ERC-1271). Says nothing about expiry, nonce or epoch; the simulation in `deposit` does.
 *
 * @example
 * import { type Offer, verifyOffer } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const offer: Offer // from the host, with its signature
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const valid = await verifyOffer(client, { escrow: "0x…", offer, hostSignature: "0x…" })
 *
 * @param client A viem client
 * @param parameters.escrow The escrow's address
 * @param parameters.offer The offer
 * @param parameters.hostSignature The signature
 * @returns True or false
 * @throws {InvalidInputError} for a field that its type cannot hold
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function verifyOffer(
  client: Client,
  { escrow, offer, hostSignature }: verifyOffer.Parameters,
): Promise<verifyOffer.ReturnType> {
  const [chainId, host] = await Promise.all([getChainId(client), getHost(client, { escrow, host: offer.host })])
  const signer = isAddressEqual(host.signer, zeroAddress) ? offer.host : host.signer
  if (await isSignedBy({ escrow, chainId, offer, hostSignature, signer })) return true
  if (!(await getCode(client, { address: signer }))) return false

  const hash = hashTypedData(offerTypedData({ escrow, chainId, offer }))
  const data = encodeFunctionData({ abi: erc1271Abi, args: [hash, hostSignature] })
  const answer = await call(client, { to: signer, data }).catch((error: unknown) => {
    // A signer's contract may refuse by reverting; a node that fails is another matter.
    if (!revertData(error)) throw error
    return { data: undefined }
  })
  return answer.data?.slice(0, MAGIC_WORD.length) === MAGIC_WORD
}

export declare namespace verifyOffer {
  type Parameters = { readonly escrow: Address; readonly offer: Offer; readonly hostSignature: Hex }
  type ReturnType = boolean
}
