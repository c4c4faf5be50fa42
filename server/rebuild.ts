// Has the index built again beside the one that is served: by the server that runs on the database, or here if none does.
import { createLog } from "@gpuflow/keeper/service"

import { createChainClient, requireChain } from "./chainClient.ts"
import { FolderInUseError } from "./database/folderErrors.ts"
import { lockFolder } from "./database/folderLock.ts"
import { type Database, openDatabase } from "./database/openDatabase.ts"
import { liveSchema } from "./history/generations.ts"
import { isRebuildRequested, REBUILD_CHANNEL, requestRebuild } from "./history/rebuildRequest.ts"
import { writeHistory } from "./history/writeHistory.ts"
import { createServerMetrics } from "./monitoring/serverMetrics.ts"
import { pause } from "./pause.ts"
import { addressesOf, parseSettings, type ServerOptions, type ServerSettings } from "./settings.ts"

/** Milliseconds between looks for the end of a rebuild that another process does. */
const LOOK_EVERY = 500
/** Looks until a writer is asked again, which may have been started anew. */
const LOOKS_TO_ASK = 20

/** Resolves with who has built the index again. It throws for invalid options, and when the signal ends the waiting. */
export async function rebuildIndex(options: ServerOptions): Promise<"the running server" | "this command"> {
  const settings = parseSettings(options)
  const { signal = new AbortController().signal } = settings
  if (settings.databaseUrl === undefined && isInUse(settings.folder)) return rebuildInFolder(settings.folder, signal)
  const database = await openDatabase(
    settings.databaseUrl === undefined ? { folder: settings.folder } : { url: settings.databaseUrl },
  )
  try {
    return await rebuildIn(database, settings, signal)
  } finally {
    await database.close()
  }
}

function isInUse(folder: string): boolean {
  try {
    lockFolder(folder, 0).release()
    return false
  } catch (error) {
    if (error instanceof FolderInUseError) return true
    throw error
  }
}

/** Asks the process that uses the folder, and waits until it is done. */
async function rebuildInFolder(folder: string, signal: AbortSignal): Promise<"the running server"> {
  requestRebuild(folder)
  while (isRebuildRequested(folder)) {
    signal.throwIfAborted()
    await pause(LOOK_EVERY, signal)
  }
  return "the running server"
}

async function rebuildIn(database: Database, settings: ServerSettings, signal: AbortSignal) {
  const log = createLog(settings, settings.output, addressesOf(settings))
  const { client } = createChainClient(settings, { log, metrics: createServerMetrics() })
  await requireChain(client)
  const { escrow, router, mandateContract, fromBlock, maxReorgDepth, pollInterval: pollingInterval } = settings
  const source = { escrow, router, mandateContract, fromBlock, maxReorgDepth, pollingInterval }
  const before = await liveSchema(database)
  // It waits while another process writes, which then builds in its place.
  const writer = writeHistory({ ...source, database, client, log, keepReplaced: 0 })
  let isDone = false
  const done = writer.rebuild().then(() => {
    isDone = true
  })
  done.catch(() => {})
  try {
    for (let looks = 0; !isDone; looks += 1) {
      signal.throwIfAborted()
      if (!writer.isWriting()) {
        const live = await liveSchema(database)
        if (live !== before && live !== undefined) return "the running server" as const
        if (looks % LOOKS_TO_ASK === 0) await database.notify(REBUILD_CHANNEL, "")
      }
      await Promise.race([done, pause(LOOK_EVERY, signal)])
    }
    return "this command" as const
  } finally {
    await writer.stop()
  }
}
