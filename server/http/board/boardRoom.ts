// The board as a room of the server.
import { sql } from "kysely"
import { type Board, openBoard } from "../../board/board.ts"
import type { HostRecord } from "../../board/search.ts"
import { watchFollower } from "../../monitoring/followerWatch.ts"
import { lagOf } from "../../monitoring/lag.ts"
import type { OpenRoom, RoomContext } from "../../roomContext.ts"
import { openHistoryReader } from "../history/historyReader.ts"
import { createRankings, SCORE_DECIMALS } from "../history/ranking.ts"
import { serveBoard } from "./serveBoard.ts"

/** Promised seconds of which a host has served all. */
const BPS = 10_000

export const openBoardRoom: OpenRoom = async (context) => {
  const { settings, database, client, log, metrics } = context
  const records = settings.rooms.includes("index") ? await openRecords(context) : undefined
  const follower = watchFollower(client, settings)
  const board: Board = await openBoard({
    database,
    place: { client: follower.client, chainId: settings.chainId, escrow: settings.escrow },
    isStuck: follower.isStuck,
    limits: settings,
    log,
    role: settings.role,
    pollInterval: settings.pollInterval,
    maxReorgDepth: settings.maxReorgDepth,
    boards: settings.boards,
    records,
  })
  return {
    name: "board",
    routes: serveBoard(board, context),
    async obstacle() {
      const head = board.head()
      const seconds = head && lagOf(head.timestamp)
      if (seconds === undefined || seconds <= settings.maxLagSeconds) return board.obstacle() ?? board.failure()
      return `The board is at block ${head?.block}, ${seconds} seconds behind the clock.`
    },
    failure: () => board.failure(),
    async measure() {
      const head = board.head()
      metrics.offers.set(board.size())
      metrics.boardBlock.set(Number(head?.block ?? 0n))
      if (head) metrics.boardLag.set(lagOf(head.timestamp))
    },
    async stop() {
      await board.stop()
      await records?.close()
    },
  }
}

/** The records of hosts, from the index of the same database. */
async function openRecords({ database, settings }: RoomContext) {
  const { tables, place, onChange, close } = await openHistoryReader(database, settings)
  const rankings = createRankings(settings.chainId)

  async function read(): Promise<ReadonlyMap<string, HostRecord>> {
    const { version } = await place()
    const live = await tables()
    const ranking = await rankings(live, version)
    const rows = await live
      .selectFrom("records")
      .select([
        "host",
        sql<string>`sum(rentals)`.as("rentals"),
        sql<string>`sum(served_seconds)`.as("served"),
        sql<string>`sum(promised_seconds)`.as("promised"),
      ])
      .groupBy("host")
      .execute()
    return new Map(
      rows.map(({ host, rentals, served, promised }) => {
        const place = ranking.of(host)
        const dollars = place && Number(place.score) / 10 ** SCORE_DECIMALS
        return [
          host,
          {
            rank: place?.rank ?? null,
            feesPaidDollars: dollars === undefined ? null : dollars.toFixed(6),
            rentals: Number(rentals),
            servedBps: Number(promised) === 0 ? null : Math.floor((Number(served) / Number(promised)) * BPS),
          },
        ] as const
      }),
    )
  }

  return { read, onChange, close }
}
