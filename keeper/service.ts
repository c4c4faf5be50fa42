// What every service of the repository is made of, the server too.
export { address, fields, KeeperOptionsError, milliseconds, parseFields } from "./keeperOptions.ts"
export { createLog, type Log, reasonOf } from "./log.ts"
export { Problem as ServiceProblem } from "./problem.ts"
export { createRateLimit, networkOf } from "./relay/rateLimit.ts"
export { createMetricMakers } from "./serve/senderMetrics.ts"
export { hideSecrets, requestOf } from "./urlSecrets.ts"
export {
  type Environment,
  type Program,
  parseVariables,
  sharedVariables,
  toBigInt,
  toList,
  toMilliseconds,
  toNumber,
  toText,
  type Variables,
  withVariableNames,
} from "./variables.ts"
