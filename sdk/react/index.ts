export { type ChainTime, type ChainTimeParameters, getChainTimeQueryOptions } from "./chainTime.ts"
export type { StoredDeposit } from "./depositStorage.ts"
export { ChainNotConfiguredError, type QueryError, WalletNotConnectedError } from "./errors.ts"
export {
  type InvalidateByEventsParameters,
  invalidateByEvents,
  invalidateEscrow,
  invalidateRental,
} from "./invalidate.ts"
export {
  type EscrowQueryKey,
  type EscrowQueryKeyParameters,
  escrowQueryKey,
  type QueryScope,
  type ReadKey,
  type RentalQueryKeyParameters,
  type RentalReference,
  rentalQueryKey,
} from "./keys.ts"
export type { Phase } from "./phase.ts"
export type { QueryParameters, ReadOptions } from "./readQuery.ts"
export type { QuerySource } from "./source.ts"
export type { ActionOptions, ActionResult } from "./useEscrowMutation.ts"
export { type UseEventsParameters, type UseEventsResult, useEvents } from "./useEvents.ts"
export {
  type RevokeMandateVariables,
  type UseMandateParameters,
  type UseMandateResult,
  useMandate,
} from "./useMandate.ts"
export { useMeter } from "./useMeter.ts"
export { type PaymentVariables, usePayment } from "./usePayment.ts"
export { type Purchased, type PurchaseVariables, usePurchase } from "./usePurchase.ts"
export type { UseReadOptions, UseReadParameters, UseReadResult } from "./useRead.ts"
export { type Rented, type RentVariables, useRent } from "./useRent.ts"
export { useRentalAction, type Verb } from "./useRentalAction.ts"
export { type ResumableDeposit, type UseStoredDepositsParameters, useStoredDeposits } from "./useStoredDeposits.ts"

// Written by `npm run generate` from here on.

