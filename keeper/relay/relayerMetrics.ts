import { collectDefaultMetrics, Histogram, Registry } from "prom-client"
import { createMetricMakers, createSenderMetrics } from "../serve/senderMetrics.ts"

export type RelayerMetrics = ReturnType<typeof createRelayerMetrics>

/** The metrics for Prometheus. docs/relay.md describes them. */
export function createRelayerMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const makers = createMetricMakers(registry, "gpuflow_relay")
  const { gauge, counter } = makers
  return {
    registry,
    ...createSenderMetrics(makers),
    polls: counter("polls_total", "Polls, by whether all of their steps succeeded", ["result"]),
    pollSeconds: new Histogram({
      name: "gpuflow_relay_poll_seconds",
      help: "Duration of a poll",
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers: [registry],
    }),
    lastGoodPoll: gauge(
      "last_good_poll_timestamp_seconds",
      "Unix time at which the last poll ended whose steps all succeeded, also before a restart; 0 if there is none",
    ),
    responses: counter("http_responses_total", "Responses of the server", ["route", "status"]),
    accepted: counter("accepted_total", "Purchases that were accepted"),
    refused: counter(
      "refused_total",
      "Purchases that were refused when they came, or afterwards, by the error's name",
      ["code"],
    ),
    purchases: gauge("purchases", "Stored purchases, by status", ["status"]),
    oldestOpen: gauge("oldest_open_seconds", "Seconds since the oldest purchase came that waits for a block"),
    relayed: counter("relayed_total", "Purchases in included transactions"),
    unprofitable: gauge("below_cost", "Accepted purchases that wait because their fee is below what the gas costs now"),
  }
}
