import type { PreparedRequest } from "@gpuflow/escrow/requests"
import { estimateRequest } from "@gpuflow/escrow/requests"
import type { Client } from "viem"
import { createAccessList } from "viem/actions"

import { reasonOf } from "../log.ts"
import type { Sender } from "../send/sender.ts"
import type { Work } from "../store/transactionTable.ts"
import type { AccessLists } from "./accessLists.ts"

/**
 * Estimates the gas of a request whose simulation succeeded. The returned request names what it touches if the node's
 * estimate is lower with the list.
 */
export async function estimateWithAccessList(
  { accessLists, log, options }: Sender & { readonly accessLists: AccessLists },
  client: Client,
  { work, request }: { readonly work: Work; readonly request: PreparedRequest },
): Promise<{ readonly request: PreparedRequest; readonly gas: bigint }> {
  const account = options.account.address
  const gas = await estimateRequest(client, { request, account })
  if (accessLists.isPaused(work)) return { request, gas }
  try {
    const { to, data, value } = request
    const { accessList } = await createAccessList(client, { account, to, data, value })
    const listed = { ...request, accessList }
    const gasWithList = accessList.length > 0 ? await estimateRequest(client, { request: listed, account }) : gas
    if (gasWithList < gas) return { request: listed, gas: gasWithList }
    accessLists.pause(work, "dearer")
  } catch (error) {
    // Not every node has `eth_createAccessList`, and a list only saves gas.
    accessLists.pause(work, "failed")
    log.debug("no access list", { work, reason: reasonOf(error) })
  }
  return { request, gas }
}
