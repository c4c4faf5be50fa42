// Turns what the decision wants to send into transactions whose simulation succeeded.
import { waitCompensation } from "@gpuflow/escrow"
import { type PreparedRequest, prepareRequest, simulateRequest } from "@gpuflow/escrow/requests"
import {
  type Endpoints,
  estimateWithAccessList,
  isRefusal,
  MAX_DELAY_AFTER_REFUSAL,
  type PlannedTransaction,
  retryDelay,
} from "@gpuflow/keeper/sending"
import { reasonOf } from "@gpuflow/keeper/service"
import { concat, type Hash, type Hex, toHex } from "viem"

import type { AgentContext } from "../agentContext.ts"
import type { Sending, Verb } from "../machine/nextSteps.ts"
import type { Workload } from "../store/workloadTable.ts"
import { writeEvidence } from "./evidence.ts"

export type WantedSending = { readonly workload: Workload; readonly sending: Sending }

const VERBS = ["start", "decline", "refund", "evidence", "settle"] as const satisfies readonly Verb[]

/** What names a transaction of a rental, so that a verb that fails holds up no other. */
const itemOf = (rental: Hash, verb: Verb): Hex => concat([rental, toHex(VERBS.indexOf(verb), { size: 1 })])

/** What was sent for each rental and has no outcome yet. */
export function sentVerbs({ store }: AgentContext): (rental: Hash) => ReadonlySet<Verb> {
  const items = new Set(store.openTransactions().flatMap(({ items }) => items))
  return (rental) => new Set(VERBS.filter((verb) => items.has(itemOf(rental, verb))))
}

/** Plans the transactions that can be sent now, as many as there are slots. One that fails is tried again later. */
export async function planSendings(
  context: AgentContext,
  { client }: Endpoints,
  wanted: readonly WantedSending[],
  slots: number,
): Promise<{ readonly planned: readonly PlannedTransaction[]; readonly failure: unknown }> {
  const { store, log, options } = context
  const account = options.account.address
  const [failed, clock] = [store.failedItems(), Date.now()]
  const planned: PlannedTransaction[] = []
  let failure: unknown
  // A start has a deadline, so it comes first.
  const ordered = wanted.toSorted((a, b) => VERBS.indexOf(a.sending.verb) - VERBS.indexOf(b.sending.verb))
  for (const { workload, sending } of ordered) {
    if (planned.length >= slots) break
    const { verb } = sending
    const item = itemOf(workload.id, verb)
    if ((failed.get(item) ?? 0) > clock) continue
    try {
      const request = await prepare(context, client, workload, sending)
      await simulateRequest(client, { request, account })
      const estimated = await estimateWithAccessList(context, client, { work: verb, request })
      planned.push({ work: verb, items: [item], ...estimated })
    } catch (error) {
      log.warn("transaction not planned", { rental: workload.id, verb, reason: reasonOf(error) })
      if (!isRefusal(error)) failure ??= error
      store.addFailure(`not planned at ${clock}`, [item], (failures) => {
        return clock + retryDelay(failures, options.pollInterval, MAX_DELAY_AFTER_REFUSAL)
      })
    }
  }
  return { planned, failure }
}

function prepare(
  context: AgentContext,
  client: Endpoints["client"],
  workload: Workload,
  sending: Sending,
): Promise<PreparedRequest> {
  const { escrow, account } = context.options
  const { rental, state } = workload
  const common = { escrow, rental, account: account.address }
  switch (sending.verb) {
    case "start":
      return prepareRequest(client, "start", common)
    case "decline": {
      // No more than a decline costs, so that behind a start it does not become an interruption.
      const maxFromBond = waitCompensation(rental.offer, state?.duration ?? 0n)
      return prepareRequest(client, "interrupt", { ...common, maxFromBond })
    }
    case "refund":
      return prepareRequest(client, "refund", { ...common, refundedSeconds: sending.refundedSeconds })
    case "evidence":
      return prepareRequest(client, "submitEvidence", { ...common, evidenceURI: writeEvidence(context, workload) })
    case "settle":
      return prepareRequest(client, "settleMany", { escrow, rentals: [rental] })
  }
}
