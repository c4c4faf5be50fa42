// Disputes put to Reality.eth v3.0, on its published bytecode: what the deeper pocket gets, and what it pays. An adapter
// would ask for the host's share, and rule it if the question is final between day 1 and day 14; else the clock decides.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import {
  type Abi,
  concat,
  encodePacked,
  type Hex,
  isHex,
  keccak256,
  numberToHex,
  parseEther,
  zeroAddress,
  zeroHash,
} from "viem"

import { type Chain, type Contract, openChain } from "../../test/support/chain.ts"
import { callOf } from "../../test/support/escrow.ts"
import { ARBITRATION_WINDOW, DAY, EVIDENCE_WINDOW } from "../../test/support/offer.ts"
import { addressOf } from "../../test/support/parties.ts"

/** What is contested in every game: 500 POL, which the renter deserves, unless a game says otherwise. */
export const CONTESTED = parseEther("500")
/** The first bond of an honest answer: a fortieth of what is contested. */
export const FIRST_BOND = CONTESTED / 40n
/** An answer is final once nobody has doubled its bond for so long. */
const TIMEOUT = DAY

type Player = "host" | "renter"

interface Game {
  readonly name: string
  /** Whom the facts favour. */
  readonly right: Player
  /** What each can post at one time. */
  readonly purses: Readonly<Record<Player, bigint>>
  readonly play: (question: Question) => Promise<void>
}

export interface Played {
  readonly game: Game
  /** Whether the question was final by day 14, and with which share. */
  readonly ruling: bigint | undefined
  /** Who gets the contested amount. */
  readonly winner: Player
  /** What each has at the end of what it posted, less what it posted. */
  readonly net: Readonly<Record<Player, bigint>>
  /** What Reality.eth keeps. */
  readonly kept: bigint
}

/** The share of the host that each player wants. */
const WANTED: Readonly<Record<Player, bigint>> = { host: 10_000n, renter: 0n }

const games: readonly Game[] = [
  {
    name: "Nobody doubles the honest first bond",
    right: "renter",
    purses: { host: 0n, renter: parseEther("500") },
    play: (question) => question.answer("renter", FIRST_BOND),
  },
  {
    name: "A false first bond that the renter cannot double",
    right: "renter",
    purses: { host: parseEther("500"), renter: parseEther("500") },
    play: (question) => question.answer("host", CONTESTED),
  },
  {
    name: "An unrevealed commitment that the renter cannot double",
    right: "renter",
    purses: { host: parseEther("1500"), renter: parseEther("500") },
    play: (question) => question.commit("host", CONTESTED),
  },
  {
    name: "Both double as long as they can; the host has four times the purse",
    right: "renter",
    purses: { host: parseEther("2000"), renter: parseEther("500") },
    play: (question) => question.outbid("renter"),
  },
  {
    name: "Both double as long as they can; the renter is wrong and has four times the purse",
    right: "host",
    purses: { host: parseEther("500"), renter: parseEther("2000") },
    play: (question) => question.outbid("host"),
  },
]

/** Plays every game on a chain of its own. */
export async function playGames(): Promise<readonly Played[]> {
  const chain = await openChain({ initialBaseFeePerGas: 0n })
  try {
    const reality = await chain.deploy(realityEth(), [])
    const played: Played[] = []
    for (const game of games) played.push(await chain.apart(() => playGame(chain, reality, game)))
    return played
  } finally {
    await chain.close()
  }
}

async function playGame(chain: Chain, reality: Contract, game: Game): Promise<Played> {
  const disputedAt = (await chain.now()) + 1n
  const question = await askAt(chain, reality, game, disputedAt)
  await chain.mineAt(disputedAt + EVIDENCE_WINDOW)
  await game.play(question)
  await chain.mineAt(disputedAt + ARBITRATION_WINDOW - 1n)
  const ruling = await question.ruling()
  const winner = (ruling ?? WANTED.host) === WANTED.host ? "host" : "renter"
  if (ruling === undefined) await question.finishAfterwards("host")
  const net = await question.claim()
  return { game, ruling, winner, net, kept: -net.host - net.renter }
}

type Question = Awaited<ReturnType<typeof askAt>>

