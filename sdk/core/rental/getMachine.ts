import { machinesFunction } from "../../generated/abiItems.ts"
import type { Machine } from "../../types.ts"
import type { Reads } from "../port.ts"
import { type MachineReadParameters, read } from "./escrowRead.ts"

/**
 * Reads a host's machine: when it is free, and the nonce that its offers must have.
 *
 * @example
 * import { getMachine } from "@gpuflow/escrow"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const { busyUntil } = await getMachine(client, { escrow: "0x…", host: "0x…", machine: "0x…" })
 *
 * @returns The machine. All zeros: it was never rented, and its offers were never revoked
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export function getMachine(chain: Reads, { host, machine, ...options }: MachineReadParameters): Promise<Machine> {
  return read(chain, machinesFunction, [host, machine], options)
}
