import { NATIVE } from "../../generated/constants.ts"
import { WrongEpochError, WrongNonceError } from "../../generated/revertErrors.ts"
import type { Address, Hex, Offer } from "../../types.ts"
import { isSameAddress } from "../address.ts"
import { begun } from "../begun.ts"
import { EscrowError } from "../escrowError.ts"
import type { TypedData, Wallet } from "../port.ts"
import { beginCheck, cancellable, type ProgressOptions } from "../progress.ts"
import { getHost } from "../rental/getHost.ts"
import { signChecked } from "../signature.ts"
import { nextNonce } from "./buildOffer.ts"
import { earliestDeposit, expiryProblems, requireValid, termProblems } from "./offerTerms.ts"
import { offerTypedData } from "./offerTypedData.ts"
import { verifyOffer } from "./verifyOffer.ts"

/** Parameters of `signOffer`. */
export type SignOfferParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** The offer. */
  readonly offer: Offer
  /**
   * Pass false to sign although the account is not the host's signer, as an owner of a Safe does, or for another epoch or
   * nonce. Default: true.
   */
  readonly check?: boolean | undefined
} & ProgressOptions

/**
 * Signs an offer for one escrow, on the chain of the wallet. The wallet's signature is checked, and returned in the form
 * that the contract takes. An offer on which no deposit can ever succeed is not
 * signed. Whether a signed offer can be taken now is what `checkOffer` returns.
 *
 * @example
 * import { type Offer, signOffer } from "@gpuflow/escrow/offer"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const offer: Offer // from `buildOffer`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const hostSignature = await signOffer(client, { escrow: "0x…", offer })
 *
 * @param client A viem client with the signer's account
 * @returns The signature that `deposit` takes as `hostSignature`
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {InvalidOfferError} for terms that the contract refuses, and for an expiry that no block can meet
 * @throws {ForeignSignerError} if the account does not sign for the host
 * @throws {UnusableSignatureError} if the contract would refuse the wallet's signature
 * @throws {CancelledError} if the signal was aborted before the wallet was asked
 * @throws {WalletUnansweredError} if the signal was aborted before the wallet answered
 * @throws {WrongEpochError} for an epoch that is not the host's
 * @throws {WrongNonceError} for a nonce that is not the machine's
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export async function signOffer(
  wallet: Wallet,
  { escrow, offer, check = true, ...options }: SignOfferParameters,
): Promise<Hex> {
  beginCheck(options, "call")
  const typedData = await cancellable(checkedOffer(wallet, { escrow, offer, check }), options)
  return signChecked(wallet, typedData, {
    ...options,
    byContract: async (hostSignature) => !check || verifyOffer(wallet, { escrow, offer, hostSignature }),
  })
}

/** Everything is asked at once, and judged in order. */
async function checkedOffer(wallet: Wallet, { escrow, offer, check }: SignOfferParameters): Promise<TypedData> {
  const [chainId, earliest] = [begun(wallet.chainId()), begun(earliestDeposit(wallet))]
  const current = check ? begun(requireCurrent(wallet, { escrow, offer })) : undefined
  const typedData = offerTypedData(wallet.codec, { escrow, offer, chainId: await chainId })
  requireValid([...termProblems({ escrow, offer }), ...expiryProblems(offer, await earliest)])
  await current
  return typedData
}

async function requireCurrent(wallet: Wallet, { escrow, offer }: SignOfferParameters) {
  const { host, machine, epoch, nonce } = offer
  const { account } = wallet
  const [current, currentNonce] = await Promise.all([
    getHost(wallet, { escrow, host }),
    nextNonce(wallet, { escrow, host, machine }),
  ])
  const signer = isSameAddress(current.signer, NATIVE) ? host : current.signer
  if (!isSameAddress(account, signer)) throw new ForeignSignerError({ account, signer })
  if (epoch !== current.epoch) throw new WrongEpochError({ epoch, current: current.epoch })
  if (nonce !== currentNonce) throw new WrongNonceError({ nonce, current: currentNonce })
}

/** The account is not the host's signer. */
export class ForeignSignerError extends EscrowError<
  "ForeignSigner",
  { readonly account: Address; readonly signer: Address }
> {
  constructor(args: ForeignSignerError["args"], options?: ErrorOptions) {
    super("ForeignSigner", "This account does not sign for the host. Use the signer's account.", args, options)
  }
}
