import { Option } from "@commander-js/extra-typings"

import { KeeperOptionsError, WrongDatabaseError } from "@gpuflow/keeper/errors"
import { requireAccount } from "../../chain/account.ts"
import { chainIdOf, escrowOf } from "../../chain/context.ts"
import { UsageError } from "../../errors.ts"
import type { Session } from "../../session.ts"
import { fromBlock, reading } from "../builders.ts"

export function keep(session: Session) {
  return reading("keep")
    .description("settle whatever a deadline has made due, and deliver credits, until it is ended: see docs/keeper.md")
    .addOption(new Option("--database <file>", "SQLite file for what it remembers (GPUFLOW_KEEPER_DATABASE)"))
    .addOption(fromBlock())
    .option("--dry-run", "one round: find, simulate and log what would be sent, and send nothing")
    .action(async ({ chain, escrow, database, fromBlock: first, dryRun = false }) => {
      const chainId = chainIdOf(session, { chain })
      // Only this command needs the database, the logger and the metrics.
      const [{ keep: run }, { inVariables, readOptions }] = await Promise.all([
        import("@gpuflow/keeper/keep"),
        import("@gpuflow/keeper/environment"),
      ])
      try {
        const options = readOptions(session.env, {
          chainId,
          escrow: escrowOf(session, { escrow }, chainId),
          account: await requireAccount(session),
        })
        await run({
          ...options,
          ...(database === undefined ? {} : { database }),
          ...(first === undefined ? {} : { fromBlock: first }),
          dryRun,
          output: session.stdout,
          signal: session.signal,
        })
      } catch (error) {
        if (error instanceof KeeperOptionsError) throw new UsageError(inVariables(error).message, {}, { cause: error })
        if (error instanceof WrongDatabaseError) throw new UsageError(error.message, {}, { cause: error })
        throw error
      }
    })
}
