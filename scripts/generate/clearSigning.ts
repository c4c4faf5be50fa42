// What a wallet shows of a call or a signature, in the form of ERC-7730, version 2. Every field is either shown or named as
// not shown, so that a new one cannot be forgotten.
import { ACCESS_DOMAIN, accessFields } from "../../sdk/core/access/accessRequest.ts"
import { offerFields } from "../../sdk/core/offer/hashOffer.ts"
import type { AbiItem, AbiParameter } from "../production.ts"
import type { Deployment, Field, Format } from "./clearSigningForm.ts"
import { authorizationFields, PERMIT2_ON_POLYGON, purchaseTypes, renderTests } from "./clearSigningTests.ts"
import type { Contract } from "./contract.ts"
import type { GeneratedFile } from "./files.ts"
import type { PeripheryContract } from "./periphery.ts"

/** From a file's place in the registry, `registry/<entity>/`: the registry accepts no address of the web. */
const SCHEMA = "../../specs/erc7730-v2.schema.json"
const NATIVE = `0x${"0".repeat(40)}`
const PERMIT = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"

/** A few words each: hardware wallets have small screens, for which the sentences of the NatSpec are too long. */
const intents: Readonly<Record<string, string>> = {
  deposit: "Rent a machine",
  start: "Start a rental",
  extend: "Extend a rental",
  stop: "Stop a rental",
  interrupt: "Interrupt a rental",
  refund: "Refund a renter",
  settle: "Settle a rental",
  settleMany: "Settle rentals",
  dispute: "Dispute a rental",
  submitEvidence: "Submit evidence",
  resolve: "Rule on a dispute",
  fundBond: "Add to a bond",
  withdrawBond: "Withdraw from a bond",
  revokeOffers: "Revoke offers",
  setSigner: "Set signer of offers",
  withdraw: "Withdraw a credit",
  collectFees: "Collect fees",
  setMarket: "Set a market",
  setHostFee: "Set a host's fee",
  setTreasury: "Set the treasury",
  setGuardian: "Set the guardian",
  closeMarket: "Close a market",
  transferOwnership: "Transfer ownership",
  acceptOwnership: "Accept ownership",
  renounceOwnership: "Renounce ownership",
}

/** Of the contracts around the escrow. */
const intentsAround: Readonly<Record<PeripheryContract["entry"], Readonly<Record<string, string>>>> = {
  router: { rent: "Relay a rental", extend: "Relay an extension" },
  mandate: { execute: "Execute a mandate", revoke: "Revoke a mandate", revokeAll: "Revoke all mandates" },
}

type Look = { readonly label: string; readonly format?: string; readonly params?: Readonly<Record<string, unknown>> }
const PERCENT = { format: "unit", params: { base: "%", decimals: 2 } }

/** By the name of a parameter, or of a field of an offer. */
const looks: Readonly<Record<string, Look>> = {
  host: { label: "Host" },
  payee: { label: "Host's payee" },
  operator: { label: "Host's operator" },
  renter: { label: "Renter" },
  token: { label: "Token", format: "tokenTicker" },
  arbiter: { label: "Arbiter" },
  pricePerHour: { label: "Price per hour", format: "tokenAmount" },
  bond: { label: "Host's bond", format: "tokenAmount" },
  minDuration: { label: "Billed at least", format: "duration" },
  maxDuration: { label: "Longest rental", format: "duration" },
  startWindow: { label: "Time to start", format: "duration" },
  challengeWindow: { label: "Time to dispute", format: "duration" },
  nonce: { label: "Machine's nonce" },
  epoch: { label: "Host's epoch" },
  expiry: { label: "Offer expires", format: "date", params: { encoding: "timestamp" } },
  maxFeeBps: { label: "Highest fee", ...PERCENT },
  rolling: { label: "Paid before the end" },
  machine: { label: "Machine" },
  spec: { label: "Machine's document" },
  salt: { label: "Order" },
  duration: { label: "Rental time", format: "duration" },
  hostSignature: { label: "Host's signature" },
  permit: { label: "Permit" },
  maxToHost: { label: "Host gets at most", format: "tokenAmount" },
  maxFromBond: { label: "From bond at most", format: "tokenAmount" },
  refundedSeconds: { label: "Refunded in all", format: "duration" },
  evidenceURI: { label: "Evidence" },
  hostBps: { label: "Host's share", ...PERCENT },
  amount: { label: "Amount", format: "tokenAmount" },
  to: { label: "To" },
  account: { label: "Account" },
  signer: { label: "Signer" },
  feeBps: { label: "Fee", ...PERCENT },
  open: { label: "Open" },
  treasury: { label: "Treasury" },
  guardian: { label: "Guardian" },
  newTreasury: { label: "Treasury" },
  newGuardian: { label: "Guardian" },
  newOwner: { label: "New owner" },
  owner: { label: "Owner" },
  spender: { label: "Spender" },
  value: { label: "Amount", format: "tokenAmount" },
  deadline: { label: "Valid until", format: "date", params: { encoding: "timestamp" } },
  from: { label: "From" },
  validAfter: { label: "Valid from", format: "date", params: { encoding: "timestamp" } },
  validBefore: { label: "Valid until", format: "date", params: { encoding: "timestamp" } },
  durations: { label: "Rental time", format: "duration" },
  hostSignatures: { label: "Host's signature" },
  payer: { label: "Payer" },
  relayFee: { label: "Relayer's fee", format: "tokenAmount" },
  relayer: { label: "Relayer" },
  method: { label: "Way to pay" },
  signature: { label: "Signature" },
  rentalId: { label: "Rental" },
  rental: { label: "Rental" },
  keyHash: { label: "SSH key's hash" },
  maxTotal: { label: "Pays at most", format: "tokenAmount" },
  step: { label: "Each time longer by", format: "duration" },
  extendBefore: { label: "Before the end", format: "duration" },
  maxTip: { label: "Tip at most", format: "tokenAmount" },
  tip: { label: "Tip", format: "tokenAmount" },
}

