import { createMetricMakers } from "@gpuflow/keeper/service"
import { collectDefaultMetrics, Histogram, Registry } from "prom-client"

export type ServerMetrics = ReturnType<typeof createServerMetrics>

/** The metrics for Prometheus. docs/server.md describes them. */
export function createServerMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const makers = createMetricMakers(registry, "gpuflow_server")
  const { gauge, counter } = makers
  return {
    registry,
    /** For metrics of a room's own. */
    makers,
    requestSeconds: new Histogram({
      name: "gpuflow_server_request_seconds",
      help: "Duration of a request, by route, method and status; of a stream until it began",
      labelNames: ["route", "method", "status"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    rpcRequests: counter("rpc_requests_total", "Requests sent to each endpoint", ["endpoint"]),
    database: gauge("database", "1 for the kind of the database", ["kind"]),
    streams: gauge("streams", "Open streams of server-sent events"),
    streamsDropped: counter("streams_dropped_total", "Streams that were ended because their reader was too slow"),
    head: gauge("head_block", "Latest block of the node"),
    block: gauge("index_block", "Block up to which the index holds everything"),
    lagBlocks: gauge("index_lag_blocks", "Blocks that the index is behind the node"),
    lagSeconds: gauge("index_lag_seconds", "Seconds that the index's block is behind the clock"),
    offers: gauge("offers", "Offers that the board keeps"),
    boardBlock: gauge("board_block", "Block up to which the board's offers are checked"),
    boardLag: gauge("board_lag_seconds", "Seconds that the board's block is behind the clock"),
    booksDifference: gauge(
      "books_difference",
      "Base units that the escrow has more than it owes, by token. Below 0 is a fault",
      ["token"],
    ),
  }
}
