import type { RentalState } from "../../types.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import type { RentalParameters } from "./escrowCall.ts"
import { getState } from "./getState.ts"
import { idOf } from "./rentalId.ts"

/** A rental's state and the time of the latest block, for what a verb has to know before it is sent. */
export async function latestState(
  chain: Chain,
  { escrow, rental }: RentalParameters,
): Promise<{ readonly state: RentalState; readonly now: bigint }> {
  const id = idOf(chain.codec, rental)
  const [state, { timestamp }] = await Promise.all([getState(chain, { escrow, id }), latestBlock(chain)])
  return { state, now: timestamp }
}
