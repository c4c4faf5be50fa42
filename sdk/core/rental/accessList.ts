// Access lists (EIP-2930) make a transaction cheaper where the first access to a slot is dear, as on Polygon.
import type { AccessList } from "../../types.ts"
import type { Call, Wallet } from "../port.ts"

/**
 * The list of what a call touches, if the node's estimates say that the call takes less gas with it. Empty: it does not.
 * Undefined: the node did not say.
 */
export async function findAccessList(wallet: Wallet, call: Call): Promise<AccessList | undefined> {
  try {
    const accessList = await wallet.accessList(call)
    if (accessList.length === 0) return accessList
    const [without, listed] = await Promise.all([wallet.estimateGas(call), wallet.estimateGas({ ...call, accessList })])
    return listed < without ? accessList : []
  } catch {
    // Not every node has `eth_createAccessList`, and a list only saves gas.
    return undefined
  }
}

/** The calls for which a list does not pay, by escrow and verb, for as long as the library's client exists. */
const unlisted = new WeakMap<object, Set<string>>()

/** Adds an access list to a call if that makes it cheaper. A wallet that holds the key itself builds its own transaction. */
export async function withAccessList<call extends Call>(wallet: Wallet, call: call): Promise<call> {
  const { client, request } = wallet
  if (call.accessList || request || !call.to) return call
  const known = unlisted.get(client) ?? new Set<string>()
  unlisted.set(client, known)
  const verb = `${call.to}${call.data.slice(0, 10)}`.toLowerCase()
  if (known.has(verb)) return call
  const accessList = await findAccessList(wallet, call)
  if (accessList?.length === 0) known.add(verb)
  return accessList?.length ? { ...call, accessList } : call
}
