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
import { ACCESS_DOMAIN, accessFields } from "../../sdk/core/access/accessRequest.ts"
import { offerFields } from "../../sdk/core/offer/hashOffer.ts"
import { PERMIT2 } from "../../sdk/core/router/permit2.ts"
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
  from: ACCOUNT("2"),
  payer: ACCOUNT("2"),
  to: ACCOUNT("5"),
  durations: 7_200n,
  relayFee: 10_000n,
  relayer: zeroAddress,
  validAfter: 0n,
  validBefore: 1_800_000_000n,
  maxTotal: 10_500_000n,
  step: 21_600n,
  extendBefore: 3_600n,
  maxTip: 20_000n,
  tip: 10_000n,
}

export const PERMIT2_ON_POLYGON = { chainId: CHAIN_ID, address: PERMIT2 }

export const authorizationFields = [
  { name: "from", type: "address" },
  { name: "to", type: "address" },
  { name: "value", type: "uint256" },
  { name: "validAfter", type: "uint256" },
  { name: "validBefore", type: "uint256" },
  { name: "nonce", type: "bytes32" },
] as const

const permitFields = [
  { name: "owner", type: "address" },
  { name: "spender", type: "address" },
  { name: "value", type: "uint256" },
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint256" },
] as const

type Fields = readonly { readonly name: string; readonly type: string }[]

/** What Permit2 signs of a purchase: its own type first, then those it refers to, in the order of their names. */
export const purchaseTypes: readonly (readonly [name: string, fields: Fields])[] = [
  [
    "PermitWitnessTransferFrom",
    [
      { name: "permitted", type: "TokenPermissions" },
      { name: "spender", type: "address" },
      { name: "nonce", type: "uint256" },
      { name: "deadline", type: "uint256" },
      { name: "witness", type: "Purchase" },
    ],
  ],
  [
    "Order",
    [
      { name: "rentalId", type: "bytes32" },
      { name: "renter", type: "address" },
      { name: "duration", type: "uint32" },
    ],
  ],
  [
    "Purchase",
    [
      { name: "orders", type: "Order[]" },
      { name: "relayFee", type: "uint256" },
      { name: "relayer", type: "address" },
      { name: "validBefore", type: "uint256" },
    ],
  ],
  [
    "TokenPermissions",
    [
      { name: "token", type: "address" },
      { name: "amount", type: "uint256" },
    ],
  ],
]

const DOMAIN = [
  { name: "name", type: "string" },
  { name: "version", type: "string" },
  { name: "chainId", type: "uint256" },
  { name: "verifyingContract", type: "address" },
]

type Called = {
  readonly descriptor: string
  readonly abi: readonly AbiItem[]
  readonly deployments: readonly Deployment[]
}

/** A suite for each descriptor. */
export function renderTests(
  descriptors: Readonly<Record<string, Descriptor>>,
  called: readonly Called[],
): Record<string, object> {
  const descriptorOf = (name: string): Descriptor => {
    const found = descriptors[name]
    if (!found) throw new Error(`${name} is not described.`)
    return found
  }
  const typed = (name: string, description: string, signed: Typed) =>
    [name, suite(name, [typedTest(description, descriptorOf(name), signed)])] as const
  const domainOf = (name: string, contract: string) => {
    const { chainId, address } = placeOf(called.find(({ descriptor }) => descriptor === contract)?.deployments)
    return { name, version: "1", chainId, verifyingContract: address }
  }
  const dollars = { name: "USD Coin", version: "2", chainId: CHAIN_ID, verifyingContract: TOKEN } as const
  const permit2 = { name: "Permit2", chainId: CHAIN_ID, verifyingContract: PERMIT2 }
  const mandateFields = called
    .flatMap(({ abi }) => abi)
    .find(({ name, inputs }) => name === "digestOf" && inputs?.[0]?.name === "mandate")?.inputs?.[0]?.components
  return Object.fromEntries([
    ...called.map(
      (one) => [one.descriptor, suite(one.descriptor, callTests(one, descriptorOf(one.descriptor)))] as const,
    ),
    typed("eip712-RentalOffer", "offer", {
      types: [["Offer", offerFields]],
      domain: domainOf("RentalEscrow", "calldata-RentalEscrow"),
    }),
    typed("eip712-Permit", "permit of the price", { types: [["Permit", permitFields]], domain: dollars }),
    typed("eip712-ReceiveWithAuthorization", "a purchase by ERC-3009", {
      types: [["ReceiveWithAuthorization", authorizationFields]],
      domain: dollars,
    }),
    typed("eip712-PermitWitnessTransferFrom", "a purchase by Permit2", { types: purchaseTypes, domain: permit2 }),
    typed("eip712-Mandate", "a mandate", {
      types: [["Mandate", mandateFields ?? []]],
      domain: domainOf("RentalMandate", "calldata-RentalMandate"),
    }),
    typed("eip712-Access", "access to a rented machine", {
      types: [["Access", accessFields]],
      domain: { ...domainOf(ACCESS_DOMAIN.name, "calldata-RentalEscrow"), ...ACCESS_DOMAIN },
    }),
  ])
}

