// The order of hosts: by the dollars of fees that their rentals paid, each token at its latest known price. Whoever rents
// from itself to look better pays just as much to the platform. Shares of hours served are left out: hours can be had for
// next to nothing at a low price, so an order that counts them could be bought.
import { sql } from "kysely"
import { decimalsOf, PRICE_DECIMALS } from "./dollars.ts"
import type { Tables } from "./historyContext.ts"

/** A host's place. `score` grows with the fees, and has no other meaning. */
export type Ranked = {
  readonly host: string
  readonly rank: number
  readonly score: bigint
  /** Those in which its rentals were paid. */
  readonly tokens: readonly string[]
}

export interface Ranking {
  readonly hosts: readonly Ranked[]
  readonly of: (host: string) => Ranked | undefined
}

/** Decimals of a score. */
export const SCORE_DECIMALS = 18

async function readRanking(tables: Tables, chainId: number): Promise<Ranking> {
  const decimals = decimalsOf(chainId, sql`records.token`)
  const latest = tables
    .selectFrom("prices")
    .distinctOn("token")
    .select(["token", "price"])
    .orderBy("token")
    .orderBy("day", "desc")
  const score = sql<string>`trunc(coalesce(sum(records.fees * latest.price * power(10::numeric, ${SCORE_DECIMALS - PRICE_DECIMALS}::integer - ${decimals})), 0))::text`
  const rows = await tables
    .selectFrom("records")
    .leftJoin(latest.as("latest"), "latest.token", "records.token")
    .select(["records.host", score.as("score"), sql<string[]>`array_agg(records.token)`.as("tokens")])
    .groupBy("records.host")
    .execute()
  const sorted = rows
    .map(({ score: text, ...row }) => ({ ...row, score: BigInt(text) }))
    .sort((a, b) => compare(b.score, a.score) || compare(a.host, b.host))
  const hosts = sorted.map((one, index) => ({ ...one, rank: index + 1 }))
  const byHost = new Map(hosts.map((one) => [one.host, one]))
  return { hosts, of: (host) => byHost.get(host) }
}

const compare = <value extends bigint | string>(a: value, b: value) => (a < b ? -1 : a > b ? 1 : 0)

/** Keeps the order, so that it is computed once for all requests before the tables change. Read their version first. */
export function createRankings(chainId: number) {
  let kept: { readonly version: string; readonly ranking: Promise<Ranking> } | undefined
  return (tables: Tables, version: string): Promise<Ranking> => {
    if (kept?.version === version) return kept.ranking
    const ranking = readRanking(tables, chainId)
    kept = { version, ranking }
    ranking.catch(() => {
      if (kept?.ranking === ranking) kept = undefined
    })
    return ranking
  }
}

/** The hosts after a place in the order, of which one more than the limit; those of a token alone if it is given. */
export function hostsAfter(
  ranking: Ranking,
  token: string | undefined,
  after: readonly [string, string] | undefined,
  limit: number,
) {
  const hosts = token === undefined ? ranking.hosts : ranking.hosts.filter(({ tokens }) => tokens.includes(token))
  if (!after) return hosts.slice(0, limit + 1)
  const [score, host] = [BigInt(after[0]), after[1]]
  const first = hosts.findIndex((one) => one.score < score || (one.score === score && one.host > host))
  return first < 0 ? [] : hosts.slice(first, first + limit + 1)
}
