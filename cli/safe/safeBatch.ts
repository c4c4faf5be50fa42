// The file that Safe's Transaction Builder imports: a batch of transactions with a checksum.
// github.com/safe-global/safe-react-apps, apps/tx-builder/src/lib/checksum.ts and src/typings/models.ts.
import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  type Address,
  decodeFunctionData,
  encodeFunctionData,
  getAbiItem,
  getAddress,
  type Hex,
  keccak256,
  stringToHex,
} from "viem"

/** One transaction. The app sends `data`; the method and its values are there to be read. */
export type SafeTransaction = {
  readonly to: Address
  readonly value: string
  readonly data: Hex
  readonly contractMethod: {
    readonly inputs: readonly MethodInput[]
    readonly name: string
    readonly payable: boolean
  }
  readonly contractInputsValues: Readonly<Record<string, string>>
}

type MethodInput = {
  readonly internalType: string
  readonly name: string
  readonly type: string
  /** The fields of a struct. */
  readonly components?: readonly MethodInput[]
}

export type SafeBatch = {
  readonly version: "1.0"
  readonly chainId: string
  /** Milliseconds. */
  readonly createdAt: number
  readonly meta: {
    readonly name: string
    readonly description: string
    readonly txBuilderVersion: string
    readonly createdFromSafeAddress: Address
    readonly createdFromOwnerAddress: ""
    readonly checksum: Hex
  }
  readonly transactions: readonly SafeTransaction[]
}

/** The version of the app whose format this is. */
const TX_BUILDER_VERSION = "1.18.2"

type Contents = {
  readonly chainId: number
  readonly createdAt: number
  readonly name: string
  readonly description: string
  /** The Safe that shall send the transactions. */
  readonly safe: Address
  readonly transactions: readonly SafeTransaction[]
}

export function safeBatch({ chainId, createdAt, name, description, safe, transactions }: Contents): SafeBatch {
  const meta = {
    name,
    description,
    txBuilderVersion: TX_BUILDER_VERSION,
    createdFromSafeAddress: getAddress(safe),
    createdFromOwnerAddress: "",
  } as const
  const batch = { version: "1.0", chainId: String(chainId), createdAt, meta, transactions } as const
  return { ...batch, meta: { ...meta, checksum: checksumOf(batch) } }
}

/** A call of a contract, as the app shows it. */
export function safeTransaction(to: Address, item: AbiFunction, args: readonly unknown[]): SafeTransaction {
  const { name, inputs, stateMutability } = item
  return {
    // As the app writes addresses: one transaction has one checksum, however its address was given.
    to: getAddress(to),
    value: "0",
    data: encodeFunctionData({ abi: [item], functionName: name, args }),
    contractMethod: { inputs: inputs.map(inputOf), name, payable: stateMutability === "payable" },
    contractInputsValues: Object.fromEntries(inputs.map((input, at) => [input.name ?? "", textOf(args[at], input)])),
  }
}

/** A call that is ready to be sent, as the app shows it. `abi` has the function that it calls. */
export function safeTransactionOf(
  abi: Abi,
  { to, value, data }: { readonly to: Address; readonly value: bigint; readonly data: Hex },
): SafeTransaction {
  const { functionName: name, args = [] } = decodeFunctionData({ abi, data })
  const item = getAbiItem({ abi, name, args })
  if (item?.type !== "function") throw new Error(`the ABI has no function ${name}`)
  return { ...safeTransaction(to, item, args), value: String(value), data }
}

function inputOf(parameter: AbiParameter): MethodInput {
  const { name = "", type, internalType = type } = parameter
  const input = { internalType, name, type }
  return "components" in parameter ? { ...input, components: parameter.components.map(inputOf) } : input
}

/** Numbers are texts, because the app refuses others: JSON cannot hold them. Structs are lists of their fields. */
function textOf(value: unknown, parameter: AbiParameter): string {
  const shown = listed(value, parameter)
  return Array.isArray(shown) ? JSON.stringify(shown) : String(shown)
}

function listed(value: unknown, parameter: AbiParameter): unknown {
  if (Array.isArray(value)) {
    const element = { ...parameter, type: parameter.type.replace(/\[\d*\]$/, "") }
    return value.map((one) => listed(one, element))
  }
  if (!("components" in parameter)) return String(value)
  const fields: Readonly<Record<string, unknown>> = { ...Object(value) }
  return parameter.components.map((component) => listed(fields[component.name ?? ""], component))
}

type Summed = { readonly meta: object; readonly [field: string]: unknown }

/** The app's own checksum: over everything but the name, which may be changed, and the checksum itself. */
export function checksumOf(batch: Summed): Hex {
  const { checksum: _, ...meta } = { ...batch.meta, name: null, checksum: undefined }
  return keccak256(stringToHex(serialized({ ...batch, meta })))
}

/** The app's own serialization: the sorted names of an object's fields, then their values, each with a comma. */
function serialized(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serialized).join(",")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null)
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  const names = JSON.stringify(fields.map(([name]) => name))
  return `{${names}${fields.map(([, its]) => `${serialized(its)},`).join("")}}`
}
