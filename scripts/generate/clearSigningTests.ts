// Test vectors of the clear-signing files: a call or a signature, and what a wallet shows of it.
import {
  type Abi,
  decodeFunctionData,
  encodeFunctionData,
  formatUnits,
  getAddress,
  type Hex,
  serializeTransaction,
  zeroAddress,
} from "viem"
import { offerFields } from "../../sdk/core/offer/hashOffer.ts"
import type { AbiItem, AbiParameter } from "../production.ts"
import type { Deployment, Descriptor, Field, Format } from "./clearSigningForm.ts"

const CHAIN_ID = 137
/** USDC on Polygon. */
const TOKEN = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
const TOKENS = {
  [TOKEN.toLowerCase()]: { symbol: "USDC", decimals: 6, name: "USD Coin" },
}
const ACCOUNT = (digit: string) => getAddress(`0x${digit.repeat(40)}`)

/** By the name of a parameter. The others follow from their types. */
const samples: Readonly<Record<string, unknown>> = {
  host: ACCOUNT("1"),
  payee: ACCOUNT("1"),
  operator: zeroAddress,
  renter: ACCOUNT("2"),
  token: TOKEN,
  arbiter: ACCOUNT("3"),
  pricePerHour: 1_500_000n,
  bond: 30_000_000n,
  minDuration: 1n,
  maxDuration: 2_592_000n,
  startWindow: 1_800n,
  challengeWindow: 21_600n,
  expiry: 1_800_000_000n,
  deadline: 1_800_000_000n,
  maxFeeBps: 1_000n,
  feeBps: 1_000n,
  hostBps: 6_250n,
  duration: 7_200n,
  refundedSeconds: 600n,
  maxToHost: 2_500_000n,
  maxFromBond: 2_500_000n,
  amount: 2_500_000n,
  value: 3_000_000n,
  owner: ACCOUNT("2"),
  spender: ACCOUNT("5"),
  evidenceURI: "ipfs://evidence",
}

const DOMAIN = [
  { name: "name", type: "string" },
  { name: "version", type: "string" },
  { name: "chainId", type: "uint256" },
  { name: "verifyingContract", type: "address" },
]

type Sources = { readonly abi: readonly AbiItem[]; readonly deployments: readonly Deployment[] } & Readonly<
  Record<"calldata-RentalEscrow" | "eip712-RentalOffer" | "eip712-Permit", Descriptor>
>

export function renderTests({ abi, deployments, ...descriptors }: Sources): Record<keyof typeof descriptors, object> {
  // Before the first deployment, the recipient is zero.
  const [{ chainId, address } = { chainId: CHAIN_ID, address: zeroAddress }] = deployments
  const escrow = getAddress(address)
  const calls = Object.entries(descriptors["calldata-RentalEscrow"].display.formats).map(([signature, format]) => {
    const name = signature.slice(0, signature.indexOf("("))
    const item = abi.filter((one) => one.type === "function" && one.name === name)
    const data = encodeFunctionData({
      abi: item as Abi,
      functionName: name,
      args: (item[0]?.inputs ?? []).map(sampleOf),
    })
    const { args = [] } = decodeFunctionData({ abi: item as Abi, data })
    const values = Object.fromEntries((item[0]?.inputs ?? []).map((input, index) => [input.name, args[index]]))
    const rawTx = serializeTransaction({ type: "eip1559", chainId, to: escrow, data })
    return { description: name, rawTx, expected: rendered(descriptors["calldata-RentalEscrow"], format, values) }
  })
  return {
    "calldata-RentalEscrow": suite("calldata-RentalEscrow", calls),
    "eip712-RentalOffer": suite("eip712-RentalOffer", [
      typedTest("offer", descriptors["eip712-RentalOffer"], {
        primaryType: "Offer",
        fields: offerFields,
        domain: { name: "RentalEscrow", version: "1", chainId, verifyingContract: escrow },
      }),
    ]),
    "eip712-Permit": suite("eip712-Permit", [
      typedTest("permit of the price", descriptors["eip712-Permit"], {
        primaryType: "Permit",
        fields: [
          { name: "owner", type: "address" },
          { name: "spender", type: "address" },
          { name: "value", type: "uint256" },
          { name: "nonce", type: "uint256" },
          { name: "deadline", type: "uint256" },
        ],
        domain: { name: "USD Coin", version: "2", chainId: CHAIN_ID, verifyingContract: TOKEN },
      }),
    ]),
  }
}

