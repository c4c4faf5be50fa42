// The file that the Transaction Builder of Safe's app imports. The app warns of a file without its checksum.
// github.com/safe-global/safe-react-apps, apps/tx-builder/src/lib/checksum.ts
import { type Address, type Hex, keccak256, stringToHex } from "viem"

type SafeBatchParameters = {
  readonly chainId: number
  /** The Safe that sends the call. */
  readonly safe: Address
  /** What its owners read first. */
  readonly description: string
  /** Seconds since 1970. */
  readonly createdAt: bigint
  readonly call: { readonly to: Address; readonly value: bigint; readonly data: Hex }
}

/** The version of the app whose format this is. */
const TX_BUILDER_VERSION = "1.18.2"

export function safeBatch({ chainId, safe, description, createdAt, call }: SafeBatchParameters): string {
  const meta = {
    name: "GPUFlow escrow",
    description,
    txBuilderVersion: TX_BUILDER_VERSION,
    createdFromSafeAddress: safe,
    createdFromOwnerAddress: "",
  }
  const { to, value, data } = call
  const transactions = [{ to, value: String(value), data, contractMethod: null, contractInputsValues: null }]
  const batch = { version: "1.0", chainId: String(chainId), createdAt: Number(createdAt) * 1_000, meta, transactions }
  // The name may be changed afterwards, so it does not count.
  const checksum = keccak256(stringToHex(serialized({ ...batch, meta: { ...meta, name: null } })))
  return `${JSON.stringify({ ...batch, meta: { ...meta, checksum } }, null, 2)}\n`
}

/** The app's own serialization: the sorted names of an object's fields, then their values, each with a comma. */
function serialized(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serialized).join(",")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null)
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  const names = JSON.stringify(fields.map(([name]) => name))
  return `{${names}${fields.map(([, its]) => `${serialized(its)},`).join("")}}`
}
