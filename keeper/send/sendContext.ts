import type { LatestBlock } from "../keeperContext.ts"
import type { Endpoints } from "../rpc/endpoints.ts"
import type { FeeMarket } from "./gasFees.ts"
import type { Sender } from "./sender.ts"

/** What one poll sends with. */
export type SendContext = Sender & {
  readonly endpoints: Endpoints
  readonly block: LatestBlock
  /** The fees of this poll. They are requested once, when a transaction first needs them. */
  readonly feeMarket: () => Promise<FeeMarket>
}

export function createSendContext(context: Sender, endpoints: Endpoints, block: LatestBlock): SendContext {
  const { minTip: configured, maxFeePerGas } = context.options
  let requested: Promise<FeeMarket> | undefined
  async function requestFees(): Promise<FeeMarket> {
    const learned = context.nodeLimits.minTip()
    const minTip = learned > configured ? learned : configured
    return { suggestedTips: await endpoints.suggestedTips(), baseFee: block.baseFee, minTip, maxFeePerGas }
  }
  function feeMarket() {
    requested ??= requestFees()
    return requested
  }
  return { ...context, endpoints, block, feeMarket }
}
