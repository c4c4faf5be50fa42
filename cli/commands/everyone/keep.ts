import { Option } from "@commander-js/extra-typings"

import { requireAccount } from "../../chain/account.ts"
import { resolveChainId, resolveEscrow } from "../../chain/context.ts"
import { UsageError } from "../../errors.ts"
import type { Session } from "../../session.ts"
import { fromBlockOption, mandateContractOption, readCommand } from "../builders.ts"

export function keep(session: Session) {
  return readCommand("keep")
    .description("Run the keeper until stopped: settle rentals when they are due and deliver credits (docs/keeper.md)")
    .addOption(
      new Option(
        "--database <file>",
        "SQLite file of the keeper's state (default: keeper.db; env: GPUFLOW_KEEPER_DATABASE)",
      ),
    )
    .option(
      "--mandates <folder>",
      "Folder of signed mandates to execute (docs/keeper.md; env: GPUFLOW_KEEPER_MANDATES)",
    )
    .addOption(mandateContractOption())
    .addOption(fromBlockOption())
    .option("--dry-run", "Run one round: find, simulate and log what would be sent; send nothing")
    .action(async ({ chain, escrow, database, fromBlock, mandates, mandateContract, dryRun = false }) => {
      const chainId = resolveChainId(session, { chain })
      // Only this command needs the database, the logger and the metrics.
      const keeper = await import("@gpuflow/keeper")
      try {
        const options = keeper.optionsFromEnvironment(session.env, {
          chainId,
          escrow: resolveEscrow(session, { escrow }, chainId),
          account: await requireAccount(session),
        })
        await keeper.runKeeper({
          ...options,
          ...(database === undefined ? {} : { database }),
          ...(fromBlock === undefined ? {} : { fromBlock }),
          ...(mandates === undefined ? {} : { mandates }),
          ...(mandateContract === undefined ? {} : { mandateContract }),
          dryRun,
          output: session.stdout,
          signal: session.signal,
        })
      } catch (error) {
        if (error instanceof keeper.KeeperOptionsError) {
          throw new UsageError(keeper.withVariableNames(error, keeper.keeperVariables).message, {}, { cause: error })
        }
        if (error instanceof keeper.WrongDatabaseError) throw new UsageError(error.message, {}, { cause: error })
        throw error
      }
    })
}
