import { Counter, Gauge, type Registry } from "prom-client"

/** Reasons for which transactions are held back. */
export const LIMITS = ["fee", "transaction", "day", "funds"] as const
export type Limit = (typeof LIMITS)[number]

type MetricMakers = ReturnType<typeof createMetricMakers>
export type SenderMetrics = ReturnType<typeof createSenderMetrics>

/** Functions that make metrics whose names start with the program's. */
export function createMetricMakers(registry: Registry, program: string) {
  const registers = [registry]
  return {
    gauge: <const label extends string = never>(name: string, help: string, labelNames: readonly label[] = []) =>
      new Gauge({ name: `${program}_${name}`, help, labelNames, registers }),
    counter: <const label extends string = never>(name: string, help: string, labelNames: readonly label[] = []) =>
      new Counter({ name: `${program}_${name}`, help, labelNames, registers }),
  }
}

/** The metrics of every program that sends transactions of its own account. */
export function createSenderMetrics({ gauge, counter }: MetricMakers) {
  return {
    requests: counter("requests_total", "Requests sent to each endpoint", ["endpoint"]),
    configuredEndpoints: gauge("configured_endpoints", "Endpoints that the program was given"),
    endpoints: gauge("endpoints", "Endpoints that answered in the last poll for the right chain"),
    head: gauge("head_block", "Latest block of any endpoint"),
    inFlight: gauge("in_flight", "Transactions that wait for a block"),
    held: gauge("held", "1 while a limit holds transactions back", ["limit"]),
    transactions: counter("transactions_total", "Finished transactions, by outcome", ["work", "outcome"]),
    replacements: counter("bumps_total", "Transactions that were replaced with a higher fee"),
    spent: gauge("spent_pol", "POL that the transactions of the last 24 hours have cost, or can still cost"),
    balance: gauge("balance_pol", "POL in the program's account"),
  }
}