export { checkMandateQueryKey, checkMandateQueryOptions } from "../generated/react/checkMandate.ts"
export { checkOfferQueryKey, checkOfferQueryOptions } from "../generated/react/checkOffer.ts"
export { explainTransactionQueryKey, explainTransactionQueryOptions } from "../generated/react/explainTransaction.ts"
export { getAccruedQueryKey, getAccruedQueryOptions } from "../generated/react/getAccrued.ts"
export { getAdministrationQueryKey, getAdministrationQueryOptions } from "../generated/react/getAdministration.ts"
export { getBondQueryKey, getBondQueryOptions } from "../generated/react/getBond.ts"
export { getClaimsQueryKey, getClaimsQueryOptions } from "../generated/react/getClaims.ts"
export { getCreditQueryKey, getCreditQueryOptions } from "../generated/react/getCredit.ts"
export { getDollarValueQueryKey, getDollarValueQueryOptions } from "../generated/react/getDollarValue.ts"
export { getDueQueryKey, getDueQueryOptions } from "../generated/react/getDue.ts"
export { getExitAtQueryKey, getExitAtQueryOptions } from "../generated/react/getExitAt.ts"
export { getFeesQueryKey, getFeesQueryOptions } from "../generated/react/getFees.ts"
export { getHostQueryKey, getHostQueryOptions } from "../generated/react/getHost.ts"
export { getHostRecordQueryKey, getHostRecordQueryOptions } from "../generated/react/getHostRecord.ts"
export { getMachineQueryKey, getMachineQueryOptions } from "../generated/react/getMachine.ts"
export { getMachineHistoryQueryKey, getMachineHistoryQueryOptions } from "../generated/react/getMachineHistory.ts"
export { getMandateSpentQueryKey, getMandateSpentQueryOptions } from "../generated/react/getMandateSpent.ts"
export { getMandateStatusQueryKey, getMandateStatusQueryOptions } from "../generated/react/getMandateStatus.ts"
export { getMarketQueryKey, getMarketQueryOptions } from "../generated/react/getMarket.ts"
export { getNextExtensionQueryKey, getNextExtensionQueryOptions } from "../generated/react/getNextExtension.ts"
export { getPermitDomainQueryKey, getPermitDomainQueryOptions } from "../generated/react/getPermitDomain.ts"
export { getPurchaseWaysQueryKey, getPurchaseWaysQueryOptions } from "../generated/react/getPurchaseWays.ts"
export { getQuoteQueryKey, getQuoteQueryOptions } from "../generated/react/getQuote.ts"
export { getRentalQueryKey, getRentalQueryOptions } from "../generated/react/getRental.ts"
export { getRentalsQueryKey, getRentalsQueryOptions } from "../generated/react/getRentals.ts"
export { getRentalsOfQueryKey, getRentalsOfQueryOptions } from "../generated/react/getRentalsOf.ts"
export { getStakeQueryKey, getStakeQueryOptions } from "../generated/react/getStake.ts"
export { getStateQueryKey, getStateQueryOptions } from "../generated/react/getState.ts"
export { getStatesQueryKey, getStatesQueryOptions } from "../generated/react/getStates.ts"
export { getTokenMetadataQueryKey, getTokenMetadataQueryOptions } from "../generated/react/getTokenMetadata.ts"
export { planDepositQueryKey, planDepositQueryOptions } from "../generated/react/planDeposit.ts"
export { planPaymentQueryKey, planPaymentQueryOptions } from "../generated/react/planPayment.ts"
export { probeTokenQueryKey, probeTokenQueryOptions } from "../generated/react/probeToken.ts"
export { summarizeMandateQueryKey, summarizeMandateQueryOptions } from "../generated/react/summarizeMandate.ts"
export { useAccrued } from "../generated/react/useAccrued.ts"
export { useAdministration } from "../generated/react/useAdministration.ts"
export { useBond } from "../generated/react/useBond.ts"
export { useCheckMandate } from "../generated/react/useCheckMandate.ts"
export { useCheckOffer } from "../generated/react/useCheckOffer.ts"
export { useClaims } from "../generated/react/useClaims.ts"
export { useCredit } from "../generated/react/useCredit.ts"
export { useDollarValue } from "../generated/react/useDollarValue.ts"
export { useDue } from "../generated/react/useDue.ts"
export { useExitAt } from "../generated/react/useExitAt.ts"
export { useExplainTransaction } from "../generated/react/useExplainTransaction.ts"
export { useFees } from "../generated/react/useFees.ts"
export { useHost } from "../generated/react/useHost.ts"
export { useHostRecord } from "../generated/react/useHostRecord.ts"
export { useMachine } from "../generated/react/useMachine.ts"
export { useMachineHistory } from "../generated/react/useMachineHistory.ts"
export { useMandateSpent } from "../generated/react/useMandateSpent.ts"
export { useMandateStatus } from "../generated/react/useMandateStatus.ts"
export { useMarket } from "../generated/react/useMarket.ts"
export { useNextExtension } from "../generated/react/useNextExtension.ts"
export { usePermitDomain } from "../generated/react/usePermitDomain.ts"
export { usePlanDeposit } from "../generated/react/usePlanDeposit.ts"
export { usePlanPayment } from "../generated/react/usePlanPayment.ts"
export { useProbeToken } from "../generated/react/useProbeToken.ts"
export { usePurchaseWays } from "../generated/react/usePurchaseWays.ts"
export { useQuote } from "../generated/react/useQuote.ts"
export { useRental } from "../generated/react/useRental.ts"
export { useRentalState } from "../generated/react/useRentalState.ts"
export { useRentalStates } from "../generated/react/useRentalStates.ts"
export { useRentals } from "../generated/react/useRentals.ts"
export { useRentalsOf } from "../generated/react/useRentalsOf.ts"
export { useStake } from "../generated/react/useStake.ts"
export { useSummarizeMandate } from "../generated/react/useSummarizeMandate.ts"
export { useTokenMetadata } from "../generated/react/useTokenMetadata.ts"
export { useVerifyOffer } from "../generated/react/useVerifyOffer.ts"
export { verifyOfferQueryKey, verifyOfferQueryOptions } from "../generated/react/verifyOffer.ts"
