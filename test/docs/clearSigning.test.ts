import { readdirSync, readFileSync } from "node:fs"
import { eip712, type FormatOptions, format, formatTypedData, isFieldGroup } from "@ethereum-sourcify/clear-signing"
import { escrowAbi, rentalMandateAbi, rentalRouterAbi } from "@gpuflow/escrow/abi"
import { accessTypedData } from "@gpuflow/escrow/access"
import { hashMandate, type Mandate } from "@gpuflow/escrow/mandate"
import { Ajv2020 } from "ajv/dist/2020.js"
import { expect } from "chai"
import {
  type AbiFunction,
  type Address,
  decodeFunctionData,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  keccak256,
  parseTransaction,
  stringToHex,
  toFunctionSelector,
  zeroAddress,
} from "viem"
import { testSshKey } from "../support/machineDoor.ts"

const folder = new URL("../../clear-signing/", import.meta.url)
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8"))
const names = readdirSync(folder).filter((name) => name.endsWith(".json"))
const suites = readdirSync(new URL("testsv2/", folder))

type Field = { readonly path: string; readonly label: string; readonly visible?: string }
type Formats = Readonly<Record<string, { readonly intent: string; readonly fields: readonly Field[] }>>
type Vector = {
  readonly description: string
  readonly rawTx?: Hex
  readonly data?: Omit<Parameters<typeof formatTypedData>[0], "account"> & Parameters<typeof hashTypedData>[0]
  readonly expected: {
    readonly intent: string
    readonly owner: string
    readonly fields: readonly { label: string; value: string }[]
  }
}
type Signed = {
  readonly domain: { readonly verifyingContract: Address; readonly chainId: number }
  /** Whole numbers are texts. */
  readonly message: { readonly [name in keyof Mandate]: Mandate[name] extends bigint ? string : Mandate[name] }
}
type Published = { readonly context: Readonly<Record<string, unknown>> }
type Suite = {
  readonly descriptor: string
  readonly dataProvider: {
    readonly tokens: Readonly<Record<string, { symbol: string; decimals: number; name: string }>>
  }
  readonly tests: readonly Vector[]
}

const only = (properties: object, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
})
const text = { type: "string" }
const field = only(
  {
    path: { type: "string", pattern: "^(@\\.(to|value)|[A-Za-z]\\w*(\\.(\\[\\]|[A-Za-z]\\w*))*)$" },
    label: { type: "string", minLength: 1, maxLength: 24 },
    format: { enum: ["raw", "addressName", "tokenTicker", "amount", "tokenAmount", "date", "duration", "unit"] },
    visible: { enum: ["never", "optional"] },
    params: {
      anyOf: [
        only({ tokenPath: text, nativeCurrencyAddress: { type: "string", pattern: "^0x0{40}$" } }),
        only({ encoding: { const: "timestamp" } }),
        only({ base: text, decimals: { type: "integer" } }),
      ],
    },
  },
  ["path", "label", "format"],
)
const deployments = {
  type: "array",
  items: only({ chainId: { type: "integer" }, address: { type: "string", pattern: "^0x[0-9a-fA-F]{40}$" } }),
}
/** The rules of ERC-7730's schema, version 2, for the parts of it that the files use. */
const descriptor = only({
  $schema: { const: "../../specs/erc7730-v2.schema.json" },
  context: {
    oneOf: [
      only({ $id: text, contract: only({ deployments }) }),
      only({
        $id: text,
        eip712: only({ domain: only({ name: text, version: text }, ["name"]), deployments }, ["deployments"]),
      }),
    ],
  },
  metadata: only({ owner: text, contractName: text }, ["owner"]),
  display: only({
    formats: {
      type: "object",
      propertyNames: {
        // One call, or the type that is signed with those it refers to.
        pattern: "^([A-Za-z_]\\w*\\(((\\((?:[^()]|\\([^()]*\\))*\\)|\\w+)(\\[\\])? \\w+(, ?|(?=\\))))*\\))+$",
      },
      additionalProperties: only({
        intent: { type: "string", minLength: 1, maxLength: 24 },
        fields: { type: "array", items: field },
      }),
    },
  }),
})

