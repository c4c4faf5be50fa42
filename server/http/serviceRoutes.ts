// Routes for those who run the server.
import { createRoute, z } from "@hono/zod-openapi"
import { problems } from "./primitives.ts"

const tags = ["service"]
const report = z.object({ ok: z.boolean(), reasons: z.array(z.string()) }).openapi("Health")
const reported = (description: string) => ({
  200: { description, content: { "application/json": { schema: report } } },
  503: { description: "It is not", content: { "application/json": { schema: report } } },
})

export const serviceDefinitions = {
  getHealth: createRoute({
    method: "get",
    path: "/healthz",
    operationId: "getHealth",
    summary: "Whether the program works, or has to be started anew",
    tags,
    responses: reported("It works"),
  }),
  getReadiness: createRoute({
    method: "get",
    path: "/readyz",
    operationId: "getReadiness",
    summary: "Whether each room can answer, and the index is close to the chain",
    tags,
    responses: reported("It is ready"),
  }),
  getMetrics: createRoute({
    method: "get",
    path: "/metrics",
    operationId: "getMetrics",
    summary: "Metrics for Prometheus",
    tags,
    responses: { 200: { description: "Metrics", content: { "text/plain": { schema: z.string() } } } },
  }),
  getOpenApi: createRoute({
    method: "get",
    path: "/openapi.json",
    operationId: "getOpenApi",
    summary: "This description",
    tags,
    responses: {
      200: { description: "OpenAPI 3.1", content: { "application/json": { schema: z.object({}) } } },
      ...problems,
    },
  }),
} as const