/** A question about the host's share, with the players' moves. */
async function askAt(chain: Chain, reality: Contract, game: Game, at: bigint) {
  const asker = addressOf("keeper")
  // Template 1 asks for a number.
  const asking = [1n, "host's share", addressOf("arbiter"), Number(TIMEOUT), 0, 0n, FIRST_BOND] as const
  const call = callOf(reality, asker, "askQuestionWithMinBond", asking)
  const id = keccak256(
    encodePacked(
      ["bytes32", "address", "uint32", "uint256", "address", "address", "uint256"],
      [
        keccak256(encodePacked(["uint256", "uint32", "string"], [1n, 0, "host's share"])),
        addressOf("arbiter"),
        Number(TIMEOUT),
        FIRST_BOND,
        reality.address,
        asker,
        0n,
      ],
    ),
  )
  await chain.transact(call, at)

  const posted: Record<Player, bigint> = { host: 0n, renter: 0n }
  const history: { before: Hex; player: Player; bond: bigint; entry: Hex }[] = []
  const hashBefore = async () => (await chain.read(reality, "getHistoryHash", [id])) as Hex

  async function post(player: Player, bond: bigint, name: string, entry: Hex, args: readonly unknown[]) {
    if (posted[player] + bond > game.purses[player]) throw new Error(`${player} has not ${bond} left`)
    history.push({ before: await hashBefore(), player, bond, entry })
    await chain.transact(callOf(reality, addressOf(player), name, [id, ...args], bond))
    posted[player] += bond
  }
  const wish = (player: Player) => numberToHex(WANTED[player], { size: 32 })
  const answer = (player: Player, bond: bigint) => post(player, bond, "submitAnswer", wish(player), [wish(player), 0n])

  return {
    answer,
    /** An answer's hash that is never revealed. */
    async commit(player: Player, bond: bigint) {
      const hash = keccak256(concat([wish(player), zeroHash]))
      const entry = keccak256(encodePacked(["bytes32", "bytes32", "uint256"], [id, hash, bond]))
      await post(player, bond, "submitAnswerCommitment", entry, [hash, 0n, zeroAddress])
    },
    /** Both double in turn while their purses last. */
    async outbid(first: Player) {
      const order = first === "host" ? (["host", "renter"] as const) : (["renter", "host"] as const)
      for (let rung = 0, bond = FIRST_BOND; ; rung += 1, bond *= 2n) {
        const player = rung % 2 === 0 ? order[0] : order[1]
        if (posted[player] + bond > game.purses[player]) return
        await answer(player, bond)
      }
    },
    /** The final answer; undefined while the question is open. */
    async ruling(): Promise<bigint | undefined> {
      if ((await chain.read(reality, "isFinalized", [id])) !== true) return undefined
      return BigInt(String(await chain.read(reality, "getFinalAnswer", [id])))
    },
    /** A player doubles the last bond to get the earlier ones back, once the answer matters no more. */
    async finishAfterwards(player: Player) {
      const last = history.at(-1)
      if (!last) return
      await answer(player, last.bond * 2n)
      await chain.pass(TIMEOUT)
    },
    /** Pays out, and tells each player's gain. */
    async claim() {
      const back = history.toReversed()
      const claiming = [
        id,
        back.map(({ before }) => before),
        back.map(({ player }) => addressOf(player)),
        back.map(({ bond }) => bond),
        back.map(({ entry }) => entry),
      ]
      await chain.transact(callOf(reality, addressOf("keeper"), "claimWinnings", claiming))
      const gain = async (player: Player) =>
        BigInt(String(await chain.read(reality, "balanceOf", [addressOf(player)]))) - posted[player]
      return { host: await gain("host"), renter: await gain("renter") }
    },
  }
}

/** The bytecode that its authors published. */
function realityEth(): { readonly abi: Abi; readonly bytecode: Hex } {
  const { resolve } = createRequire(import.meta.url)
  const read = (path: string) => readFileSync(resolve(`@reality.eth/contracts/${path}`), "utf8")
  const bytecode = `0x${read("bytecode/RealityETH-3.0.bin").trim().replace(/^0x/, "")}`
  if (!isHex(bytecode)) throw new Error("no bytecode of Reality.eth")
  return { abi: JSON.parse(read("abi/solc-0.8.6/RealityETH-3.0.abi.json")), bytecode }
}