describe("clear signing (ERC-7730)", () => {
  const verbs = escrowAbi.flatMap((item) =>
    item.type === "function" && /payable$/.test(item.stateMutability) && item.name !== "transferOut" ? [item] : [],
  )
  const escrow: Formats = read("calldata-RentalEscrow.json").display.formats

  it("default: every file has the form of the schema's version 2", () => {
    const validate = new Ajv2020({ strict: false }).compile(descriptor)
    for (const name of names) expect(validate(read(name)), `${name}: ${JSON.stringify(validate.errors)}`).to.equal(true)
  })

  it("default: every verb is described, by the selector that is called, and every field of it is named once", () => {
    const selectors = Object.keys(escrow).map((signature) => {
      return toFunctionSelector(signature.replace(/^(\w+)/, "function $1"))
    })
    const called = verbs.map((item) => toFunctionSelector(item))
    expect(selectors.sort(), "selectors").to.deep.equal(called.sort())
    for (const [signature, { fields }] of Object.entries(escrow)) {
      const words = [...signature.matchAll(/(?:\w|\])+ (\w+)(?=[,)])/g)].map(([, name]) => name)
      const leaves = fields
        .filter(({ path }) => path !== "@.value")
        .map(({ path }) =>
          path
            .split(".")
            .filter((part) => part !== "[]")
            .at(-1),
        )
      expect([...new Set(fields.map(({ path }) => path))], `${signature}: once`).to.have.length(fields.length)
      expect(leaves.sort(), signature).to.deep.equal(
        words.filter((name) => !["offer", "rental", "rentals"].includes(String(name))).sort(),
      )
    }
  })

  it("default: the offer and the permit are described by the type that is signed", () => {
    const [offer = ""] = Object.keys(read("eip712-RentalOffer.json").display.formats)
    expect(offer).to.match(/^Offer\(address host,address payee,.*,bytes32 spec\)$/)
    const [permit = ""] = Object.keys(read("eip712-Permit.json").display.formats)
    expect(permit).to.equal("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)")
  })

  it("default: the calls of router and mandate contract are described, and what is signed for them", () => {
    for (const [name, abi] of [
      ["calldata-RentalRouter", rentalRouterAbi],
      ["calldata-RentalMandate", rentalMandateAbi],
    ] as const) {
      const calls = abi.filter((item) => item.type === "function" && item.stateMutability === "nonpayable")
      const described = Object.keys(read(`${name}.json`).display.formats).map((signature) =>
        toFunctionSelector(signature.replace(/^(\w+)/, "function $1")),
      )
      expect(described.sort(), name).to.deep.equal(calls.map((item) => toFunctionSelector(item as AbiFunction)).sort())
    }
    const [purchase = ""] = Object.keys(read("eip712-PermitWitnessTransferFrom.json").display.formats)
    expect(purchase, "Permit2's type with the router's witness").to.equal(
      "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,Purchase witness)" +
        "Order(bytes32 rentalId,address renter,uint32 duration)" +
        "Purchase(Order[] orders,uint256 relayFee,address relayer,uint256 validBefore)" +
        "TokenPermissions(address token,uint256 amount)",
    )
    const [authorization = ""] = Object.keys(read("eip712-ReceiveWithAuthorization.json").display.formats)
    expect(authorization, "ERC-3009's type").to.equal(
      "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)",
    )
    const [mandate]: readonly Vector[] = read("testsv2/eip712-Mandate.tests.json").tests
    if (!mandate?.data) throw new Error("The vector has no data.")
    const { domain, message } = mandate.data as unknown as Signed
    const signed: Mandate = {
      ...message,
      maxTotal: BigInt(message.maxTotal),
      step: BigInt(message.step),
      extendBefore: BigInt(message.extendBefore),
      maxTip: BigInt(message.maxTip),
      expiry: BigInt(message.expiry),
      epoch: BigInt(message.epoch),
    }
    expect(hashTypedData(mandate.data), "the mandate's digest").to.equal(
      hashMandate({ mandateContract: domain.verifyingContract, chainId: domain.chainId, mandate: signed }),
    )
    const [opened]: readonly Vector[] = read("testsv2/eip712-Access.tests.json").tests
    if (!opened?.data) throw new Error("The vector has no data.")
    expect(Object.keys(read("eip712-Access.json").display.formats), "access").to.deep.equal([
      "Access(bytes32 rental,bytes32 keyHash,uint40 expiry)",
    ])
    const typed = accessTypedData({
      escrow: opened.data.domain.verifyingContract as Address,
      chainId: 137,
      access: { rental: `0x${"ab".repeat(32)}`, publicKey: testSshKey("renter"), expiry: 1_800_000_000n },
    })
    expect({ ...opened.data.domain }, "its domain").to.deep.equal(typed.domain)
    expect(opened.data.types["Access"], "its fields").to.deep.equal(typed.types["Access"])
    const { tests }: { tests: readonly Vector[] } = read("testsv2/calldata-RentalRouter.tests.json")
    const vector = tests.find(({ description }) => description === "rent")
    expect(vector?.expected.intent, "rent").to.equal("Relay a rental")
    expect(shown(vector), "a fee in the token of the first rental").to.include({ "Relayer's fee": "0.01 USDC" })
  })

  it("behavior: a payer sees the terms of the offer that it pays for", () => {
    const [, deposit] = Object.entries(escrow).find(([signature]) => signature.startsWith("deposit(")) ?? []
    const shown = deposit?.fields.filter(({ visible }) => visible === undefined).map(({ label }) => label)
    expect(shown).to.deep.equal([
      "Host",
      "Token",
      "Arbiter",
      "Price per hour",
      "Host's bond",
      "Billed at least",
      "Time to start",
      "Time to dispute",
      "Renter",
      "Rental time",
      "Coins sent",
    ])
  })

  it("behavior: the test vectors are calls of the contract, one for each verb, with what is shown", () => {
    const { tests }: { tests: readonly Vector[] } = read("testsv2/calldata-RentalEscrow.tests.json")
    expect(tests.map(({ description }) => description).sort(), "verbs").to.deep.equal(
      Object.keys(escrow)
        .map((signature) => signature.slice(0, signature.indexOf("(")))
        .sort(),
    )
    for (const { description, rawTx, expected } of tests) {
      const { data = "0x", chainId } = parseTransaction(rawTx ?? "0x")
      const call = decodeFunctionData({ abi: escrowAbi, data })
      expect([call.functionName, chainId], description).to.deep.equal([description, 137])
      expect(
        encodeFunctionData({ abi: escrowAbi, ...call } as Parameters<typeof encodeFunctionData>[0]),
        "canonical",
      ).to.equal(data)
      const [, format] = Object.entries(escrow).find(([signature]) => signature.startsWith(`${description}(`)) ?? []
      expect(expected.intent, description).to.equal(format?.intent)
      const labels = format?.fields.filter(({ visible }) => visible !== "never").map(({ label }) => label)
      expect(
        expected.fields.map(({ label }) => label),
        description,
      ).to.deep.equal(labels)
    }
    const shownOf = (name: string) => shown(tests.find(({ description }) => description === name))
    expect(shownOf("stop"), "an amount").to.include({ "Host gets at most": "2.5 USDC" })
    expect(shownOf("resolve"), "a share").to.include({ "Host's share": "62.5%" })
    expect(shownOf("deposit"), "terms").to.include({
      "Price per hour": "1.5 USDC",
      "Host's bond": "30 USDC",
      "Billed at least": "00:00:01",
      "Time to start": "00:30:00",
      "Time to dispute": "06:00:00",
    })
  })

  it("behavior: the reference implementation of the standard shows every test vector as expected, without a warning", async () => {
    for (const name of suites) {
      const { descriptor, dataProvider, tests }: Suite = read(`testsv2/${name}`)
      for (const vector of tests) {
        const { description, expected } = vector
        const {
          intent,
          metadata,
          fields = [],
          warnings,
        } = await display(vector, read(descriptor.slice(3)), dataProvider)
        const shownFields = fields.flatMap((field) => (isFieldGroup(field) ? field.fields : field))
        expect(warnings, `${name}, ${description}: warnings`).to.equal(undefined)
        expect(
          { intent, owner: metadata?.owner, fields: shownFields.map(({ label, value }) => ({ label, value })) },
          `${name}, ${description}`,
        ).to.deep.equal(expected)
      }
    }
  })

  it("behavior: no two fields of a screen have one label", () => {
    for (const name of names) {
      for (const [signature, { fields }] of Object.entries<Formats[string]>(read(name).display.formats)) {
        const labels = fields.map(({ label }) => label)
        expect(labels, `${name}, ${signature}`).to.deep.equal([...new Set(labels)])
      }
    }
  })

  it("behavior: the test vectors of signatures are what wallets hash, and times and fees are readable", () => {
    const [offer]: readonly Vector[] = read("testsv2/eip712-RentalOffer.tests.json").tests
    const [permit]: readonly Vector[] = read("testsv2/eip712-Permit.tests.json").tests
    for (const vector of [offer, permit]) {
      if (!vector?.data) throw new Error("A vector has no data.")
      expect(hashTypedData(vector.data), vector.description).to.match(/^0x[\da-f]{64}$/)
    }
    expect(shown(offer), "offer").to.include({ "Offer expires": "2027-01-15 08:00:00Z", "Highest fee": "10%" })
    expect(shown(permit), "permit").to.include({ Amount: "3 USDC" })
  })
})

