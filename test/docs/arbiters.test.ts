import { readFileSync } from "node:fs"

import { expect } from "chai"
import { parseEther } from "viem"

import { type Played, playGames } from "../../evidence/arbiters/realityGames.ts"
import { arbiterTables } from "../../evidence/arbiters/tables.ts"
import { root } from "../../scripts/support/root.ts"
import { unknownParts } from "../support/commandWords.ts"

const page = readFileSync(`${root}docs/arbiters.md`, "utf8")

describe("docs/arbiters.md", () => {
  it("default: its tables are what `npm run arbiters` computes", async () => {
    for (const [name, lines] of Object.entries(await arbiterTables())) {
      const [, found] = new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)\\n<!-- /${name} -->`).exec(page) ?? []
      expect(found, `${name}; run \`npm run arbiters\``).to.equal(lines.join("\n"))
    }
  })

  it("behavior: every command on the page exists, with its options", () => {
    const commands = [...page.matchAll(/^(?:gpuflow-escrow|npm run) .+$/gm)].map(([command]) => command)
    const inText = [...page.matchAll(/`((?:gpuflow-escrow|npm run) [^`]+)`/g)].map(([, command = ""]) => command)
    expect(commands.length, "commands").to.be.at.least(2)
    expect([...commands, ...inText].flatMap(unknownParts), "unknown commands and options").to.deep.equal([])
  })

  describe("disputes on Reality.eth", () => {
    let played: readonly Played[]
    before(async () => {
      played = await playGames()
    })
    const find = (words: string) => {
      const found = played.find(({ game }) => game.name.includes(words))
      if (!found) throw new Error(`no game ${words}`)
      return found
    }

    it("behavior: an honest answer that nobody doubles rules, and costs nothing", () => {
      const { ruling, winner, net, kept } = find("honest first bond")
      expect([ruling, winner, net, kept], "game").to.deep.equal([0n, "renter", { host: 0n, renter: 0n }, 0n])
    })

    it("behavior: a false answer that nobody can double rules, and costs nothing", () => {
      const { ruling, winner, net } = find("false first bond")
      expect([ruling, winner, net], "game").to.deep.equal([10_000n, "host", { host: 0n, renter: 0n }])
    })

    it("behavior: an unrevealed commitment of 500 POL leaves the dispute to the clock for 12.5 POL", () => {
      const { ruling, winner, net, kept } = find("unrevealed")
      expect([ruling, winner], "by the clock").to.deep.equal([undefined, "host"])
      expect(net, "bonds").to.deep.equal({ host: -parseEther("12.5"), renter: 0n })
      expect(kept, "a fortieth").to.equal(parseEther("500") / 40n)
    })

    it("behavior: the side with four times the purse wins, right or wrong, and takes the other's bonds", () => {
      const [rich, wrong] = [find("the host has four times"), find("the renter is wrong")]
      expect([rich.game.right, rich.winner, wrong.game.right, wrong.winner], "who").to.deep.equal([
        "renter",
        "host",
        "host",
        "renter",
      ])
      expect(rich.net, "the host's").to.deep.equal({ host: parseEther("252.8125"), renter: -parseEther("262.5") })
      expect(wrong.net, "the renter's").to.deep.equal({ host: -parseEther("262.5"), renter: parseEther("252.8125") })
    })
  })
})
