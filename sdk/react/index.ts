export {
  type ActionError,
  useClaims,
  useHostRecord,
  useMachine,
  useMarket,
  useMeter,
  useRental,
  useRentalAction,
} from "./hooks.ts"
export { claimsQuery, hostRecordQuery, machineQuery, marketQuery, rentalQuery } from "./queries.ts"
