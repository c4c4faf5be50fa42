#!/usr/bin/env node
// The program `gpuflow-server`.
import { Command, Option } from "@commander-js/extra-typings"
import { hideSecrets, KeeperOptionsError, toList, withVariableNames } from "@gpuflow/keeper/service"
import { config } from "dotenv"
import { VERSION } from "./http/version.ts"
import { limitMemory } from "./limitMemory.ts"
import { optionsFromEnvironment, roomNames, serverVariables } from "./settings.ts"

/** Exit codes: of a failure, and of options that are not valid. Restart the program after the first one only. */
const CODES = { failed: 1, usage: 2 }

limitMemory()
const stop = new AbortController()
for (const name of ["SIGINT", "SIGTERM"] as const) {
  // Only the first signal is handled: a second one ends the process at once.
  process.once(name, () => stop.abort())
}

const folderOption = () => new Option("--folder <folder>", "folder of the embedded database")
const environmentOf = (given: Readonly<Record<string, string | undefined>>) => {
  config({ quiet: true })
  return { ...process.env, ...Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined)) }
}

const variables = Object.entries(serverVariables).map(([name, { description }]) => `  ${name}\n      ${description}`)
const program = new Command("gpuflow-server")
  .description(
    "Serves the history of a rental escrow and a board of signed offers over HTTP, until it is stopped (docs/server.md).",
  )
  .version(VERSION)
  .addOption(new Option("--rooms <rooms>", `what to serve: ${roomNames.join(", ")}, separated by commas`))
  .addOption(
    new Option("--role <role>", "follow the chain, or answer from a writer's database").choices(["writer", "reader"]),
  )
  .addOption(folderOption())
  .option("--host <address>", "address to listen on")
  .option("--port <port>", "port to listen on")
  .option("--least-bond <dollars>", "bond that an offer on the board locks, at least")
  .addHelpText(
    "after",
    `\nOptions come before variables of the environment, and those before the file .env:\n\n${variables.join("\n")}`,
  )
  .action(async ({ rooms, role, folder, host, port, leastBond }) => {
    const environment = environmentOf({
      GPUFLOW_SERVER_ROOMS: rooms,
      GPUFLOW_SERVER_ROLE: role,
      GPUFLOW_SERVER_FOLDER: folder,
      GPUFLOW_SERVER_HOST: host,
      GPUFLOW_SERVER_PORT: port,
      GPUFLOW_SERVER_LEAST_BOND: leastBond,
    })
    // The server takes a while to load, which help does not need.
    const { runServer } = await import("./startServer.ts")
    await runServer({ ...optionsFromEnvironment(environment), signal: stop.signal })
  })
program
  .command("rebuild")
  .description(
    "Build the index again from the chain, beside the one that is served, and put it in its place. The server that runs on the database does it, or this command if none does.",
  )
  .addOption(folderOption())
  .action(async (_, { parent }) => {
    // Both commands have the option, and the first of them takes it.
    const given: unknown = parent?.getOptionValue("folder")
    const environment = environmentOf({ GPUFLOW_SERVER_FOLDER: typeof given === "string" ? given : undefined })
    const { rebuildIndex } = await import("./rebuild.ts")
    const by = await rebuildIndex({ ...optionsFromEnvironment(environment), signal: stop.signal })
    process.stdout.write(`The index was built again by ${by}.\n`)
  })

try {
  await program.parseAsync()
} catch (error) {
  const isUsage = error instanceof KeeperOptionsError
  const message = isUsage ? withVariableNames(error, serverVariables).message : String(error)
  const { GPUFLOW_RPC_URL = "", GPUFLOW_SERVER_BOARDS = "", DATABASE_URL = "" } = process.env
  const servers = [...toList(GPUFLOW_RPC_URL), ...toList(GPUFLOW_SERVER_BOARDS)]
  process.stderr.write(`${hideSecrets(message, { servers, databases: [DATABASE_URL] })}\n`)
  process.exitCode = isUsage ? CODES.usage : CODES.failed
}
// What is still under way would keep the process alive.
process.exit()
