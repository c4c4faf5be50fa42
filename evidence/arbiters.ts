// npm run arbiters   plays disputes on Reality.eth, measures rulings, and writes the tables of docs/arbiters.md
import { Command } from "@commander-js/extra-typings"

import { updateBlock } from "../scripts/support/pages.ts"
import { arbiterTables } from "./arbiters/tables.ts"

new Command("npm run arbiters")
  .description("Computes what arbiters cost, on chains inside this process, and writes the tables of docs/arbiters.md.")
  .parse()

for (const [name, lines] of Object.entries(await arbiterTables())) {
  updateBlock("docs/arbiters.md", name, () => lines)
}
