import { type Address, type Client, zeroAddress } from "viem"
import { getBlock } from "viem/actions"

import { assertArgs } from "../codec.ts"
import { MarketNotOpenError } from "../generated/errors.ts"
import type { Offer } from "../types.ts"
import { getHost } from "./getHost.ts"
import { getMachine } from "./getMachine.ts"
import { getMarket } from "./getMarket.ts"

/** Long enough to outlast a halt of the chain. */
const START_WINDOW = 30n * 60n
const CHALLENGE_WINDOW = 6n * 60n * 60n
/** An offer is a heartbeat: signed again while the machine answers. */
const LIFETIME = 10n * 60n

/**
 * An offer that can be taken now: arbiter, fee, nonce and epoch come from the chain, the rest from the defaults.
 *
 * @example
 * import { buildOffer, signOffer } from "@gpuflow/escrow"
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
 * @param client A viem client
 * @param parameters.escrow The escrow's address
 * @param parameters.host Owner of the machine and its bond
 * @param parameters.token Token of price and bond; zero: the native coin
 * @param parameters.machine The host's stable id of the machine, 32 bytes
 * @param parameters.spec Hash of the description that is promised
 * @param parameters.pricePerHour Base units per hour
 * @param parameters.maxDuration Seconds, extensions included: a modest one keeps interruptions affordable
 * @param parameters.payee Without it, the host
 * @param parameters.operator Without it, none
 * @param parameters.renter Without it, any
 * @param parameters.bond Without it, none
 * @param parameters.minDuration Without it, a second: pure per-second billing
 * @param parameters.startWindow Without it, 30 minutes; 0: the rental starts with the deposit
 * @param parameters.challengeWindow Without it, 6 hours
 * @param parameters.expiry Without it, 10 minutes after the latest block
 * @param parameters.maxFeeBps Without it, the fee of a deposit made now
 * @param parameters.rolling Without it, false
 * @returns The offer, unsigned
 * @throws {MarketNotOpenError} if the token is not accepted
 * @throws {InvalidInputError} for a field that its type cannot hold
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function buildOffer(
  client: Client,
  { escrow, host, token, machine, ...terms }: buildOffer.Parameters,
): Promise<buildOffer.ReturnType> {
  const [market, { epoch, feeBps }, { nonce }, { timestamp }] = await Promise.all([
    getMarket(client, { escrow, token }),
    getHost(client, { escrow, host }),
    getMachine(client, { escrow, host, machine }),
    getBlock(client),
  ])
  if (!market.open) throw new MarketNotOpenError({ token })

  const offer: Offer = {
    host,
    payee: terms.payee ?? host,
    operator: terms.operator ?? zeroAddress,
    renter: terms.renter ?? zeroAddress,
    token,
    arbiter: market.arbiter,
    pricePerHour: terms.pricePerHour,
    bond: terms.bond ?? 0n,
    minDuration: terms.minDuration ?? 1n,
    maxDuration: terms.maxDuration,
    startWindow: terms.startWindow ?? START_WINDOW,
    challengeWindow: terms.challengeWindow ?? CHALLENGE_WINDOW,
    nonce,
    epoch,
    expiry: terms.expiry ?? timestamp + LIFETIME,
    maxFeeBps: terms.maxFeeBps ?? (feeBps || market.feeBps),
    rolling: terms.rolling ?? false,
    machine,
    spec: terms.spec,
  }
  assertArgs("hashOffer", [offer])
  return offer
}

type Chosen = "host" | "token" | "machine" | "spec" | "pricePerHour" | "maxDuration"
type Optional = Exclude<keyof Offer, Chosen | "arbiter" | "nonce" | "epoch">

export declare namespace buildOffer {
  type Parameters = Pick<Offer, Chosen> & { readonly [field in Optional]?: Offer[field] | undefined } & {
    readonly escrow: Address
  }
  type ReturnType = Offer
}
