import type { AgentContext } from "../agentContext.ts"

type PollReport = { readonly ok: boolean; readonly hasSucceeded: boolean; readonly failure?: string }

/** The body of `/readyz`: whether the agent can look after a rental now, or why it cannot. */
export function readiness(
  { ok, hasSucceeded, failure }: PollReport,
  { funds }: Pick<AgentContext, "funds">,
): { readonly ok: boolean; readonly reason?: string } {
  if (!ok) return { ok: false, reason: failure ?? "No poll has succeeded for a while." }
  if (!hasSucceeded) return { ok: false, reason: failure ?? "No poll has succeeded yet." }
  if (funds.balance === 0n) return { ok: false, reason: "The account has no POL for gas." }
  return { ok: true }
}
