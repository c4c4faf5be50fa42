import { extendFunction } from "../../generated/abiItems.ts"
import { NATIVE } from "../../generated/constants.ts"
import { isSameAddress } from "../address.ts"
import { assertArgs } from "../codec.ts"
import type { Chain } from "../port.ts"
import { escrowCall, type PermitParameters, type RentalParameters } from "./escrowCall.ts"
import { extensionPrice } from "./extensionPrice.ts"
import { getState } from "./getState.ts"
import { idOf } from "./rentalId.ts"
import type { PreparedRequest } from "./send.ts"

/** Parameters of `extend`. */
export type ExtendParameters = RentalParameters & {
  /** The new total of seconds, more than the present one. Sent twice, it buys once. */
  readonly duration: bigint
  /** Native coin to send, wei. Default: the price of the added seconds if the token is the native coin, otherwise 0. */
  readonly value?: bigint | undefined
} & PermitParameters

/**
 * Pays for more time on a running rental. Anyone may call it. The host's signature on `maxDuration` covers it. Until 20
 * prices cover the offer's bond (`durationCoveringBond`), an extension also raises the rental's bond, which needs the
 * host's free bond.
 *
 * @example
 * import { extend, getRental } from "@gpuflow/escrow"
 * import { createWalletClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createWalletClient({ account: "0x…", chain: polygon, transport: http() })
 * const { rental, state } = await getRental(client, { escrow: "0x…", id: "0x…" })
 * const { events } = await extend(client, { escrow: "0x…", rental, duration: state.duration + 1_800n })
 *
 * @returns The hash, the receipt and the escrow's events of the transaction
 * @throws {WrongStatusError} if the rental is not in a status that allows it
 * @throws {RentalOverError} once the promised time has ended
 * @throws {DurationOutOfBoundsError} if the rental already lasts as long, or beyond `maxDuration`
 * @throws {InsufficientBondError} if the host's free bond does not cover what the extension raises
 * @throws {MarketNotOpenError} if the market was closed
 * @throws {InsufficientAllowanceError} if the escrow may not take that much
 * @throws {InsufficientBalanceError} if the sender does not have it
 * @throws {WrongValueError} if another value is sent than is due
 * @throws {InvalidInputError} for a parameter that its type cannot hold
 * @throws {WrongChainError} if the wallet is on another chain than its client
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function prepareExtend(
  chain: Chain,
  { escrow, rental, duration, permit = "0x", value }: ExtendParameters,
): Promise<PreparedRequest> {
  const args = [rental, duration, permit] as const
  assertArgs(chain.codec, extendFunction, args)
  const isNative = isSameAddress(rental.offer.token, NATIVE)
  const price = value ?? (isNative ? await readExtensionPrice(chain, { escrow, rental, duration }) : 0n)
  return escrowCall(chain, escrow, extendFunction, args, { value: price })
}

/** The price in the rental's present state; 0 for a duration that the contract refuses because it is not longer. */
export async function readExtensionPrice(
  chain: Chain,
  { escrow, rental, duration }: ExtendParameters,
): Promise<bigint> {
  const state = await getState(chain, { escrow, id: idOf(chain.codec, rental) })
  // The contract names the bounds of a duration that is too short.
  return duration <= state.duration ? 0n : extensionPrice(rental.offer, state, duration)
}
