import type { Address, Hash } from "viem"

import { failure } from "../deploy/errors.ts"

export const UnknownVerbError = failure<{ readonly call: string; readonly verbs: string }>()(
  "UnknownVerb",
  "The call is not one of the verbs. Pass a verb and its values in quotes, such as 'setHostFee 0x… 13%'.",
)
export const InvalidCallError = failure<{ readonly call: string; readonly problem: string; readonly usage: string }>()(
  "InvalidCall",
  "The call's values are wrong. Correct them.",
)
export const WouldRevertError = failure<{ readonly call: string; readonly from: Address; readonly revert: string }>()(
  "WouldRevert",
  "The call would revert now, so no file was written. Correct it, or wait until it can succeed.",
)
export const AlreadyQueuedError = failure<{ readonly operation: Hash; readonly state: string }>()(
  "AlreadyQueued",
  "An operation with these calls is open already. Execute or cancel it, or pass --salt to schedule them once more.",
)
export const OperationNotFoundError = failure<{ readonly operation: Hash; readonly timelock: Address }>()(
  "OperationNotFound",
  "The timelock never had this operation. Take its id from `npm run admin -- queued <network>`.",
)
export const OperationClosedError = failure<{ readonly operation: Hash; readonly state: string }>()(
  "OperationClosed",
  "The operation was executed or cancelled already. Schedule it again if it is still wanted.",
)
export const OperationNotReadyError = failure<{ readonly operation: Hash; readonly readyAt: string }>()(
  "OperationNotReady",
  "The operation's delay is not over. Run this again when it is ready.",
)
export const UnreadableOperationError = failure<{ readonly operation: Hash }>()(
  "UnreadableOperation",
  "The node's events do not add up to the operation's id. Ask another node.",
)
export const SafeMissingError = failure<{ readonly role: string; readonly holders: string }>()(
  "SafeMissing",
  "Not exactly one account has the role. Pass --safe with the one that shall send the transaction.",
)
export const RoleMissingError = failure<{ readonly role: string }>()(
  "RoleMissing",
  "The escrow names nobody for this role, so nobody can send the transaction.",
)
export const FileExistsError = failure<{ readonly file: string }>()(
  "FileExists",
  "The file exists already, and was not changed. Remove it, or pass --to with another name.",
)
