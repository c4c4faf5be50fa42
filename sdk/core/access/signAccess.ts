import type { Address, Hash } from "../../types.ts"
import { isAcceptedByContract } from "../accountSignature.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Wallet } from "../port.ts"
import { cancellable, type ProgressOptions, report, requireGoing } from "../progress.ts"
import { signChecked } from "../signature.ts"
import { type AccessRequest, accessTypedData } from "./accessRequest.ts"
import { parseSshKey } from "./sshKey.ts"

/** Parameters of `signAccess`. */
export type SignAccessParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The rental's id. */
  readonly rental: Hash
  /** The public SSH key, as one line of OpenSSH. Its comment is left out. */
  readonly publicKey: string
  /** Timestamp until which a door accepts the request. Default: 5 to 9 minutes after the latest block. */
  readonly expiry?: bigint | undefined
} & ProgressOptions

/** Seconds that a request is valid, unless its signer says otherwise. */
const LIFETIME = { shortest: 300, longest: 540 }

/** A door accepts the same request once. Two that are signed in one block, for one key, differ in their expiry. */
function lifetime(): bigint {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  return BigInt(LIFETIME.shortest + (random % (LIFETIME.longest - LIFETIME.shortest + 1)))
}

/**
 * Signs a request to be let into a rental's machine, on the chain of the wallet. The account must be the rental's renter:
 * a key, or a contract that accepts the signature (ERC-1271). `requestAccess` signs and sends in one call.
 *
 * @example
 * import { serializeAccessRequest, signAccess } from "@gpuflow/escrow/access"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const publicKey: string // the line in ~/.ssh/id_ed25519.pub
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const body = serializeAccessRequest(await signAccess(client, { escrow: "0x…", rental: "0x…", publicKey }))
 *
 * @param client A viem client with the renter's account
 * @returns The request, as `parseAccessRequest` reads it
 * @throws {InvalidSshKeyError} for what is not a public SSH key
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {UnusableSignatureError} if the signature is not the account's
 * @throws {CancelledError} if the signal was aborted before the wallet was asked
 * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export async function signAccess(
  wallet: Wallet,
  { escrow, rental, publicKey, expiry, ...options }: SignAccessParameters,
): Promise<AccessRequest> {
  const { text } = parseSshKey(publicKey)
  requireGoing(options)
  report(options, { phase: "checking", what: "call" })
  const { account } = wallet
  const [chainId, until] = await cancellable(
    Promise.all([wallet.chainId(), expiry ?? latestBlock(wallet).then(({ timestamp }) => timestamp + lifetime())]),
    options,
  )
  const access = { rental, publicKey: text, expiry: until }
  const typedData = accessTypedData(wallet.codec, { escrow, chainId, access })
  const digest = wallet.codec.hashTypedData(typedData)
  const signature = await signChecked(wallet, typedData, {
    ...options,
    byContract: (given) => isAcceptedByContract(wallet, { account, digest, signature: given }),
  })
  return { ...access, signature }
}
