import type { Address, Hash } from "../../types.ts"
import { isAcceptedByContract, isSignedByKey } from "../accountSignature.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import { getRental, type RentalDetails } from "../rental/getRental.ts"
import { RentalNotFoundError } from "../rental/rentalErrors.ts"
import { type AccessRefusal, AccessRefusedError } from "./accessErrors.ts"
import { type AccessRequest, accessTypedData } from "./accessRequest.ts"

/** Parameters of `verifyAccess`. */
export type VerifyAccessParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The request, from `parseAccessRequest`. */
  readonly request: AccessRequest
}

/** A request that is the renter's, for a rental that is paid and has not ended. */
export type VerifiedAccess = RentalDetails & {
  /** The digest that was signed. Accept each digest once: whoever saw the request can send it again. */
  readonly digest: Hash
  /** Timestamp at which the rental ends. Of a rental that has not been started, it is what a start now would give. */
  readonly endsAt: bigint
}

/** Seconds that a request may be valid. A door remembers used requests for as long. */
const LONGEST_LIFETIME = 600n
/** What the contract of a renter may burn on the door's node: enough for a Safe with many owners. */
const SIGNATURE_GAS = 3_000_000n

/**
 * Checks a request for access on the chain, as the door of a machine does: it has not expired, the rental is funded or
 * running, and its renter signed, by its key or else by its contract (ERC-1271). It does not know whether the machine is
 * one of yours and ready, nor whether the request was used before: keep the digests that you have accepted.
 *
 * @example
 * import { parseAccessRequest, verifyAccess } from "@gpuflow/escrow/access"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const body: string // of the HTTP request
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const request = parseAccessRequest(body)
 * const { endsAt, digest } = await verifyAccess(client, { escrow: "0x…", request })
 *
 * @returns The rental, its end, and the digest that was signed
 * @throws {AccessRefusedError} with the reason `RequestExpired`, `ExpiryTooFar`, `RentalUnknown`, `NotTheRenter` or
 * `RentalNotLive`
 * @throws {TermsNotFoundError} if the node has no logs of the deposit's block
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function verifyAccess(chain: Chain, { escrow, request }: VerifyAccessParameters): Promise<VerifiedAccess> {
  const { rental: id, expiry, signature } = request
  const refuse = (reason: AccessRefusal) => new AccessRefusedError({ rental: id, reason })
  const [chainId, { timestamp: now, number: blockNumber }] = await Promise.all([chain.chainId(), latestBlock(chain)])
  if (expiry <= now) throw refuse("RequestExpired")
  if (expiry > now + LONGEST_LIFETIME) throw refuse("ExpiryTooFar")
  const details = await getRental(chain, { escrow, id, blockNumber }).catch((error: unknown) => {
    throw error instanceof RentalNotFoundError ? refuse("RentalUnknown") : error
  })
  const { rental, state } = details
  const digest = chain.codec.hashTypedData(accessTypedData(chain.codec, { escrow, chainId, access: request }))
  const signed = { account: rental.renter, digest, signature }
  const isRenters =
    (await isSignedByKey(chain, signed)) || (await isAcceptedByContract(chain, { ...signed, gas: SIGNATURE_GAS }))
  if (!isRenters) throw refuse("NotTheRenter")
  const { status, since, duration } = state
  const endsAt = (status === "Active" ? since : now) + duration
  const isLive = status === "Funded" || (status === "Active" && now < endsAt)
  if (!isLive) throw refuse("RentalNotLive")
  return { ...details, digest, endsAt }
}
