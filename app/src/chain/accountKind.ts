// What kind of account holds a key: a single key, a Safe, a timelock, or another contract.
import { type Address, type Client, type Hex, parseAbi, zeroAddress } from "viem"
import { getCode, readContract } from "viem/actions"

export type AccountKind =
  | { readonly kind: "nobody" }
  | { readonly kind: "key" }
  | { readonly kind: "contract" }
  | { readonly kind: "timelock"; readonly delay: bigint }
  | { readonly kind: "safe"; readonly threshold: bigint; readonly owners: number }

const abi = parseAbi([
  "function getMinDelay() view returns (uint256)",
  "function getThreshold() view returns (uint256)",
  "function getOwners() view returns (address[])",
])

/** At a block, or at the latest. Throws if the node does not answer. */
export async function readAccountKind(client: Client, address: Address, blockNumber?: bigint): Promise<AccountKind> {
  if (address === zeroAddress) return { kind: "nobody" }
  const at = blockNumber === undefined ? {} : { blockNumber }
  if (isKey(await getCode(client, { address, ...at }))) return { kind: "key" }
  const contract = { address, abi, ...at } as const
  // A contract that has no such view refuses the call, as a node that is down does. Its code was just read.
  const orNothing = () => undefined
  const [delay, threshold, owners] = await Promise.all([
    readContract(client, { ...contract, functionName: "getMinDelay" }).catch(orNothing),
    readContract(client, { ...contract, functionName: "getThreshold" }).catch(orNothing),
    readContract(client, { ...contract, functionName: "getOwners" }).catch(orNothing),
  ])
  if (delay !== undefined) return { kind: "timelock", delay }
  return threshold !== undefined && owners !== undefined
    ? { kind: "safe", threshold, owners: owners.length }
    : { kind: "contract" }
}

/** A key may have delegated to code (EIP-7702). It remains a single key. */
function isKey(code: Hex | undefined): boolean {
  return code === undefined || code === "0x" || code.toLowerCase().startsWith("0xef0100")
}
