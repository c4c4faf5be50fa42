import type { Wallet } from "../port.ts"
import * as all from "./escrowCall.ts"
import type { PreparedRequest } from "./send.ts"

/** Every verb of renters, hosts, arbiters and keepers, by its name in Solidity. */
export const requests = {
  deposit: all.requestDeposit,
  start: all.requestStart,
  extend: all.requestExtend,
  stop: all.requestStop,
  interrupt: all.requestInterrupt,
  refund: all.requestRefund,
  settle: all.requestSettle,
  settleMany: all.requestSettleMany,
  dispute: all.requestDispute,
  submitEvidence: all.requestSubmitEvidence,
  resolve: all.requestResolve,
  fundBond: all.requestFundBond,
  withdrawBond: all.requestWithdrawBond,
  withdraw: all.requestWithdraw,
  collectFees: all.requestCollectFees,
  revokeOffers: all.requestRevokeOffers,
  setSigner: all.requestSetSigner,
}

/** A verb that sends a transaction. */
export type Verb = keyof typeof requests

/** What a verb takes. */
export type VerbParameters<verb extends Verb> = Parameters<(typeof requests)[verb]>[1]

/** A verb as a call that is ready to be signed. */
export async function prepareRequest<const verb extends Verb>(
  wallet: Wallet,
  verb: verb,
  parameters: VerbParameters<verb>,
): Promise<PreparedRequest> {
  // The compiler cannot see that a verb and its parameters belong together once they are a union.
  const prepare = requests[verb] as (
    wallet: Wallet,
    parameters: VerbParameters<verb>,
  ) => PreparedRequest | Promise<PreparedRequest>
  return prepare(wallet, parameters)
}
