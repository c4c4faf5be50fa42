// The tables of docs/arbiters.md, computed: disputes played on Reality.eth, a court's periods against the escrow's window,
// and what a ruling costs and what pays for it.
import { ARBITRATION_WINDOW, cost, DISPUTE_STAKE_BPS, fee } from "@gpuflow/escrow"
import { formatEther, formatGwei, parseGwei } from "viem"

import { formatNumber } from "../../scripts/demo/formatting.ts"
import { grouped } from "../../scripts/support/numbers.ts"
import { markdownTable } from "../../scripts/support/pages.ts"
import { DAY, HOUR } from "../../test/support/offer.ts"
import { CONTESTED, FIRST_BOND, type Played, playGames } from "./realityGames.ts"
import { measureRulings } from "./rulingGas.ts"

const FEE_BPS = 1_000n
/** Dollars have six decimals. */
const DOLLAR = 1_000_000n
/** What an arbiter's half hour is worth, in dollars: an assumption, for comparison. */
const RULING_COST = 20n * DOLLAR
const GAS_PRICE = parseGwei("30")

/** Seconds of the periods of Kleros' General Court on Ethereum, as its registry publishes them. Votes are not hidden. */
const GENERAL_COURT = { evidence: 280_800n, vote: 583_200n, appeal: 388_800n }

const RENTALS = [
  { name: "one second of an A100", dollarsPerHour: 1_500_000n, seconds: 1n },
  { name: "an RTX 4090 for 2 hours", dollarsPerHour: 650_000n, seconds: 2n * HOUR },
  { name: "an A100 for 8 hours", dollarsPerHour: 1_500_000n, seconds: 8n * HOUR },
  { name: "an H100 for a week", dollarsPerHour: 2_500_000n, seconds: 7n * DAY },
  { name: "an RTX 4090 for 720 hours", dollarsPerHour: 650_000n, seconds: 720n * HOUR },
] as const

/** Each table by the name of its block in the page. */
export async function arbiterTables(): Promise<Readonly<Record<string, readonly string[]>>> {
  return {
    "reality-games": gamesTable(await playGames()),
    "reality-ladder": ladderTable(),
    "court-periods": periodsTable(),
    "ruling-gas": await gasTable(),
    "ruling-pay": payTable(),
  }
}

const pol = (wei: bigint) => `${formatEther(wei)} POL`

function gamesTable(games: readonly Played[]): string[] {
  const head = ["dispute over 500 POL", "right", "host can post", "renter can post", "on day 14", "500 POL go to"]
  const rows = games.map(({ game, ruling, winner, net, kept }) => [
    game.name,
    `the ${game.right}`,
    pol(game.purses.host),
    pol(game.purses.renter),
    ruling === undefined ? "open: the clock decides" : `final: ${ruling / 100n} % to the host`,
    winner === game.right ? `the ${winner}` : `**the ${winner}**`,
    signed(net.host),
    signed(net.renter),
    pol(kept),
  ])
  return markdownTable([...head, "host's bonds", "renter's bonds", "Reality.eth keeps"], rows)
}

const signed = (wei: bigint) => `${wei > 0n ? "+" : ""}${pol(wei)}`

/** Bonds double until one is more than the whole dispute. */
function ladderTable(): string[] {
  const rows: string[][] = []
  const posted = [0n, 0n]
  for (let rung = 0, bond = FIRST_BOND; ; rung += 1, bond *= 2n) {
    const side = rung % 2
    posted[side] = (posted[side] ?? 0n) + bond
    rows.push([String(rung + 1), side === 0 ? "first" : "second", pol(bond), pol(posted[side] ?? 0n)])
    if (bond > CONTESTED) break
  }
  return markdownTable(["answer", "side", "bond", "posted by this side"], rows, [
    "answer",
    "bond",
    "posted by this side",
  ])
}

function periodsTable(): string[] {
  const { evidence, vote, appeal } = GENERAL_COURT
  const ruled = evidence + vote + appeal
  const rows = [
    ["evidence", evidence],
    ["votes", vote],
    ["first appeal", appeal],
    ["**a ruling that nobody appeals**", ruled],
    ["**from a dispute until the clock decides**", ARBITRATION_WINDOW],
    ["**missing, without the two bridges**", ruled - ARBITRATION_WINDOW],
  ] as const
  const days = (seconds: bigint) => `${Number(seconds) / Number(DAY)}`
  return markdownTable(
    ["period", "days"],
    rows.map(([name, seconds]) => [name, days(seconds)]),
    ["days"],
  )
}

async function gasTable(): Promise<string[]> {
  const rulings = await measureRulings()
  const head = ["ruling by", "gas", `at ${formatGwei(GAS_PRICE)} gwei`]
  const rows = rulings.map(({ by, gas }) => [by, grouped(gas), pol(gas * GAS_PRICE)])
  return markdownTable(head, rows, head.slice(1))
}

function payTable(): string[] {
  const head = ["rental", "price", "fee", "stake", "rulings that 1 000 fees pay for"]
  const rows = RENTALS.map(({ name, dollarsPerHour, seconds }) => {
    const price = cost(dollarsPerHour, seconds)
    const platform = fee(price, FEE_BPS)
    const stake = (price * DISPUTE_STAKE_BPS) / 10_000n
    const dollars = (units: bigint) => `$${formatNumber(units, 6)}`
    return [name, dollars(price), dollars(platform), dollars(stake), grouped((1_000n * platform) / RULING_COST)]
  })
  return markdownTable(head, rows, head.slice(1))
}
