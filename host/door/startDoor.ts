// Opens the door of a host's agent by its settings, and takes a renewed certificate from its files without a restart.
import type { DatabaseSync } from "node:sqlite"
import { reasonOf } from "@gpuflow/keeper/service"

import type { DoorSettings } from "../settings/settings.ts"
import { type AdmissionContext, createAdmission } from "./admission.ts"
import { type Door, type DoorOptions, openDoor } from "./door.ts"
import { healthLines } from "./healthRoute.ts"
import { ownTlsIdentity, readTlsIdentity, type TlsIdentity } from "./tlsIdentity.ts"
import { createUsedRequests } from "./usedRequests.ts"

export type DoorContext = Omit<AdmissionContext, "used" | "log"> & {
  readonly settings: DoorSettings
  /** Folder of the agent's state, in which the door keeps its own key. */
  readonly folder: string
  /** Keeps which requests were used. */
  readonly database: DatabaseSync
  readonly log: AdmissionContext["log"] & DoorOptions["log"]
  readonly onAnswer?: DoorOptions["onAnswer"]
}

export type StartedDoor = Pick<Door, "port" | "close"> & {
  /** What the documents of the machines name as `certificate`, unless an authority signed the owner's own. */
  readonly fingerprint: string | undefined
}

/** Milliseconds between two readings of the owner's certificate. */
const RENEWAL = 600_000

export async function startDoor({ settings, folder, database, ...context }: DoorContext): Promise<StartedDoor> {
  const { listen, plain, certificate, key, clientHeader } = settings
  const { log, onAnswer } = context
  const files = certificate !== undefined && key !== undefined ? { certificate, key } : undefined
  const read = (): Promise<TlsIdentity> => (files ? readTlsIdentity(files) : ownTlsIdentity(folder))
  const identity = plain ? undefined : await read()
  const { hostname, port } = new URL(`http://${listen}`)
  const door = await openDoor({
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    // A URL leaves out the port of its scheme.
    port: Number(port || 80),
    ...{ identity, clientHeader, log, onAnswer },
    healthLines: (rental) => healthLines(context.access, rental),
    admit: createAdmission({ ...context, used: createUsedRequests(database) }),
  })
  let current = identity
  const renewal = setInterval(async () => {
    try {
      const next = await read()
      if (next.certificate === current?.certificate) return
      door.replaceIdentity(next)
      current = next
      log.info("door has a new certificate", {})
    } catch (error) {
      log.error("door keeps its certificate", { reason: reasonOf(error) })
    }
  }, RENEWAL)
  if (!files) clearInterval(renewal)
  renewal.unref()
  return {
    port: door.port,
    fingerprint: identity?.fingerprint,
    close: () => {
      clearInterval(renewal)
      return door.close()
    },
  }
}
