import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { createClient, defineChain, fallback, http } from "viem"
import { polygon } from "viem/chains"

import type { AgentContext } from "./agentContext.ts"
import { startDoor } from "./door/startDoor.ts"
import type { RentalAccess } from "./machine/rentalAccess.ts"
import type { DoorSettings } from "./settings/settings.ts"

/** Opens the door by which renters ask for access. It remembers used requests in a file of its own. */
export async function openAgentDoor(
  { options, log, metrics }: AgentContext,
  settings: DoorSettings,
  access: RentalAccess,
): Promise<{ close(): Promise<void> }> {
  const { rpcUrls, chainId, escrow, requestTimeout, state } = options
  const transport = fallback(rpcUrls.map((url) => http(url, { retryCount: 0, timeout: requestTimeout })))
  const chain = defineChain({ ...polygon, id: chainId, name: `chain ${chainId}` })
  const client = createClient({ chain, transport })
  const onAnswer = (code: string) => metrics.doorRequests.inc({ code })
  const database = new DatabaseSync(join(state, "door.db"))
  try {
    const door = await startDoor({ client, chainId, escrow, access, settings, folder: state, database, log, onAnswer })
    log.info("door opened", { port: door.port, certificate: door.fingerprint })
    return {
      async close() {
        await door.close()
        database.close()
      },
    }
  } catch (error) {
    database.close()
    throw error
  }
}
