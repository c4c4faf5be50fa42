import { disputeFunction } from "../../generated/abiItems.ts"
import { NATIVE } from "../../generated/constants.ts"
import { stakeShortfall } from "../../math.ts"
import { isSameAddress } from "../address.ts"
import { assertArgs } from "../codec.ts"
import type { Chain } from "../port.ts"
import { escrowCall, type PermitParameters, type RentalParameters } from "./escrowCall.ts"
import { latestState } from "./latestState.ts"
import type { PreparedRequest } from "./send.ts"

/** Seconds for which the native coins sent cover the growing stake, if the transaction waits. */
const STAKE_GROWTH_SECONDS = 600n

/** Parameters of `dispute`. */
export type DisputeParameters = RentalParameters & {
  /** Where the evidence is. */
  readonly evidenceURI: string
  /** Native coin to send, wei. Default: what the stake may lack within the next ten minutes, in the native coin. */
  readonly value?: bigint | undefined
} & PermitParameters

/**
 * Disputes a rental as its renter, until the challenge window ends. Payments due are made first. A running rental ends,
 * and the unbilled part of the price comes back, less the stake of 5 % of what is at risk (`getStake`). If that refund
 * does not cover the stake, the sender pays the difference. A token is taken by allowance or permit. The native coin is
 * sent with the transaction, with a margin whose excess comes back.
 *
 * @example
 * import { dispute, findEvent, getRental } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await dispute(client, { escrow: "0x…", rental, evidenceURI: "ipfs://…" })
 * const contested = findEvent(events, "Disputed")?.args.contested
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {WrongStatusError} if the rental is not in a status that allows it
 * @throws {NotRenterError} for any other account
 * @throws {ChallengeWindowOverError} once the closing settlement is due
 * @throws {NothingAtRiskError} if neither price nor bond is left
 * @throws {InsufficientAllowanceError} if the escrow may not take what the stake lacks
 * @throws {InsufficientBalanceError} if the sender does not have it
 * @throws {WrongValueError} if less native coin is sent than the stake lacks, or any for a token
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function prepareDispute(
  chain: Chain,
  { escrow, rental, evidenceURI, permit = "0x", value }: DisputeParameters,
): Promise<PreparedRequest> {
  const args = [rental, evidenceURI, permit] as const
  assertArgs(chain.codec, disputeFunction, args)
  const isNative = isSameAddress(rental.offer.token, NATIVE)
  const shortfall = value ?? (isNative ? await stakeToPay(chain, { escrow, rental }) : 0n)
  return escrowCall(chain, escrow, disputeFunction, args, { value: shortfall, paysOut: true })
}

/**
 * What the sender pays of the stake within the next ten minutes. While a rental runs, each second raises the contested
 * amount and lowers the refund. A rolling payout only lowers both.
 */
export async function stakeToPay(chain: Chain, { escrow, rental }: RentalParameters): Promise<bigint> {
  const { state, now } = await latestState(chain, { escrow, rental })
  // Payouts until the block are ignored, because they only make the stake smaller.
  return stakeShortfall({ ...rental.offer, rolling: false }, state, now + STAKE_GROWTH_SECONDS)
}
