import { NATIVE } from "../../generated/constants.ts"
import type { Address, Hex, Offer } from "../../types.ts"
import { isAcceptedByContract } from "../accountSignature.ts"
import { isSameAddress } from "../address.ts"
import type { Chain } from "../port.ts"
import { getHost } from "../rental/getHost.ts"
import { isSignedBy, offerTypedData } from "./offerTypedData.ts"

/** Parameters of `verifyOffer`. */
export type VerifyOfferParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The offer. */
  readonly offer: Offer
  /** The signature to verify. */
  readonly hostSignature: Hex
}

/**
 * Checks whether the escrow would accept an offer's signature, by the key of the host's current signer or by the
 * signer's contract (ERC-1271). It checks only the signature. Whether the offer can be taken is what `checkOffer` returns.
 *
 * @example
 * import { type Offer, verifyOffer } from "@gpuflow/escrow/offer"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const offer: Offer // from the host, with its signature
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const valid = await verifyOffer(client, { escrow: "0x…", offer, hostSignature: "0x…" })
 *
 * @returns True or false
 * @throws {InvalidInputError} for a field that its type cannot hold
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function verifyOffer(
  chain: Chain,
  { escrow, offer, hostSignature }: VerifyOfferParameters,
): Promise<boolean> {
  const [chainId, host] = await Promise.all([chain.chainId(), getHost(chain, { escrow, host: offer.host })])
  const signer = isSameAddress(host.signer, NATIVE) ? offer.host : host.signer
  const { codec } = chain
  if (await isSignedBy(codec, { escrow, chainId, offer, hostSignature, signer })) return true
  const digest = codec.hashTypedData(offerTypedData(codec, { escrow, chainId, offer }))
  return isAcceptedByContract(chain, { account: signer, digest, signature: hostSignature })
}