/** What a renter or a host must see of an offer wherever it is part of a call. */
const ALWAYS = ["host", "renter", "token"]
/** What a payer or a signer must also see. */
const TERMS = ["pricePerHour", "bond", "minDuration", "startWindow", "challengeWindow", "arbiter"]
const UNREADABLE = ["hostSignature", "hostSignatures", "signature", "permit", "salt", "nonce", "epoch", "method"]

export type Deployments = Readonly<Record<"escrow" | PeripheryContract["entry"], readonly Deployment[]>>

export function clearSigning(
  { abi }: Contract,
  periphery: readonly PeripheryContract[],
  { escrow: deployments, ...around }: Deployments,
): GeneratedFile[] {
  const calls = abi.filter((item) => item.type === "function" && Object.hasOwn(intents, item.name ?? ""))
  const missing = Object.keys(intents).filter((name) => !calls.some((call) => call.name === name))
  const unnamed = abi.filter((item) => isVerb(item) && !calls.includes(item)).map(({ name }) => name)
  if (missing.length + unnamed.length > 0)
    throw new Error(
      `Clear signing needs an intent for each verb, and none for others: ${[...missing, ...unnamed].join()}`,
    )
  const escrow = {
    $schema: SCHEMA,
    context: { $id: "RentalEscrow", contract: { deployments } },
    metadata: { owner: "GPUFlow", contractName: "RentalEscrow" },
    display: { formats: Object.fromEntries(calls.map((item) => [signatureOf(item), formatOf(item)])) },
  }
  const offerType = `Offer(${offerFields.map(({ type, name }) => `${type} ${name}`).join(",")})`
  const offer = {
    $schema: SCHEMA,
    context: {
      $id: "RentalEscrow offer",
      eip712: { domain: { name: "RentalEscrow", version: "1" }, deployments },
    },
    metadata: { owner: "GPUFlow", contractName: "RentalEscrow" },
    display: {
      formats: {
        [offerType]: {
          intent: "Offer a machine",
          fields: offerFields.map((field) => fieldOf(field, field.name, "token")),
        },
      },
    },
  }
  const permitFields = ["owner", "spender", "value", "nonce", "deadline"].map((name) => {
    const type = name === "owner" || name === "spender" ? "address" : "uint256"
    const field = fieldOf({ name, type }, name, "@.to")
    return name === "nonce" ? { ...field, label: "Nonce" } : field
  })
  const permit = {
    $schema: SCHEMA,
    // For every token: its owner binds the file to its own contract.
    context: { $id: "ERC-20 permit", eip712: { deployments: [] } },
    metadata: { owner: "ERC-20" },
    display: { formats: { [PERMIT]: { intent: "Allow a payment", fields: permitFields } } },
  }
  const mandateOf = periphery.find(({ entry }) => entry === "mandate")?.abi.find(({ name }) => name === "digestOf")
  const mandateFields = mandateOf?.inputs?.[0]?.components
  if (!mandateFields) throw new Error("The mandate contract has no mandate.")
  const mandate = {
    $schema: SCHEMA,
    context: {
      $id: "RentalMandate mandate",
      eip712: { domain: { name: "RentalMandate", version: "1" }, deployments: around.mandate },
    },
    metadata: { owner: "GPUFlow", contractName: "RentalMandate" },
    display: {
      formats: {
        [`Mandate(${typesOf(mandateFields)})`]: {
          intent: "Extend a rental",
          // A mandate does not name its token.
          fields: mandateFields.map((field) => inMandate(plain(fieldOf(field, field.name, undefined)))),
        },
      },
    },
  }
  const authorization = {
    $schema: SCHEMA,
    // For every token with ERC-3009: its owner binds the file to its own contract.
    context: { $id: "ERC-3009 authorization", eip712: { deployments: [] } },
    metadata: { owner: "ERC-20" },
    display: {
      formats: {
        [`ReceiveWithAuthorization(${typesOf(authorizationFields)})`]: {
          intent: "Pay when collected",
          fields: authorizationFields.map((field) => fieldOf(field, field.name, "@.to")),
        },
      },
    },
  }
  const purchase = {
    $schema: SCHEMA,
    context: { $id: "Permit2 purchase", eip712: { domain: { name: "Permit2" }, deployments: [PERMIT2_ON_POLYGON] } },
    metadata: { owner: "GPUFlow", contractName: "RentalRouter" },
    display: {
      formats: {
        [purchaseTypes.map(([name, fields]) => `${name}(${typesOf(fields)})`).join("")]: {
          intent: "Rent by Permit2",
          fields: purchaseFields(),
        },
      },
    },
  }
  const access = {
    $schema: SCHEMA,
    context: { $id: "RentalEscrow access", eip712: { domain: ACCESS_DOMAIN, deployments } },
    metadata: { owner: "GPUFlow", contractName: "RentalEscrow" },
    display: {
      formats: {
        [`Access(${typesOf(accessFields)})`]: {
          intent: "Open a rented machine",
          fields: accessFields.map((field) => ofAccess(fieldOf(field, field.name, undefined))),
        },
      },
    },
  }
  const descriptors = {
    "calldata-RentalEscrow": escrow,
    ...Object.fromEntries(
      periphery.map(({ entry, name, abi: its }) => [
        `calldata-${name}`,
        callsAround({ entry, name, abi: its }, around[entry]),
      ]),
    ),
    "eip712-RentalOffer": offer,
    "eip712-Permit": permit,
    "eip712-ReceiveWithAuthorization": authorization,
    "eip712-PermitWitnessTransferFrom": purchase,
    "eip712-Mandate": mandate,
    "eip712-Access": access,
  }
  return [
    ...Object.entries(descriptors).map(([name, content]) => jsonFile(`clear-signing/${name}.json`, content)),
    ...Object.entries(
      renderTests(descriptors, [
        { descriptor: "calldata-RentalEscrow", abi, deployments },
        ...periphery.map((one) => ({
          descriptor: `calldata-${one.name}`,
          abi: one.abi,
          deployments: around[one.entry],
        })),
      ]),
    ).map(([name, content]) => jsonFile(`clear-signing/testsv2/${name}.tests.json`, content)),
  ]
}

