// Places for the tables of servers that run as processes of their own: empty folders, or empty databases of PostgreSQL.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import type { Database } from "../../server/database/openDatabase.ts"
import { postgresUrl } from "./postgresServer.ts"
import type { SharedPlace } from "./serverProcess.ts"

/** Empty places of one kind. */
export function openPlaces(kind: Database["kind"]): { readonly open: () => Promise<SharedPlace>; remove(): void } {
  const parent = mkdtempSync(join(tmpdir(), "gpuflow-places-"))
  let opened = 0
  return {
    async open() {
      opened += 1
      if (kind === "postgres") return { url: await postgresUrl(), connections: 4 }
      return { folder: join(parent, String(opened)) }
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
  }
}
