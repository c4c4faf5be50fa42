import { hashOfferFunction } from "../../generated/abiItems.ts"
import { MIN_FEE_BPS, NATIVE } from "../../generated/constants.ts"
import { MarketNotOpenError } from "../../generated/revertErrors.ts"
import type { Address, Hex, Offer } from "../../types.ts"
import { assertArgs } from "../codec.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import type { MachineReadParameters } from "../rental/escrowRead.ts"
import { getHost } from "../rental/getHost.ts"
import { getMarket } from "../rental/getMarket.ts"
import { findUnsettledNoShow } from "./noShow.ts"
import { expiryProblems, requireValid, termProblems } from "./offerTerms.ts"

/** Long enough to outlast a halt of the chain. */
export const START_WINDOW = 30n * 60n
export const CHALLENGE_WINDOW = 6n * 60n * 60n
/** Offers are short-lived: the host signs a new one while the machine answers. */
const OFFER_LIFETIME = 10n * 60n

/** Parameters of `buildOffer`. */
export type BuildOfferParameters = {
  /** The escrow's address. */
  readonly escrow: Address
  /** Owner of the machine and its bond. */
  readonly host: Address
  /** Token of price and bond. Zero: the native coin. */
  readonly token: Address
  /** The host's stable id of the machine, 32 bytes. */
  readonly machine: Hex
  /** Hash of the description that is promised. */
  readonly spec: Hex
  /** Arbiter that the offer names. Default: the market's. Pass it to build an offer for a market that is closed now. */
  readonly arbiter?: Address | undefined
  /** Base units per hour. */
  readonly pricePerHour: bigint
  /** Seconds, extensions included. A modest one keeps interruptions affordable. */
  readonly maxDuration: bigint
  /** Receives payouts. Default: the host. */
  readonly payee?: Address | undefined
  /** May start and interrupt for the host. Default: no one. */
  readonly operator?: Address | undefined
  /** The only renter that may take the offer. Default: any. */
  readonly renter?: Address | undefined
  /** Host collateral locked per rental, base units. Default: 0. */
  readonly bond?: bigint | undefined
  /** Seconds billed to a renter who ends earlier. Default: 1, which is pure per-second billing. */
  readonly minDuration?: bigint | undefined
  /** Seconds the host has to start. Default: 30 minutes. 0: the rental starts with the deposit. */
  readonly startWindow?: bigint | undefined
  /** Seconds after the end in which the renter may dispute. Default: 6 hours. */
  readonly challengeWindow?: bigint | undefined
  /** Timestamp until which the offer can be taken. Default: 10 minutes after the latest block. */
  readonly expiry?: bigint | undefined
  /** Highest platform fee that the host accepts, basis points. Default: the fee of a deposit made now. */
  readonly maxFeeBps?: bigint | undefined
  /** Whether the host may collect before the end what is older than `challengeWindow`. Default: false. */
  readonly rolling?: boolean | undefined
}

/**
 * Builds an offer. Arbiter, fee, nonce and epoch come from the chain, other missing terms from the defaults. Terms on
 * which no deposit can ever succeed are refused. Whether the offer can be taken now is what `checkOffer` returns.
 *
 * @example
 * import { buildOffer, signOffer } from "@gpuflow/escrow/offer"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const offer = await buildOffer(client, {
 *   escrow: "0x…",
 *   host: client.account.address,
 *   token: "0x…",
 *   machine: "0x…",
 *   spec: "0x…",
 *   pricePerHour: 1_500_000n,
 *   maxDuration: 86_400n,
 * })
 * const hostSignature = await signOffer(client, { escrow: "0x…", offer })
 *
 * @returns The offer, unsigned
 * @throws {MarketNotOpenError} if the token is not accepted and no arbiter is passed
 * @throws {InvalidOfferError} for terms that the contract refuses, and for an expiry that no block can meet
 * @throws {InvalidInputError} for a field that its type cannot hold
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function buildOffer(
  chain: Chain,
  { escrow, host, token, machine, ...terms }: BuildOfferParameters,
): Promise<Offer> {
  const [market, { epoch, feeBps }, nonce, { timestamp }] = await Promise.all([
    getMarket(chain, { escrow, token }),
    getHost(chain, { escrow, host }),
    nextNonce(chain, { escrow, host, machine }),
    latestBlock(chain),
  ])
  if (!market.open && terms.arbiter === undefined) throw new MarketNotOpenError({ token })

  const offer: Offer = {
    host,
    payee: terms.payee ?? host,
    operator: terms.operator ?? NATIVE,
    renter: terms.renter ?? NATIVE,
    token,
    arbiter: terms.arbiter ?? market.arbiter,
    pricePerHour: terms.pricePerHour,
    bond: terms.bond ?? 0n,
    minDuration: terms.minDuration ?? 1n,
    maxDuration: terms.maxDuration,
    startWindow: terms.startWindow ?? START_WINDOW,
    challengeWindow: terms.challengeWindow ?? CHALLENGE_WINDOW,
    nonce,
    epoch,
    expiry: terms.expiry ?? timestamp + OFFER_LIFETIME,
    maxFeeBps: terms.maxFeeBps ?? (feeBps || market.feeBps || MIN_FEE_BPS),
    rolling: terms.rolling ?? false,
    machine,
    spec: terms.spec,
  }
  assertArgs(chain.codec, hashOfferFunction, [offer])
  requireValid([...termProblems({ escrow, offer }), ...expiryProblems(offer, timestamp + 1n)])
  return offer
}

/** Only a settlement can follow a no-show, and it adds one to the nonce. */
export async function nextNonce(chain: Chain, machine: MachineReadParameters): Promise<bigint> {
  const [{ nonce }, noShow] = await findUnsettledNoShow(chain, machine)
  return noShow ? nonce + 1n : nonce
}
