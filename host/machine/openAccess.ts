import { type Hash, isAddressEqual } from "viem"

import type { AgentContext } from "../agentContext.ts"
import type { AccessPoint, RentalAccess } from "./rentalAccess.ts"

/** The machine cannot take a key now. The renter may ask again. */
export class MachineNotReadyError extends Error {
  override readonly name = "MachineNotReadyError"
}

/** Lines of a health log that are read at once, beside the agent's polls. */
const LINES_AT_ONCE = 500

/** The way in that is known so far, whole or not. */
function whole(access: Partial<AccessPoint>): AccessPoint | undefined {
  const { host, port, user, hostKey } = access
  const isWhole = host !== undefined && port !== undefined && user !== undefined && hostKey !== undefined
  return isWhole ? { host, port, user, hostKey } : undefined
}

/** What the door asks of the agent. */
export function createRentalAccess(context: AgentContext): RentalAccess {
  const { store, machines, hooks } = context

  function find(rental: Hash) {
    const workload = store.workload(rental)
    if (!workload || !machines.has(workload.machine)) return undefined
    const { state, phase } = workload
    const endsAt = state?.status === "Active" ? state.since + state.duration : 0n
    return { renter: workload.rental.renter, phase, endsAt }
  }

  async function admit(rental: Hash, publicKey: string): Promise<AccessPoint> {
    const workload = store.workload(rental)
    const machine = workload && machines.get(workload.machine)
    const isReady = workload?.phase === "running" && !context.unsure.has(rental)
    if (!machine || !isReady || hooks.runningHook(rental)) {
      throw new MachineNotReadyError("The machine is not ready. Ask again in a few seconds.")
    }
    // Stored first, so that the machine's next preparation and its end know of it.
    store.addKey(rental, publicKey, Date.now())
    const given = await hooks.giveAccess({ machine, workload, endsAt: find(rental)?.endsAt ?? 0n })
    const access = whole({ ...workload.access, ...given })
    if (access) return access
    throw new Error(
      `The hooks of machine ${machine.name} do not say how to reach it. Let \`onStart\` or \`onAccess\` print host, port, user and hostKey as JSON.`,
    )
  }

  return {
    find,
    admit,
    healthAfter: (rental, place) => store.checksAfter(rental, place, LINES_AT_ONCE),
    serves: ({ host, machine }) => machines.has(machine) && isAddressEqual(host, context.owner),
  }
}
