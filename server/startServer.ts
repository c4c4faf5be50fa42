// Starts a server on the database that its options name, and runs one until it is stopped.
import { openDatabase } from "./database/openDatabase.ts"
import type { RunningServer } from "./server.ts"
import { parseSettings, type ServerOptions } from "./settings.ts"

/** Starts a server. It throws for invalid options, a chain of another id, and a port that is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const settings = parseSettings(options)
  const place = settings.databaseUrl === undefined ? { folder: settings.folder } : { url: settings.databaseUrl }
  // A process of its own makes the folder, for seconds. The rest of the server is loaded meanwhile.
  const [database, { startServerOn }] = await Promise.all([openDatabase(place), import("./server.ts")])
  return startServerOn(database, settings)
}

/** Runs a server until the signal is aborted. */
export async function runServer(options: ServerOptions): Promise<void> {
  const server = await startServer(options)
  const { signal } = options
  await new Promise<void>((resolve) => {
    if (signal?.aborted) resolve()
    else signal?.addEventListener("abort", () => resolve(), { once: true })
  })
  await server.stop()
}
