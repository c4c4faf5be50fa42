// The owner's file for the agent, and the folders that the agent uses.
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { HostSettings } from "@gpuflow/host"
import type { Address } from "viem"
import { resolveEscrow } from "../chain/context.ts"
import { UsageError } from "../errors.ts"
import type { Runtime, Session } from "../session.ts"

export type SettingsOption = { readonly settings?: string | undefined }

const DEFAULT_PATH = "host.toml"

export async function readAgentSettings({ env }: Session, { settings }: SettingsOption): Promise<HostSettings> {
  const { HostSettingsError, readHostSettings } = await import("@gpuflow/host")
  try {
    return await readHostSettings(settings ?? env["GPUFLOW_HOST_SETTINGS"] ?? DEFAULT_PATH)
  } catch (error) {
    if (!(error instanceof HostSettingsError)) throw error
    throw new UsageError(error.message, { path: error.path, faults: error.faults }, { cause: error })
  }
}

export function escrowOf(session: Session, { escrow, chainId }: HostSettings): Address {
  return resolveEscrow(session, { escrow }, chainId)
}

/** The folder of the settings, systemd's of the unit, or the user's. */
export function stateFolder({ env }: Runtime, { state }: Pick<HostSettings, "state">): string {
  const { STATE_DIRECTORY, XDG_STATE_HOME, HOME } = env
  const folder =
    state ??
    STATE_DIRECTORY?.split(":")[0] ??
    (XDG_STATE_HOME ? join(XDG_STATE_HOME, "gpuflow-escrow", "host") : undefined) ??
    (HOME ? join(HOME, ".local", "state", "gpuflow-escrow", "host") : undefined)
  if (folder) return folder
  throw new UsageError("The agent has no folder for its state. Set `state` in the settings to the path of a folder.")
}

/** One folder for all agents of this computer, so that two of them never run one machine. */
export const lockFolder = ({ env }: Runtime) => env["GPUFLOW_HOST_LOCKS"] || join(tmpdir(), "gpuflow-host-locks")
