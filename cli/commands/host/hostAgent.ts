import { parseEther, parseGwei } from "viem"
import { requireAccount } from "../../chain/account.ts"
import { readEndpoints } from "../../chain/endpoints.ts"
import { UsageError } from "../../errors.ts"
import { escrowOf, lockFolder, readAgentSettings, stateFolder } from "../../host/agentSettings.ts"
import { hookEnvironment } from "../../host/hookEnvironment.ts"
import type { Session } from "../../session.ts"
import { plainCommand } from "../builders.ts"
import { hostCheck } from "./hostCheck.ts"
import { hostHook } from "./hostHook.ts"
import { hostInit } from "./hostInit.ts"
import { hostStatus } from "./hostStatus.ts"
import { settingsOption } from "./settingsOption.ts"

export function hostAgent(session: Session) {
  return plainCommand("host")
    .description("Run your machines until stopped: prepare, start, watch, stop and wipe what is rented (docs/host.md)")
    .addOption(settingsOption())
    .action((options) => runHost(session, options))
    .addCommand(hostInit(session))
    .addCommand(hostCheck(session))
    .addCommand(hostStatus(session))
    .addCommand(hostHook(session))
}

async function runHost(session: Session, options: { readonly settings?: string | undefined }): Promise<void> {
  const settings = await readAgentSettings(session, options)
  const account = await requireAccount(session)
  // Only this command needs the database, the logger and the metrics.
  const [{ MachineLockedError, runAgent }, { KeeperOptionsError, WrongDatabaseError }] = await Promise.all([
    import("@gpuflow/host"),
    import("@gpuflow/keeper"),
  ])
  const { hostname, port } = new URL(`http://${settings.monitoring}`)
  const { GPUFLOW_OFFERS_TOKEN: boardToken } = session.env
  try {
    await runAgent({
      rpcUrls: [...readEndpoints(session)],
      chainId: settings.chainId,
      escrow: escrowOf(session, settings),
      account,
      settings,
      state: stateFolder(session, settings),
      locks: lockFolder(session),
      environment: hookEnvironment(session),
      ...(boardToken ? { boardToken } : {}),
      pollInterval: Number(settings.poll) * 1_000,
      host: hostname.replace(/^\[(.*)\]$/, "$1"),
      port: Number(port || 80),
      logLevel: settings.logLevel,
      maxCostPerDay: parseEther(settings.gas.polPerDay),
      maxCostPerTransaction: parseEther(settings.gas.polPerTransaction),
      maxFeePerGas: parseGwei(String(settings.gas.maxGwei)),
      output: session.stdout,
      signal: session.signal,
    })
  } catch (error) {
    const isUsage =
      error instanceof KeeperOptionsError || error instanceof WrongDatabaseError || error instanceof MachineLockedError
    if (isUsage) throw new UsageError(error.message, {}, { cause: error })
    throw error
  }
}
