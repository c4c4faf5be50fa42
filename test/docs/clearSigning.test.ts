import { readdirSync, readFileSync } from "node:fs"
import { escrowAbi } from "@gpuflow/escrow/abi"
import { Ajv2020 } from "ajv/dist/2020.js"
import { expect } from "chai"
import {
  decodeFunctionData,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  parseTransaction,
  toFunctionSelector,
} from "viem"

const folder = new URL("../../clear-signing/", import.meta.url)
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8"))
const names = readdirSync(folder).filter((name) => name.endsWith(".json"))

type Field = { readonly path: string; readonly label: string; readonly visible?: string }
type Formats = Readonly<Record<string, { readonly intent: string; readonly fields: readonly Field[] }>>
type Vector = {
  readonly description: string
  readonly rawTx?: Hex
  readonly data?: Parameters<typeof hashTypedData>[0]
  readonly expected: { readonly intent: string; readonly fields: readonly { label: string; value: string }[] }
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
  $schema: { const: "https://eips.ethereum.org/assets/eip-7730/erc7730-v2.schema.json" },
  context: {
    oneOf: [
      only({ $id: text, contract: only({ deployments }) }),
      only({ $id: text, eip712: only({ domain: only({ name: text, version: text }), deployments }, ["deployments"]) }),
    ],
  },
  metadata: only({ owner: text, contractName: text }, ["owner"]),
  display: only({
    formats: {
      type: "object",
      propertyNames: {
        pattern: "^[A-Za-z_]\\w*\\(((tuple\\((?:[^()]|\\([^()]*\\))*\\)|\\w+)(\\[\\])? \\w+(, ?|(?=\\))))*\\)$",
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
      const types = signature.replaceAll("tuple(", "(").replace(/^(\w+)/, "function $1")
      return toFunctionSelector(types)
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
      const labels = format?.fields.filter(({ visible }) => visible === undefined).map(({ label }) => label)
      expect(
        expected.fields.map(({ label }) => label),
        description,
      ).to.deep.equal(labels)
    }
    const valuesOf = (name: string) =>
      tests.find(({ description }) => description === name)?.expected.fields.map(({ value }) => value)
    expect(valuesOf("stop")?.slice(-1), "an amount").to.deep.equal(["2.5 USDC"])
    expect(valuesOf("resolve")?.slice(-1), "a share").to.deep.equal(["62.5%"])
    expect(valuesOf("deposit")?.slice(3, 8), "terms").to.deep.equal([
      "1.5 USDC",
      "30 USDC",
      "00:00:01",
      "00:30:00",
      "06:00:00",
    ])
  })

  it("behavior: the test vectors of signatures are what wallets hash, and times and fees are readable", () => {
    const [offer]: readonly Vector[] = read("testsv2/eip712-RentalOffer.tests.json").tests
    const [permit]: readonly Vector[] = read("testsv2/eip712-Permit.tests.json").tests
    for (const vector of [offer, permit]) {
      if (!vector?.data) throw new Error("A vector has no data.")
      expect(hashTypedData(vector.data), vector.description).to.match(/^0x[\da-f]{64}$/)
    }
    const shown = Object.fromEntries(offer?.expected.fields.map(({ label, value }) => [label, value]) ?? [])
    expect([shown["Offer expires"], shown["Highest fee"]]).to.deep.equal(["2027-01-15T08:00:00Z", "10%"])
    expect(permit?.expected.fields.map(({ value }) => value)[2], "amount").to.equal("3 USDC")
  })
})
