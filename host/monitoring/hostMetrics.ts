import { createSenderMetrics } from "@gpuflow/keeper/sending"
import { createMetricMakers } from "@gpuflow/keeper/service"
import { collectDefaultMetrics, Registry } from "prom-client"

export type HostMetrics = ReturnType<typeof createHostMetrics>

/** The metrics for Prometheus. docs/host.md describes them. */
export function createHostMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const makers = createMetricMakers(registry, "gpuflow_host")
  const { gauge, counter } = makers
  return {
    registry,
    ...createSenderMetrics(makers),
    polls: counter("polls_total", "Polls, by whether all of their steps succeeded", ["result"]),
    lastGoodPoll: gauge(
      "last_good_poll_timestamp_seconds",
      "Unix time at which the last poll ended whose steps all succeeded, also before a restart; 0 if there is none",
    ),
    machines: gauge("machines", "Machines of the settings"),
    rented: gauge("rented", "Machines that a rental holds"),
    rentals: gauge("rentals", "Rentals that are not finished, by phase", ["phase"]),
    down: gauge("down", "Rented machines whose last health check failed"),
    hookFailures: gauge("hook_failures", "Failed attempts in a row of a machine's hook, while it is to be run", [
      "machine",
      "hook",
    ]),
    owed: gauge("owed_seconds", "Downtime that only the host's own key can give back"),
    refundHeld: gauge("refund_held_seconds", "Downtime that a limit of the settings keeps from renters", ["limit"]),
    doorRequests: counter("door_requests_total", "Requests for access, by the answer's code", ["code"]),
    offered: gauge("offered", "Machines whose offer is on every board"),
  }
}
