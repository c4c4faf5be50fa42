import { type Account, type Address, type Client, type Hex, isAddressEqual, zeroAddress } from "viem"
import { signTypedData } from "viem/actions"

import { ForeignSignerError } from "../errors.ts"
import { WrongEpochError, WrongNonceError } from "../generated/errors.ts"
import { offerTypedData } from "../offer.ts"
import type { Offer } from "../types.ts"
import { getHost } from "./getHost.ts"
import { getMachine } from "./getMachine.ts"
import { requireAccount, requireChain } from "./internal/wallet.ts"

/**
 * Signs an offer for one escrow, on the chain that the wallet is really on.
 *
 * @example
 * import { type Offer, signOffer } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * declare const offer: Offer // from `buildOffer`
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const hostSignature = await signOffer(client, { escrow: "0x…", offer })
 *
 * @param client A viem client with the signer's account
 * @param parameters.escrow The escrow's address
 * @param parameters.offer The offer
 * @param parameters.account The signer; without it, the client's account
 * @param parameters.check False: sign although the offer could not be taken now, as an owner of a Safe does
 * @returns The signature that `deposit` takes as `hostSignature`
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {ForeignSignerError} if the account does not sign for the host
 * @throws {WrongEpochError} for an epoch that is not the host's
 * @throws {WrongNonceError} for a nonce that is not the machine's
 * @throws {InvalidInputError} for a field that its type cannot hold
 */
export async function signOffer(
  client: Client,
  { escrow, offer, check = true, ...options }: signOffer.Parameters,
): Promise<signOffer.ReturnType> {
  const account = requireAccount(client, options.account)
  const typedData = offerTypedData({ escrow, offer, chainId: await requireChain(client) })
  if (check) await requireCurrent(client, { escrow, offer, account: account.address })
  return signTypedData(client, { account, ...typedData })
}

export declare namespace signOffer {
  type Parameters = {
    readonly escrow: Address
    readonly offer: Offer
    /** The signer; without it, the client's account. */
    readonly account?: Account | Address | undefined
    /** False: sign although the offer could not be taken now. */
    readonly check?: boolean | undefined
  }
  type ReturnType = Hex
}

type Check = { readonly escrow: Address; readonly offer: Offer; readonly account: Address }

async function requireCurrent(client: Client, { escrow, offer, account }: Check) {
  const { host, machine, epoch, nonce } = offer
  const [current, { nonce: currentNonce }] = await Promise.all([
    getHost(client, { escrow, host }),
    getMachine(client, { escrow, host, machine }),
  ])
  const signer = isAddressEqual(current.signer, zeroAddress) ? host : current.signer
  if (!isAddressEqual(account, signer)) throw new ForeignSignerError({ account, signer })
  if (epoch !== current.epoch) throw new WrongEpochError({ epoch, current: current.epoch })
  if (nonce !== currentNonce) throw new WrongNonceError({ nonce, current: currentNonce })
}