/** What a vector says is shown, by label. */
function shown(vector: Vector | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(vector?.expected.fields.map(({ label, value }) => [label, value]) ?? [])
}

/** Shows a vector by the reference implementation, as if the file were published for what is called or signed. */
function display({ rawTx, data: signed }: Vector, published: Published, { tokens }: Suite["dataProvider"]) {
  const { chainId = 0, to, data = "0x", value = 0n } = rawTx ? parseTransaction(rawTx) : {}
  const place = signed
    ? { chainId: Number(signed.domain.chainId), address: String(signed.domain.verifyingContract) }
    : { chainId, address: to ?? zeroAddress }
  const [kind] = Object.keys(published.context).filter((key) => key !== "$id")
  const context = {
    ...published.context,
    [kind ?? ""]: { ...Object(published.context[kind ?? ""]), deployments: [place] },
  }
  const id = `eip155:${place.chainId}:${place.address.toLowerCase()}`
  const encoded = signed ? (eip712.computeEncodeType(signed.primaryType, signed.types) ?? "") : ""
  const path = "descriptor.json"
  const typed = { path, encodeTypeHashes: [keccak256(stringToHex(encoded))] }
  const options: FormatOptions = {
    descriptorResolverOptions: {
      type: "custom",
      resolver: {
        index: {
          calldataIndex: signed ? {} : { [id]: path },
          typedDataIndex: signed ? { [id]: { [signed.primaryType]: [typed] } } : {},
        },
        fetchDescriptor: async () => ({ ...published, context }),
      },
    },
    externalDataProvider: {
      resolveToken: async (_, address) => tokens[address.toLowerCase()] ?? null,
      resolveChainInfo: async () => ({
        name: "Polygon",
        nativeCurrency: { name: "POL", symbol: "POL", decimals: 18 },
      }),
    },
  }
  return signed
    ? formatTypedData({ account: zeroAddress, ...signed }, options)
    : format({ chainId, to: place.address, data, value }, options)
}
