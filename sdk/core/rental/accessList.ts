// Access lists (EIP-2930) make a transaction cheaper where the first access to a slot is dear, as on Polygon.
import type { AccessList } from "../../types.ts"
import type { Call, Wallet } from "../port.ts"

/** What the node says of a call. Undefined: it did not say. */
type Estimate = {
  /** What the call touches, if the call takes less gas with it. Empty: it does not. */
  readonly accessList?: AccessList | undefined
  /** The gas, with the list if there is one. */
  readonly gas?: bigint | undefined
}

/** Finds out whether a call takes less gas if it names what it touches. */
export async function findAccessList(wallet: Wallet, call: Call): Promise<Estimate> {
  // Not every node has `eth_createAccessList`, and a list only saves gas.
  const ifSaid = <answer>(asking: Promise<answer>) => asking.catch(() => undefined)
  const [accessList, gas] = await Promise.all([ifSaid(wallet.accessList(call)), ifSaid(wallet.estimateGas(call))])
  if (!accessList?.length || gas === undefined) return gas === undefined ? {} : { accessList, gas }
  const listed = await ifSaid(wallet.estimateGas({ ...call, accessList }))
  if (listed === undefined) return { gas }
  return listed < gas ? { accessList, gas: listed } : { accessList: [], gas }
}

/** The calls for which a list does not pay, by escrow and verb, for as long as the library's client exists. */
const unlisted = new WeakMap<object, Set<string>>()

/**
 * Adds an access list to a call if that makes it cheaper, and estimates its gas. A wallet that holds the key itself builds
 * its own transaction.
 */
export async function listAndEstimate<call extends Call>(
  wallet: Wallet,
  call: call,
): Promise<{ readonly call: call; readonly gas: bigint | undefined }> {
  const { client, request } = wallet
  const known = unlisted.get(client) ?? new Set<string>()
  const verb = `${call.to}${call.data.slice(0, 10)}`.toLowerCase()
  if (call.accessList || request || !call.to || known.has(verb)) {
    return { call, gas: await wallet.estimateGas(call).catch(() => undefined) }
  }
  const { accessList, gas } = await findAccessList(wallet, call)
  if (accessList?.length === 0) unlisted.set(client, known.add(verb))
  return { call: accessList?.length ? { ...call, accessList } : call, gas }
}
