// What happens to the board, and to those who read boards.
import { availableParallelism } from "node:os"
import { flood } from "../../test/support/boardFlood.ts"
import { liveAround } from "../../test/support/boardLife.ts"
import { playHostileBoards } from "../../test/support/hostileBoards.ts"
import { accountNamed } from "../../test/support/parties.ts"
import { deployed, networkHelpers } from "../../test/support/sharedChain.ts"
import { openTestBoard } from "../../test/support/testBoard.ts"
import type { Fault } from "./fault.ts"
import { figure } from "./figure.ts"

/** Lives, each with so many offers. */
const LIVES = 10
const OFFERS = 1_000
const FORGED = 10_000
const HOSTS = 5
/** Boards of each kind. */
const HOSTILE = 30
/** Bytes by which the heap may have grown: those of caches that are bounded. */
const GROWTH = 32 * 2 ** 20

export const boardFaults: readonly Fault[] = [
  {
    name: "random life on the chain around offers: each that is listed can be taken, a dead one goes with its block",
    database: "pglite",
    async play({ seed, size }) {
      const lives = Math.ceil(LIVES * size)
      const wrong: string[] = []
      let [listed, simulated, missing] = [0, 0, 0]
      for (let life = 0; life < lives; life += 1) {
        const place = await networkHelpers.loadFixture(deployed)
        const testBoard = await openTestBoard({ escrow: place.escrow, kind: "pglite" })
        const plan = { place, testBoard, offers: OFFERS, blocks: 13, seed: seed * 1_000 + life, simulateEvery: 6 }
        const result = await liveAround(plan)
        await testBoard.close()
        listed += result.listed
        simulated += result.simulated
        missing += result.missing.length
        wrong.push(...result.falsely, ...result.missing)
      }
      const offers = figure(lives * OFFERS)
      return {
        played: `${offers} offers, ${figure(listed)} times listed, ${figure(simulated)} deposits simulated, ${missing} missing`,
        wrong,
      }
    },
  },
  {
    name: "a flood of forged offers: memory stays flat, and hosts renew theirs",
    database: "pglite",
    async play({ size }) {
      const place = await networkHelpers.loadFixture(deployed)
      const testBoard = await openTestBoard({ escrow: place.escrow, kind: "pglite" })
      const hosts = Array.from({ length: HOSTS }, (_, index) => accountNamed(`host ${index}`))
      const forged = Math.ceil(FORGED * size)
      const began = Date.now()
      const { refusals, renewals, growth } = await flood({ board: testBoard.board, place, forged, hosts, atOnce: 100 })
      const rate = Math.floor((forged * 1_000) / (Date.now() - began))
      await testBoard.close()
      const failed = renewals.filter((name) => name !== "none")
      const megabytes = Math.ceil(growth / 2 ** 20)
      return {
        played: `${figure(forged)} at ${figure(rate)} a second on ${availableParallelism()} busy cores, ${renewals.length} renewals among them; the heap grew by ${megabytes} MB`,
        wrong: [
          ...(refusals["none"] ? [`${refusals["none"]} forged offers were taken`] : []),
          ...failed.map((name) => `a renewal was refused: ${name}`),
          ...(growth > GROWTH ? [`the heap grew by ${megabytes} MB`] : []),
        ],
      }
    },
  },
  {
    name: "hostile boards beside an honest one, read by the SDK",
    database: "–",
    async play({ seed, size }) {
      const place = await networkHelpers.loadFixture(deployed)
      const { boards, found, wrong } = await playHostileBoards({ place, seed, boards: Math.ceil(HOSTILE * size) })
      const kinds = Object.entries(boards).map(([kind, count]) => `${count} ${kind}`)
      return { played: `${kinds.join(", ")}; ${figure(found)} offers found`, wrong }
    },
  },
]
