import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client"

export type Metrics = ReturnType<typeof makeMetrics>

/** What Prometheus is told; docs/keeper.md says what to make of it. */
export function makeMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const gauge = <const label extends string = never>(name: string, help: string, labelNames: readonly label[] = []) =>
    new Gauge({ name: `gpuflow_keeper_${name}`, help, labelNames, registers })
  const counter = <const label extends string = never>(name: string, help: string, labelNames: readonly label[] = []) =>
    new Counter({ name: `gpuflow_keeper_${name}`, help, labelNames, registers })
  return {
    registry,
    polls: counter("polls_total", "Polls, by whether every step of them succeeded", ["result"]),
    pollSeconds: new Histogram({
      name: "gpuflow_keeper_poll_seconds",
      help: "Duration of a poll",
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    requests: counter("requests_total", "Requests to the endpoints", ["endpoint"]),
    endpoints: gauge("endpoints", "Endpoints that answered the last poll, for the right chain"),
    head: gauge("head_block", "Latest block that an endpoint has"),
    cursor: gauge("cursor_block", "Last block whose events are stored"),
    rentals: gauge("rentals", "Rentals that are known, by their status", ["status"]),
    due: gauge("due", "Rentals that a deadline has made due and that are not settled"),
    overdue: gauge("overdue_seconds", "Chain time since the oldest of those became due"),
    credits: gauge("credits", "Payouts that could not be pushed and wait"),
    aside: gauge("aside", "Rentals and credits that failed and are put aside for a while"),
    inFlight: gauge("in_flight", "Transactions that wait for a block"),
    held: gauge("held", "1 while a limit keeps transactions back", ["limit"]),
    transactions: counter("transactions_total", "Transactions, by what became of them", ["work", "outcome"]),
    bumps: counter("bumps_total", "Transactions that were sent again for more"),
    settled: counter("settled_total", "Rentals in transactions that were included"),
    withdrawn: counter("withdrawn_total", "Credits that were delivered"),
    spent: gauge("spent_pol", "POL that the last day's transactions cost, or may yet cost"),
    balance: gauge("balance_pol", "POL of the keeper's account"),
  }
}
