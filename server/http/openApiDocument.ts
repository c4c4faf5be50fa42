// The description of the server's routes, from the definitions that its handlers are checked against.
import { boardDefinitions } from "./boardRoutes.ts"
import { historyDefinitions } from "./historyRoutes.ts"
import { createRoutes } from "./room.ts"
import { serviceDefinitions } from "./serviceRoutes.ts"
import { VERSION } from "./version.ts"

export const definitions = { ...serviceDefinitions, ...historyDefinitions, ...boardDefinitions }

/** The document of `openapi.json`. */
export function openApiDocument(): object {
  const routes = createRoutes()
  for (const definition of Object.values(definitions)) routes.openAPIRegistry.registerPath(definition)
  return routes.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "GPUFlow server",
      version: VERSION,
      description:
        "The index of what happened in a rental escrow, and the board of what is on offer. Amounts are base units as decimal text, times seconds since 1970. Addresses are answered with their checksum, and taken in any spelling. Errors are RFC 9457 problems with a name.",
      license: { name: "MIT" },
    },
    servers: [{ url: "/" }],
  })
}
