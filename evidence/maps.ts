// npm run maps   draws the states and the money of the contracts from their code, and writes them into docs/audit.md
import { Command } from "@commander-js/extra-typings"

import { updateBlock } from "../scripts/support/pages.ts"
import { moneyMoves, moneyTables } from "./maps/money.ts"
import { playTransitions, stateDiagram } from "./maps/states.ts"

new Command("npm run maps")
  .description("Tries every verb in every state, and reads what each function moves. Writes both into docs/audit.md.")
  .parse()

const diagram = stateDiagram(await playTransitions())
const tables = moneyTables(await moneyMoves())
updateBlock("docs/audit.md", "states", () => diagram)
updateBlock("docs/audit.md", "money", () => tables)
