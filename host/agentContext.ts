import type { AccessLists, Sender } from "@gpuflow/keeper/sending"
import type { Address, Hash } from "viem"

import type { ResolvedAgentOptions } from "./agentOptions.ts"
import type { ChainClock } from "./follow/chainClock.ts"
import type { DowntimeBook } from "./health/downtimeBook.ts"
import type { HealthChecks } from "./health/healthChecks.ts"
import type { HookRunner } from "./hooks/hookRunner.ts"
import type { HostMetrics } from "./monitoring/hostMetrics.ts"
import type { MachineSettings } from "./settings/settingsFile.ts"
import type { HostStore } from "./store/hostStore.ts"

/** What every step of a poll works with. */
export type AgentContext = Sender & {
  readonly options: ResolvedAgentOptions
  readonly store: HostStore
  readonly metrics: HostMetrics
  readonly accessLists: AccessLists
  /** The owner of the bond and the offers. */
  readonly owner: Address
  readonly machines: ReadonlyMap<Hash, MachineSettings>
  readonly clock: ChainClock
  readonly hooks: HookRunner
  readonly health: HealthChecks
  readonly downtime: DowntimeBook
  /** Seconds that were last reported as not given back, by rental. */
  readonly reported: Map<Hash, bigint>
  /** POL of the account as of the last poll that reached a node. */
  readonly funds: { balance: bigint | undefined }
  /** Rentals that an earlier process prepared, and for which `onStart` was not run again since. */
  readonly unsure: Set<Hash>
}
