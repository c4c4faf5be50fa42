import { collectDefaultMetrics, Histogram, Registry } from "prom-client"
import { createMetricMakers, createSenderMetrics } from "./senderMetrics.ts"

export type Metrics = ReturnType<typeof createMetrics>

/** The metrics for Prometheus. docs/keeper.md describes them. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const makers = createMetricMakers(registry, "gpuflow_keeper")
  const { gauge, counter } = makers
  return {
    registry,
    ...createSenderMetrics(makers),
    polls: counter("polls_total", "Polls, by whether all of their steps succeeded", ["result"]),
    pollSeconds: new Histogram({
      name: "gpuflow_keeper_poll_seconds",
      help: "Duration of a poll",
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers: [registry],
    }),
    lastGoodPoll: gauge(
      "last_good_poll_timestamp_seconds",
      "Unix time at which the last poll ended whose steps all succeeded, also before a restart; 0 if there is none",
    ),
    cursor: gauge("cursor_block", "Last block whose events are stored"),
    rentals: gauge("rentals", "Known rentals, by status", ["status"]),
    due: gauge("due", "Rentals that are due and not settled"),
    overdue: gauge("overdue_seconds", "Seconds of chain time since the oldest of those became due"),
    mandates: gauge("mandates", "Mandates that the keeper was given, by state", ["state"]),
    extensionOverdue: gauge(
      "extension_overdue_seconds",
      "Seconds of chain time since the oldest extension became due against which nothing stands",
    ),
    credits: gauge("credits", "Payouts that could not be pushed and wait to be delivered"),
    setAside: gauge("aside", "Rentals and credits that failed and are set aside for a while"),
    settled: counter("settled_total", "Settlements in included transactions"),
    extended: counter("extended_total", "Extensions by mandate in included transactions"),
    lapsed: counter("lapsed_total", "Rentals that ran out although nothing stood against their extension"),
    withdrawn: counter("withdrawn_total", "Delivered credits"),
  }
}
