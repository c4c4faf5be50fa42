// The description of the server's routes, for clients in any language.
import { openApiDocument } from "../../server/http/openApiDocument.ts"
import type { GeneratedFile } from "./files.ts"

export function serverDocument(): GeneratedFile {
  return { path: "server/openapi.json", text: `${JSON.stringify(openApiDocument(), null, 2)}\n` }
}