/** The calls of a contract around the escrow. */
function callsAround(
  { entry, name, abi }: Pick<PeripheryContract, "entry" | "name" | "abi">,
  deployments: readonly Deployment[],
) {
  const words = intentsAround[entry]
  const calls = abi.filter(isVerb)
  const names = calls.map((item) => item.name ?? "")
  if (names.toSorted().join() !== Object.keys(words).toSorted().join())
    throw new Error(`Clear signing needs an intent for each verb of ${name}: ${names.join()}`)
  return {
    $schema: SCHEMA,
    context: { $id: name, contract: { deployments } },
    metadata: { owner: "GPUFlow", contractName: name },
    display: {
      formats: Object.fromEntries(
        calls.map((item) => {
          const { fields } = formatOf(item)
          const shown = fields.map((field) => (field.path.startsWith("mandate.") ? inMandate(field) : field))
          return [signatureOf(item), { intent: words[item.name ?? ""] ?? "", fields: shown }]
        }),
      ),
    },
  }
}

/** What expires here is not an offer. */
function ofAccess(field: Field): Field {
  return field.path === "expiry" ? { ...field, label: "Valid until" } : field
}

/** What a mandate and its rental have in common gets another label. */
function inMandate(field: Field): Field {
  const name = field.path.split(".").at(-1)
  if (name === "renter") return { ...field, label: "Mandate of" }
  if (name === "salt") return { ...field, label: "Mandate's salt" }
  if (name === "epoch") return { ...field, label: "Renter's epoch" }
  if (name === "expiry") return { ...field, label: "Mandate expires" }
  return field
}