/** Before the first deployment, the recipient is zero. */
function placeOf(deployments: readonly Deployment[] = []) {
  const [{ chainId, address } = { chainId: CHAIN_ID, address: zeroAddress }] = deployments
  return { chainId, address: getAddress(address) }
}

function callTests({ abi, deployments }: Called, descriptor: Descriptor): object[] {
  const { chainId, address: to } = placeOf(deployments)
  return Object.entries(descriptor.display.formats).map(([signature, format]) => {
    const name = signature.slice(0, signature.indexOf("("))
    const item = abi.filter((one) => one.type === "function" && one.name === name)
    const inputs = item[0]?.inputs ?? []
    const data = encodeFunctionData({ abi: item as Abi, functionName: name, args: inputs.map(sampleOf) })
    const { args = [] } = decodeFunctionData({ abi: item as Abi, data })
    const values = Object.fromEntries(inputs.map((input, index) => [input.name, args[index]]))
    const rawTx = serializeTransaction({ type: "eip1559", chainId, to, data })
    return { description: name, rawTx, expected: rendered(descriptor, format, values) }
  })
}

function suite(descriptor: string, tests: readonly object[]): object {
  return { descriptor: `../${descriptor}.json`, dataProvider: { tokens: TOKENS }, tests }
}

type Typed = {
  /** The type that is signed first. */
  readonly types: readonly (readonly [name: string, fields: Fields])[]
  readonly domain: { readonly verifyingContract: Hex } & Readonly<Record<string, unknown>>
}

function typedTest(description: string, descriptor: Descriptor, { types, domain }: Typed): object {
  const known = new Map(types)
  const [[primaryType, fields] = ["", []]] = types
  const valueIn = ({ name, type }: Fields[number]): unknown => {
    const members = known.get(type.replace("[]", ""))
    if (!members) return sampleOf({ name, type })
    const value = structOf(members)
    return type.endsWith("[]") ? [value] : value
  }
  const structOf = (members: Fields): Record<string, unknown> =>
    Object.fromEntries(members.map((member) => [member.name, valueIn(member)]))
  const values = structOf(fields)
  const message = JSON.parse(JSON.stringify(values, (_, value) => (typeof value === "bigint" ? String(value) : value)))
  const [format] = Object.values(descriptor.display.formats)
  if (!format) throw new Error(`${description} has no format.`)
  const EIP712Domain = DOMAIN.filter(({ name }) => Object.hasOwn(domain, name))
  const data = { types: { EIP712Domain, ...Object.fromEntries(types) }, primaryType, domain, message }
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
  return path.split(".").reduce<unknown[]>(
    (found, part) =>
      found.flatMap((one) => {
        if (part === "[]") return one as unknown[]
        return [Reflect.get(Object(one), part === "[0]" ? 0 : part)]
      }),
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