function suite(descriptor: string, tests: readonly object[]): object {
  return { descriptor: `../${descriptor}.json`, dataProvider: { tokens: TOKENS }, tests }
}

type Typed = {
  readonly primaryType: string
  readonly fields: readonly { readonly name: string; readonly type: string }[]
  readonly domain: { readonly verifyingContract: Hex } & Readonly<Record<string, unknown>>
}

function typedTest(description: string, descriptor: Descriptor, { primaryType, fields, domain }: Typed): object {
  const values = Object.fromEntries(fields.map((field) => [field.name, sampleOf(field)]))
  const message = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "bigint" ? String(value) : value]),
  )
  const [format] = Object.values(descriptor.display.formats)
  if (!format) throw new Error(`${description} has no format.`)
  const data = { types: { EIP712Domain: DOMAIN, [primaryType]: fields }, primaryType, domain, message }
  return { description, data, expected: rendered(descriptor, format, { ...values, "@.to": domain.verifyingContract }) }
}

function sampleOf({
  name,
  type,
  components,
}: AbiParameter | { name: string; type: string; components?: undefined }): unknown {
  if (type.endsWith("[]")) return [sampleOf({ name, type: type.slice(0, -2), ...(components ? { components } : {}) })]
  if (components) return Object.fromEntries(components.map((component) => [component.name, sampleOf(component)]))
  if (Object.hasOwn(samples, name)) return samples[name]
  if (type === "address") return ACCOUNT("4")
  if (type === "bool") return true
  if (type === "string") return "text"
  return type.startsWith("uint") ? 0n : `0x${"ab".repeat(Number(type.slice("bytes".length)) || 65)}`
}

/** What the standard's reference implementation shows: also what a wallet may leave out. */
function rendered(
  { metadata }: Descriptor,
  { intent, fields }: Format,
  values: Readonly<Record<string, unknown>>,
): object {
  const shown = fields.filter(({ visible }) => visible !== "never")
  return {
    intent,
    owner: metadata.owner,
    fields: shown.flatMap((field) =>
      valuesAt(values, field.path).map((value) => ({ label: field.label, value: written(field, value, values) })),
    ),
  }
}

function valuesAt(values: Readonly<Record<string, unknown>>, path: string): unknown[] {
  if (path === "@.value") return [0n]
  if (Object.hasOwn(values, path)) return [values[path]]
  return path
    .split(".")
    .reduce<unknown[]>(
      (found, part) => found.flatMap((one) => (part === "[]" ? (one as unknown[]) : [Reflect.get(Object(one), part)])),
      [values],
    )
}

function written({ format, params }: Field, value: unknown, values: Readonly<Record<string, unknown>>): string {
  switch (format) {
    case "amount":
      return `${formatUnits(BigInt(String(value)), 18)} POL`
    case "tokenAmount": {
      const token = valuesAt(values, String(params?.["tokenPath"]))[0]
      const { symbol, decimals } = TOKENS[String(token).toLowerCase()] ?? { symbol: "?", decimals: 0 }
      return `${formatUnits(BigInt(String(value)), decimals)} ${symbol}`
    }
    case "tokenTicker":
      return TOKENS[String(value).toLowerCase()]?.symbol ?? String(value)
    case "duration": {
      const seconds = Number(value)
      const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
      return parts.map((part) => String(part).padStart(2, "0")).join(":")
    }
    case "date":
      return new Date(Number(value) * 1_000).toISOString().replace("T", " ").replace(".000Z", "Z")
    case "unit":
      return `${formatUnits(BigInt(String(value)), Number(params?.["decimals"]))}${String(params?.["base"])}`
    default:
      return String(value)
  }
}
