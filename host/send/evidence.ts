// The agent's evidence in a dispute: the rental's health log as a file, and its last hash for the chain.
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { ResolvedAgentOptions } from "../agentOptions.ts"
import type { ChainClock } from "../follow/chainClock.ts"
import { downtimeOf, FIRST_HASH, writeCheck } from "../health/healthChain.ts"
import type { HostStore } from "../store/hostStore.ts"
import type { Workload } from "../store/workloadTable.ts"

type EvidenceContext = {
  readonly options: { readonly state: string; readonly settings: Pick<ResolvedAgentOptions["settings"], "evidenceUrl"> }
  readonly store: Pick<HostStore, "checksOf">
  readonly clock: Pick<ChainClock, "now">
}

/** Writes the log, one line of JSON for each check, and returns where it is. */
export function writeEvidence({ options, store, clock }: EvidenceContext, { id }: Pick<Workload, "id">): string {
  const checks = store.checksOf(id)
  const folder = join(options.state, "evidence")
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  writeFileSync(join(folder, `${id}.jsonl`), `${checks.map(writeCheck).join("\n")}\n`)
  const head = checks.at(-1)?.hash ?? FIRST_HASH(id)
  const { evidenceUrl } = options.settings
  if (evidenceUrl !== undefined) return `${evidenceUrl.replace(/\/$/, "")}/${id}.jsonl#head=${head}`
  const summary = {
    kind: "health-log",
    head,
    lines: checks.length,
    downSeconds: Number(downtimeOf(checks, clock.now())),
  }
  return `data:application/json,${encodeURIComponent(JSON.stringify(summary))}`
}
