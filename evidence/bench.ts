// npm run bench             measures gas, and writes docs/gas.md, docs/gas.svg and docs/gas.json
// npm run bench -- calls    counts what plans and verbs ask of a node, and writes docs/calls.md
// npm run bench -- keeper   measures a keeper with 10 000 open rentals, and writes its table into docs/keeper.md
// npm run bench -- host     measures the way from a deposit to an SSH prompt; --write writes its table into docs/host.md
// npm run server:bench      measures a server with 100 000 rentals and 100 000 offers; --write writes its table into docs/server.md
import { Command, Option } from "@commander-js/extra-typings"

import { positive } from "../scripts/support/options.ts"

/** A run with fewer rentals says nothing about this number, which the page states. */
const PUBLISHED_RENTALS = 10_000
/** Rentals and offers of a server that is measured. */
const SERVED = 100_000

const program = new Command("npm run bench --").description(
  "Measures the contracts, the SDK, the keeper, and the way into a machine.",
)

program
  .command("gas", { isDefault: true })
  .description("Measure the gas of every call. Writes docs/gas.md, docs/gas.svg and docs/gas.json.")
  .option("--check", "write nothing; fail if a figure rose by more than 1 % or a page is stale", false)
  .action(async ({ check }) => (await import("./bench/gas.ts")).benchGas({ check }))

program
  .command("calls")
  .description("Count calls and round trips of plans and verbs. Writes the table of docs/calls.md.")
  .option("--dry", "print the table, and write nothing", false)
  .action(async ({ dry }) => (await import("./bench/calls.ts")).benchCalls({ write: !dry }))

program
  .command("keeper")
  .description("Measure a keeper's memory, time and requests. Writes its table into docs/keeper.md.")
  .option("--rentals <count>", "how many are open; another number writes nothing", positive, PUBLISHED_RENTALS)
  .action(async ({ rentals }) => {
    await (await import("./bench/keeper.ts")).benchKeeper({ rentals, write: rentals === PUBLISHED_RENTALS })
  })

program
  .command("host")
  .description("Measure the time from a deposit to an SSH prompt, with the real agent, its door, and sshd.")
  .option("--rentals <count>", "how many, one after another", positive, 20)
  .option("--write", "write the table into docs/host.md", false)
  .action(async (options) => (await import("./bench/host.ts")).benchHost(options))

program
  .command("server")
  .description("Measure a server's time and memory, on both databases.")
  .option("--rentals <count>", "how many the history holds", positive, SERVED)
  .option("--offers <count>", "how many the board holds", positive, SERVED)
  .option("--seconds <count>", "how long pages are asked for", positive, 60)
  .addOption(new Option("--database <name>", "only this one").choices(["pglite", "postgres"]))
  .option("--write", "write the table into docs/server.md", false)
  .action(async ({ database, ...options }) => {
    const { benchServer, databases } = await import("./bench/server.ts")
    await benchServer({ ...options, databases: databases.filter((name) => (database ?? name) === name) })
  })

await program.parseAsync()
