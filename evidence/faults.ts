// npm run faults -- keeper       faults of nodes, wallets and processes around a keeper
// npm run faults -- mandates     the same faults, while it extends rentals by mandate
// npm run faults -- relay        faults around relayers and the purchases that they send
// npm run faults -- deployment   a deployment that is killed after each of its transactions
import { Command } from "@commander-js/extra-typings"

import { pattern } from "../scripts/support/options.ts"

const program = new Command("npm run faults --").description("Plays faults and shows that nothing is lost.")

program
  .command("keeper")
  .description("Play faults around a keeper. Writes their table into docs/keeper.md.")
  .option("--only <pattern>", "only faults with a matching name; the other rows of the table stay", pattern, /(?:)/)
  .action(async ({ only }) => (await import("./faults/keeper.ts")).playFaults(only))

program
  .command("mandates")
  .description("Play faults around a keeper that executes mandates. Writes their table into docs/keeper.md.")
  .option("--only <pattern>", "only faults with a matching name; the other rows of the table stay", pattern, /(?:)/)
  .action(async ({ only }) => (await import("./faults/keeper.ts")).playMandateFaults(only))

program
  .command("relay")
  .description("Play faults around relayers. Writes their table into docs/relay.md.")
  .option("--only <pattern>", "only faults with a matching name; the other rows of the table stay", pattern, /(?:)/)
  .action(async ({ only }) => (await import("./faults/relay.ts")).playRelayFaults(only))

program
  .command("deployment")
  .description("Kill a deployment after each of its transactions, and finish it by another run.")
  .action(async () => (await import("./faults/deployment.ts")).killDeployments())

await program.parseAsync()
