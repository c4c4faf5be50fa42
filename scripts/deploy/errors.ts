import { EscrowError } from "@gpuflow/escrow"
import type { Address, Hash } from "viem"

/** One class per failure of a deployment: its code, one sentence and what to do. */
function failure<args extends object>() {
  return <code extends string>(code: code, sentence: string) =>
    class extends EscrowError<code, args> {
      constructor(args: args, options?: ErrorOptions) {
        super(code, sentence, args, options)
      }
    }
}

const config = failure<{ readonly file: string; readonly problems: string }>()
const step = failure<{ readonly step: string; readonly hash?: Hash }>()

export const InvalidOptionError = failure<{ readonly option: string; readonly value: string }>()(
  "InvalidOption",
  "The option's value must be a number.",
)
export const ConfigNotFoundError = failure<{ readonly file: string }>()(
  "ConfigNotFound",
  "There is no such config. Say polygon, amoy or local, or write the file.",
)
export const InvalidConfigError = config("InvalidConfig", "The config is wrong. Correct it and have it reviewed.")
export const MissingRolesError = failure<{ readonly file: string; readonly missing: string }>()(
  "MissingRoles",
  "The config leaves addresses open. Fill them in and have them reviewed: nobody can guess them.",
)
export const DeployerMissingError = failure<Record<never, never>>()(
  "DeployerMissing",
  "There is no account to deploy from. Set DEPLOYER_PRIVATE_KEY, or for a dry run alone `deployer` in the config.",
)
export const UnexpectedDeployerError = failure<{ readonly deployer: Address; readonly expected: Address }>()(
  "UnexpectedDeployer",
  "This is not the deployer that the config names. The addresses depend on it: use that key.",
)
export const DeployerHasRoleError = failure<{ readonly deployer: Address; readonly roles: string }>()(
  "DeployerHasRole",
  "The config gives the deployer a role. It must be left with none: name other addresses.",
)
export const UnderfundedError = failure<{ readonly deployer: Address; balance: bigint; readonly required: bigint }>()(
  "Underfunded",
  "The deployer cannot pay for what is left to send. Send it POL.",
)
export const FeeCapError = failure<{ readonly cap: bigint; readonly required: bigint }>()(
  "FeeCap",
  "Gas costs more than the cap allows. Wait, or raise --max-fee.",
)
export const FactoryMissingError = failure<{ readonly address: Address; readonly codeHash: Hash | undefined }>()(
  "FactoryMissing",
  "The deterministic deployment proxy is not on this chain as it must be. Do not deploy here.",
)
export const ForeignCodeError = failure<{ readonly contract: string; readonly address: Address }>()(
  "ForeignCode",
  "Other code stands at the address that was computed. Do not use it: choose another salt and find out why.",
)
export const HandedOverError = failure<{ readonly timelock: Address }>()(
  "HandedOver",
  "The deployer has handed over already, with another config. From now on the timelock's proposers make the changes.",
)
export const LeftoverOperationError = failure<{ readonly timelock: Address; readonly operation: Hash }>()(
  "LeftoverOperation",
  "The timelock holds an operation that this config does not give. Restore the config of the first run, or choose another salt.",
)
export const PendingTransactionsError = failure<{ readonly deployer: Address; readonly pending: number }>()(
  "PendingTransactions",
  "The deployer's transactions are still in the mempool. Wait for them, or replace them at higher fees; then run this again.",
)
export const StepRevertedError = step("StepReverted", "The transaction reverted. Nothing of it stays; find out why.")
export const StepUnfinishedError = step(
  "StepUnfinished",
  "The transaction is not in the chain yet. Run this again: it continues where the chain stands.",
)
export const HistoryMissingError = failure<{ readonly address: Address }>()(
  "HistoryMissing",
  "The node does not know when this contract was made. Ask an archive node, or pass --from-block.",
)
export const DeploymentNotFoundError = failure<{ readonly file: string }>()(
  "DeploymentNotFound",
  "No deployment on this network is recorded. Deploy first.",
)
export const InvalidRecordError = config("InvalidRecord", "The record is wrong. Restore it from the repository.")
export const RecordConflictError = failure<{ readonly file: string; readonly fields: string }>()(
  "RecordConflict",
  "The record tells of another deployment. Move it away if this one is to take its place.",
)
export const DifferencesError = failure<{ readonly differences: string }>()(
  "Differences",
  "What is on chain is not what the config says. Do not use this deployment.",
)
export const UncommittedChangesError = failure<{ readonly files: string }>()(
  "UncommittedChanges",
  "The record names a commit, and these files are not in one. Commit them first.",
)
export const UnconfirmedError = failure<Record<never, never>>()(
  "Unconfirmed",
  "Nothing was sent. Confirm at the prompt, or pass --yes.",
)
