// npm run economics   plays attacks that harm others at a price, and writes the tables of docs/threats.md
import { Command } from "@commander-js/extra-typings"

import { updateBlock } from "../scripts/support/pages.ts"
import { economicTable, MACHINES, playAll, sensitivityTable } from "./economics/economics.ts"

new Command("npm run economics")
  .description(
    "Plays attacks on the contracts, on a chain inside this process, and writes the tables of docs/threats.md.",
  )
  .parse()

const played = await playAll(Object.values(MACHINES))
updateBlock("docs/threats.md", "economics", () => economicTable(played))
updateBlock("docs/threats.md", "sensitivity", () => sensitivityTable(played))
