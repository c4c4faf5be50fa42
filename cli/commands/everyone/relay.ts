import { Option } from "@commander-js/extra-typings"

import { requireAccount } from "../../chain/account.ts"
import { resolveChainId, resolveEscrow } from "../../chain/context.ts"
import { resolveRouter } from "../../chain/periphery.ts"
import { UsageError } from "../../errors.ts"
import type { Session } from "../../session.ts"
import { readCommand, routerOption } from "../builders.ts"

export function relay(session: Session) {
  return readCommand("relay")
    .description(
      "Run a relayer until stopped: accept signed purchases over HTTP, and send them for their fee (docs/relay.md)",
    )
    .addOption(routerOption())
    .addOption(
      new Option(
        "--database <file>",
        "SQLite file of the relayer's state (default: relay.db; env: GPUFLOW_RELAY_DATABASE)",
      ),
    )
    .action(async ({ chain, escrow, router, database }) => {
      const chainId = resolveChainId(session, { chain })
      // Only this command needs the database, the logger and the server.
      const relayer = await import("@gpuflow/keeper/relay")
      try {
        const place = { chainId, escrow: resolveEscrow(session, { escrow }, chainId) }
        const options = relayer.relayOptionsFromEnvironment(session.env, {
          ...place,
          router: resolveRouter(session, place, router),
          account: await requireAccount(session),
        })
        await relayer.runRelayer({
          ...options,
          ...(database === undefined ? {} : { database }),
          output: session.stdout,
          signal: session.signal,
        })
      } catch (error) {
        if (error instanceof relayer.KeeperOptionsError) {
          const { message } = relayer.withVariableNames(error, relayer.relayVariables)
          throw new UsageError(message, {}, { cause: error })
        }
        if (error instanceof relayer.WrongDatabaseError) throw new UsageError(error.message, {}, { cause: error })
        throw error
      }
    })
}
