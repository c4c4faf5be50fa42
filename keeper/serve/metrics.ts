import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client"

export type Metrics = ReturnType<typeof createMetrics>

/** Reasons for which transactions are held back. */
export const LIMITS = ["fee", "transaction", "day", "funds"] as const
export type Limit = (typeof LIMITS)[number]

/** The metrics for Prometheus. docs/keeper.md describes them. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const gauge = <const label extends string = never>(name: string, help: string, labelNames: readonly label[] = []) =>
    new Gauge({ name: `gpuflow_keeper_${name}`, help, labelNames, registers })
  const counter = <const label extends string = never>(name: string, help: string, labelNames: readonly label[] = []) =>
    new Counter({ name: `gpuflow_keeper_${name}`, help, labelNames, registers })
  return {
    registry,
    polls: counter("polls_total", "Polls, by whether all of their steps succeeded", ["result"]),
    pollSeconds: new Histogram({
      name: "gpuflow_keeper_poll_seconds",
      help: "Duration of a poll",
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    requests: counter("requests_total", "Requests sent to each endpoint", ["endpoint"]),
    lastGoodPoll: gauge(
      "last_good_poll_timestamp_seconds",
      "Unix time at which the last poll ended whose steps all succeeded, also before a restart; 0 if there is none",
    ),
    configuredEndpoints: gauge("configured_endpoints", "Endpoints that the keeper was given"),
    endpoints: gauge("endpoints", "Endpoints that answered in the last poll for the right chain"),
    head: gauge("head_block", "Latest block of any endpoint"),
    cursor: gauge("cursor_block", "Last block whose events are stored"),
    rentals: gauge("rentals", "Known rentals, by status", ["status"]),
    due: gauge("due", "Rentals that are due and not settled"),
    overdue: gauge("overdue_seconds", "Seconds of chain time since the oldest of those became due"),
    credits: gauge("credits", "Payouts that could not be pushed and wait to be delivered"),
    setAside: gauge("aside", "Rentals and credits that failed and are set aside for a while"),
    inFlight: gauge("in_flight", "Transactions that wait for a block"),
    held: gauge("held", "1 while a limit holds transactions back", ["limit"]),
    transactions: counter("transactions_total", "Finished transactions, by outcome", ["work", "outcome"]),
    replacements: counter("bumps_total", "Transactions that were replaced with a higher fee"),
    settled: counter("settled_total", "Settlements in included transactions"),
    withdrawn: counter("withdrawn_total", "Delivered credits"),
    spent: gauge("spent_pol", "POL that the transactions of the last 24 hours have cost, or can still cost"),
    balance: gauge("balance_pol", "POL in the keeper's account"),
  }
}
