// Written by `npm run generate`. Do not edit.

import { prepareAcceptOwnership } from "../core/admin/acceptOwnership.ts"
import { prepareCloseMarket } from "../core/admin/closeMarket.ts"
import { prepareRenounceOwnership } from "../core/admin/renounceOwnership.ts"
import { prepareSetGuardian } from "../core/admin/setGuardian.ts"
import { prepareSetHostFee } from "../core/admin/setHostFee.ts"
import { prepareSetMarket } from "../core/admin/setMarket.ts"
import { prepareSetTreasury } from "../core/admin/setTreasury.ts"
import { prepareTransferOwnership } from "../core/admin/transferOwnership.ts"
import { prepareExecuteMandate } from "../core/mandate/executeMandate.ts"
import { prepareRevokeAllMandates } from "../core/mandate/revokeAllMandates.ts"
import { prepareRevokeMandate } from "../core/mandate/revokeMandate.ts"
import { prepareCollectFees } from "../core/rental/collectFees.ts"
import { prepareDeposit } from "../core/rental/depositCall.ts"
import { prepareDispute } from "../core/rental/dispute.ts"
import { prepareExtend } from "../core/rental/extend.ts"
import { prepareFundBond } from "../core/rental/fundBond.ts"
import { prepareInterrupt } from "../core/rental/interrupt.ts"
import { prepareRefund } from "../core/rental/refund.ts"
import { prepareResolve } from "../core/rental/resolve.ts"
import { prepareRevokeOffers } from "../core/rental/revokeOffers.ts"
import { prepareSetSigner } from "../core/rental/setSigner.ts"
import { prepareSettle } from "../core/rental/settle.ts"
import { prepareSettleMany } from "../core/requests/settleMany.ts"
import { prepareStart } from "../core/rental/start.ts"
import { prepareStop } from "../core/rental/stop.ts"
import { prepareSubmitEvidence } from "../core/rental/submitEvidence.ts"
import { prepareWithdraw } from "../core/rental/withdraw.ts"
import { prepareWithdrawBond } from "../core/rental/withdrawBond.ts"

/** The verbs of renters, hosts, arbiters and keepers. */
export const verbs = {
  collectFees: prepareCollectFees,
  deposit: prepareDeposit,
  dispute: prepareDispute,
  extend: prepareExtend,
  fundBond: prepareFundBond,
  interrupt: prepareInterrupt,
  refund: prepareRefund,
  resolve: prepareResolve,
  revokeOffers: prepareRevokeOffers,
  setSigner: prepareSetSigner,
  settle: prepareSettle,
  settleMany: prepareSettleMany,
  start: prepareStart,
  stop: prepareStop,
  submitEvidence: prepareSubmitEvidence,
  withdraw: prepareWithdraw,
  withdrawBond: prepareWithdrawBond,
}

/** The verbs of the owner and the guardian. */
export const administrationVerbs = {
  acceptOwnership: prepareAcceptOwnership,
  closeMarket: prepareCloseMarket,
  renounceOwnership: prepareRenounceOwnership,
  setGuardian: prepareSetGuardian,
  setHostFee: prepareSetHostFee,
  setMarket: prepareSetMarket,
  setTreasury: prepareSetTreasury,
  transferOwnership: prepareTransferOwnership,
}

/** The verbs of mandates. */
export const mandateVerbs = {
  executeMandate: prepareExecuteMandate,
  revokeAllMandates: prepareRevokeAllMandates,
  revokeMandate: prepareRevokeMandate,
}