/** An amount whose token is not known is a number. */
function plain({ path, label, format, visible, ...field }: Field): Field {
  if (format !== "tokenAmount") return { path, label, format, ...(visible ? { visible } : {}), ...field }
  return { path, label, format: "raw", ...(visible ? { visible } : {}) }
}

function purchaseFields(): Field[] {
  const token = "permitted.token"
  const [orders = "", witness = ""] = ["witness.orders.[].", "witness."]
  const named = (name: string, type: string, above = "") => fieldOf({ name, type }, `${above}${name}`, token)
  return [
    named("token", "address", "permitted."),
    named("amount", "uint256", "permitted."),
    named("spender", "address"),
    named("nonce", "uint256"),
    named("deadline", "uint256"),
    named("rentalId", "bytes32", orders),
    named("renter", "address", orders),
    named("duration", "uint32", orders),
    named("relayFee", "uint256", witness),
    named("relayer", "address", witness),
    { ...named("validBefore", "uint256", witness), label: "Sent until" },
  ].map((field) => (field.path === "nonce" ? { ...field, label: "Nonce" } : field))
}

function typesOf(fields: readonly Pick<AbiParameter, "name" | "type">[]): string {
  return fields.map(({ type, name }) => `${type} ${name}`).join(",")
}

/** The escrow itself calls `transferOut`. */
function isVerb({ type, name = "", stateMutability }: AbiItem & { stateMutability?: string }): boolean {
  return type === "function" && stateMutability !== "view" && stateMutability !== "pure" && name !== "transferOut"
}

function formatOf(item: AbiItem & { stateMutability?: string }): Format {
  const leaves = (item.inputs ?? []).flatMap((input) => leavesOf(input))
  const isPaying = item.name === "deposit" || item.name === "dispute" || item.name === "extend"
  const first = leaves.find(({ parameter }) => parameter.name === "token")?.path
  // One amount beside many rentals is in the token of the first.
  const tokenOf = (path: string) => (path.includes("[]") ? first : first?.replace("[]", "[0]"))
  const fields = leaves.map(({ parameter, path }) => {
    const field = fieldOf(parameter, path, tokenOf(path))
    const isOfOffer = path.includes("offer.")
    if (!isOfOffer || ALWAYS.includes(parameter.name) || (isPaying && TERMS.includes(parameter.name))) return field
    return { ...field, visible: field.visible ?? ("optional" as const) }
  })
  // The renter of an offer is whom it is for; the rental's is who rents.
  const shown = fields.map((field) =>
    field.path.endsWith("offer.renter") ? { ...field, label: "Offered to", visible: "optional" as const } : field,
  )
  const coins: Field[] =
    item.stateMutability === "payable" ? [{ path: "@.value", label: "Coins sent", format: "amount" }] : []
  return { intent: intents[item.name ?? ""] ?? "", fields: [...shown, ...coins] }
}

type Leaf = { readonly parameter: AbiParameter; readonly path: string }

function leavesOf(parameter: AbiParameter, above = ""): Leaf[] {
  const path = `${above}${parameter.name}${parameter.type.endsWith("[]") ? ".[]" : ""}`
  if (!parameter.components) return [{ parameter, path }]
  return parameter.components.flatMap((component) => leavesOf(component, `${path}.`))
}

function fieldOf({ name, type }: Pick<AbiParameter, "name" | "type">, path: string, token: string | undefined): Field {
  const look = looks[name]
  if (!look) throw new Error(`Clear signing needs a label for ${name}.`)
  const format = look.format ?? (type === "address" ? "addressName" : "raw")
  const params = format === "tokenAmount" ? { tokenPath: token, nativeCurrencyAddress: NATIVE } : look.params
  return {
    path,
    label: look.label,
    format,
    ...(params ? { params } : {}),
    ...(UNREADABLE.includes(name) ? { visible: "never" as const } : {}),
  }
}

/** The signature with the names of its parameters, as the keys of the formats are: a tuple is its parentheses alone. */
function signatureOf({ name = "", inputs = [] }: AbiItem): string {
  return `${name}(${inputs.map(typeOf).join(", ")})`
}

function typeOf({ name, type, components }: AbiParameter): string {
  const written = components ? `(${components.map(typeOf).join(", ")})${type.slice("tuple".length)}` : type
  return `${written} ${name}`
}

function jsonFile(path: string, content: object): GeneratedFile {
  return { path, text: `${JSON.stringify(content, null, 2)}\n` }
}
