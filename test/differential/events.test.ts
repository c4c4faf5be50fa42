import { readFileSync } from "node:fs"

import { expect } from "chai"
import { toEventSelector } from "viem"

import { escrowAbi } from "../../sdk/generated/escrowAbi.ts"
import { Contracts, type World } from "./contracts.ts"
import { Fold } from "./fold.ts"
import { run, type Watch } from "./run.ts"

const LIVES = 300
/** What a reader would miss, though no storage tells of it. */
const TOLD_ONLY = ["EvidenceSubmitted", "StakeReleased"]
/** Emitted while a contract is deployed, which no world watches, or in a call that no life makes. */
const UNSEEN = ["EIP712DomainChanged", "OwnershipTransferStarted", "OwnershipTransferred"]

const events = escrowAbi
  .filter((item) => item.type === "event")
  .map((item) => ({ name: item.name, selector: toEventSelector(item) }))
  .filter(({ name }) => ![...TOLD_ONLY, ...UNSEEN].includes(name))

describe("Events: folding them rebuilds what the contract stores", () => {
  let contracts: Contracts
  before(async () => {
    contracts = await Contracts.open({ worlds: 4 })
  })
  after(() => contracts.close())

  it(`default: in ${LIVES} lives, after every block, of every rental, machine, host, market and sum`, async () => {
    let compared = 0
    const watch = foldsOf((fold, world, at) => {
      expect(fold.differences(world.model)).to.deep.equal([], `world ${world.index} at ${at}`)
      compared += 1
    })
    const report = await run(contracts, { lives: LIVES, seed: 712n, watch })
    expect(report.lives).to.be.at.least(LIVES)
    expect(compared).to.be.above(LIVES)
  })

  it("behavior: each event that changes something is missed if it is left out", async () => {
    const missed = new Set<string>()
    const watchesOfOneRun = () =>
      events.map(({ name, selector }) => {
        const seen = foldsOf((fold, world) => {
          if (fold.differences(world.model).length > 0) missed.add(name)
        }, selector)
        return (...given: Parameters<Watch>) => {
          if (missed.has(name)) return
          try {
            seen(...given)
          } catch {
            // An event of a rental whose deposit was left out.
            missed.add(name)
          }
        }
      })
    // An owner changes treasury and guardian seldom.
    for (let seed = 1n; seed <= 10n && missed.size < events.length; ++seed) {
      const watches = watchesOfOneRun()
      const watch: Watch = (at, scenes) => {
        for (const each of watches) each(at, scenes)
      }
      await run(contracts, { lives: LIVES, seed, watch })
    }
    expect([...missed].sort()).to.deep.equal(events.map(({ name }) => name).sort())
  })

  it("behavior: the reference names the verbs that emit each event, and no others", async () => {
    const names = new Map<string, string>(
      escrowAbi.flatMap((item) => (item.type === "event" ? [[toEventSelector(item), item.name]] : [])),
    )
    const page = readFileSync(new URL("../../docs/api/events.md", import.meta.url), "utf8")
    const documented = [...page.matchAll(/^\| \[`(\w+)`\]\(#\w+\) \| [^|]+ \| ([^|]+) \|/gm)]
      .filter(([, event = ""]) => !UNSEEN.includes(event))
      .flatMap(([, event, verbs = ""]) => [...verbs.matchAll(/`(\w+)`/g)].map(([, verb]) => `${verb}: ${event}`))
    const seen = new Set<string>()
    for (let seed = 1n; seed <= 20n && seen.size < documented.length; ++seed) {
      const watch: Watch = (_, scenes) => {
        for (const { verb, logs } of scenes) {
          for (const { topics } of logs) seen.add(`${verb}: ${names.get(topics[0] ?? "0x")}`)
        }
      }
      await run(contracts, { lives: LIVES, seed, watch })
    }
    expect([...seen].sort()).to.deep.equal(documented.sort())
  })
})

/** Folds what each world logs, without the events of one kind if one is named, and looks after every block. */
function foldsOf(look: (fold: Fold, world: World, at: bigint) => void, without?: string): Watch {
  const folds = new Map<World, Fold>()
  return (at, scenes) => {
    for (const { world, logs } of scenes) {
      const fold = folds.get(world) ?? new Fold(world.people)
      folds.set(world, fold)
      const kept = logs.filter(({ topics }) => topics[0] !== without)
      fold.see(kept, at)
    }
    for (const [world, fold] of folds) look(fold, world, at)
  }
}
