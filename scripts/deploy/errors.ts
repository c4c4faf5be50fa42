import { EscrowError } from "@gpuflow/escrow"
import type { Address, Hash } from "viem"

/** Makes the class of a failure, with its code, a sentence and a remedy. */
export function failure<args extends object>() {
  return <code extends string>(code: code, sentence: string) =>
    class extends EscrowError<code, args> {
      constructor(args: args, options?: ErrorOptions) {
        super(code, sentence, args, options)
      }
    }
}

const config = failure<{ readonly file: string; readonly problems: string }>()
const step = failure<{ readonly step: string; readonly hash?: Hash }>()

export const ConfigNotFoundError = failure<{ readonly file: string }>()(
  "ConfigNotFound",
  "The config does not exist. Pass polygon, amoy or local, or write the file.",
)
export const InvalidConfigError = config("InvalidConfig", "The config is invalid. Correct it, and have it reviewed.")
export const MissingRolesError = failure<{ readonly file: string; readonly missing: string }>()(
  "MissingRoles",
  "The config lacks addresses. Fill them in, and have them reviewed.",
)
export const DeployerMissingError = failure<Record<never, never>>()(
  "DeployerMissing",
  "There is no account to deploy from. Set DEPLOYER_PRIVATE_KEY. For a dry run, `deployer` in the config is enough.",
)
export const UnexpectedDeployerError = failure<{ readonly deployer: Address; readonly expected: Address }>()(
  "UnexpectedDeployer",
  "The config names another deployer. Use its key: the addresses depend on it.",
)
export const DeployerHasRoleError = failure<{ readonly deployer: Address; readonly roles: string }>()(
  "DeployerHasRole",
  "The config gives the deployer a role, but it must keep none. Name other addresses.",
)
export const UnderfundedError = failure<{ readonly deployer: Address; balance: bigint; readonly required: bigint }>()(
  "Underfunded",
  "The deployer cannot pay for the remaining transactions. Send it POL.",
)
export const FeeCapError = failure<{ readonly cap: bigint; readonly required: bigint }>()(
  "FeeCap",
  "Gas costs more than --max-fee allows. Wait, or raise it.",
)
export const FactoryMissingError = failure<{ readonly address: Address; readonly codeHash: Hash | undefined }>()(
  "FactoryMissing",
  "This chain does not have the deterministic deployment proxy. Do not deploy here.",
)
export const Permit2MissingError = failure<{ readonly address: Address; readonly codeHash: Hash | undefined }>()(
  "Permit2Missing",
  "This chain does not have Permit2 at its address, which the router needs. Leave `router` out of `periphery`.",
)
export const ForeignCodeError = failure<{ readonly contract: string; readonly address: Address }>()(
  "ForeignCode",
  "The computed address has other code. Do not use it. Choose another salt, and find out why.",
)
export const HandedOverError = failure<{ readonly timelock: Address }>()(
  "HandedOver",
  "The deployment is complete, with another config. Make changes through the timelock.",
)
export const LeftoverOperationError = failure<{ readonly timelock: Address; readonly operation: Hash }>()(
  "LeftoverOperation",
  "The timelock has an operation that does not belong to this config. Restore the config of the first run, or choose another salt.",
)
export const PendingTransactionsError = failure<{ readonly deployer: Address; readonly pending: number }>()(
  "PendingTransactions",
  "The deployer's transactions are still in the mempool. Wait for them, or replace them at higher fees. Then run this again.",
)
export const StepRevertedError = step("StepReverted", "The transaction reverted, and changed nothing. Find out why.")
export const StepUnfinishedError = step(
  "StepUnfinished",
  "The transaction has not been mined yet. Run this again: it continues from what is on the chain.",
)
export const HistoryMissingError = failure<{ readonly address: Address }>()(
  "HistoryMissing",
  "The node does not keep the state from which the contract's first block can be found. Use an archive node, or pass --from-block.",
)
export const DeploymentNotFoundError = failure<{ readonly file: string }>()(
  "DeploymentNotFound",
  "There is no record of a deployment on this network. Deploy first.",
)
export const InvalidRecordError = config("InvalidRecord", "The record is invalid. Restore it from the repository.")
export const RecordConflictError = failure<{ readonly file: string; readonly fields: string }>()(
  "RecordConflict",
  "The record describes another deployment. Move it away if this deployment replaces it.",
)
export const DifferencesError = failure<{ readonly differences: string }>()(
  "Differences",
  "The chain does not match the config. Do not use this deployment.",
)
export const NodeNotFoundError = failure<{
  readonly network: string
  readonly variable: string
  readonly failure: string
}>()("NodeNotFound", "The node cannot be used. Check the URL in the environment variable, or use another node.")
export const UncommittedChangesError = failure<{ readonly files: string }>()(
  "UncommittedChanges",
  "Some files have changes that are not committed, but the record must name a commit. Commit them.",
)
export const UnconfirmedError = failure<Record<never, never>>()(
  "Unconfirmed",
  "Nothing was sent. Confirm at the prompt, or pass --yes.",
)
export const ReportUnreadableError = failure<{ readonly file: string }>()(
  "ReportUnreadable",
  "The audit report cannot be read. Pass the path of its file.",
)
export const CodeHashNotReportedError = failure<{ readonly contract: string; readonly codeHash: Hash }>()(
  "CodeHashNotReported",
  "The report does not contain the code hash of a contract, so it could be about other code. Add the hash to the report.",
)
